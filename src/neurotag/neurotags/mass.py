"""How exactly the mass of a neurotag is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import InputError
from neurotag.neurotags.search.bins import normalise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotags
    from neurotag.neurotags.search.bins import Binned

    Matrix = NDArray[np.float64]

BLOCKS, N_BOOTSTRAPS = 40, 100
"""Stretches of a recording that are drawn again, and how often."""


def mass_errors(found: Neurotags, binned: Binned | None = None, *, seed: int = 0) -> Matrix:
    """Return the standard error of each neurotag's mass, (n_found,).

    Stretches of the recording, a fortieth each, are drawn with replacement (block bootstrap; Kuensch 1989).
    Each time the units are correlated anew with the squared activation, those above the middle between the
    weakest member and the strongest other unit make the mass, and the scatter of that mass relative to its
    value is the error. So both the weights' noise and that of who is called a member count.

    Not a number where too few units fired.

    Parameters
    ----------
    found : Neurotags
        What was found.
    binned : Binned, optional
        Its normalised activity, where that is at hand.

    Other Parameters
    ----------------
    seed : int
        Draws the stretches.
    """
    try:
        binned = binned or normalise(found.trains, found.bin_s, calms=found.is_calmed)
    except InputError:
        return np.full(len(found.found), np.nan)
    row = np.full(found.trains.n_units, -1)
    row[binned.kept] = np.arange(len(binned.kept))
    random = np.random.default_rng([seed, 4])
    errors = np.full(len(found.found), np.nan)
    alone: tuple[Matrix, ...] = ()
    for at, neurotag in enumerate(found.found):
        inside = row[neurotag.members]
        n_bins = min(binned.n_bins, len(neurotag.activation))
        if (inside < 0).any() or n_bins < BLOCKS:
            continue
        # As members are told by: what a neurotag does when it is ignited counts most.
        course = np.maximum(neurotag.activation[:n_bins], 0.0) ** 2
        activity = binned.activity[:, :n_bins]
        alone = alone or _block_means(activity, activity * activity)
        means = (*alone, *_block_means(activity * course, course, course * course))
        share = np.full((1, BLOCKS), 1.0 / BLOCKS)
        drawn = random.multinomial(BLOCKS, share[0], N_BOOTSTRAPS) / BLOCKS
        whole, again = (_correlate(means, shares) for shares in (share, drawn))
        outside = np.delete(whole[0], inside)
        weakest = whole[0, inside].min()
        floor = (weakest + min(weakest, outside.max(initial=0.0))) / 2
        if floor <= 0:
            continue
        masses = np.where(again >= floor, again, 0.0).sum(axis=1)
        errors[at] = float(neurotag.weights.sum()) * masses.std() / whole[0, inside].sum()
    return errors


def _block_means(*each: NDArray[np.float32]) -> tuple[Matrix, ...]:
    """Return the means in each block, (n, n_blocks) or (n_blocks,)."""
    n_bins = each[0].shape[-1]
    edges = np.linspace(0, n_bins, BLOCKS + 1).astype(np.int64)[:-1]
    sizes = np.diff(np.append(edges, n_bins))
    return tuple(np.add.reduceat(one, edges, axis=-1, dtype=np.float64) / sizes for one in each)


def _correlate(means: tuple[Matrix, ...], shares: Matrix) -> Matrix:
    """Return the correlation of each unit z with the activation a, (n_draws, n_units), by blocks' shares.

    The means are those of z, z squared, z a, a and a squared.
    """
    z, zz, za, a, aa = (shares @ one.T for one in means)
    a, aa = a[:, np.newaxis], aa[:, np.newaxis]
    spread = np.sqrt(np.maximum(zz - z * z, 1e-9) * np.maximum(aa - a * a, 1e-9))
    correlation: Matrix = (za - z * a) / spread
    return correlation
