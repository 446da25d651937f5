"""The four changes on the page of neurotags: in words, in a table, and beside random sets."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_hex
from tests.report.found import make_found, with_dials
from tests.report.test_report import Page

from neurotag.neurotags.neurotag import Neurotags
from neurotag.neurotags.probing import Reading, describe_dial
from neurotag.report import draw_neurotags, render_neurotag_report, save_figures
from neurotag.report.neurotags.choice import MOST_SHOWN, colour_of
from neurotag.report.neurotags.dials import NOT_CUED, PLAIN, dial_tables, draw_dials
from neurotag.report.tables import ABSENT
from neurotag.report.theme import GREY


@pytest.fixture(scope="module")
def found() -> Neurotags:
    return with_dials(make_found())


def test_the_page_has_the_changes_only_where_they_were_measured(found: Neurotags) -> None:
    text = Page(render_neurotag_report(found)).text
    assert "What changed since birth" in text
    for name, plain in PLAIN.items():
        assert plain in text
        assert describe_dial(name).definition in text
    assert NOT_CUED in text
    assert "Disinhibition spikes per spike; change: log2 ratio 1.9 1.06 0.84 0.7 to 0.9" in text
    bare = make_found()
    assert "What changed since birth" not in render_neurotag_report(bare)
    assert "dials" not in draw_neurotags(bare)
    assert dial_tables(bare) == []
    assert draw_dials(bare).svg == ""


def test_every_dial_has_plain_words() -> None:
    for name in ("imprecision", "disinhibition", "facilitation", "residual", "sensitisation"):
        assert "bove 0" in PLAIN[name] or "elow 0" in PLAIN[name]


def test_a_neurotag_that_no_cue_ignited_at_birth_is_told_in_words(found: Neurotags) -> None:
    first, second, last = dial_tables(found)
    rows = {row.title: row for row in first.rows}
    told = rows["Sensitisation"]
    assert told.before == ("does not ignite", "")
    assert told.now == ("0.375", "")
    assert told.change == (
        "no number: a cue ignites it now, and did not before", "counted as −0.625 for p",
    )  # fmt: skip
    assert told.chance == ("0", "p = 0.0476")
    faster = rows["Facilitation"]
    assert faster.before == ("does not ignite", "")
    assert faster.now == ("148", "2 of 8 trials do not ignite and count as 300 ms")
    assert rows["No full reset"].before == (ABSENT, "")
    assert rows["No full reset"].change == (ABSENT, "")
    assert {row.title: row.change for row in second.rows}["Sensitisation"] == (
        "at most −0.625",
        "−0.7 to −0.5",
    )
    small = {row.title: row for row in second.rows}["Sensitisation"]
    assert small.now == ("at most 0.15", "the smallest cue tried ignites it")
    assert {row.title: row.change for row in second.rows}["Facilitation"] == ("−152", "−170 to −120")
    assert (last.rows, last.reason) == ((), NOT_CUED)


def test_the_figure_draws_numbers_as_dots_and_the_rest_as_words(found: Neurotags) -> None:
    drawing = draw_dials(found)
    assert drawing.figure is not None
    panels = dict(zip(PLAIN, drawing.figure.axes, strict=True))
    grey, colours = {}, {}
    for name, axes in panels.items():
        dots = [(to_hex(line.get_color()), line) for line in axes.lines if line.get_marker() == "o"]
        grey[name] = sum(colour == GREY for colour, _ in dots)
        colours[name] = {colour: line.get_xdata() for colour, line in dots if colour != GREY}
    # The first neurotag has no number here: neither a dot of its own nor a strip.
    assert colours["sensitisation"] == {colour_of(1): [-0.625]}
    assert grey["sensitisation"] == 20
    assert set(colours["disinhibition"]) == {colour_of(0), colour_of(1)}
    assert grey["disinhibition"] == 40
    assert (colours["residual"], grey["residual"]) == ({}, 0)
    assert "ignites only now" in [text.get_text() for text in panels["sensitisation"].texts]
    assert len(panels["residual"].get_xticks()) == 0
    assert "no number: a cue ignites it now, and did not before" in drawing.alt
    assert "disinhibition (log2 ratio) 0.84, random sets −0.0244 to 0.018" in drawing.alt
    assert drawing.title == "6 of 8 changes since birth are further out than any random set's"


def test_dots_at_one_place_stand_above_each_other_within_their_row(found: Neurotags) -> None:
    figure = draw_dials(found).figure
    assert figure is not None
    axes = figure.axes[list(PLAIN).index("sensitisation")]
    # All twenty random sets of the second neurotag, in row 1, changed by nothing.
    dots = np.array([line.get_xydata() for line in axes.lines if line.get_color() == GREY])[:, 0]
    places = dots[:, 1].tolist()
    assert len(set(np.round(places, 6))) == 20
    assert (dots[:, 0] == 0.0).all()
    assert 0.55 < min(places) < max(places) < 1.45


def test_the_figure_follows_the_paper_and_can_be_saved(found: Neurotags, tmp_path: Path) -> None:
    drawings = draw_neurotags(found)
    drawing = drawings["dials"]
    left = set(re.findall(r"#[0-9a-f]{6}\b", drawing.svg.partition("</style>")[2]))
    assert left <= {GREY, "#000000", "#ffffff"}
    assert {"dials.png", "dials.svg"} <= {path.name for path in save_figures(tmp_path, found)}
    images = Page(render_neurotag_report(found, drawings=drawings)).all("img")
    assert drawing.alt in {image["alt"] for image in images}


def test_of_many_the_clearest_are_shown() -> None:
    groups = tuple(tuple(range(8 * at, 8 * at + 8)) for at in range(MOST_SHOWN + 2))
    many = with_dials(make_found(groups, duration_s=30.0))
    assert len(dial_tables(many)) == MOST_SHOWN
    assert f"The {MOST_SHOWN} clearest of {MOST_SHOWN + 2}" in draw_dials(many).note


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (Reading(0.5), Reading(None, is_reached=False), "no longer ignites"),
        (Reading(None, is_reached=False), Reading(None, is_reached=False), "never ignites"),
        (Reading(0.02, is_most=True), Reading(0.02, is_most=True), "any cue ignites it"),
    ],
)
def test_the_figure_says_in_words_what_has_no_number(
    found: Neurotags, before: Reading, now: Reading, words: str
) -> None:
    one = found.found[0]
    dial = replace(one.dials["sensitisation"], before=before, now=now)
    figure = draw_dials(replace(found, found=(replace(one, dials={dial.name: dial}),))).figure
    assert figure is not None
    assert [line for line in figure.axes[0].lines if line.get_marker() == "o"] == []
    assert words in [text.get_text() for text in figure.axes[0].texts]


def test_changes_without_random_sets_are_told_without_chance(found: Neurotags) -> None:
    one = found.found[1]
    alone = {name: replace(dial, null=np.empty(0), p=None) for name, dial in one.dials.items()}
    bare = replace(found, found=(replace(one, dials=alone),))
    assert {row.chance for row in dial_tables(bare)[0].rows} == {(ABSENT, "")}
    assert draw_dials(bare).title == "What changed since birth"
