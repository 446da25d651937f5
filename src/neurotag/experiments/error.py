"""A neurotag can be ignited, and grow, by error.

Three kinds of input are misread. A picture that shares cells with that of a dog that came with a burn. A
picture that is ambiguous: dog and table at once, each at half strength. A touch beside the back, after
touches of the back that came with burns. Read is what each adds to a warmth a night later
(shared/learning.py). And an error may feed the neurotag: after three lessons with the dog, six with a
lookalike (three moved nothing on a pilot seed); the dog itself is asked before and after them. The heat was a
full one at first, and the probes lasted a second; both were changed after a look (shared/learning.py).
"""

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.learning import (
    ASKED_S,
    LEAST_SHIFT,
    SETTLE_S,
    WARMTH,
    added,
    asked,
    lessons,
    rise,
)
from neurotag.experiments.shared.lives import NIGHT, Words, event, life, probe, together
from neurotag.experiments.shared.readings import rank_correlation
from neurotag.life import Life
from neurotag.recording import Recording

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Shares of the dog's cells that a picture has."""
N_LESSONS, N_FIRST, N_MORE = 6, 3, 6
HALF = 0.5
ASKED = {"duration_s": ASKED_S}

DOG, VASE = event("sight", of="a dog"), event("sight", of="a vase")


def _looks_like(share: float) -> Words:
    if share in (0.0, 1.0):
        return DOG if share else event("sight", of="a lamp")
    return event("sight", of=f"{share:g} of a dog", like="a dog", similarity=share)


PICTURES = {
    **{f"dog_{at}": _looks_like(share) for at, share in enumerate(SHARES)},
    "stranger": event("sight", of="a chair"),
}
LOOKALIKE = _looks_like(0.75)
NEAR, FAR = ("hip", "shoulder"), ("hand", "face")


def _blends(stage: str) -> tuple[Words, ...]:
    """Return probes of the table together with the dog, and with a stranger, each at half strength."""
    table = event("sight", of="a table", intensity=HALF, **ASKED)
    others = {"blend": DOG, "blank": PICTURES["stranger"]}
    return tuple(
        probe(
            f"{name}_{stage}",
            together({**other, **ASKED, "intensity": HALF}, table, WARMTH),
            settle_s=SETTLE_S,
        )
        for name, other in others.items()
    )


def _dog(name: str, kinds: str) -> Life:
    return life(
        name,
        *asked("before", PICTURES), *_blends("before"),
        *lessons(kinds * N_LESSONS, DOG), NIGHT,
        *asked("after", PICTURES), *_blends("after"),
    )  # fmt: skip


def _then(name: str, other: Words) -> Life:
    cues = {"dog": DOG, "stranger": PICTURES["stranger"]}
    return life(
        f"dog_then_{name}",
        *lessons("b" * N_FIRST, DOG), NIGHT, *asked("before", cues),
        *lessons("b" * N_MORE, other), NIGHT, *asked("after", cues),
    )  # fmt: skip


def _touched() -> Life:
    sites = {site: event("touch", site=site) for site in (*NEAR, *FAR)}
    back = event("touch", site="back")
    return life(
        "touched",
        *asked("before", sites), *lessons("b" * N_LESSONS, back), NIGHT, *asked("after", sites),
    )  # fmt: skip


SEEN, UNPAIRED = Arm("seen", _dog("dog", "b")), Arm("unpaired", _dog("dog_apart", "co"))
MISREAD, UNLIKE = Arm("misread", _then("lookalike", LOOKALIKE)), Arm("unlike", _then("vase", VASE))
TOUCHED = Arm("touched", _touched())
NO_OVERLAP = Arm("no_overlap", _touched(), changes=("body.fibres.overlap=[0.0]",))


def by_likeness(recording: Recording) -> list[float]:
    """Return what each picture has come to add to the warmth, from the unlike one to the dog itself.

    Over the mean of the two that have none of the dog's cells.
    """
    rises = [rise(recording, f"dog_{at}", "after") for at in range(len(SHARES))]
    unlike = (rises[0] + rise(recording, "stranger", "after")) / 2.0
    return [each - unlike for each in rises]


def ambiguous(recording: Recording) -> float:
    """Return what dog and table at once have come to add, less what chair and table have."""
    return rise(recording, "blend", "after") - rise(recording, "blank", "after")


def nearness(rises: dict[str, float]) -> float:
    """Return how much more the sites beside the back rise than those far from it."""
    near, far = (sum(rises[site] for site in sites) / len(sites) for sites in (NEAR, FAR))
    return near - far


def _rises(recording: Recording) -> dict[str, float]:
    return {site: rise(recording, site, "after") for site in (*NEAR, *FAR)}


def measure(lived: Lived) -> Reading:
    """Return what misread input has come to add to a warmth, and what it does to the neurotag itself."""
    seen, unpaired = by_likeness(lived["seen"]), by_likeness(lived["unpaired"])
    touched, apart = _rises(lived["touched"]), _rises(lived["no_overlap"])
    values = {
        "ignites": seen[3],
        "ignites_control": seen[0],
        "graded": rank_correlation(SHARES, seen),
        "graded_control": rank_correlation(SHARES, unpaired),
        "ambiguous": ambiguous(lived["seen"]),
        "ambiguous_control": ambiguous(lived["unpaired"]),
        "beside": nearness(touched),
        "beside_control": nearness(apart),
        "grows": added(lived["misread"], "dog", "after"),
        "grows_control": added(lived["unlike"], "dog", "after"),
        "dog": seen[-1],
    }
    return Reading(values, {"seen": seen, "unpaired": unpaired})


APART = "dog and burns four seconds apart"

CLAIM = Claim(
    name="error",
    row="A8",
    statement="A neurotag can form and strengthen through error.",
    parts=(
        Part(
            "ignites", "A picture with three quarters of a feared one's cells adds to a warmth.", "of 100",
            low=LEAST_SHIFT, control="a picture with none of them",
            published="the same heat hurts more after a cue that only resembles the learned one: Koban et "
            "al. 2018; direction only",
        ),
        Part(
            "graded", "The more of its cells, the more it adds.", "rank correlation", low=0.7,
            control=APART,
            published="fear falls with distance from the learned cue: Meulders & Vlaeyen 2013; monotone",
        ),
        Part(
            "ambiguous", "A picture that is half the feared one and half a table adds to a warmth.", "of 100",
            low=LEAST_SHIFT, control=APART,
            published="less precise encoding, more generalisation: Moseley & Vlaeyen 2015 (a theory)",
        ),
        Part(
            "beside", "After burns with touches of the back, touch on hip and shoulder adds more than touch "
            "on hand and face.", "of 100", low=LEAST_SHIFT,
            control="touch without overlap on the map of the body",
            published="fear of movement spreads to what is close: Meulders & Vlaeyen 2013",
        ),
        Part(
            "grows", "Burns with a lookalike make the feared picture itself add more.", "of 100",
            low=LEAST_SHIFT, control="as many burns with an unlike picture",
            published="no number is known",
        ),
    ),
    arms=(SEEN, UNPAIRED, MISREAD, UNLIKE, TOUCHED, NO_OVERLAP),
    measure=measure,
    published="Fear of a painful movement spreads to movements close to it, not to others: Meulders & "
    "Vlaeyen 2013; pain itself spreads to similar cues: Koban et al. 2018.",
    disagrees=(
        "In the evidence fear spreads by what things mean as well as by how they look (Koban et al. 2018); "
        "here likeness is shared cells alone. The effects are small: the lookalike adds 3 of 100 to a "
        "warmth where the feared picture itself adds 4.5, and what is mixed or stands beside adds 2, on "
        "the bound."
    ),
    told=(("dog", "what the feared picture itself adds (of 100)"),),
    chart=Chart(
        "share of the feared picture's cells", "what a picture has come to add to a warmth (of 100)", SHARES,
        (("seen", "after six burns"), ("unpaired", "dog and burns apart")),
    ),
)  # fmt: skip
