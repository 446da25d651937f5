import numpy as np
import pytest
from tests.measure.recordings import BRAIN, QUIET, Burst, Extras, Made, make_layout, make_recording, mark

from neurotag.recording import WeightTable
from neurotag.report.alarm import thin
from neurotag.report.probes import group_probes
from neurotag.report.raster import classes_of, paint
from neurotag.report.rates import bin_rates
from neurotag.report.tables import group_measures, show_number
from neurotag.report.theme import INK, new_figure, to_svg
from neurotag.report.timeline import close_up
from neurotag.report.weights import change_map


def test_close_up_is_the_second_before_and_five_after_the_first_hurt() -> None:
    assert close_up(make_recording(20.0, marks=(mark("heat", 3, 4), mark("heat", 9, 10)))) == (2.0, 8.0, 3.0)
    assert close_up(make_recording(4.0, marks=(mark("heat", 0.5, 1),))) == (0.0, 4.0, 0.5)


def test_raster_shows_the_spikes_of_its_stretch_only() -> None:
    recording = make_recording(2.0)
    _, n_spikes = paint(recording, 0.5, 1.0)
    steps = recording.activity.step
    assert n_spikes == np.count_nonzero((steps >= 500) & (steps < 1000))


def test_raster_of_no_spikes_is_empty() -> None:
    silent = tuple(Burst(region, 0, 1, 0, classes=(0, 1, 2)) for region in BRAIN.region_names)
    picture, n_spikes = paint(make_recording(1.0, bursts=silent), 0.0, 1.0)
    assert n_spikes == 0
    assert not picture[..., 3].any()


def test_classes_follow_the_layout() -> None:
    layout = make_layout(BRAIN)
    sizes = np.bincount(classes_of(layout))
    assert sizes.tolist() == [
        layout.n_nociceptive.sum(),
        (layout.n_excitatory - layout.n_nociceptive).sum(),
        layout.n_inhibitory.sum(),
    ]


def test_rates_keep_mean_and_peak_of_a_short_burst() -> None:
    # 60 s make bins of 150 ms, of which the burst fills a third.
    recording = make_recording(60.0, bursts=(Burst("sight", 30.0, 30.05, 40, classes=(1,)),))
    mean_hz, peak_hz, _ = bin_rates(recording)
    at = recording.layout.index("sight")
    spike_hz = 1.0 / (BRAIN.region("sight").n_excitatory * 0.005)
    assert peak_hz[:, at].max() == pytest.approx(40 * spike_hz)
    assert mean_hz[:, at].max() == pytest.approx((40 + 2 * QUIET) / 3 * spike_hz)


def test_thinned_traces_keep_their_peaks() -> None:
    trace = np.zeros(15_000)
    trace[7_003] = 1.0
    t_s, thinned = thin(np.arange(15_000.0), trace)
    assert len(t_s) == len(thinned) <= 900
    assert thinned.max() == 1.0


def test_probes_are_paired_and_the_others_follow() -> None:
    made = Made((mark("touch", 0.6, 1.6),))
    recording = make_recording(probes={"neutral": made, "touch_back_before": made, "touch_back_after": made})
    numbers = {"alarm_touch_back_before": 1.0, "alarm_touch_back_after": 9.0, "alarm_neutral": None}
    (words, pair), (_, single) = group_probes(recording, numbers)
    assert words == "a plain touch on the back"
    assert [(label, value) for label, value, _ in pair] == [("before", 1.0), ("after", 9.0)]
    assert [value for _, value, _ in single] == [None]


def test_change_of_weights_is_in_per_cent_and_empty_where_nothing_learns() -> None:
    table = WeightTable(("touch->fear",), (("touch", "fear"),), ("0", "1"), np.array([[0.02], [0.03]]))
    recording = make_recording(1.0, extras=Extras(weights=table))
    change = change_map(recording)
    source, target = (recording.layout.index(name) for name in ("touch", "fear"))
    assert change[source, target] == pytest.approx(50.0)
    assert np.isnan(np.delete(change.ravel(), source * change.shape[1] + target)).all()


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (104.6, "ms", "105"),
        (None, "ms", "–"),
        (-0.25, "share", "−0.250"),
        (9, "regions", "9"),
        (0.0, "of 100", "0.0"),
    ],
)
def test_numbers_are_shown_as_readers_want_them(value: float | None, unit: str, shown: str) -> None:
    assert show_number(value, unit) == shown


def test_table_has_a_dash_where_one_recording_lacks_a_measure() -> None:
    (group,) = group_measures([{"alarm_pat": 3.0}, {}])
    assert group.title == "Alarm"
    assert group.rows[0].values == ("3.0", "–")


def test_svg_follows_light_and_dark_paper() -> None:
    figure = new_figure(1.0)
    figure.text(0.5, 0.5, "word", color=INK)
    svg = to_svg(figure)
    assert "prefers-color-scheme:dark" in svg
    assert "var(--ink)" in svg
    assert "<metadata" not in svg
