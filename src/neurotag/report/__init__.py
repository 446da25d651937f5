"""Floor 6. Recordings, and neurotags -> one HTML page for people. The only room that draws."""

from neurotag.report.claims import (
    draw_chart,
    draw_effects,
    make_card,
    sum_up,
    write_claims_markdown,
    write_claims_page,
)
from neurotag.report.neurotags import (
    draw_neurotags,
    render_neurotag_report,
    save_figures,
    write_neurotag_report,
)
from neurotag.report.river import draw_river
from neurotag.report.theme import Drawing
from neurotag.report.track_page import write_track_report
from neurotag.report.write import render_report, write_report

__all__ = [
    "Drawing",
    "draw_chart",
    "draw_effects",
    "draw_neurotags",
    "draw_river",
    "make_card",
    "render_neurotag_report",
    "render_report",
    "save_figures",
    "sum_up",
    "write_claims_markdown",
    "write_claims_page",
    "write_neurotag_report",
    "write_report",
    "write_track_report",
]
