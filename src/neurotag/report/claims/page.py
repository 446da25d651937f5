"""The page of claims: a card for each, with its figure, plain words, numbers, and what disagrees."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from neurotag.claims import LEAST_SEEDS
from neurotag.report.claims.figures import draw_chart, draw_effects
from neurotag.report.claims.words import say_answer, say_numbers, say_published, sum_up
from neurotag.report.write import render_template, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neurotag.claims import Answer, Finding
    from neurotag.report.theme import Drawing


@dataclass(frozen=True)
class Card:
    """One claim, as the page shows it.

    Attributes
    ----------
    finding : Finding
        What came of it.
    drawings : tuple of Drawing
        Its figures.
    rows : list of dict of str to str
        Its numbers, a row for each part.
    """

    finding: Finding
    drawings: tuple[Drawing, ...]
    rows: list[dict[str, str]]
    sentences: list[str]


def make_card(finding: Finding) -> Card:
    """Return the card of a finding, drawn."""
    drawings = [draw_effects(finding), draw_chart(finding)]
    return Card(
        finding,
        tuple(drawing for drawing in drawings if drawing is not None),
        [_row(answer) for answer in finding.answers],
        [say_answer(answer) for answer in finding.answers],
    )


def write_claims_page(path: str | Path, findings: Sequence[Finding], cards: Sequence[Card] = ()) -> None:
    """Write one HTML page about claims.

    Parameters
    ----------
    path : str or Path
        The file; its folder is made where it is missing.
    findings : sequence of Finding
        What came of the claims.
    cards : sequence of Card, optional
        Their cards, where they have been drawn already.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_text(path, render_template("claims.html.jinja", _content(findings, cards)))


def _content(findings: Sequence[Finding], cards: Sequence[Card]) -> dict[str, object]:
    seeds = sorted({seed for finding in findings for seed in finding.seeds})
    return {
        "title": "What the article says, put to the test",
        "sentence": sum_up(findings),
        "cards": list(cards) or [make_card(finding) for finding in findings],
        "counts": Counter(finding.verdict for finding in findings),
        "is_first_look": any(finding.is_first_look for finding in findings),
        "least_seeds": LEAST_SEEDS,
        "n_seeds": len(seeds),
        "version": metadata.version("neurotag"),
        "say_published": say_published,
    }


def _row(answer: Answer) -> dict[str, str]:
    control = answer.control
    return {
        "Part": answer.part.name.replace("_", " "),
        "Bound": f"{answer.part.bounds} {answer.part.unit}".strip(),
        "Measured": say_numbers(answer.effect),
        "Control": "none" if control is None else f"{say_numbers(control)} ({answer.part.control})",
        "Published": answer.part.published or "–",
        "Verdict": answer.verdict,
    }
