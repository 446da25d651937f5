"""Drugs do not effectively treat all the problems of persistent pain.

A peripheral analgesic is tried in the chronic state: four days of ordinary use, during which heat drives the
danger relay half as much. What a touch and the thought do was learned and does not come from the skin, so it
should remain; what heat does should fall. Effects are differences to the same days without treatment, on the
alarm's 0 to 100, beside the intervals of trials. The largest possible win, the same days in a brain that has
learned nothing, is the control of the size.
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.chronic import (
    CHRONIC,
    DRUG,
    NEVER,
    THOUGHT,
    TOUCH,
    USUAL,
    pain,
)
from neurotag.experiments.shared.lives import event, heat_drive, probe
from neurotag.experiments.shared.readings import alarm
from neurotag.life import Life

DOSES = (1.0, 0.75, 0.5, 0.25)
"""Heat's drive of the danger relay while the drug is taken, as a share of the drive without it."""

CUES = ("warmth", "touch", "thought")

TRY_OUT = Life.model_validate(
    {
        "name": "drug_tried",
        "recalls": ["stove"],
        "events": [
            probe("warmth", event("heat", site="back", intensity=0.45, duration_s=1.0)),
            probe("touch", TOUCH),
            probe("thought", THOUGHT),
        ],
    }
)
"""At once, on frozen twins of the chronic state: what the first dose does."""


def _dose(strength: float) -> Arm:
    changes = () if strength == 1.0 else (heat_drive(strength),)
    return Arm(f"dose_{strength:g}", TRY_OUT, brain="vulnerable", changes=changes, past=CHRONIC)


TRIED = tuple(_dose(strength) for strength in DOSES)


def measure(lived: Lived) -> Reading:
    """Return what the drug takes away and what it leaves, at the end of the days and by the dose."""
    usual, drug, never = lived["usual"], lived["drug"], lived["never"]
    own, own_never = (
        alarm(recording, "thought") - alarm(recording, "stranger") for recording in (drug, never)
    )
    lines = {cue: [alarm(lived[arm.name], cue) for arm in TRIED] for cue in CUES}
    values = {
        "noxious": lines["warmth"][0] - lines["warmth"][DOSES.index(0.5)],
        "noxious_control": lines["touch"][0] - lines["touch"][DOSES.index(0.5)],
        "touch": alarm(drug, "touch"),
        "touch_control": alarm(never, "touch"),
        "thought": own,
        "thought_control": own_never,
        "trial": pain(usual) - pain(drug),
        "trial_control": pain(usual) - pain(never),
        "usual": pain(usual),
        "touch_usual": alarm(usual, "touch"),
        "thought_usual": alarm(usual, "thought") - alarm(usual, "stranger"),
        "warmth_usual": alarm(usual, "warmth"),
        "warmth_drug": alarm(drug, "warmth"),
    }
    return Reading(values, lines)


NOTHING_LEARNED = "the same days in a brain that has learned nothing"

CLAIM = Claim(
    name="drugs",
    row="A22",
    statement="Drugs do not effectively treat all the problems of persistent pain.",
    parts=(
        Part(
            "touch",
            "After four days on the drug a plain touch on the back still rings the alarm.", "of 100",
            low=30.0, control=NOTHING_LEARNED,
            published="no trial has put this to the test; direction only",
        ),
        Part(
            "thought", "So does the thought of the stove a little, more than that of a day to come.",
            "of 100", low=1.4, control=NOTHING_LEARNED,
            published="+5.3 of 100 (spread 3.9) by imagined movement: Moseley et al. 2008",
        ),
        Part(
            "noxious", "It helps where heat is the cause: heat near the threshold rings less at once, by as "
            "much as matters to people.", "of 100", low=10.0, control="a plain touch on the drug",
            published="a difference of 10 of 100 between groups counts as important",
        ),
        Part(
            "trial", "The pain of a day falls by as much as in trials: from the least of the interval of "
            "NSAIDs to the most of that of opioids.", "of 100", low=1.27, high=12.8,
            control=NOTHING_LEARNED,
            published="NSAID -3.3 (-5.3 to -1.3): Enthoven et al. 2016; opioid -10.1 (-12.8 to -7.4): Abdel "
            "Shaheed et al. 2016; SNRI -5.3 (-7.3 to -3.3): Ferreira et al. 2021",
        ),
    ),
    arms=(USUAL, DRUG, NEVER, *TRIED),
    measure=measure,
    published="Against placebo, of 100: NSAID -3.3, SNRI -5.3, opioid -10.1, paracetamol +0.5 (acute).",
    disagrees=(
        "In the model a drug that acts in the skin leaves the touch's and the thought's first answer "
        "exactly as it was, because neither passes the heat's way in; that is built in. Over days they "
        "fall somewhat all the same, for fewer twinges keep them alive. The drive halved is a strong drug: "
        "it takes 9 of 100 from the pain of a day, as much as opioids do in trials and two to three times "
        "what NSAIDs do. What share of its drive a real drug takes away is not known here."
    ),
    told=(
        ("usual", "pain of the last usual day (of 100)"),
        ("touch_usual", "touch on the back after usual days (of 100)"),
        ("thought_usual", "thought of the stove, more than of a day to come, after usual days (of 100)"),
        ("warmth_usual", "heat near the threshold after usual days (of 100)"),
        ("warmth_drug", "the same on the drug (of 100)"),
    ),
    chart=Chart(
        "drive of heat that is left on the drug (share)", "alarm at the first dose (of 100)", DOSES,
        (
            ("warmth", "heat near the threshold"), ("touch", "plain touch"),
            ("thought", "thought of the stove"),
        ),
    ),
)  # fmt: skip
