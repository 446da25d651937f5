"""Claims on a page, in figures and in Markdown."""

from neurotag.report.claims.figures import draw_chart, draw_effects
from neurotag.report.claims.page import Card, make_card, write_claims_page
from neurotag.report.claims.words import say_answer, sum_up, write_claims_markdown

__all__ = [
    "Card",
    "draw_chart",
    "draw_effects",
    "make_card",
    "say_answer",
    "sum_up",
    "write_claims_markdown",
    "write_claims_page",
]
