"""Eventually those neurons may fire at the mere thought of the event.

Imagined movement hurts people with chronic pain a little: 5.3 of 100, with a spread of 3.9 (Moseley et al.
2008), and hurts healthy people not at all. The vulnerable brain after the stove stands for the former. The
thought of a harmless meal of the same day must do less.
"""

from neurotag.claims import Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import (
    EVENTUALLY,
    EVENTUALLY_HEALTHY,
    EVENTUALLY_NO_PLASTICITY,
    EVERYDAY,
    NO_PLASTICITY,
    VULNERABLE,
    VULNERABLE_NO_PLASTICITY,
    burn_alarm,
)
from neurotag.experiments.shared.readings import alarm

ARMS = ("everyday", "vulnerable", "no_plasticity", "vulnerable_no_plasticity")


def measure(lived: Lived) -> Reading:
    """Return how much more the thought of the stove rings after it than before, in both brains."""
    rise = {name: alarm(lived[name], "thought_after") - alarm(lived[name], "thought_before") for name in ARMS}
    stove, meal, bare_stove, bare_meal = (
        alarm(lived[name], f"{what}_thought")
        for name in ("eventually", "eventually_no_plasticity")
        for what in ("stove", "meal")
    )
    values = {
        "thought": rise["vulnerable"],
        "thought_control": rise["vulnerable_no_plasticity"],
        "healthy": rise["everyday"],
        "healthy_control": burn_alarm(lived["everyday"]),
        "own": stove - meal,
        "own_control": bare_stove - bare_meal,
        "no_plasticity": rise["no_plasticity"],
        "late": stove,
        "late_meal": meal,
        "late_healthy": alarm(lived["eventually_healthy"], "stove_thought"),
    }
    after = [alarm(lived[name], "thought_after") for name in ("everyday", "vulnerable")]
    before = [alarm(lived[name], "thought_before") for name in ("everyday", "vulnerable")]
    return Reading(values, {"everyday": [before[0], after[0]], "vulnerable": [before[1], after[1]]})


CLAIM = Claim(
    name="thought",
    row="A15",
    statement="Eventually those neurons may fire at the mere thought of the event.",
    parts=(
        Part(
            "thought", "In the vulnerable brain the thought of the stove rings a little more after it: "
            "within one spread of what imagined movement does to patients.", "of 100", low=1.4, high=9.2,
            control="the same life without plasticity",
            published="+5.3 of 100 (spread 3.9), 37 people with arm pain: Moseley et al. 2008",
        ),
        Part(
            "healthy", "In the healthy brain it does not ring by as much as matters to people.", "of 100",
            high=10.0,
            control="the burn itself, in the same brain",
            published="no conditioned allodynia in healthy people: Madden et al. 2017",
        ),
        Part(
            "own", "It is the thought of this event: that of a harmless meal rings less.", "of 100", low=1.4,
            control="the same two thoughts without plasticity",
            published="one cue brings back its own memory and not another's: Frankland et al. 2019",
        ),
    ),
    arms=(
        EVERYDAY, VULNERABLE, NO_PLASTICITY, VULNERABLE_NO_PLASTICITY,
        EVENTUALLY, EVENTUALLY_HEALTHY, EVENTUALLY_NO_PLASTICITY,
    ),
    measure=measure,
    published="Imagined movement hurts people with chronic arm pain by 5.3 of 100: Moseley et al. 2008.",
    disagrees=(
        "In people the thought alone hurts little, and only where pain has lasted. In the vulnerable brain "
        "it rings twice as much as imagined movement hurts patients, after one event and one night; after "
        "sore days by 22 of 100, and the thought of a harmless meal of the same day rings by 10 there as "
        "well."
    ),
    told=(
        ("late", "thought of the stove in the vulnerable brain, eventually (of 100)"),
        ("late_meal", "thought of the meal, then (of 100)"),
        ("late_healthy", "thought of the stove in the healthy brain, then (of 100)"),
        ("no_plasticity", "rise in the healthy brain without plasticity (of 100)"),
    ),
    chart=Chart(
        "before (0) and after (1) the stove and a night", "alarm of the thought (of 100)", (0.0, 1.0),
        (("everyday", "everyday"), ("vulnerable", "vulnerable")),
    ),
)  # fmt: skip
