"""Brain-wide signals: salience, safety error and stress."""

from pydantic import Field, NonNegativeFloat, PositiveFloat

from neurotag.description import Description


class Driver(Description):
    """A region whose firing drives salience: ``gain * clip((rate - threshold) / range, 0, 1.5)``."""

    region: str
    """The region."""
    threshold_hz: NonNegativeFloat
    """Mean rate of its excitatory neurons at which the drive begins."""
    range_hz: PositiveFloat
    """Rise in rate that brings the drive to 1."""
    gain: NonNegativeFloat = 1.0
    """Strength of the drive."""


class Modulators(Description):
    """How danger and fear become salience M, safety error Q and stress S, and what they do to learning.

    With aD and aF the drives of danger and fear, and rho the relevance of what happens::

        dM/dt = -M / salience_tau + salience_rate * (rho + aD + aF * appraisal * (1 + S)) * (1 - M)
        dQ/dt = (max(0, aF / gain_F - 2 aD - 2 rho) - Q) / safety_tau
        dS/dt = -S / stress_tau + stress_rate * M
        F     = learning_bias + salience_learning * M - safety_learning * Q

    F is the third factor of learning: salience writes, threat that does not come true erases.

    References
    ----------
    Noradrenaline acts in seconds, with a plasma half-life of 1-3 min (stress_tau); amygdala learning needs
    both Hebb and noradrenaline (Johansen et al. 2014).
    """

    danger: Driver
    """The danger relay's drive of salience."""
    fear: Driver
    """Fear's drive of salience."""
    appraisal: NonNegativeFloat = 1.0
    """How threatening the person takes fear to be: 1 by nature, less where it is understood."""
    salience_tau_ms: PositiveFloat = 4000.0
    """How fast salience fades."""
    salience_rate_per_s: NonNegativeFloat = 2.0
    """How fast full danger raises salience."""
    safety_tau_ms: PositiveFloat = 1000.0
    """How fast the safety error follows."""
    stress_tau_s: PositiveFloat = 300.0
    """How fast stress fades."""
    stress_rate_per_s: NonNegativeFloat = 0.05
    """How fast full salience raises stress."""
    rate_tau_ms: PositiveFloat = 100.0
    """Over how long the drivers' rates are averaged."""
    learning_bias: float = Field(0.04, ge=0)
    """Third factor without any salience."""
    salience_learning: NonNegativeFloat = 1.0
    """How strongly salience drives the third factor: threat reactivity of learning."""
    safety_learning: NonNegativeFloat = 2.5
    """How strongly the safety error drives it down."""
    update_ms: PositiveFloat = 5.0
    """Time between two updates of these signals; no delay between regions may be shorter."""


class Transmitter(Description):
    """A modulator that each region feels at its own level: it jumps with spikes that release it, and fades.

    Each spike adds 1 / tau (in 1/ms), so that releases at a rate hold the level at that rate, per ms.
    """

    tau_ms: PositiveFloat = 200.0
    """How fast the level fades."""
    tonic_hz: NonNegativeFloat = 0.0
    """Rate of random spikes that release it, in each region its own."""
    source: str | None = None
    """Region whose excitatory spikes release it everywhere; none: only the tonic ones."""
