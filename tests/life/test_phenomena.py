"""The lives of the learning and pain literature can be said: schedules an outsider would want to write."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from neurotag.life import load_life, unroll

FOLDER = Path(__file__).parent / "phenomena"
EXTINCTION = tuple(f"bell_in_extinction_{trial}" for trial in range(1, 21))


@dataclass(frozen=True)
class Schedule:
    """What a written life must unroll into."""

    name: str
    n_events: int
    waking_s: float
    offline_h: float
    probes: tuple[str, ...]


SCHEDULES = [
    Schedule("blocking", 12 + 36, 152 + 332, 8, ("blocked_light", "control_lamp")),
    Schedule("conditioned_modulation", 40, 9 * 40 + 24, 0, ("kind", "cruel")),
    Schedule("distraction", 0, 0, 0, ("free", "easy", "hard")),
    Schedule("exposure", 3 + 200, 32 + 20 * 57, 8 + 4 * (5 * 24 + 48),
             ("touch_before", *(f"touch_in_week_{week}" for week in range(1, 5)), "touch_after")),
    Schedule("extinction", 12 + 20, 152 + 572, 8 + 720,
             ("bell_before", "bell_acquired", *EXTINCTION, "bell_after")),
    Schedule("generalisation", 12, 152, 8, ("rose", "peony", "lily", "fern", "tar")),
    Schedule("latent_inhibition", 40 + 24, 392 + 332, 8, ("familiar_bell", "new_horn")),
    Schedule("partial_reinforcement", 18 + 20, 332 + 572, 0, EXTINCTION),
    Schedule("recall", 2 + 70, 4 + 14 * 43, 8 + 14 * 24, ("touch_before", "touch_after")),
    Schedule("reinstatement", 12 + 30 + 4, 152 + 437 + 90.5, 48, ("bell_before", "bell_after")),
    Schedule("renewal", 9 + 21, 420, 48, ("in_the_garden", "in_the_kitchen")),
    Schedule("second_order", 12 + 8, 152 + 94, 8, ("light",)),
    Schedule("spacing_massed", 12, 152, 144, ("bell",)),
    Schedule("spacing_spaced", 12, 12, 144, ("bell",)),
    Schedule("trace", 18, 154.5, 0, ("bell",)),
    Schedule("wind_up", 0, 0, 0, ("slow", "fast")),
]  # fmt: skip


def test_every_written_life_is_tried_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {schedule.name for schedule in SCHEDULES}


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda schedule: schedule.name)
def test_phenomenon_can_be_said(schedule: Schedule) -> None:
    life = load_life(FOLDER / f"{schedule.name}.yaml")
    scenes = unroll(life)
    assert life.name == schedule.name
    assert sum(len(scene.moments) for scene in scenes) == schedule.n_events
    assert sum(scene.duration_s for scene in scenes) == pytest.approx(schedule.waking_s)
    assert sum(scene.hours_after for scene in scenes) == schedule.offline_h
    assert tuple(p.probe.name for scene in scenes for p in scene.probes) == schedule.probes


def test_train_in_a_probe_keeps_its_beat() -> None:
    _, fast = unroll(load_life(FOLDER / "wind_up.yaml"))[0].probes
    onsets_s = [moment.start_s - fast.probe.settle_s for moment in fast.moments]
    assert onsets_s == pytest.approx([*(0.5 * beat for beat in range(10)), 4.7])


def test_background_lasts_through_its_trials() -> None:
    kitchen, *trials = unroll(load_life(FOLDER / "renewal.yaml"))[0].moments
    assert all(kitchen.start_s < trial.start_s < trial.end_s < kitchen.end_s for trial in trials)
