"""One event is enough to start a neurotag: a little more pain from warmth, and no pain from touch."""

from neurotag.claims import Arm, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import STOVE
from neurotag.experiments.shared.readings import alarm

EVERYDAY = Arm("everyday", STOVE)
NO_PLASTICITY = Arm("no_plasticity", STOVE, changes=("plasticity=false",))


def measure(lived: Lived) -> Reading:
    """Return how much more a warmth near the threshold rings after one stove and a night."""
    shift, control = (
        alarm(lived[name], "warmth_after") - alarm(lived[name], "warmth_before")
        for name in ("everyday", "no_plasticity")
    )
    return Reading({"shift": shift, "shift_control": control})


CLAIM = Claim(
    name="oneshot",
    row="A14",
    statement="A single bad event can be the start of a pervasive neurotag.",
    parts=(
        Part(
            "shift", "Heat near the threshold (intensity 0.45) rings more after one stove and a night.",
            "of 100", low=4.0, high=11.0, control="the same life without plasticity",
            published="+7.4 of 100 (4.0 to 10.8), eight studies: Madden et al. 2016",
        ),
    ),
    arms=(EVERYDAY, NO_PLASTICITY),
    measure=measure,
    published="Conditioning makes heat near the threshold hurt 7.4 of 100 more (4.0 to 10.8): Madden et al. 2016.",
    disagrees="In healthy people one event shifts a threshold; it does not make touch hurt (see touch).",
)  # fmt: skip
