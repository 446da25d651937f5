import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from tests.measure.recordings import ALARM, BRAIN, Burst, Extras, Made, make_recording, mark

from neurotag.brain import load_brain
from neurotag.errors import InputError, OutputError
from neurotag.measure import take_measures
from neurotag.recording import Outcome, Pause, Recording, Watch, WeightTable
from neurotag.report import render_report, write_report

HEAT = mark("heat", 3.0, 4.0)
TOUCH = mark("touch", 1.5, 2.5)
TABLE = WeightTable(
    ("touch->fear", "memory->memory"),
    (("touch", "fear"), ("memory", "memory")),
    ("at birth", "after the life"),
    np.array([[0.01, 0.02], [0.02, 0.02]]),
)
# Elements that HTML lets stand without an end.
VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Reads a page; notes its elements, and whether every one that was opened was closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def stove(**changes: object) -> Recording:
    probes = {
        name: Made((TOUCH,), (Burst("touch", 1.6, 2.5, 20),), settle_s=1.5, at_s=at_s)
        for name, at_s in (("touch_back_before", 0.0), ("neutral", 0.0), ("touch_back_after", 8.0))
    }
    bursts = tuple(Burst(region, 3.2, 4.0, 100) for region in (*ALARM.regions, "movement"))
    extras = Extras(weights=TABLE, pauses=(Pause(8.0, 8.0, is_sleep=True),))
    recording = make_recording(8.0, marks=(HEAT,), bursts=bursts, probes=probes, extras=extras)
    return replace(recording, **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_report([stove()]))


def test_report_asks_nothing_of_a_network(page: Page) -> None:
    addresses = [
        attributes[name] or ""
        for _, attributes in page.elements
        for name in ("src", "href", "srcset", "action", "data", "poster")
        if name in attributes
    ]
    assert addresses
    assert [each[:40] for each in addresses if not each.startswith(("data:", "#"))] == []
    assert page.all("script") == page.all("link") == page.all("iframe") == []
    assert "url(" not in page.text


def test_report_gives_every_figure_words_for_those_who_do_not_see_it(page: Page) -> None:
    images = page.all("img")
    assert len(images) == 6
    assert all(len(image["alt"] or "") > 40 for image in images)
    assert "Movement 205 ms" in " ".join(image["alt"] or "" for image in images)


def test_report_says_what_the_model_cannot_say(page: Page) -> None:
    assert "What this model cannot say" in page.text
    assert "not medical advice" in page.text
    assert "One seed is one virtual person" in page.text


def test_report_tells_the_story_and_the_findings(page: Page) -> None:
    assert "The body pulled away 205 ms after the heat" in page.text
    assert f"The heat sets 4 of {len(BRAIN.regions)} regions alight" in page.text
    assert "The largest change is from Touch to Fear: +100 %" in page.text


def test_report_lists_every_measure_with_its_seed_and_where_it_comes_from(page: Page) -> None:
    recording = stove()
    assert {name for name in take_measures(recording) if name not in page.text} == set()
    assert "everyday, seed 7" in page.text
    assert recording.digest() in page.text
    assert "neurotag 0.1.0" in page.text


def test_report_shows_an_absent_number_as_a_dash_not_as_zero(page: Page) -> None:
    assert "ignition_ms_heat_sight – ms" in page.text


def test_report_shows_brains_side_by_side() -> None:
    page = Page(render_report([stove(), stove(brain=load_brain("vulnerable"))]))
    assert len(page.all("img")) == 12
    assert "vulnerable, seed 7" in page.text


@pytest.mark.parametrize(
    ("recording", "words"),
    [
        (make_recording(4.0, marks=(mark("touch", 1, 2),)), "Nothing in this life hurt."),
        (make_recording(4.0), "No probe was made in this life."),
        (make_recording(0.0), "Nothing of this life was lived."),
        (stove(watch=Watch(spikes=False), spikes_kept_s=0.0), "No spikes were kept"),
        (stove(spikes_kept_s=3.5), "kept for the first 3.5 waking seconds only"),
        (stove(outcome=Outcome("interrupted", "Stopped at 8 s.")), "Stopped at 8 s."),
        (stove(brain=BRAIN.replace(plasticity=False)), "every synapse stays as it was"),
        (make_recording(1.0, marks=(HEAT,)), "Nothing in this life hurt."),
    ],
    ids=[
        "no heat",
        "no probes",
        "nothing lived",
        "no spikes",
        "budget used up",
        "interrupted",
        "no plasticity",
        "interrupted before the heat",
    ],
)
def test_report_of_any_life_can_be_read(recording: Recording, words: str) -> None:
    assert words in Page(render_report([recording])).text


def test_report_shows_names_as_text_not_as_markup() -> None:
    life = stove().life.replace(title="<script>alert(1)</script>")
    page = Page(render_report([stove(life=life)]))
    assert page.all("script") == []


def test_report_is_the_same_for_the_same_recording() -> None:
    assert render_report([stove()]) == render_report([stove()])


def test_report_is_small_and_quick(tmp_path: Path) -> None:
    began_s = time.perf_counter()
    write_report(tmp_path / "new folder" / "report.html", [stove()])
    assert time.perf_counter() - began_s < 8.0
    assert (tmp_path / "new folder" / "report.html").stat().st_size < 4_000_000


def test_report_needs_a_recording() -> None:
    with pytest.raises(InputError, match="at least one recording"):
        render_report([])


def test_report_says_where_it_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(OutputError, match="cannot be written"):
        write_report(tmp_path / "taken" / "report.html", [stove()])
