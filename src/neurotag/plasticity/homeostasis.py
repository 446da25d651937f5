"""How a neuron keeps its own rate over minutes and hours."""

from pydantic import PositiveFloat

from neurotag.description import Description


class SynapticScaling(Description):
    """All excitatory input of a neuron is multiplied by one factor, which its own mean rate moves.

    ``d ln(factor) / dt = (target_hz - rate) / (target_hz tau)``; the factor stays within 1/5 and 5.

    References
    ----------
    Turrigiano et al. 1998, Nature 391:892.
    """

    target_hz: PositiveFloat
    """Rate the neuron seeks."""
    tau_s: PositiveFloat = 3600.0
    """How fast the factor rises in a silent neuron, e-fold."""
    rate_tau_s: PositiveFloat = 10.0
    """Over how long the rate is averaged."""


class IntrinsicExcitability(Description):
    """A neuron's threshold follows its own mean rate: ``d threshold / dt = gain (rate - target_hz)``.

    References
    ----------
    Desai, Rutherford & Turrigiano 1999, Nat Neurosci 2:515.
    """

    target_hz: PositiveFloat
    """Rate the neuron seeks."""
    gain_mV_per_s_hz: PositiveFloat = 1e-4
    """Rise of the threshold in a second, for each Hz above the target."""
    rate_tau_s: PositiveFloat = 10.0
    """Over how long the rate is averaged."""
