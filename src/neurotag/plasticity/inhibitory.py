"""Inhibitory plasticity that holds its targets at a rate."""

from typing import Literal

from pydantic import NonNegativeFloat, PositiveFloat

from neurotag.description import Description
from neurotag.plasticity.pair import Delay


class InhibitorySTDP(Description):
    """Near-coincident spikes strengthen inhibition, lone spikes of its source weaken it.

    With traces x and y of source and target, both fading with ``tau_ms``::

        at a spike of the target   w += rate x
        at a spike of the source   w += rate (y - 2 target_hz tau)

    so that the weights rest where the target fires at ``target_hz``.

    References
    ----------
    Vogels, Sprekeler, Zenke, Clopath & Gerstner 2011, Science 334:1569.
    """

    kind: Literal["inhibitory_stdp"] = "inhibitory_stdp"
    rate: NonNegativeFloat = 0.01
    """Size of one change, in the projection's unit of weight."""
    target_hz: PositiveFloat = 5.0
    """Rate at which the target is held."""
    tau_ms: PositiveFloat = 20.0
    """How long spikes are remembered."""
    delay: Delay = "dendritic"
    """Where the projection's delay lies (see ``PairSTDP``)."""
