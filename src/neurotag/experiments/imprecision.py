"""Imprecision: among so many neurons some get mixed up in a reaction.

Two kinds of mixing up are read after six flare-ups of the back. Other sites: a touch beside the back rings
what only the back has earned. Other neurons: a touch on the back makes neurons active that took no part in
the first flare-up. The evidence speaks of behaviour, not of a shifted map: chronic back pain needs 11.7 mm
more between two points to tell them apart (about 1.2 to 1.3 times as much).
"""

import numpy as np

from neurotag.claims import Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.burn import hurt_of
from neurotag.experiments.shared.flares import (
    ARMS,
    FAR,
    NEAR,
    SITES,
    dissociation,
    dissociation_parts,
    matrix,
    rise,
    told_matrix,
)
from neurotag.experiments.shared.readings import ACTIVE_HZ, members_of, rates_in_probe
from neurotag.recording import Recording


def mixed_up(recording: Recording) -> float:
    """Return how many more neurons a touch on the back makes active that were not in the first flare-up, %.

    Of those of danger, suffering and fear, which no touch drives by itself.
    """
    onset = hurt_of(recording)
    members = members_of(recording, onset.start_s, onset.start_s + 1.0)
    layout = recording.layout
    alarm_regions = recording.brain.alarm.regions if recording.brain.alarm else ()
    every = np.concatenate([np.r_[layout.excitatory(name)] for name in alarm_regions])
    others = np.setdiff1d(every, members)
    before, after = (
        float((rates_in_probe(recording, f"back_{stage}")[others] >= ACTIVE_HZ).mean())
        for stage in ("before", "after")
    )
    return 100.0 * (after - before)


def measure(lived: Lived) -> Reading:
    """Return what rings by mistake after flare-ups, and what that hangs on."""
    whole, apart = lived["whole"], lived["no_overlap"]
    found = matrix(lived)
    near, far = (
        {arm: float(np.mean([rise(lived[arm], site) for site in sites])) for arm in lived}
        for sites in (NEAR, FAR)
    )
    return Reading(
        {
            "neighbours": found["whole"]["imprecision"],
            "neighbours_control": found["no_overlap"]["imprecision"],
            "graded": near["whole"] - far["whole"],
            "graded_control": near["no_overlap"] - far["no_overlap"],
            "others": mixed_up(whole),
            "others_control": mixed_up(lived["no_learning"]),
            "back": rise(whole, "back"),
            **dissociation(found, "imprecision"),
        },
        {"whole": [rise(whole, site) for site in SITES], "apart": [rise(apart, site) for site in SITES]},
    )


CLAIM = Claim(
    name="imprecision",
    row="A16",
    statement="Imprecision: among so many neurons some get mixed up in a reaction.",
    parts=(
        Part(
            "neighbours", "After flare-ups of the back a touch on the hip and the shoulder rings more.",
            "of 100", low=10.0, control="touch without overlap on the map of the body",
            published="two points on the back must lie 11.7 mm (8.6 to 14.9) further apart in chronic back "
            "pain: Adamczyk et al. 2018",
        ),
        Part(
            "graded", "More so than a touch on the arm and the hand, which lie further away.", "of 100",
            low=5.0, control="touch without overlap on the map of the body",
            published="fear of movement spreads to what is close: Meulders & Vlaeyen 2013",
        ),
        Part(
            "others", "A touch on the back makes neurons of the alarm active that took no part in the first "
            "flare-up: one in twenty of them or more.", "% of them", low=5.0,
            control="the same days without learning",
        ),
        *dissociation_parts("overlap on the map of the body"),
    ),
    arms=ARMS,
    measure=measure,
    published="Two-point discrimination of the low back is 11.7 mm (8.6 to 14.9) worse in chronic pain: "
    "Adamczyk et al. 2018. It does not follow pain or disability: Morf et al. 2021.",
    disagrees=(
        "Imprecision is no shifted map here. Fine maps of the cortex are found largely intact (Mancini et "
        "al. 2019; Gustin et al. 2012), so what is read is behaviour: what else rings. It needs several "
        "mechanisms: it is gone without overlap, without learning from touch and without arousal, so it "
        "does not come apart from facilitation. Few neurons that were not in the first flare-up join a "
        "touch (1.9 %)."
    ),
    told=(("back", "rise of a touch on the back itself (of 100)"), *told_matrix("imprecision", "of 100")),
    chart=Chart(
        "places away from the back (hip 1, shoulder 1, arm 2, hand 3)",
        "rise of the alarm of a touch (of 100)",
        (0.0, 0.9, 1.1, 2.0, 3.0), (("whole", "vulnerable"), ("apart", "touch without overlap")),
    ),
)  # fmt: skip
