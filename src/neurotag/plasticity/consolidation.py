"""What hours offline do to what was learned, in closed form."""

from pydantic import Field, PositiveFloat

from neurotag.description import Description


class Consolidation(Description):
    """What happens to learned weights in hours offline, in closed form.

    A reference weight follows the weight: fast where it grew, slowly where it shrank, so what was learned
    lasts and what was extinguished comes back in part (spontaneous recovery). The weight then relaxes to
    the reference. Each pause settles what was learned before it, so many short pauses let a little more
    last than one long one (of a change, 95 % after thirty days one by one, 85 % after thirty at once).
    """

    share: float = Field(0.85, ge=0, le=1)
    """Share of a change that can become lasting."""
    potentiation_tau_h: PositiveFloat = 6.0
    """How fast gains become lasting."""
    depression_tau_h: PositiveFloat = 168.0
    """How fast losses become lasting."""
    weight_tau_h: PositiveFloat = 72.0
    """How fast a weight falls back to its reference."""
