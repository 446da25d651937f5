"""What a run will take is known before it begins, and a run that would not fit is refused."""

import numpy as np
import pytest
from tests.engine.lives import BURN, PROBE, TOUCH, life, small
from tests.engine.measure_costs import Case, run_apart

from neurotag.brain import Brain, load_brain
from neurotag.engine import Forecast, check_memory, compile_brain, forecast, largest_scale, simulate, start_of
from neurotag.engine.costs import RATES_HZ
from neurotag.engine.course import Course
from neurotag.engine.forecast import say_mb, say_s
from neurotag.engine.room import SCALES
from neurotag.engine.sizes import size_up
from neurotag.errors import CompileError
from neurotag.life import Life
from neurotag.recording import Checkpoint, Watch

REST = {"kind": "rest", "duration_s": 10.0}
SOME = life(REST, TOUCH, BURN)


def foretell(brain: Brain, lived: Life, **more: object) -> Forecast:
    return forecast(brain, lived, threads=1, slowness=1.0, **more)  # type: ignore[arg-type]


@pytest.fixture
def room_of(monkeypatch: pytest.MonkeyPatch) -> object:
    """Return a function that makes the machine's memory as small as wished, in MB."""
    return lambda mb: monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: mb)


@pytest.mark.parametrize("scale", [0.3, 1.0, 1.7])
def test_expected_synapses_are_those_that_are_wired(scale: float) -> None:
    brain = load_brain("everyday").replace(scale=scale)
    sizes, circuit = size_up(brain), compile_brain(brain, seed=1)
    assert sizes.n_neurons.sum() == circuit.layout.n_neurons
    assert sizes.n_synapses.sum() == pytest.approx(len(circuit.wiring.target), rel=0.01)
    assert sizes.n_synapses[sizes.learns].sum() == pytest.approx(circuit.n_learning, rel=0.01)


def test_expected_synapses_of_each_projection_are_those_that_are_wired() -> None:
    sizes, circuit = size_up(load_brain("everyday")), compile_brain(load_brain("everyday"), seed=1)
    expected = dict(zip((p.label for p in circuit.brain.projections), sizes.n_synapses, strict=True))
    # Five standard deviations of the number that chance makes of some thousand synapses and more.
    for label, part in zip(circuit.learning_labels, circuit.learning_slices, strict=True):
        assert expected[label] == pytest.approx(part.stop - part.start, abs=5 * np.sqrt(expected[label]))


@pytest.mark.parametrize("part", ["n_neurons", "n_synapses", "n_spikes", "wall_s", "memory_mb", "kept_mb"])
def test_a_larger_brain_takes_more(part: str) -> None:
    values = [getattr(foretell(small().replace(scale=scale), SOME), part) for scale in (0.3, 0.5, 1, 2, 8)]
    assert values == sorted(values)
    assert values[0] < values[-1]


@pytest.mark.parametrize("part", ["n_spikes", "simulated_s", "wall_s", "memory_mb", "kept_mb"])
def test_a_longer_life_takes_more(part: str) -> None:
    values = [getattr(foretell(small(), life(*[REST] * n)), part) for n in (1, 2, 5, 20)]
    assert values == sorted(values)
    assert values[0] < values[-1]


def test_parts_sum_up_to_the_whole() -> None:
    expected = foretell(small(), life(PROBE, TOUCH))
    assert sum(expected.parts_s.values()) == pytest.approx(expected.wall_s)
    assert sum(expected.parts_mb.values()) == pytest.approx(expected.memory_mb)


def test_simulated_time_holds_probes_and_settling() -> None:
    run = simulate(small(), life(PROBE, TOUCH, {"kind": "sleep"}, TOUCH), seed=1)
    assert foretell(small(), run.life).simulated_s == pytest.approx(run.simulated_s)


def test_what_hurts_is_counted_for_a_while_longer() -> None:
    heat = {"kind": "heat", "site": "back", "intensity": 1.0, "duration_s": 1.0}
    course = Course.of(start_of(life(TOUCH, heat, REST), None))
    assert dict(course.awake) == pytest.approx({"felt": 0.4, "hurt": 6.0, "rest": 5.0})


def test_a_past_shortens_what_is_left_of_its_life() -> None:
    kept: list[Checkpoint] = []
    run = simulate(small(), life(TOUCH, REST), seed=1, checkpoint_at_s=[5.0], on_checkpoint=kept.append)
    left = forecast(small(), past=kept[0], threads=1, slowness=1.0)
    assert left.simulated_s == pytest.approx(run.simulated_s - 5.0)


def test_a_budget_and_watched_regions_bound_the_recording() -> None:
    long = life({"kind": "rest", "duration_s": 3600})
    whole = foretell(small(), long)
    assert foretell(small(), long, watch=Watch(budget_mb=1)).kept_mb < whole.kept_mb
    assert foretell(small(), long, watch=Watch(spikes=False)).memory_mb < whole.memory_mb
    assert foretell(small(), long, watch=Watch(regions=("fear",))).kept_mb < whole.kept_mb
    assert foretell(small(), long, with_report=True).memory_mb > whole.memory_mb


def test_more_threads_and_a_faster_machine_take_less_time() -> None:
    slow = forecast(small(), SOME, threads=1, slowness=1.0).wall_s
    assert forecast(small(), SOME, threads=2, slowness=1.0).wall_s < slow
    assert forecast(small(), SOME, threads=1, slowness=0.5).wall_s == pytest.approx(slow / 2)


def test_rates_are_near_those_of_the_built_in_brain() -> None:
    run = simulate(small(), life(REST), seed=1)
    sizes = size_up(run.brain)
    counts = run.activity.counts.sum(axis=0)[1:]
    rates_hz = [
        counts[:, :2].sum() / sizes.n_neurons[2::2].sum(),
        counts[:, 2].sum() / sizes.n_neurons[3::2].sum(),
    ]
    assert np.array(rates_hz) / 10.0 == pytest.approx(np.array(RATES_HZ["rest"]), rel=0.3)


def test_a_run_that_does_not_fit_is_refused_with_a_size_that_does(monkeypatch: pytest.MonkeyPatch) -> None:
    brain = load_brain("everyday").replace(scale=64)
    monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: 1500.0)
    with pytest.raises(
        CompileError, match=r"needs about \d+\.\d GB of memory .* 1\.5 GB are available"
    ) as refused:
        simulate(brain, SOME)
    scale = float(refused.value.advice.split("scale=")[1].split(",")[0])
    fitting = brain.replace(scale=scale)
    assert foretell(fitting, SOME).memory_mb <= 1500
    assert foretell(brain.replace(scale=scale * 1.05), SOME).memory_mb > 1500
    check_memory(fitting, start_of(SOME, None))


def test_nothing_is_built_of_a_run_that_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: 100.0)
    told: list[str] = []
    with pytest.raises(CompileError):
        simulate(small(), SOME, progress=lambda phase, _share: told.append(phase))
    assert told == []


def test_where_no_brain_fits_fewer_spikes_are_advised(monkeypatch: pytest.MonkeyPatch) -> None:
    long, brain = life({"kind": "rest", "duration_s": 3600}), small().replace(scale=0.15)
    need_mb = foretell(brain, long, watch=Watch(budget_mb=1)).memory_mb
    monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: need_mb + 1)
    with pytest.raises(CompileError, match=r"Keep fewer spikes: with watch\.budget_mb=1 it fits"):
        check_memory(brain, start_of(long, None))
    monkeypatch.setattr("neurotag.engine.machine.available_mb", lambda: 10.0)
    with pytest.raises(CompileError, match="Split the life, or take a machine with more memory"):
        check_memory(brain, start_of(long, None))


def test_the_largest_scale_is_the_brains_own_where_it_fits() -> None:
    assert largest_scale(small(), start_of(SOME, None), room_mb=1e6) == 0.5
    assert largest_scale(small(), start_of(SOME, None), room_mb=1.0) is None


def test_advised_scales_have_two_digits() -> None:
    assert sorted(SCALES) == SCALES
    assert {len(f"{scale:g}".strip("0.").replace(".", "")) for scale in SCALES} == {1, 2}


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.1, "1 s"), (40, "40 s"), (370, "6 min"), (3780, "1 h 3 min"), (7200, "2 h")]
)
def test_lengths_of_time_are_told_in_words(seconds: float, words: str) -> None:
    assert say_s(seconds) == words


def test_amounts_of_memory_are_told_in_words() -> None:
    assert [say_mb(mb) for mb in (340.4, 1229)] == ["340 MB", "1.2 GB"]


ACCURACY = [
    *(Case("plain", scale, "stove") for scale in (0.5, 1.0, 2.0, 4.0)),
    Case("plain", 0.5, "long"),
    Case("plain", 1.0, "stove", with_report=True),
]


@pytest.fixture(scope="module")
def compiled() -> None:
    """Compile what runs need: a forecast does not count what that takes once."""
    run_apart(Case("plain", 0.3, "rest", with_report=True))


@pytest.mark.slow
@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("case", ACCURACY, ids=lambda case: f"{case.life}, scale {case.scale:g}")
def test_a_forecast_comes_true(case: Case) -> None:
    took = run_apart(case)
    expected = forecast(
        case.brain(), case.lived(), threads=1, watch=Watch(budget_mb=case.budget_mb),
        with_report=case.with_report, slowness=1.0,
    )  # fmt: skip
    assert expected.memory_mb == pytest.approx(took["peak with report"] / 2**20, rel=0.3)
    # Time of the processor, not of the clock: others may be at work on this machine too.
    assert 0.5 < expected.wall_s / (1e-9 * (took["build_ns"] + took["live_ns"])) < 2.0
