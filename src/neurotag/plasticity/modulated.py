"""Spike-timing-dependent plasticity that modulators turn into change."""

from typing import Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat

from neurotag.description import Description
from neurotag.plasticity.pair import Delay


class ModulatedSTDP(Description):
    """Pairs of spikes make a synapse eligible; modulators of the target's region decide what comes of it.

    The eligibility c rises by ``potentiation x`` at each spike of the target, falls by ``depression y`` at
    each one of the source, and fades; the weight follows the third factor F between 0 and ``weight_max``::

        dw/dt = c F,   F = sum over modulators (gain * level) - baseline

    References
    ----------
    Izhikevich 2007, Cereb Cortex 17:2443; Potjans, Morrison & Diesmann 2010, Front Comput Neurosci 4:141.
    """

    kind: Literal["modulated_stdp"] = "modulated_stdp"
    potentiation: NonNegativeFloat = 0.02
    """Eligibility gained per pair of source before target, in weights."""
    depression: NonNegativeFloat = 0.021
    """Eligibility lost per pair of target before source, in weights."""
    source_tau_ms: PositiveFloat = 20.0
    """How long a spike of the source is remembered."""
    target_tau_ms: PositiveFloat = 20.0
    """How long a spike of the target is remembered."""
    eligibility_tau_ms: PositiveFloat = 1000.0
    """How long a synapse stays eligible."""
    gains: dict[str, float] = Field(min_length=1)
    """What each modulator does, by name: ``salience``, ``safety`` or a transmitter of the brain. A level of 1
    and a gain of 1 turn an eligibility into a change at its own size per millisecond."""
    baseline: float = 0.0
    """Third factor at which nothing changes (b)."""
    delay: Delay = "dendritic"
    """Where the projection's delay lies (see ``PairSTDP``)."""
