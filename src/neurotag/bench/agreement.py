"""Whether two sides did the same: nothing is said of time before that is known."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Tolerance(NamedTuple):
    """How far two sides may be apart, as a share of the peer's value.

    ``sd`` is for the spread of the weights; their mean may be apart by `MEAN`.
    """

    rate: float = 0.10
    cv: float = 0.10
    sd: float = 0.10


TOLERANCES = {
    # Its neurons fire twice a second: half a second holds five thousand spikes, in common waves.
    "assembly": Tolerance(rate=0.20, cv=0.15),
}
"""Networks that may be farther apart than a tenth, each with its reason."""
MEAN = 0.005
SMALL = 3.0
"""A network of a tenth of its neurons varies about so much more from one drawing to the next."""

Answer = dict[str, "Any"]


def disagreement(
    network: str,
    ours: Sequence[Answer],
    theirs: Sequence[Answer],
    *,
    are_same_stretches: bool = True,
    is_quick: bool = False,
) -> str:
    """Return how two sides differ by more than they may, in one sentence; nothing where they do not.

    Parameters
    ----------
    network : str
        Which.
    ours, theirs : sequence of dict
        Answers of both.

    Other Parameters
    ----------------
    are_same_stretches : bool
        Whether both answer for the same stretches of simulated time; if not, weights are not of one age, and
        only rates while timed are compared.
    is_quick : bool
        Whether the networks were shrunk for a first look.
    """
    allowed = TOLERANCES.get(network, Tolerance())
    grain = SMALL if is_quick else 1.0
    limits = {"timed_rate_hz": allowed.rate}
    if are_same_stretches:
        limits |= {"rate_hz": allowed.rate, "cv": allowed.cv, "weight_mean": MEAN, "weight_sd": allowed.sd}
    n_compared = 0
    for field, limit in limits.items():
        mine, other = median_of(ours, field), median_of(theirs, field)
        if mine is None or other is None:
            continue
        n_compared += 1
        if abs(mine - other) > limit * grain * abs(other):
            return f"{SAID[field]} {mine:.4g} here and {other:.4g} there, more than {limit * grain:.1%} apart"
    return "" if n_compared else "there is nothing to see whether both did the same"


SAID = {
    "rate_hz": "the mean rate in Hz is",
    "timed_rate_hz": "the mean rate in Hz while timed is",
    "cv": "the irregularity (CV) of single neurons is",
    "weight_mean": "the mean learned weight is",
    "weight_sd": "the spread of the learned weights is",
}


def median_of(answers: Sequence[Answer], field: str) -> float | None:
    """Return the median of a field over the answers that have it."""
    values = [answer[field] for answer in answers if answer.get(field) is not None]
    return float(median(values)) if values else None
