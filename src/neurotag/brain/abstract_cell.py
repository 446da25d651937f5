"""What every kind of neuron has: silence after a spike, outputs that tire, background, homeostasis."""

from typing import ClassVar

from pydantic import Field, NonNegativeFloat, PositiveFloat

from neurotag.description import Description
from neurotag.errors import DescriptionError
from neurotag.plasticity import IntrinsicExcitability, SynapticScaling


class AbstractCell(Description):
    """One kind of neuron; never made itself. Weights onto it are in its ``weight_unit``."""

    weight_unit: ClassVar[str]

    refractory_ms: PositiveFloat = 3.0
    """Silence after a spike."""
    tiring: float = Field(0.0, ge=0, lt=1)
    """Share of its transmitter that one spike uses up (short-term depression; U of Tsodyks & Markram)."""
    tiring_tau_ms: PositiveFloat = 500.0
    """How fast the transmitter comes back."""
    facilitation_tau_ms: NonNegativeFloat = 0.0
    """How fast the used share falls back after a spike has raised it; 0: spikes do not facilitate."""
    poisson_hz: NonNegativeFloat = 0.0
    """Rate of random spikes that each neuron receives from outside, each neuron its own."""
    poisson_weight: NonNegativeFloat = 0.0
    """Weight of each of them."""
    scaling: SynapticScaling | None = None
    """How its excitation is scaled to keep its rate, if at all."""
    excitability: IntrinsicExcitability | None = None
    """How its threshold moves to keep its rate, if at all."""


def refuse_reset_above(reset_mV: float, threshold_mV: float) -> None:
    """Refuse a reset that is not under the threshold.

    Raises
    ------
    DescriptionError
        Names both.
    """
    if not reset_mV < threshold_mV:
        raise DescriptionError(
            "reset_mV",
            f"must lie under threshold_mV = {threshold_mV} (got {reset_mV})",
            "Lower the reset or raise the threshold",
        )
