"""What a run does: probes, nights, limits, early ends, refusals."""

import os
import signal

import numpy as np
import pytest
from tests.engine.lives import BURN, PROBE, TOUCH, life, small

from neurotag.engine import compile_brain, simulate
from neurotag.errors import CompileError, DescriptionError
from neurotag.recording import Watch


def test_a_probe_leaves_the_brain_unchanged() -> None:
    without = simulate(small(), life(BURN, TOUCH), seed=1)
    probed = simulate(small(), life(BURN, PROBE, TOUCH), seed=1)
    np.testing.assert_array_equal(probed.activity.neuron, without.activity.neuron)
    np.testing.assert_array_equal(probed.weights.mean[-1], without.weights.mean[-1])


def test_a_probe_meets_the_same_background_before_and_after() -> None:
    again = {**PROBE, "name": "again"}
    run = simulate(small(plasticity=False), life(PROBE, TOUCH, again), seed=1)
    one, other = run.probes["touch_back"].activity, run.probes["again"].activity
    np.testing.assert_array_equal(one.neuron, other.neuron)


def test_a_frozen_brain_learns_nothing() -> None:
    run = simulate(small(plasticity=False), life(BURN, {"kind": "sleep"}, TOUCH), seed=1)
    np.testing.assert_array_equal(
        run.weights.mean, np.broadcast_to(run.weights.mean[0], run.weights.mean.shape)
    )


def test_a_burn_strengthens_touch_onto_fear() -> None:
    run = simulate(small(), life(BURN), seed=1)
    at = run.weights.projections.index("touch->fear")
    assert run.weights.mean[-1, at] > 1.01 * run.weights.mean[0, at]


def test_a_night_lets_stress_fade_and_keeps_weights_between() -> None:
    run = simulate(small(), life(BURN, {"kind": "sleep", "hours": 8}, TOUCH), seed=1)
    before, after = run.weights.mean[1], run.weights.mean[2]
    assert (np.abs(after - run.weights.mean[0]) <= np.abs(before - run.weights.mean[0]) + 1e-9).all()
    wake = round(run.pauses[0].at_s * 1000 / run.activity.update_ms)
    assert run.activity.stress[wake] < 1e-3 < run.activity.stress[wake - 1]


def test_the_clock_counts_waking_time_only() -> None:
    run = simulate(small(), life(TOUCH, {"kind": "skip", "days": 2}, TOUCH), seed=1)
    assert run.activity.duration_s == pytest.approx(0.8)
    assert [mark.start_s for mark in run.marks] == pytest.approx([0.0, 0.4])
    assert run.pauses[0].hours == 48


def test_a_used_up_budget_ends_the_spikes_but_not_the_run() -> None:
    whole = simulate(small(), life(BURN), seed=1)
    run = simulate(small(), life(BURN), seed=1, watch=Watch(budget_mb=0.02))
    # Every spike before the stated end is kept, and none after it.
    n_before = (whole.activity.step < run.spikes_kept_s * 1000 - 0.5).sum()
    assert 0 < len(run.activity.step) == n_before < len(whole.activity.step)
    assert len(run.activity.step) * 8 <= 0.02 * 2**20
    assert run.outcome.is_complete


def test_a_budget_used_up_in_a_probe_dates_the_end_of_the_lifes_spikes() -> None:
    run = simulate(small(), life(TOUCH, PROBE, TOUCH), seed=1, watch=Watch(budget_mb=0.004))
    assert run.spikes_kept_s <= 0.4
    assert run.outcome.is_complete


def test_a_budget_too_small_for_any_spike_keeps_nothing_and_says_so() -> None:
    run = simulate(small(), life(TOUCH), seed=1, watch=Watch(budget_mb=1e-6))
    assert run.spikes_kept_s == 0.0


def test_relevance_raises_salience_whatever_the_rounding_of_its_onset() -> None:
    rest = {"kind": "rest", "duration_s": 0.1}
    growl = {"kind": "sound", "of": "growl", "relevance": 1.0, "duration_s": 0.7}
    run = simulate(small(), life(rest, {**rest, "duration_s": 0.2}, growl), seed=1)
    assert run.activity.salience.max() > 0.5


def test_ctrl_c_in_the_last_moment_leaves_a_whole_life() -> None:
    def press(phase: str, share: float) -> None:
        if share > 0.99:
            os.kill(os.getpid(), signal.SIGINT)

    assert simulate(small(), life(TOUCH), seed=1, progress=press).outcome.is_complete


def test_a_life_too_long_for_one_recording_is_refused() -> None:
    with pytest.raises(DescriptionError, match="is awake for 3000000 s"):
        simulate(small(), life({"kind": "rest", "duration_s": 3e6}))


def test_ctrl_c_leaves_what_was_lived_so_far() -> None:
    def press(phase: str, share: float) -> None:
        if phase.startswith("living") and share > 0.3:
            os.kill(os.getpid(), signal.SIGINT)

    run = simulate(small(), life(BURN, TOUCH), seed=1, progress=press)
    assert run.outcome.kind == "interrupted"
    assert 0.3 < run.activity.duration_s < 1.5


def test_a_seizure_ends_the_run_with_a_sentence() -> None:
    brain = small()
    wild = [
        p.replace(weight=0.3, weight_max=None, rule=None).model_dump()
        if p.target_cells == "excitatory"
        else p.model_dump()
        for p in brain.projections
    ]
    run = simulate(brain.replace(projections=wild), life(BURN), seed=1)
    assert run.outcome.kind == "runaway"
    assert "40 Hz" in run.outcome.sentence


def test_progress_goes_from_nothing_to_all() -> None:
    told: list[tuple[str, float]] = []
    simulate(small(), life(PROBE, TOUCH), progress=lambda phase, share: told.append((phase, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    assert "probe touch_back" in {phase for phase, _ in told}


def test_an_unknown_site_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        DescriptionError, match=r"events\[0\].site: unknown site 'bakc'. Did you mean 'back'\?"
    ):
        simulate(small(), life({"kind": "touch", "site": "bakc"}))


def test_watching_an_unknown_region_is_refused() -> None:
    with pytest.raises(DescriptionError, match=r"has no region 'faer'. Did you mean 'fear'\?"):
        simulate(small(), life(TOUCH), watch=Watch(regions=("faer",)))


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(DescriptionError, match=r"seed: must be at least 0 \(got -1\)"):
        simulate(small(), life(TOUCH), seed=-1)


def test_a_delay_shorter_than_the_update_is_lived_in_shorter_slices() -> None:
    brain = small()
    at = next(i for i, p in enumerate(brain.projections) if p.label == "fear->sight")
    hasty = list(brain.projections)
    hasty[at] = hasty[at].replace(delay_ms=2.0)
    brain = brain.replace(projections=[p.model_dump() for p in hasty])
    circuit = compile_brain(brain)
    assert (circuit.slice_steps, circuit.update_steps) == (2, 5)
    one, two = (simulate(brain, life(BURN), seed=1, threads=threads) for threads in (1, 2))
    assert one.outcome.is_complete
    assert one.digest() == two.digest()


def test_a_delay_shorter_than_the_step_is_refused() -> None:
    brain = small()
    hasty = [p.replace(delay_ms=0.5) if p.label == "fear->sight" else p for p in brain.projections]
    with pytest.raises(
        CompileError, match=r"fear->sight\.delay_ms: must be at least dt_ms = 1\.0 \(got 0\.5\)"
    ):
        simulate(brain.replace(projections=[p.model_dump() for p in hasty]), life(TOUCH))


def test_converging_on_a_region_without_nociceptive_neurons_is_refused() -> None:
    brain = small()
    regions = [r.replace(nociceptive_share=0.0) if r.name == "thought" else r for r in brain.regions]
    with pytest.raises(CompileError, match=r"relay->thought\.pattern: converges on the nociceptive neurons"):
        simulate(brain.replace(regions=[r.model_dump() for r in regions]), life(TOUCH))
