"""A neurotag can form by mere coincidence.

A remedy is taken or not, and relief comes or does not, without regard to one another: relief is as likely
with the remedy as without it. Where there is much of both they still happen together by chance, and people
judge that the one brings the other: the more so the more often relief comes, and no less with more such
experience. Three lives: relief in three of four lessons, in one of four, and as many remedies and reliefs as
in the first, but never together. Read is the share of relief's own neurons (8 Hz and more) that the remedy's
smell makes active a night later, less that of another smell: it stands for the rating of 0 to 100. The first
life goes on for as many lessons again, and is read once more.

How strong relief is was chosen on a pilot seed (100), out of three tries. Burns in its place made the alarm
ring at rest. Relief of full intensity and relevance 0.5 made its neurons fire by themselves; with relevance
0.2 next to nothing was learned, since a strong feeling without danger or relevance counts as safety in this
model and erases. At intensity 0.6 and relevance 0.2 neither was so. A first design, with a bell and burns of
four strengths and bounds of 4 and 2 of 100, had been run and given up; the present bounds were written for
this one, before it was run.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.learning import lessons
from neurotag.experiments.shared.lives import NIGHT, Words, event, life, probe
from neurotag.experiments.shared.readings import cells, rates_in_probe, share_active
from neurotag.recording import Recording

REMEDY, STRANGER = event("smell", of="a remedy"), event("smell", of="soap")
RELIEF = event("emotion", of="relief", intensity=0.6, relevance=0.2, at_s=0.4, duration_s=1.2)
ASKED_S, DELAY_S = 1.0, 0.1

MUCH = "bocb-obo" * 2
LITTLE = "c-bc-oc-" * 2
APART = "ocoococcoo" * 2
"""As many remedies and reliefs as `MUCH`, never in one lesson."""

LESSONS = (0, 16, 32)

LEAST_ILLUSION = 0.05
"""What an illusion counts at least where others are divided by it, share of neurons."""


def _asked(stage: str) -> tuple[Words, ...]:
    return tuple(
        probe(f"{name}_{stage}", {**cue, "duration_s": ASKED_S})
        for name, cue in (("remedy", REMEDY), ("stranger", STRANGER))
    )


def _arm(name: str, kinds: str, *, twice: bool = False, changes: tuple[str, ...] = ()) -> Arm:
    once = (*lessons(kinds, REMEDY, RELIEF), NIGHT, *_asked("after"))
    again = (*lessons(kinds, REMEDY, RELIEF), NIGHT, *_asked("again")) if twice else ()
    return Arm(name, life(f"coincidence_{name}", *once, *again), changes=changes)


def rated(recording: Recording, stage: str) -> float:
    """Return the share of relief's neurons that the remedy makes active, less that of another smell."""
    neurons = cells(recording, "emotion", "relief")["fear"]
    remedy, stranger = (
        share_active(rates_in_probe(recording, f"{name}_{stage}", delay_s=DELAY_S), neurons)
        for name in ("remedy", "stranger")
    )
    return remedy - stranger


def share_of(value: float, whole: float) -> float:
    """Return a value as a share of an illusion, which counts `LEAST_ILLUSION` at least."""
    return value / max(whole, LEAST_ILLUSION)


def measure(lived: Lived) -> Reading:
    """Return what a remedy brings back that had nothing to do with relief."""
    much, little, apart = (rated(lived[name], "after") for name in ("much", "little", "apart"))
    again = rated(lived["much"], "again")
    values = {
        "formed": much,
        "formed_control": apart,
        "density": much - little,
        "density_control": apart - little,
        "stays": share_of(again, much),
        "stays_control": share_of(apart, much),
        "little": little,
        "again": again,
    }
    return Reading(values, {"illusion": [0.0, much, again]})


NEVER = "as many remedies and reliefs, never together"

CLAIM = Claim(
    name="coincidence",
    row="A8",
    statement="A neurotag can form through coincidence.",
    parts=(
        Part(
            "formed", "A remedy that had nothing to do with relief brings back a fifth of relief's neurons: "
            "half of what people rate, at least.", "share", low=0.2, control=NEVER,
            published="causes are seen at zero contingency: Vadillo et al. 2016; ratings of 40 to 60 of 100 "
            "(from memory)",
        ),
        Part(
            "density", "It brings back a tenth more where relief comes in three of four lessons than in one "
            "of four.", "share", low=0.1, control="never together, with as many reliefs as in the first life",
            published="the illusion grows with the density of the outcome: Vadillo et al. 2016; direction "
            "only",
        ),
        Part(
            "stays", "Twice the lessons do not cure it, nor make it much more.", "of that after 16",
            low=0.7, high=1.5, control=NEVER,
            published="the same illusion after 48 and 288 trials: Barberia et al. 2019",
        ),
    ),
    arms=(_arm("much", MUCH, twice=True), _arm("little", LITTLE), _arm("apart", APART)),
    measure=measure,
    published="Causal illusions at zero contingency grow with outcome and cue density: Vadillo et al. 2016; "
    "training does not cure them: Barberia et al. 2019.",
    disagrees=(
        "Animals may do better than people: conditioned fear falls to about nothing where a shock is as "
        "likely without the cue as with it (Rescorla 1968). The model does not weigh contingency: it "
        "learns what meets, and forgets a little of what does not. It forms the illusion within narrow "
        "doses only: on a pilot seed a stronger feeling either rang by itself or taught next to nothing."
    ),
    told=(
        ("little", "what the remedy brings back, relief in one of four (share)"),
        ("again", "what the remedy brings back, twice the lessons (share)"),
    ),
    chart=Chart(
        "lessons without any contingency", "share of relief's neurons that the remedy makes active",
        tuple(map(float, LESSONS)), (("illusion", "relief in three of four"),),
    ),
)  # fmt: skip
