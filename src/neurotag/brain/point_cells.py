"""The standard neurons of the field, in its units: current-based, conductance-based, adaptive exponential."""

from typing import ClassVar, Literal

from pydantic import NonNegativeFloat, PositiveFloat, model_validator

from neurotag.brain.abstract_cell import AbstractCell, refuse_reset_above
from neurotag.errors import DescriptionError


class CurrentCell(AbstractCell):
    """Leaky integrate-and-fire with exponential currents; weights in pA. Integrated exactly.

    ``tau dV/dt = rest - V + R I``, ``R = tau / C``; I falls with ``excitation_tau_ms`` or
    ``inhibition_tau_ms`` and jumps by the weight at each input.
    """

    weight_unit: ClassVar[str] = "pA"

    kind: Literal["current"] = "current"
    tau_ms: PositiveFloat = 20.0
    """Membrane time constant."""
    capacitance_pF: PositiveFloat = 250.0
    """Membrane capacitance."""
    rest_mV: float = 0.0
    """Potential without input."""
    threshold_mV: float = 20.0
    """Potential at which the cell fires."""
    reset_mV: float = 10.0
    """Potential after a spike."""
    excitation_tau_ms: PositiveFloat = 2.0
    """Decay of excitatory currents."""
    inhibition_tau_ms: PositiveFloat = 2.0
    """Decay of inhibitory currents."""
    current_pA: float = 0.0
    """Steady drive."""
    start_mV: tuple[float, float] = (0.0, 20.0)
    """At birth the potential is drawn between these two."""

    @model_validator(mode="after")
    def _order_of_potentials(self) -> "CurrentCell":
        refuse_reset_above(self.reset_mV, self.threshold_mV)
        return self


class ConductanceCell(AbstractCell):
    """Leaky integrate-and-fire with exponential conductances; weights in nS.

    ``C dV/dt = leak (rest - V) + g_e (excitation_reversal - V) + g_i (inhibition_reversal - V) + current``
    """

    weight_unit: ClassVar[str] = "nS"

    kind: Literal["conductance"] = "conductance"
    capacitance_pF: PositiveFloat = 200.0
    """Membrane capacitance."""
    leak_nS: PositiveFloat = 10.0
    """Leak conductance."""
    rest_mV: float = -60.0
    """Potential without input."""
    threshold_mV: float = -50.0
    """Potential at which the cell fires."""
    reset_mV: float = -60.0
    """Potential after a spike."""
    excitation_tau_ms: PositiveFloat = 5.0
    """Decay of excitatory conductances."""
    inhibition_tau_ms: PositiveFloat = 10.0
    """Decay of inhibitory conductances."""
    excitation_reversal_mV: float = 0.0
    """Reversal potential of excitation."""
    inhibition_reversal_mV: float = -80.0
    """Reversal potential of inhibition."""
    current_pA: float = 0.0
    """Steady drive."""
    start_mV: tuple[float, float] = (-70.0, -50.0)
    """At birth the potential is drawn between these two."""
    start_excitation_nS: NonNegativeFloat = 0.0
    """At birth the excitatory conductance is drawn between 0 and twice this."""
    start_inhibition_nS: NonNegativeFloat = 0.0
    """At birth the inhibitory conductance is drawn between 0 and twice this."""

    @model_validator(mode="after")
    def _order_of_potentials(self) -> "ConductanceCell":
        refuse_reset_above(self.reset_mV, self.threshold_mV)
        return self


class AdExCell(AbstractCell):
    """Adaptive exponential integrate-and-fire with conductances that rise and decay; weights in nS, peaks.

    ``C dV/dt = leak (rest - V) + leak slope exp((V - threshold) / slope) - w + synapses + current``,
    ``tau_w dw/dt = coupling (V - rest) - w``; a spike, at ``peak_mV``, adds ``jump_pA`` to w.

    References
    ----------
    Brette & Gerstner 2005, J Neurophysiol 94:3637.
    """

    weight_unit: ClassVar[str] = "nS"

    kind: Literal["adex"] = "adex"
    capacitance_pF: PositiveFloat = 281.0
    """Membrane capacitance."""
    leak_nS: PositiveFloat = 30.0
    """Leak conductance."""
    rest_mV: float = -70.6
    """Potential without input."""
    threshold_mV: float = -50.4
    """Potential at which the upstroke begins."""
    slope_mV: PositiveFloat = 2.0
    """Sharpness of the upstroke."""
    peak_mV: float = 0.0
    """Potential at which a spike is counted."""
    reset_mV: float = -60.0
    """Potential after a spike."""
    coupling_nS: NonNegativeFloat = 4.0
    """How strongly adaptation follows the potential (a)."""
    jump_pA: NonNegativeFloat = 80.5
    """Rise of the adaptation at each spike (b)."""
    adaptation_tau_ms: PositiveFloat = 144.0
    """Time constant of the adaptation."""
    excitation_rise_ms: NonNegativeFloat = 0.0
    """Rise of excitatory conductances; 0: at once."""
    excitation_tau_ms: PositiveFloat = 5.0
    """Their decay."""
    inhibition_rise_ms: NonNegativeFloat = 0.0
    """Rise of inhibitory conductances; 0: at once."""
    inhibition_tau_ms: PositiveFloat = 10.0
    """Their decay."""
    excitation_reversal_mV: float = 0.0
    """Reversal potential of excitation."""
    inhibition_reversal_mV: float = -80.0
    """Reversal potential of inhibition."""
    current_pA: float = 0.0
    """Steady drive."""
    start_mV: tuple[float, float] = (-70.0, -55.0)
    """At birth the potential is drawn between these two."""

    @model_validator(mode="after")
    def _orders(self) -> "AdExCell":
        refuse_reset_above(self.reset_mV, self.peak_mV)
        for name in ("excitation", "inhibition"):
            rise, decay = getattr(self, f"{name}_rise_ms"), getattr(self, f"{name}_tau_ms")
            if rise >= decay:
                raise DescriptionError(
                    f"{name}_rise_ms",
                    f"must be less than {name}_tau_ms = {decay:g} (got {rise:g})",
                    "Shorten it",
                )
        return self
