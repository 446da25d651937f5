"""Pair-based spike-timing-dependent plasticity."""

from typing import Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat

from neurotag.description import Description

Delay = Literal["axonal", "dendritic"]


class PairSTDP(Description):
    """Every spike of the source is paired with every spike of the target: order and distance decide.

    x and y are traces of the source's and the target's spikes: they jump by 1 and fade with their time
    constants. At a spike of the target the weight rises, at one of the source it falls, and it stays
    between 0 and the projection's ``weight_max``::

        additive         w += rate x weight_max           w -= asymmetry rate y weight_max
        multiplicative   w += rate x (weight_max - w)     w -= asymmetry rate y w
        power            w += rate x w0^(1 - mu) w^mu     w -= asymmetry rate y w

    References
    ----------
    Song, Miller & Abbott 2000, Nat Neurosci 3:919 (additive); van Rossum, Bi & Turrigiano 2000, J Neurosci
    20:8812 (multiplicative); Morrison, Aertsen & Diesmann 2007, Neural Comput 19:1437 (power law).
    """

    kind: Literal["pair_stdp"] = "pair_stdp"
    dependence: Literal["additive", "multiplicative", "power"] = "multiplicative"
    """How a change depends on the weight."""
    rate: NonNegativeFloat = 0.005
    """Size of one potentiation (lambda)."""
    asymmetry: NonNegativeFloat = 1.05
    """Size of one depression relative to a potentiation (alpha)."""
    source_tau_ms: PositiveFloat = 20.0
    """How long a spike of the source is remembered."""
    target_tau_ms: PositiveFloat = 20.0
    """How long a spike of the target is remembered."""
    exponent: float = Field(0.4, ge=0, le=1)
    """mu of the power law."""
    reference_weight: PositiveFloat = 1.0
    """w0 of the power law, in the projection's unit of weight."""
    delay: Delay = "dendritic"
    """Where the projection's delay lies. ``axonal``: the source's spike reaches the synapse late, the
    target's at once. ``dendritic``: the source's at once, the target's late, as in NEST."""
    is_exact: bool = False
    """True takes the target's spikes one by one. False adds up all of them since the source's last spike
    in one step: the same for the additive dependence, and off by a share of ``rate`` squared for the
    multiplicative one, but some three times as fast. The power law is always exact."""
