"""The perfume of school days brings back the classroom.

Three lessons of two seconds in which a perfume, the classroom and the voices are there together and matter
a little; a night; then the perfume alone, or something that has a part of its neurons. Read is the share of
the rest that fires (8 Hz and more) in the second of the cue: the memory cells of the lesson, and the
classroom's and the voices' neurons. The control smells the same perfume as often, nine seconds before each
lesson. Number, length and relevance of the lessons were chosen in pilots (seed 100) of eight settings: with
six lessons of four seconds memory cells fired without any cue, with a relevance of 0 and ten lessons fewer
of them came back. Seed 0 had been seen in an earlier setting.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import event
from neurotag.experiments.shared.recall import (
    EPISODE,
    SHARES,
    brought_back,
    half_point,
    meetings,
    rise_hz,
)

LESSONS, LESSON_S = 3, 2.0
PERFUME = event("smell", of="perfume")
CLASSROOM = (event("sight", of="classroom", relevance=0.5), event("sound", of="classmates"))
REST_OF_IT = (("episode", EPISODE), ("sight", "classroom"), ("sound", "classmates"))


def arm(name: str, *, paired: bool, changes: tuple[str, ...] = ()) -> Arm:
    """Return the life with the perfume in class, or before it."""
    lived = meetings(f"perfume_{name}", PERFUME, CLASSROOM, times=LESSONS, duration_s=LESSON_S, paired=paired)
    return Arm(name, lived, changes=changes)


def measure(lived: Lived) -> Reading:
    """Return the share of the classroom that the perfume brings back, by the share of it that is smelled."""
    lines = {
        arm: [brought_back(lived[arm], at, *REST_OF_IT) for at in range(len(SHARES))]
        for arm in ("paired", "unpaired")
    }
    paired, unpaired = lines["paired"], lines["unpaired"]
    people = brought_back(lived["paired"], len(SHARES) - 1, ("sound", "classmates"))
    memory = {arm: brought_back(lived[arm], len(SHARES) - 1, ("episode", EPISODE)) for arm in lines}
    senses = {arm: rise_hz(lived[arm], ("sight", "classroom"), ("sound", "classmates")) for arm in lines}
    values = {
        "recall": paired[-1],
        "recall_control": unpaired[-1],
        "memory": memory["paired"],
        "memory_control": memory["unpaired"],
        "senses": senses["paired"],
        "senses_control": senses["unpaired"],
        "specific": paired[-1] - paired[0],
        "specific_control": unpaired[-1] - unpaired[0],
        "half": half_point(SHARES, [each - paired[0] for each in paired]),
        "people": people,
        "place": brought_back(lived["paired"], len(SHARES) - 1, ("sight", "classroom")),
        "stranger": paired[0],
    }
    return Reading(values, lines)


UNPAIRED = "perfume and classroom nine seconds apart"

CLAIM = Claim(
    name="perfume",
    row="A6",
    statement="The perfume of school days brings back sitting in class.",
    parts=(
        Part(
            "recall", "The smell alone makes 60 % of the rest of the episode active: its memory, what was "
            "seen and heard.", "share", low=0.6, control=UNPAIRED,
            published="a part of an ensemble recalls the whole: Carrillo-Reid et al. 2019",
        ),
        Part(
            "memory", "It makes 60 % of the memory cells of the lesson active.", "share", low=0.6,
            control=UNPAIRED,
            published="reactivated engrams carry recall: Liu et al. 2012; Reijmers et al. 2007",
        ),
        Part(
            "senses", "What was seen and heard comes back a little: its neurons fire more than at another "
            "smell.",
            "Hz", low=0.1, control=UNPAIRED, published="direction only",
        ),
        Part(
            "specific", "It brings back a fifth more of it than another smell does.", "share", low=0.2,
            control=UNPAIRED,
            published="the same memory is reached by some cues and not by others: Frankland et al. 2019",
        ),
    ),
    arms=(arm("paired", paired=True), arm("unpaired", paired=False)),
    measure=measure,
    published="Odours bring back memories of the first ten years of life, and rarely used ones: Willander & "
    "Larsson 2006.",
    disagrees=(
        "The memory of the lesson comes back whole, what was seen and heard by half. In the model no path "
        "leads from one sense to another: all of it goes by way of memory. The control of the senses' rise "
        "cannot be told from nothing at the bound of 0.1 Hz, which was fixed before and is finer than what "
        "ten brains can tell (-1.7 to 0.1)."
    ),
    told=(
        ("people", "share of the voices' neurons"),
        ("place", "share of the classroom's neurons"),
        ("stranger", "what another smell brings back (share)"),
        ("half", "share of the perfume's neurons at which half of it comes back"),
    ),
    chart=Chart(
        "share of the perfume's neurons in the cue", "share of the rest that is active", SHARES,
        (("paired", "smelled in class"), ("unpaired", "smelled before class")),
    ),
)  # fmt: skip
