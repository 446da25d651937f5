"""The perfume of school days brings back the classroom.

Six lessons in which a perfume, the classroom and the voices are there together; a night; then the perfume
alone, or something that has a part of its neurons. Read is the share of the classroom's and the voices'
neurons, and of the memory cells of the lesson, that fire (8 Hz and more) in the second of the cue. The
control smells the same perfume as often, nine seconds before each lesson.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import event
from neurotag.experiments.shared.recall import EPISODE, SHARES, brought_back, half_point, meetings

LESSONS, LESSON_S = 6, 4.0
PERFUME = event("smell", of="perfume")
CLASSROOM = (event("sight", of="classroom", relevance=0.5), event("sound", of="classmates"))
REST_OF_IT = (("episode", EPISODE), ("sight", "classroom"), ("sound", "classmates"))


def _arm(name: str, *, paired: bool, changes: tuple[str, ...] = ()) -> Arm:
    lived = meetings(
        f"perfume_{name}", PERFUME, CLASSROOM, times=LESSONS, duration_s=LESSON_S, paired=paired
    )
    return Arm(name, lived, changes=changes)


def measure(lived: Lived) -> Reading:
    """Return the share of the classroom that the perfume brings back, by the share of it that is smelled."""
    lines = {
        arm: [brought_back(lived[arm], at, *REST_OF_IT) for at in range(len(SHARES))]
        for arm in ("paired", "unpaired")
    }
    paired, unpaired = lines["paired"], lines["unpaired"]
    people = brought_back(lived["paired"], len(SHARES) - 1, ("sound", "classmates"))
    values = {
        "recall": paired[-1],
        "recall_control": unpaired[-1],
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
            "recall", "The smell alone makes 60 % of the rest of the episode active: its memory, what was seen "
            "and heard.", "share", low=0.6, control=UNPAIRED,
            published="a part of an ensemble recalls the whole: Carrillo-Reid et al. 2019",
        ),
        Part(
            "specific", "It brings back a fifth more of it than another smell does.", "share", low=0.2,
            control=UNPAIRED,
            published="the same memory is reached by some cues and not by others: Frankland et al. 2019",
        ),
    ),
    arms=(_arm("paired", paired=True), _arm("unpaired", paired=False)),
    measure=measure,
    published="Odours bring back memories of the first ten years of life, and rarely used ones: Willander & "
    "Larsson 2006.",
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
