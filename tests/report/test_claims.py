"""Claims on a page, in figures and in Markdown."""

import re
from pathlib import Path

import numpy as np
import pytest
from tests.claims.tiny import BLIND, FEELS

from neurotag.claims import Finding, Reading, conclude
from neurotag.report import make_card, sum_up, write_claims_markdown, write_claims_page


def finding(n_seeds: int = 3) -> Finding:
    """Return a finding with a disagreement that has to be escaped."""
    readings = {
        seed: Reading({"more": 80.0 + seed, "more_control": 3.0 + seed}, {"each": [80.0, 3.0]})
        for seed in range(n_seeds)
    }
    return conclude(FEELS, readings)


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "deep" / "claims.html"
    write_claims_page(path, [finding(), conclude(BLIND, {}, [(0, "it rained")])])
    return path.read_text(encoding="utf-8")


def test_the_page_has_a_card_for_each_claim(page: str) -> None:
    assert page.count("<section aria-labelledby=") == 4
    assert '<h2 id="feels">' in page
    assert "81 (80 to 82) spikes" in page
    assert "Seed 0 came to nothing: it rained" in page
    assert "2 claims over 3 seeds: 1 supported, 1 inconclusive" in page


def test_the_page_says_where_evidence_disagrees_and_escapes_it(page: str) -> None:
    assert "Nobody &lt;knows&gt; &amp; nobody asked." in page
    assert "<knows>" not in page


def test_the_page_loads_nothing_and_says_what_its_figures_show(page: str) -> None:
    assert not re.search(r"""(src|href)=["'](?!data:|#)""", page)
    assert "<script" not in page
    images = re.findall(r"<img [^>]*>", page)
    assert images
    assert all(re.search(r'alt="[^"]{8,}"', image) for image in images)


def test_a_first_look_is_said_to_be_one(tmp_path: Path) -> None:
    for n_seeds, is_first in ((3, True), (10, False)):
        path = tmp_path / f"{n_seeds}.html"
        write_claims_page(path, [finding(n_seeds)])
        assert ("first\nlook" in path.read_text(encoding="utf-8")) is is_first or not is_first
        assert ("a first look" in sum_up([finding(n_seeds)])) is is_first


def test_figures_tell_each_seed_and_the_chart_its_lines() -> None:
    card = make_card(finding())
    assert len(card.drawings) == 2
    assert [row["Measured"] for row in card.rows] == ["81 (80 to 82)"]
    assert card.rows[0]["Control"] == "4 (3 to 5) (rest)"


def test_a_claim_without_a_reading_is_drawn_without_figures() -> None:
    card = make_card(conclude(BLIND, {}, [(0, "it rained")]))
    assert all(not np.isfinite(answer.effect.mean) for answer in card.finding.answers)
    assert all(drawing.note for drawing in card.drawings)


def test_markdown_has_a_row_and_a_section_for_each(tmp_path: Path) -> None:
    path = tmp_path / "claims.md"
    write_claims_markdown(path, [finding()])
    text = path.read_text(encoding="utf-8")
    assert "| [feels](#feels) | A1 | supported | 81 (80 to 82) spikes | at least 50 | 4 (3 to 5) |" in text
    assert "Where it disagrees: Nobody <knows>" in text
    assert "do not edit it" in text
    assert "Control, rest: 4 (3 to 5) spikes, which does not." in text
