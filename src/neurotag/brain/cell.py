"""The neuron of the everyday brain: adaptive, with slow excitation, tiring outputs and background noise."""

from typing import ClassVar, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, model_validator

from neurotag.brain.abstract_cell import AbstractCell, refuse_reset_above
from neurotag.errors import DescriptionError


class Cell(AbstractCell):
    """One kind of neuron. Conductances are in units of the leak conductance.

    Between spikes::

        tau dV/dt = rest - V + (gA + gN * B(V)) (0 - V) + gI (inhibition_reversal - V) - w1 - w2 + bias

    gA, gN and gI are the AMPA, NMDA and GABA conductances, B the linearised magnesium block, w1 and w2 a
    fast and a slow adaptation. A synapse of weight w onto which n sources fire at rate r holds, on
    average, the conductance ``n * r * w * 10 ms``.

    In a cell that winds up, w2 is a depolarisation instead, as plateau currents leave it in the deep dorsal
    horn: a spike adds ``wind_up_mV * (1 - w2 / wind_up_most_mV)``. Brief inputs that follow one another
    within its decay add up.

    References
    ----------
    Morisset & Nagy 1999, J Neurosci 19:7309 (L-type calcium and calcium-activated cation currents hold the
    plateau and its afterdischarge); Aguiar et al. 2010, J Neurophysiol, doi 10.1152/jn.00834.2009 (such
    currents under a slow summation are enough for wind-up).
    """

    weight_unit: ClassVar[str] = "leak conductances"

    kind: Literal["adaptive"] = "adaptive"
    tau_ms: PositiveFloat
    """Membrane time constant."""
    rest_mV: float = -70.0
    """Potential without input."""
    threshold_mV: float = -50.0
    """Potential at which the cell fires."""
    reset_mV: float = -58.0
    """Potential after a spike."""
    bias_mV: float = 0.0
    """Steady drive."""
    noise_mV: NonNegativeFloat = 4.0
    """Standard deviation of the potential under background noise alone."""
    ampa_tau_ms: PositiveFloat = 5.0
    """Decay of fast excitation."""
    nmda_tau_ms: PositiveFloat = 80.0
    """Decay of slow excitation."""
    nmda_share: float = Field(0.5, ge=0, le=1)
    """Share of each excitatory input that is slow."""
    nmda_floor: float = Field(0.3, ge=0, le=1)
    """Share of the slow excitation that passes at rest; all of it passes 20 mV above."""
    gaba_tau_ms: PositiveFloat = 8.0
    """Decay of inhibition."""
    inhibition_reversal_mV: float = -80.0
    """Reversal potential of inhibition."""
    fast_adaptation_mV: NonNegativeFloat = 0.0
    """Rise of the fast adaptation at each spike."""
    fast_adaptation_tau_ms: PositiveFloat = 200.0
    """Decay of the fast adaptation."""
    slow_adaptation_mV: NonNegativeFloat = 0.0
    """Rise of the slow adaptation at each spike."""
    slow_adaptation_tau_ms: PositiveFloat = 1500.0
    """Decay of the slow adaptation."""
    wind_up_mV: NonNegativeFloat = 0.0
    """Depolarisation that the first spike leaves; 0: none, and there may be a slow adaptation."""
    wind_up_most_mV: PositiveFloat = 8.0
    """The most that spikes can leave."""
    wind_up_tau_ms: PositiveFloat = 3000.0
    """Decay of what spikes leave."""
    arousal_mV: float = 0.0
    """Extra drive at salience 1."""

    @model_validator(mode="after")
    def _order_of_potentials(self) -> "Cell":
        refuse_reset_above(self.reset_mV, self.threshold_mV)
        return self

    @model_validator(mode="after")
    def _winds_up_or_adapts(self) -> "Cell":
        if self.wind_up_mV > 0 and self.slow_adaptation_mV > 0:
            raise DescriptionError(
                "slow_adaptation_mV",
                f"must be 0 where wind_up_mV is above 0 (got {self.slow_adaptation_mV:g})",
                "Leave out one of the two",
            )
        if self.wind_up_mV > self.wind_up_most_mV:
            raise DescriptionError(
                "wind_up_mV",
                f"must be at most wind_up_most_mV = {self.wind_up_most_mV:g} (got {self.wind_up_mV:g})",
                "Lower it",
            )
        return self
