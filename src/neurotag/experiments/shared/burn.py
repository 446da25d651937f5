"""The burn: the arms that live it, when each region answers, and a stove with room for more around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm
from neurotag.errors import SimulationError
from neurotag.experiments.shared.lives import NIGHT, STOVE, event, life, probe, repeat, rest, together
from neurotag.measure import find_ignition, mean_alarm, onset_of_hurt, onset_of_probe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.experiments.shared.lives import Words
    from neurotag.life import Life
    from neurotag.measure import Onset
    from neurotag.recording import Recording

EVERYDAY = Arm("everyday", STOVE)
NO_PLASTICITY = Arm("no_plasticity", STOVE, changes=("plasticity=false",))
VULNERABLE = Arm("vulnerable", STOVE, brain="vulnerable")
VULNERABLE_NO_PLASTICITY = Arm(
    "vulnerable_no_plasticity", STOVE, brain="vulnerable", changes=("plasticity=false",)
)

WINDOW_MS = 1000.0
"""A region that does not ignite within it counts it."""

REACH_S = 0.2
"""Time over which a region's rate is held against what it was before."""

REACH_SD = 4.0
"""Standard deviations of it, up or down, that make a region reached (as in the trial model)."""


def burned(*, conversation: bool = True, aftermath_s: float = 3.0) -> tuple[Words, ...]:
    """Return the stove of the built-in life, without its probes, and a shorter rest after it."""
    talk = (event("talk", of="conversation", duration_s=5.5),) if conversation else ()
    return (
        together(
            event("sight", of="the kitchen", intensity=0.5, duration_s=5.5),
            *talk,
            event("touch", site="back", at_s=2.5, duration_s=0.6),
            event("heat", site="back", intensity=1.0, at_s=2.5, duration_s=0.6),
            event("touch", site="back", pressure=0.7, at_s=3.1, duration_s=2.4),
            name="stove",
        ),
        event("injury", site="back", intensity=0.7, at_s=3.1, duration_s=12.0, fades_s=3.0),
        rest(aftermath_s),
    )


def hurt_of(recording: Recording) -> Onset:
    """Return the onset of the burn.

    Raises
    ------
    SimulationError
        If nothing hurt in the life.
    """
    onset = onset_of_hurt(recording)
    if onset is None:
        raise SimulationError(f"life {recording.life.name!r}", "hurts nobody", "Mend the claim")
    return onset


def burn_alarm(recording: Recording) -> float:
    """Return the mean alarm of the burn, of 100."""
    value = mean_alarm(recording, hurt_of(recording))
    if value is None:
        raise SimulationError("burn", "has no alarm", "Give the brain one")
    return value


def latencies_ms(recording: Recording, probe: str | None = None) -> dict[str, float]:
    """Return when each region ignited after the burn, or in a probe; 1000 ms where it did not."""
    onset = hurt_of(recording) if probe is None else onset_of_probe(recording, probe)
    found = find_ignition(recording, onset)
    latency_ms = {} if found is None else found.latency_ms
    return {
        region: WINDOW_MS if latency_ms.get(region) is None else float(latency_ms[region] or 0.0)
        for region in recording.layout.regions
    }


def reached(recording: Recording, probe: str | None = None) -> set[str]:
    """Return the regions whose rate was changed within a second, upwards or downwards.

    The excitatory spikes in 200 ms, wholly after the onset, lie 4 standard deviations (at least those of a
    Poisson count) from the mean of the quiet time before.
    """
    onset = hurt_of(recording) if probe is None else onset_of_probe(recording, probe)
    activity = onset.activity
    rows = round(REACH_S * 1000.0 / activity.update_ms)
    spikes = activity.counts[:, :, :2].sum(axis=-1)
    first, start, end = (
        round(at_s * 1000.0 / activity.update_ms)
        for at_s in (onset.quiet_from_s, onset.start_s, onset.start_s + WINDOW_MS / 1000.0)
    )
    changed = departs(spikes[first:start], spikes[start:end], rows)
    return {region for region, each in zip(recording.layout.regions, changed, strict=True) if each}


def departs(quiet: NDArray[np.int32], after: NDArray[np.int32], rows: int) -> NDArray[np.bool_]:
    """Return which columns leave their mean, up or down, in some stretch of so many rows.

    Parameters
    ----------
    quiet, after : (n_rows, n_columns) int32
        Counts before and after.
    rows : int
        Length of a stretch.

    Returns
    -------
    (n_columns,) bool
        Which do.
    """
    before, later = (_sums(counts, rows) for counts in (quiet, after))
    mean = before.mean(axis=0)
    spread = np.maximum(before.std(axis=0), np.sqrt(np.maximum(mean, 1.0)))
    away: NDArray[np.bool_] = (np.abs(later - mean) > REACH_SD * spread).any(axis=0)
    return away


def _sums(counts: NDArray[np.int32], rows: int) -> NDArray[np.float64]:
    total = np.concatenate([np.zeros((1, counts.shape[1])), np.cumsum(counts, axis=0, dtype=np.float64)])
    sums: NDArray[np.float64] = total[rows:] - total[:-rows]
    return sums


def _sore_days() -> Life:
    """Return one burn, and four days on which the sore back is touched and the stove is thought of."""
    touch = event("touch", site="back", duration_s=1.0)
    day = (
        together(touch, event("heat", site="back", intensity=0.5, duration_s=1.0)),
        rest(2.0),
        event("thought", of="stove", duration_s=1.0),
        rest(2.0),
        event("skip", days=1),
        probe("back", touch),
    )
    meal = together(
        event("sight", of="a table", duration_s=2.0), event("smell", of="soup", duration_s=2.0), name="meal"
    )
    return life(
        "sore_days",
        meal,
        rest(2.0),
        *burned(),
        NIGHT,
        probe("back_0", touch),
        repeat(N_DAYS, *day),
        *(probe(site, event("touch", site=site, duration_s=1.0)) for site in OTHER_SITES),
        probe("stove_thought", event("thought", of="stove", duration_s=1.0)),
        probe("meal_thought", event("thought", of="meal", duration_s=1.0)),
    )


N_DAYS = 4
OTHER_SITES = ("hip", "shoulder", "foot", "arm", "hand", "face")
DISTANCES = (1, 1, 2, 2, 3, 4)
"""Places between each of them and the back, on the map of the body."""

SORE_DAYS = _sore_days()
"""One burn, a night and four days of use and thought: "eventually"."""

EVENTUALLY = Arm("eventually", SORE_DAYS, brain="vulnerable")
EVENTUALLY_HEALTHY = Arm("eventually_healthy", SORE_DAYS)
EVENTUALLY_NO_PLASTICITY = Arm(
    "eventually_no_plasticity", SORE_DAYS, brain="vulnerable", changes=("plasticity=false",)
)
