"""How inhibition is lost where neurons fire much, and how it comes back."""

from pydantic import Field, NonNegativeFloat, PositiveFloat

from neurotag.description import Description


class Disinhibition(Description):
    """Loss of inhibition in neurons that fire much (KCC2-like), where salience is high or wherever they do.

    Each spike takes a share of the efficacy h that is left above ``floor``; with h falls the reversal
    potential of inhibition towards rest, so inhibition holds less.

    References
    ----------
    Prescott, Sejnowski & De Koninck 2006, Mol Pain 2:32 (a small shift already loosens control). Pain that
    lasts for hours after trains at C-fibre strength, at the site and beside it, needs no learning situation:
    Klein et al. 2004, J Neurosci 24:964; Pfau et al. 2011, Pain 152:2797.
    """

    per_spike: NonNegativeFloat = 1.2e-3
    """Share of the efficacy above ``floor`` that one spike takes (at salience 1 and stress 0)."""
    needs_salience: bool = True
    """Nothing is lost without salience; where it needs none, every spike takes the same share."""
    floor: float = Field(0.25, gt=0, le=1)
    """The least efficacy."""
    reversal_shift_mV: NonNegativeFloat = 22.0
    """Rise of the reversal potential of inhibition at efficacy 0."""
    recovery_tau_h: PositiveFloat = 168.0
    """How fast the efficacy comes back, offline."""
