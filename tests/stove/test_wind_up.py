"""Trains of brief heat: they wind up the danger relay when they come often enough, and not otherwise."""

import numpy as np
import pytest

from neurotag.brain import load_brain
from neurotag.engine import simulate
from neurotag.life import Life
from neurotag.recording import ProbeRecording, Recording, Watch

TIMES = 10
SPACINGS_S = {"often": 1.0, "seldom": 5.0}


@pytest.fixture(scope="module")
def trains() -> Recording:
    heat = {"kind": "heat", "site": "face", "temperature_C": 48, "duration_s": 0.2}
    probes = [
        {
            "kind": "probe",
            "name": name,
            "events": [
                {"kind": "repeat", "times": TIMES, "every_s": every_s, "events": [heat]},
                {"kind": "rest", "duration_s": 20},
            ],
        }
        for name, every_s in SPACINGS_S.items()
    ]
    life = Life(name="trains", events=probes)
    return simulate(load_brain("everyday"), life, seed=0, watch=Watch(spikes=False), keeps_end=False)


def relay_hz(recording: Recording, probe: ProbeRecording, start_s: float, end_s: float) -> float:
    at = recording.layout.index("relay")
    per_s = 1000.0 / probe.activity.update_ms
    rows = slice(round((probe.settle_s + start_s) * per_s), round((probe.settle_s + end_s) * per_s))
    n_spikes = int(probe.activity.counts[rows, at, :2].sum())
    return n_spikes / float(recording.layout.n_excitatory[at]) / (end_s - start_s)


def growth(recording: Recording, name: str) -> float:
    """Return how much more the last three pulses drive the relay than the first, each over its second."""
    probe, every_s = recording.probes[name], SPACINGS_S[name]
    each = [relay_hz(recording, probe, every_s * k, every_s * k + 1.0) for k in range(TIMES)]
    return float(np.mean(each[-3:])) / each[0]


def test_second_pain_adds_up_at_one_per_second_and_not_at_one_in_five(trains: Recording) -> None:
    # Temporal summation needs at least 0.33 Hz (Staud et al. 2008, 2014); ratios of 1.2 to 3 are usual.
    assert 1.2 < growth(trains, "often") < 3.0
    assert growth(trains, "seldom") < 1.1


def test_the_relay_falls_silent_after_a_train(trains: Recording) -> None:
    # What winds up does not hold itself alight: after-sensations of healthy people end within some 15 s.
    last_s = (TIMES - 1) * SPACINGS_S["often"]
    assert relay_hz(trains, trains.probes["often"], last_s + 15.0, last_s + 20.0) < 0.05
