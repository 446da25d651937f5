"""Figures of neurotags, files of them, and the page: of what is there, of many, and of none."""

import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from tests.measure.recordings import make_recording, mark
from tests.report.found import BIN_S, ignition_times, make_found, make_trains
from tests.report.test_report import Page

from neurotag.errors import InputError, OutputError
from neurotag.neurotags.neurotag import Neurotags
from neurotag.report import draw_neurotags, render_neurotag_report, save_figures, write_neurotag_report
from neurotag.report.neurotags.blocks import choose_units, correlate, draw_blocks, draw_bonds, mean_within
from neurotag.report.neurotags.choice import MOST_SHOWN, PICTURE_COLOURS, apart, choose_stretch, ignitions_of
from neurotag.report.neurotags.courses import mass_in_windows, sliding_rates
from neurotag.report.neurotags.members import colours_of_regions, region_counts
from neurotag.report.neurotags.raster import draw_neurotag_raster, paint_rows
from neurotag.report.neurotags.vitals import FROM_FILE, FROM_RUN, vital_rows
from neurotag.report.tables import ABSENT
from neurotag.report.theme import GREY, SHADES, WARM

ALL = {"raster", "blocks", "bonds", "members", "courses", "vitals", "null"}


@pytest.fixture(scope="module")
def found() -> Neurotags:
    return make_found(bonds=True)


@pytest.fixture(scope="module")
def many() -> Neurotags:
    random = np.random.default_rng(0)
    groups = [random.choice(2400, int(n), replace=False) for n in random.integers(8, 60, 14)]
    return make_found(tuple(tuple(group.tolist()) for group in groups), n_units=2400, duration_s=90)


@pytest.fixture(scope="module")
def none() -> Neurotags:
    return make_found(())


def test_every_figure_is_drawn_with_words_beside_it(found: Neurotags) -> None:
    drawings = draw_neurotags(found)
    assert set(drawings) == ALL
    for drawing in drawings.values():
        assert drawing.svg.startswith("<svg")
        assert len(drawing.note) > 60
        assert len(drawing.alt) > 40


def test_figures_without_synapses_leave_the_bonds_out() -> None:
    assert set(draw_neurotags(make_found())) == ALL - {"bonds"}


def test_figures_without_neurotags_are_that_of_the_null_alone(none: Neurotags) -> None:
    drawings = draw_neurotags(none)
    assert list(drawings) == ["null"]
    assert drawings["null"].title == "Nothing stands out of chance"
    assert "Of 1 candidate none passed" in drawings["null"].note


def test_figures_follow_the_paper_but_for_their_pictures(found: Neurotags) -> None:
    for drawing in draw_neurotags(found).values():
        assert "prefers-color-scheme:dark" in drawing.svg
        left = set(re.findall(r"#[0-9a-f]{6}\b", drawing.svg.partition("</style>")[2]))
        assert left <= {GREY, "#000000", "#ffffff", *PICTURE_COLOURS}


def test_no_neurotag_has_the_colour_of_what_hurts() -> None:
    shades = [shade for name in ("cool", "gold", "pink", "green", "indigo") for shade in SHADES[name]]
    assert WARM not in [*shades, *PICTURE_COLOURS]
    for shade in [*shades, *PICTURE_COLOURS]:
        red, green, blue = to_rgb(shade)
        assert not (red > 0.6 and green < 0.3 and blue < 0.3)


def test_stretch_is_where_neurotags_ignite_most() -> None:
    found = make_found((tuple(range(20)),), duration_s=100.0)
    active = np.zeros(4000, bool)
    active[2600:2700:10] = True
    object.__setattr__(found.found[0], "active", active)
    begin_s, end_s = choose_stretch(found)
    assert end_s - begin_s == pytest.approx(15.0)
    assert begin_s <= 2600 * BIN_S
    assert end_s >= 2691 * BIN_S


def test_stretch_of_a_short_recording_is_all_of_it() -> None:
    assert choose_stretch(make_found(duration_s=12.0)) == (0.0, 12.0)


def test_ignitions_are_the_first_bins_of_active_stretches() -> None:
    active = np.array([1, 1, 0, 1, 0, 0, 1, 1], bool)
    assert ignitions_of(active).tolist() == [0, 3, 6]


def test_labels_stand_apart_within_their_axis() -> None:
    places = apart([1.0, 1.1, 1.2, 9.9], 1.0, 0.5, 9.5)
    assert (np.diff(places) > 1.0 - 1e-9).all()
    assert places[0] >= 0.5
    assert places[-1] <= 9.5
    assert np.mean(places[:3]) == pytest.approx(1.5)


def test_raster_paints_a_unit_of_several_groups_in_each() -> None:
    trains = make_trains((), n_units=10, duration_s=20.0)
    groups = [np.array([3, 4]), np.array([4, 5])]
    picture, n_spikes = paint_rows(trains, groups, 5.0, 15.0)
    inside = (trains.t_s >= 5.0) & (trains.t_s < 15.0)
    counts = np.bincount(trains.unit[inside], minlength=10)
    assert n_spikes == counts[3] + 2 * counts[4] + counts[5]
    quarter = len(picture) // 4
    assert np.allclose(picture[quarter : 2 * quarter, :, 3], picture[2 * quarter : 3 * quarter, :, 3])
    assert picture[quarter, 0, :3].tolist() == pytest.approx(to_rgb(PICTURE_COLOURS[0]))
    assert picture[3 * quarter, 0, :3].tolist() == pytest.approx(to_rgb(PICTURE_COLOURS[1]))


def test_raster_samples_many_others_and_says_so(many: Neurotags, found: Neurotags) -> None:
    assert re.search(r"1,000 of [\d,]+, evenly chosen", draw_neurotag_raster(many).note)
    assert "evenly chosen" not in draw_neurotag_raster(found).note


def test_raster_of_a_life_shows_its_events(found: Neurotags) -> None:
    life = make_recording(60.0, marks=(mark("heat", 0.0, 60.0),))
    drawing = draw_neurotag_raster(found, recording=life)
    assert ">heat<" in drawing.svg
    assert "Bars on top: what happened" in drawing.note
    assert "waking seconds" in drawing.svg


def test_figures_say_when_they_show_the_clearest_only(many: Neurotags) -> None:
    for drawing in draw_neurotags(many).values():
        assert f"The {MOST_SHOWN} clearest of 14 neurotags are shown" in drawing.note
        assert len(drawing.svg) < 1_500_000


def test_blocks_are_dark_where_units_go_together(found: Neurotags) -> None:
    groups, others, is_sampled = choose_units(found)
    matrix = correlate(found, np.concatenate([*groups, others]))
    inside, outside = mean_within(matrix, [len(group) for group in groups])
    assert not is_sampled
    assert matrix.shape == (40 + 30 + 12 + 48,) * 2
    assert inside > 5 * abs(outside)
    assert np.isnan(matrix.diagonal()).all()


def test_blocks_stay_small_whatever_is_found(many: Neurotags) -> None:
    groups, others, is_sampled = choose_units(many)
    assert is_sampled
    assert sum(map(len, groups)) + len(others) <= 400
    assert all(np.isin(group, one.members).all() for group, one in zip(groups, many.found, strict=False))
    assert "some units stand for all" in draw_blocks(many).note


def test_bonds_name_gain_and_that_of_others(found: Neurotags) -> None:
    drawing = draw_bonds(found)
    assert drawing.title == "In 1 of 3 the synapses between members learned more than others"
    assert "neurotag 1 +150 %, others +10 %" in drawing.alt


def test_rates_add_up_to_the_ignitions_there_are(found: Neurotags) -> None:
    t_s, rates, window_s = sliding_rates(found)
    n = [len(ignitions_of(one.active)) for one in found.found]
    assert window_s == pytest.approx(5.0)
    assert rates.mean(axis=1) * 60.0 / 60.0 == pytest.approx(n, rel=0.1)
    assert t_s[[0, -1]].tolist() == pytest.approx([0.0, 60.0])


def test_mass_is_where_a_neurotag_is_and_gone_where_it_is_not() -> None:
    members = tuple(range(30))
    found = make_found((members,), duration_s=60.0)
    trains = found.trains
    # In the second half the members fire as often, at times of their own.
    late = trains.t_s > 30.0
    object.__setattr__(
        trains, "t_s", np.where(late, 30 + np.random.default_rng(0).uniform(0, 30, len(late)), trains.t_s)
    )
    edges_s, mass = mass_in_windows(found)
    middle = (edges_s[1:] + edges_s[:-1]) / 2
    assert len(ignition_times(0, 60.0)) > 20
    assert mass[0][middle < 30].min() > 3 * np.abs(mass[0][middle > 30]).max()


def test_regions_are_counted_and_the_largest_have_a_colour_of_their_own(found: Neurotags) -> None:
    assert region_counts(found, found.found[0]) == {"touch": 18, "fear": 17, "danger": 5}
    colours = colours_of_regions(found)
    assert len(set(list(colours.values())[:5])) == 5
    assert set(list(colours.values())[5:]) <= {GREY}


def test_vitals_have_a_dash_and_a_reason_where_they_cannot_be_told(found: Neurotags) -> None:
    rows = {row.name: row for row in vital_rows(found, is_run=False)}
    assert rows["ignition_threshold"].cells == ((ABSENT, ""),) * 3
    assert rows["ignition_threshold"].reason == FROM_FILE
    assert rows["persistence_ms"].cells[1] == (ABSENT, "")
    assert rows["persistence_ms"].reason == ""
    assert rows["precision"].cells[0] == ("0.85", "0.74 to 0.92")
    assert vital_rows(found, is_run=True)[-2].reason == FROM_RUN


def test_files_are_written_in_both_formats_and_light_colours(found: Neurotags, tmp_path: Path) -> None:
    paths = save_figures(tmp_path / "new" / "figures", found)
    assert {path.name for path in paths} == {f"{name}.{each}" for name in ALL for each in ("png", "svg")}
    for path in paths:
        if path.suffix == ".svg":
            assert "var(--" not in path.read_text("utf-8")
        else:
            assert path.read_bytes().startswith(b"\x89PNG")


def test_files_are_the_same_for_the_same_neurotags(found: Neurotags, tmp_path: Path) -> None:
    for first in save_figures(tmp_path / "a", found):
        save_figures(tmp_path / "b", found, (first.suffix[1:],))
        assert (tmp_path / "b" / first.name).read_bytes() == first.read_bytes()
        break


def test_files_are_refused_in_an_unknown_format(found: Neurotags, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'pdf' is no format of figures"):
        save_figures(tmp_path, found, ("pdf",))


def test_files_say_where_they_cannot_be_written(none: Neurotags, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(OutputError, match="taken: cannot be written"):
        save_figures(tmp_path / "taken", none)


def test_page_asks_nothing_of_a_network_and_describes_every_figure(found: Neurotags) -> None:
    page = Page(render_neurotag_report(found))
    assert page.all("script") == page.all("link") == page.all("iframe") == []
    images = page.all("img")
    assert len(images) == len(ALL)
    assert all((image["src"] or "").startswith("data:") and len(image["alt"] or "") > 40 for image in images)


def test_page_names_members_regions_and_where_it_comes_from(found: Neurotags) -> None:
    text = Page(render_neurotag_report(found)).text
    assert found.sentence() in text
    assert "touch 18, fear 17, danger 5" in text
    strongest = found.ids_of(found.found[0])[int(found.found[0].weights.argmax())]
    assert f"{strongest} ({found.found[0].weights.max():.2f})" in text
    assert "trains made by hand" in text
    assert "circular shift of each unit" in text
    assert "Seed 7" in text
    assert "25 ms" in text
    assert "What this cannot say" in text
    assert "not medical advice" in text
    assert FROM_FILE in text


def test_page_of_none_is_a_page(none: Neurotags) -> None:
    page = Page(render_neurotag_report(none))
    assert "No neurotag is an answer" in page.text
    assert len(page.all("img")) == 1
    assert "Vital signs" not in page.text


@pytest.mark.parametrize("case", ["one small", "no regions", "many", "a life", "wide bins"])
def test_page_of_anything_can_be_read(case: str, many: Neurotags, found: Neurotags) -> None:
    cases = {
        "one small": (make_found(((0, 1),), n_units=3, duration_s=12.0), None),
        "no regions": (make_found(regions=False), None),
        "many": (many, None),
        "a life": (found, make_recording(60.0, marks=(mark("heat", 3, 4), mark("touch", 8, 9)))),
        # So few bins that activity cannot be compared.
        "wide bins": (make_found(duration_s=12.0, bin_s=0.5), None),
    }
    neurotags, recording = cases[case]
    page = Page(render_neurotag_report(neurotags, recording=recording))
    assert ("does not say in which regions" in page.text) == (case == "no regions")
    assert ("Life" in page.text) == (case == "a life")
    assert ("could not be compared" in page.text) == (case == "wide bins")


def test_page_shows_names_as_text_not_as_markup() -> None:
    found = make_found(regions=False)
    object.__setattr__(found.trains, "source", "<script>alert(1)</script>")
    assert Page(render_neurotag_report(found)).all("script") == []


def test_page_is_the_same_for_the_same_neurotags(found: Neurotags) -> None:
    assert render_neurotag_report(found) == render_neurotag_report(found)


def test_page_is_written_and_small(found: Neurotags, tmp_path: Path) -> None:
    write_neurotag_report(tmp_path / "new" / "page.html", found)
    assert 100_000 < (tmp_path / "new" / "page.html").stat().st_size < 4_000_000
