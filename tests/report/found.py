"""Neurotags made by hand, with spikes in which they are really there."""

from dataclasses import replace

import numpy as np

from neurotag.neurotags.neurotag import Bond, Neurotag, Neurotags, Null, Vital
from neurotag.neurotags.probing import Dial, Reading
from neurotag.recording import SpikeTrains

BIN_S = 0.025
REGIONS = ("touch", "fear", "danger", "memory", "thought", "sight", "sound")


def make_trains(
    groups: tuple[tuple[int, ...], ...],
    *,
    n_units: int = 120,
    duration_s: float = 60.0,
    regions: bool = True,
    every_s: float = 2.0,
) -> SpikeTrains:
    """Return spikes at 2 Hz, and those of groups that fire together, each at times of its own."""
    random = np.random.default_rng(3)
    counts = random.poisson(2.0 * duration_s, n_units)
    unit = [np.repeat(np.arange(n_units), counts)]
    t_s = [random.uniform(0, duration_s, counts.sum())]
    for at, group in enumerate(groups):
        for event_s in ignition_times(at, duration_s, every_s):
            joined = np.array(group)[random.random(len(group)) < 0.7]
            unit.append(joined)
            t_s.append(event_s + random.uniform(0, 0.012, len(joined)))
    units, times = np.concatenate(unit), np.concatenate(t_s)
    order = np.argsort(times, kind="stable")
    return SpikeTrains(
        units=tuple(range(100, 100 + n_units)),
        unit=units[order].astype(np.int32),
        t_s=np.clip(times[order], 0, duration_s),
        start_s=0.0,
        end_s=duration_s,
        source="trains made by hand",
        regions=tuple(REGIONS[at * len(REGIONS) // n_units] for at in range(n_units)) if regions else None,
    )


def ignition_times(at: int, duration_s: float, every_s: float = 2.0) -> list[float]:
    """Return when the group at a place fires."""
    return np.arange(0.3 + 0.37 * at, duration_s - 0.1, every_s + 0.5 * at).tolist()


def make_neurotag(trains: SpikeTrains, id: int, members: tuple[int, ...], bin_s: float = BIN_S) -> Neurotag:
    """Return a neurotag with the activation of its members, ignited above 4 standard deviations."""
    n_bins = int(trains.duration_s / bin_s + 1e-9)
    counts = np.zeros((trains.n_units, n_bins))
    bins = np.minimum((trains.t_s / bin_s).astype(int), n_bins - 1)
    np.add.at(counts, (trains.unit, bins), 1)
    places = np.array(sorted(members))
    total = counts[places].sum(axis=0)
    activation = ((total - total.mean()) / total.std()).astype(np.float32)
    pattern = np.array([np.corrcoef(row, total)[0, 1] for row in counts])
    score = 40.0 / id
    vitals = {
        "mass": Vital(float(pattern[places].sum()), 0.8 * len(places) * 0.4, 1.1 * len(places) * 0.6),
        "precision": Vital(0.9 - 0.05 * id, 0.8 - 0.06 * id, 0.95 - 0.03 * id),
        "reach": Vital(3.0),
        "rate_per_min": Vital(12.0 / id, 9.0 / id, 15.0 / id),
        "ignition_threshold": Vital(None),
        "persistence_ms": Vital(31.0 + id, 28.0, 36.0) if id != 2 else Vital(None),
    }
    return Neurotag(
        id, places, pattern[places], pattern, activation, activation > 4, score, 1e-4 * id, 2e-4 * id,
        vitals=vitals,
    )  # fmt: skip


def make_null(n_candidates: int = 4) -> Null:
    """Return twenty scores of surrogates and a threshold above them."""
    scores = np.random.default_rng(1).gumbel(3.0, 0.7, 20)
    return Null("circular shift of each unit by an amount of its own", 20, 0.01, 6.2, scores, 5, n_candidates)


def with_dials(found: Neurotags) -> Neurotags:
    """Return these neurotags with changes since birth.

    The first did not ignite at birth, and now does not in 2 of 8 trials; the last has no dials.
    """
    null = np.random.default_rng(2).normal(0.0, 0.01, 20)
    never = Reading(None, is_reached=False)
    mute = Reading(None, is_reached=False, n_censored=8)
    made = []
    for one in found.found[:-1]:
        is_first = one is found.found[0]
        dials = (
            Dial("imprecision", 0.02, -0.01, 0.05, 0.3, null, Reading(0.1), Reading(0.12)),
            Dial("disinhibition", 0.84, 0.7, 0.9, 1 / 21, null, Reading(1.9), Reading(1.06)),
            Dial(
                "facilitation", -151.5, -170.0, -120.0, 1 / 21, 1000 * null,
                mute if is_first else Reading(271.5, n_censored=3),
                Reading(148.5, n_censored=2) if is_first else Reading(120.0),
            ),
            Dial("residual", None, None, None, None, null, Reading(None), Reading(0.4)),
            Dial(
                "sensitisation", -0.625, -0.7, -0.5, 1 / 21, 0.0 * null,
                never if is_first else Reading(0.775),
                Reading(0.375) if is_first else Reading(0.15, is_most=True),
            ),
        )  # fmt: skip
        made.append(replace(one, dials={dial.name: dial for dial in dials}))
    return replace(found, found=(*made, found.found[-1]))


def make_found(
    groups: tuple[tuple[int, ...], ...] = (tuple(range(40)), tuple(range(30, 60)), tuple(range(80, 92))),
    *,
    n_units: int = 120,
    duration_s: float = 60.0,
    regions: bool = True,
    bonds: bool = False,
    bin_s: float = BIN_S,
) -> Neurotags:
    """Return neurotags of these places of units; the first two overlap by ten unless told otherwise."""
    trains = make_trains(groups, n_units=n_units, duration_s=duration_s, regions=regions)
    found = [make_neurotag(trains, at + 1, group, bin_s) for at, group in enumerate(groups)]
    if bonds:
        found = [replace(one, bond=Bond(600, 0.03 / one.id, 0.012, 0.1, 0.001 * one.id**4)) for one in found]
    notes = ("Bins of 25 ms.",) if found else ()
    return Neurotags(trains, bin_s, tuple(found), make_null(len(groups) + 1), 7, notes=notes)
