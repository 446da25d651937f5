"""Recordings whose assemblies are known, because they were planted, and recordings that have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.signal import lfilter

from neurotag.engine.draw import generator
from neurotag.errors import InputError
from neurotag.recording import SpikeTrains

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Times = NDArray[np.float64]

Null = Literal["poisson", "drift", "global", "epoch"]

NULLS: tuple[Null, ...] = ("poisson", "drift", "global", "epoch")

GRID_S = 0.005
"""Rates that change are constant for so long."""

GLOBAL_CORRELATION_S = 0.075
"""Correlation time of the global mode."""

DRIFT_PERIOD_S = 20.0
"""Shortest period of the drift; the longest is the recording, or this where the recording is shorter."""

N_WAVES = 3
"""Sinusoids whose sum is the drift."""

NULL_DEPTH, NULL_GLOBAL = 0.5, 0.5
"""Depth of the drift and strength of the global mode in the recordings without assemblies."""

EPOCH_UNITS, EPOCH_LENGTH, EPOCH_RISE, EPOCH_REST = 1 / 3, 0.1, 4.0, 0.2
"""Share of the units that have an epoch, its share of the recording, and their rates in it and else."""


@dataclass(frozen=True)
class Planted:
    """A recording with planted assemblies, in numbers.

    Every unit fires at random on its own. At each activation of an assembly every member may fire one spike
    more. These spikes are added: a member's rate rises by ``activation_hz * participation`` for each assembly
    that it belongs to (by 0.3 Hz at the reference of the benchmark).

    Attributes
    ----------
    n_units : int
        Units recorded.
    duration_s : float
        Length of the recording.
    rate_hz : float
        Median rate of the background over units.
    rate_spread : float
        Standard deviation of the logarithms of these rates, which are normal.
    n_assemblies : int
        0 plants none.
    size : int
        Members of each.
    overlap : float
        Share of its members that each has in common with the next, 0 to 0.5.
    jitter_ms : float
        Standard deviation of a member's spike about the activation, which is normal.
    participation : float
        Chance that a member joins in one activation, above 0 to 1.
    activation_hz : float
        Activations of each assembly, at random times and independently of the others.
    drift : float
        Depth of a slow common change of rates: a unit's rate goes up and down by at most twice this share of
        it. Each unit's share is drawn evenly from 0 to twice the depth; 0 to 0.5.
    global_mode : float
        Strength of a fast common change: the logarithm of every rate follows one Ornstein-Uhlenbeck process
        with a correlation time of 75 ms, and each unit's gain is drawn evenly from 0 to twice the strength.
        The mean rate stays.
    has_epoch : bool
        A third of the units fire four times as much in one tenth of the recording, and a fifth as much else.
    refractory_ms : float
        A spike sooner than this after another of its unit is left out; 0 leaves all. About
        1 in 150 spikes goes at 3 Hz, planted ones too.
    seed : int
        Draws all. What is planted does not change the background's draws.
    """

    n_units: int = 500
    duration_s: float = 300.0
    rate_hz: float = 3.0
    rate_spread: float = 0.7
    n_assemblies: int = 4
    size: int = 50
    overlap: float = 0.25
    jitter_ms: float = 5.0
    participation: float = 0.6
    activation_hz: float = 0.5
    drift: float = 0.0
    global_mode: float = 0.0
    has_epoch: bool = False
    refractory_ms: float = 2.0
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be planted."""
        for name, low, high in (
            ("n_units", 1, 1e6), ("duration_s", 1e-3, 1e6), ("rate_hz", 0, 1000), ("rate_spread", 0, 3),
            ("n_assemblies", 0, 1e4), ("size", 1, 1e6), ("overlap", 0, 0.5), ("jitter_ms", 0, 1000),
            ("participation", 0, 1), ("activation_hz", 0, 1000), ("drift", 0, 0.5), ("global_mode", 0, 3),
            ("refractory_ms", 0, 100),
        ):  # fmt: skip
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(name, f"must be from {low:g} to {high:g} (got {value:g})", "Choose another")
        if self.n_assemblies and self.n_members > self.n_units:
            raise InputError(
                "n_units",
                f"{self.n_assemblies} assemblies of {self.size} with overlap {self.overlap:g} need "
                f"{self.n_members} units (got {self.n_units})",
                "Plant fewer or smaller ones",
            )

    @property
    def n_shared(self) -> int:
        """Members that an assembly has in common with the next."""
        return round(self.overlap * self.size)

    @property
    def n_members(self) -> int:
        """Units that belong to any assembly."""
        n = self.n_assemblies
        return n * self.size - (n - 1) * self.n_shared if n else 0


def null_of(kind: Null, *, n_units: int, duration_s: float, seed: int) -> Planted:
    """Return a recording in which there is nothing to be found.

    Parameters
    ----------
    kind : {'poisson', 'drift', 'global', 'epoch'}
        Independent units of constant rates, units with one slow common drift, or with one fast global mode,
        each with a gain of its own; or with rates that rise once, in one stretch, in a third of the units.

    Other Parameters
    ----------------
    n_units, duration_s, seed : int, float, int
        As in `Planted`.
    """
    return Planted(
        n_units=n_units, duration_s=duration_s, n_assemblies=0, seed=seed,
        drift=NULL_DEPTH if kind == "drift" else 0.0, global_mode=NULL_GLOBAL if kind == "global" else 0.0,
        has_epoch=kind == "epoch",
    )  # fmt: skip


def plant(planted: Planted) -> tuple[SpikeTrains, list[NDArray[np.int64]]]:
    """Draw a recording and its assemblies.

    Returns
    -------
    trains : SpikeTrains
        The recording. Its units are called 0, 1, 2 ...; members are scattered among them.
    members : list of (size,) int64
        The units of each assembly, ascending.
    """
    members = _members(planted)
    parts = [_background(planted), *_activations(planted, members)]
    unit = np.concatenate([units for units, _ in parts])
    t_s = np.concatenate([times for _, times in parts])
    unit, t_s = _without_refractory(unit, t_s, planted.refractory_ms / 1000.0)
    order = np.lexsort((unit, t_s))
    source = f"{planted.n_assemblies} planted assemblies"
    trains = SpikeTrains(
        tuple(range(planted.n_units)),
        unit[order].astype(np.int32),
        t_s[order],
        0.0,
        planted.duration_s,
        source,
    )
    return trains, members


def _members(planted: Planted) -> list[NDArray[np.int64]]:
    scattered = generator(planted.seed, "planted/members").permutation(planted.n_units)
    step = planted.size - planted.n_shared
    return [np.sort(scattered[at * step : at * step + planted.size]) for at in range(planted.n_assemblies)]


def _background(planted: Planted) -> tuple[NDArray[np.int64], Times]:
    """Draw the units and times of the spikes that are nobody's activation."""
    rates = planted.rate_hz * np.exp(
        planted.rate_spread * generator(planted.seed, "planted/rates").standard_normal(planted.n_units)
    )
    random = generator(planted.seed, "planted/background")
    if planted.drift == 0 and planted.global_mode == 0 and not planted.has_epoch:
        n_spikes = random.poisson(rates * planted.duration_s)
        unit = np.repeat(np.arange(planted.n_units), n_spikes)
        return unit, random.uniform(0.0, planted.duration_s, len(unit))
    edges = np.linspace(0.0, planted.duration_s, max(1, round(planted.duration_s / GRID_S)) + 1)
    swing, depths = _swing(planted, edges[:-1])
    mode, gains = _mode(planted, len(edges) - 1)
    epoch, has_epoch = _epoch(planted, edges[:-1])
    times = []
    for rate, depth, gain, joins in zip(rates, depths, gains, has_epoch, strict=True):
        course = rate * (1.0 + depth * swing) * np.exp(gain * mode - gain**2 / 2)
        if joins:
            course *= epoch
        expected = np.concatenate([[0.0], np.cumsum(course * np.diff(edges))])
        # A uniform draw of the expected count is a draw of time in proportion to the rate.
        times.append(
            np.interp(random.uniform(0.0, expected[-1], random.poisson(expected[-1])), expected, edges)
        )
    return np.repeat(np.arange(planted.n_units), [len(each) for each in times]), np.concatenate(times)


def _swing(planted: Planted, t_s: Times) -> tuple[Times, Times]:
    """Return the drift, between -1 and 1, at these times, and how deeply each unit follows it."""
    random = generator(planted.seed, "planted/drift")
    longest = max(planted.duration_s, DRIFT_PERIOD_S)
    periods = np.exp(random.uniform(np.log(DRIFT_PERIOD_S), np.log(longest), N_WAVES))
    phases = random.uniform(0.0, 2 * np.pi, N_WAVES)
    swing = np.sin(2 * np.pi * t_s[:, np.newaxis] / periods + phases).mean(axis=1)
    return swing / np.abs(swing).max(), random.uniform(0.0, 2 * planted.drift, planted.n_units)


def _mode(planted: Planted, n_steps: int) -> tuple[Times, Times]:
    """Return the global mode, of variance 1, step by step, and each unit's gain."""
    if planted.global_mode == 0:
        return np.zeros(n_steps), np.zeros(planted.n_units)
    random = generator(planted.seed, "planted/global")
    keeps = np.exp(-GRID_S / GLOBAL_CORRELATION_S)
    kicks = np.sqrt(1 - keeps**2) * random.standard_normal(n_steps)
    kicks[0] /= np.sqrt(1 - keeps**2)
    return lfilter([1.0], [1.0, -keeps], kicks), random.uniform(0.0, 2 * planted.global_mode, planted.n_units)


def _epoch(planted: Planted, t_s: Times) -> tuple[Times, NDArray[np.bool_]]:
    """Return the factor of the rates at these times, and which units it multiplies."""
    if not planted.has_epoch:
        return np.ones(len(t_s)), np.zeros(planted.n_units, bool)
    random = generator(planted.seed, "planted/epoch")
    length_s = EPOCH_LENGTH * planted.duration_s
    begins_s = random.uniform(0.0, planted.duration_s - length_s)
    inside = (t_s >= begins_s) & (t_s < begins_s + length_s)
    return np.where(inside, EPOCH_RISE, EPOCH_REST), random.random(planted.n_units) < EPOCH_UNITS


def _activations(planted: Planted, members: list[NDArray[np.int64]]) -> list[tuple[NDArray[np.int64], Times]]:
    """Draw the spikes of each assembly's activations."""
    drawn = []
    for at, own in enumerate(members):
        random = generator(planted.seed, f"planted/assembly/{at}")
        n = random.poisson(planted.activation_hz * planted.duration_s)
        begun = random.uniform(0.0, planted.duration_s, n)
        joins = random.random((n, planted.size)) < planted.participation
        which, member = np.nonzero(joins)
        times = begun[which] + planted.jitter_ms / 1000.0 * random.standard_normal(len(which))
        # What would lie before the beginning or after the end is folded back.
        times = planted.duration_s - np.abs(planted.duration_s - np.abs(times))
        drawn.append((own[member], times))
    return drawn


def _without_refractory(
    unit: NDArray[np.int64], t_s: Times, refractory_s: float
) -> tuple[NDArray[np.int64], Times]:
    """Leave out spikes too soon after an earlier one of their unit that stays."""
    order = np.lexsort((t_s, unit))
    unit, t_s = unit[order], t_s[order]
    while refractory_s > 0 and len(t_s) > 1:
        soon = np.concatenate([[False], (np.diff(t_s) < refractory_s) & (np.diff(unit) == 0)])
        # Of several in a row only the first goes: the next may be far enough from the one that stays.
        first = soon & ~np.concatenate([[False], soon[:-1]])
        if not first.any():
            break
        unit, t_s = unit[~first], t_s[~first]
    return unit, t_s
