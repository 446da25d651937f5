"""What synapses say of a found set: whether its members have learned to drive each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from neurotag.neurotags.neurotag import Bond

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.engine import LearnedSynapses
    from neurotag.neurotags.neurotag import Neurotag
    from neurotag.recording import SpikeTrains

N_SETS = 400
"""Random sets that a bond is held against: the smallest p is 1 in 401."""

RATE_STRATA = 3
"""The neurons of a region are sorted into so many groups by how often they fired; a random set has as many of
each group as the neurotag."""

BOND_LEVEL = 0.01
"""Largest p of the bond at which a set is called learned."""

LEAST_GAIN = 0.05
"""Least gain of the synapses within a learned set: 5 % stronger than at birth."""


def bond_of(
    neurotag: Neurotag, trains: SpikeTrains, learned: LearnedSynapses, *, seed: int = 0, n_sets: int = N_SETS
) -> Bond:
    """Return what the learning synapses between the members say.

    Parameters
    ----------
    neurotag : Neurotag
        The members are places in ``trains.units``.
    trains : SpikeTrains
        Of a simulated life: its units are the ids of the brain's neurons.
    learned : LearnedSynapses
        Weights at birth and now.
    seed : int
        Draws the random sets.
    n_sets : int
        How many.
    """
    ids = np.array(trains.units, np.int64)
    shape = (learned.n_neurons, learned.n_neurons)
    ends = (learned.source, learned.target)
    born = csr_array((learned.born.astype(np.float64), ends), shape)
    now = csr_array((learned.weight.astype(np.float64), ends), shape)
    ones = csr_array((np.ones(learned.n_synapses), ends), shape)
    members = np.zeros((learned.n_neurons, 1))
    members[ids[neurotag.members]] = 1.0
    sets = np.zeros((learned.n_neurons, n_sets))
    for at, chosen in enumerate(random_sets(neurotag.members, trains, n_sets, seed)):
        sets[ids[chosen], at] = 1.0
    n_synapses = int(_within(ones, members)[0])
    own_born, own_now = float(_within(born, members)[0]), float(_within(now, members)[0])
    gain = own_now / own_born - 1.0 if own_born > 0 else 0.0
    others_born = _within(born, sets)
    others = np.where(others_born > 0, _within(now, sets) / np.maximum(others_born, 1e-300), 1.0) - 1.0
    return Bond(
        n_synapses=n_synapses,
        weight=own_now / n_synapses if n_synapses else 0.0,
        born=own_born / n_synapses if n_synapses else 0.0,
        elsewhere=float(others.mean()),
        # Where nothing was learned all gains are zero, and every set gained as much.
        p=float((1 + (others >= gain).sum()) / (1 + n_sets)),
    )


def random_sets(
    members: NDArray[np.int64], trains: SpikeTrains, n_sets: int, seed: int
) -> list[NDArray[np.int64]]:
    """Return random sets of as many units from each region, and about as often active, as the members."""
    random = np.random.default_rng([seed, 4])
    strata = _strata(trains)
    counts = np.bincount(strata[members], minlength=strata.max() + 1)
    pools = [np.flatnonzero(strata == at) for at in range(len(counts))]
    return [
        np.concatenate([random.choice(pool, n, replace=False) for pool, n in zip(pools, counts, strict=True)])
        for _ in range(n_sets)
    ]


def is_learned(bond: Bond) -> bool:
    """Return whether the synapses within a set grew, and more than those of like sets."""
    return bond.p <= BOND_LEVEL and bond.gain >= LEAST_GAIN


def bind(
    found: Sequence[Neurotag], trains: SpikeTrains, learned: LearnedSynapses, *, seed: int = 0
) -> tuple[list[Neurotag], list[Neurotag]]:
    """Return the sets that learned to fire together, with their bonds, and those that merely did."""
    bound = [replace(one, bond=bond_of(one, trains, learned, seed=seed)) for one in found]
    kept = [one for one in bound if one.bond is not None and is_learned(one.bond)]
    return [replace(one, id=at + 1) for at, one in enumerate(kept)], [one for one in bound if one not in kept]


def _strata(trains: SpikeTrains) -> NDArray[np.int64]:
    """Return the region and rate group of each unit as one number, (n_units,)."""
    regions = trains.regions or ("",) * trains.n_units
    _, region = np.unique(np.array(regions), return_inverse=True)
    rate = trains.rate_hz
    group = np.zeros(trains.n_units, np.int64)
    for at in range(region.max() + 1):
        mine = np.flatnonzero(region == at)
        group[mine[np.argsort(rate[mine], kind="stable")]] = np.arange(len(mine)) * RATE_STRATA // len(mine)
    strata: NDArray[np.int64] = region * RATE_STRATA + group
    return strata


def _within(matrix: csr_array, sets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sum of a matrix over pairs of members, for each set, (n_sets,)."""
    total: NDArray[np.float64] = np.einsum("ns,ns->s", sets, matrix @ sets)
    return total
