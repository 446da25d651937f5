"""Stress and what it drives (cortisol, energy) over any time, in closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import expm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.brain import Modulators


def stress_over(words: Modulators | None, seconds: float) -> NDArray[np.float64]:
    """Return what takes stress, the drive of cortisol, cortisol and energy over a time.

    Their equations are linear (see ``Modulators``): the matrix exponential solves them for any time.

    Parameters
    ----------
    words : Modulators or None
        Their time constants; none: all stay 0.
    seconds : float
        The time.

    Returns
    -------
    (4, 5) float64
        To be multiplied with the four, and with salience, which is held, as the fifth.
    """
    if words is None:
        return np.zeros((4, 5))
    drive, cleared, used = (
        1.0 / (60.0 * minutes)
        for minutes in (words.cortisol_drive_tau_min, words.cortisol_tau_min, words.energy_tau_min)
    )
    rates = np.zeros((5, 5))
    rates[0, [0, 4]] = -1.0 / words.stress_tau_s, words.stress_rate_per_s
    rates[1, :2] = drive, -drive
    rates[2, 1:3] = words.cortisol_rate_per_min / 60.0, -cleared
    rates[3, [0, 2, 3]] = used, used * words.energy_cortisol, -used
    over: NDArray[np.float64] = np.ascontiguousarray(expm(rates * seconds)[:4])
    return over
