"""Triplet spike-timing-dependent plasticity."""

from typing import Literal

from pydantic import NonNegativeFloat, PositiveFloat

from neurotag.description import Description
from neurotag.plasticity.pair import Delay


class TripletSTDP(Description):
    """Pairs, and triplets of two spikes on one side with one on the other, all with all.

    With fast traces r1, o1 and slow traces r2, o2 of the source and the target, the slow ones as they were
    just before the spike, the weight stays between 0 and ``weight_max`` and changes by::

        at a spike of the target   + weight_max r1 (potentiation + triplet_potentiation o2)
        at a spike of the source   - weight_max o1 (depression + triplet_depression r2)

    References
    ----------
    Pfister & Gerstner 2006, J Neurosci 26:9673 (defaults: all-to-all, visual cortex, table 4).
    """

    kind: Literal["triplet_stdp"] = "triplet_stdp"
    potentiation: NonNegativeFloat = 5e-10
    """Effect of a pair of source before target."""
    triplet_potentiation: NonNegativeFloat = 6.2e-3
    """Effect of an earlier spike of the target on it."""
    depression: NonNegativeFloat = 7e-3
    """Effect of a pair of target before source."""
    triplet_depression: NonNegativeFloat = 2.3e-4
    """Effect of an earlier spike of the source on it."""
    source_tau_ms: PositiveFloat = 16.8
    """Fast trace of the source (r1)."""
    slow_source_tau_ms: PositiveFloat = 101.0
    """Slow trace of the source (r2)."""
    target_tau_ms: PositiveFloat = 33.7
    """Fast trace of the target (o1)."""
    slow_target_tau_ms: PositiveFloat = 125.0
    """Slow trace of the target (o2)."""
    delay: Delay = "dendritic"
    """Where the projection's delay lies (see ``PairSTDP``)."""
