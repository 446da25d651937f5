"""Brain-wide signals: salience, safety error, stress, and what the body does with it."""

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
    """How danger and fear become salience M, safety error Q and stress S, cortisol C and energy E.

    With aD and aF the drives of danger and fear, and rho the relevance of what happens::

        dM/dt = -M / salience_tau + salience_rate * (rho + aD + aF * appraisal * (1 + S)) * (1 - M)
        dQ/dt = (max(0, aF / gain_F - 2 aD - 2 rho) - Q) / safety_tau
        dS/dt = -S / stress_tau + stress_rate * M
        dA/dt = (S - A) / cortisol_drive_tau
        dC/dt = -C / cortisol_tau + cortisol_rate * A
        dE/dt = (S + energy_cortisol * C - E) / energy_tau
        F     = learning_bias + salience_learning * lift * M - safety_learning * Q
        lift  = 1 + cortisol_learning * min(C, 1)

    F is the third factor of learning: salience writes, threat that does not come true erases. Stress has two
    arms: a fast one, S (adrenaline), and a slow one, C, driven through A (the pituitary's hormone). E is how
    much energy they have made ready; nothing in the brain depends on it. S, A, C and E go on offline. C is in
    units of what three minutes of strong pain leave.

    References
    ----------
    Noradrenaline acts in seconds; adrenaline has a plasma half-life of 1-3 min (stress_tau); amygdala
    learning needs both Hebb and noradrenaline (Johansen et al. 2014). ACTH has a half-life of 10 to 20 min,
    cortisol of 49 to 90 min (Keenan, Roelfsema & Veldhuis 2004, Am J Physiol 287:E652: 20 and 49 min);
    cortisol peaks 21 to 40 min after a stressor begins (Dickerson & Kemeny 2004, Psychol Bull 130:355).
    Glucocorticoids strengthen memory of what aroused (Roozendaal 2000, Psychoneuroendocrinology 25:213).
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
    stress_tau_s: PositiveFloat = 180.0
    """How fast stress, the fast arm, fades."""
    stress_rate_per_s: NonNegativeFloat = 0.05
    """How fast full salience raises stress."""
    cortisol_drive_tau_min: PositiveFloat = 15.0
    """How fast the drive of cortisol follows stress."""
    cortisol_rate_per_min: NonNegativeFloat = 0.15
    """How fast a drive of 1 raises cortisol; sets its unit."""
    cortisol_tau_min: PositiveFloat = 95.0
    """How fast cortisol is cleared: a half-life of 66 min."""
    cortisol_learning: NonNegativeFloat = 0.3
    """Share by which cortisol of 1 or more raises what salience does to learning."""
    energy_tau_min: PositiveFloat = 20.0
    """How fast energy is made ready, and put away again."""
    energy_cortisol: NonNegativeFloat = 0.5
    """How much energy cortisol of 1 makes ready, as a share of what stress of 1 does."""
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
