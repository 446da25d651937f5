"""The perfume of school days brings back the classroom."""

import numpy as np

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import NIGHT, event, life, probe, rest, together
from neurotag.experiments.shared.readings import cells, rates_in_probe, share_active

SMELL = event("smell", of="perfume", duration_s=1.0)
STRENGTHS = (0.2, 0.4, 0.6, 0.8, 1.0)
TERMS = 3


def _classroom(name: str, *, paired: bool) -> object:
    scene = (
        event("sight", of="classroom", duration_s=4.0, relevance=0.5),
        event("sound", of="classmates", duration_s=4.0),
    )
    smell = event("smell", of="perfume", duration_s=4.0)
    lesson = (
        (together(smell, *scene, name="school"),)
        if paired
        else (smell, rest(9.0), together(*scene, name="school"))
    )
    lessons = [each for _ in range(TERMS) for each in (*lesson, rest(4.0))]
    cues = [
        probe(f"smell_{at}", {**SMELL, "intensity": strength}) for at, strength in enumerate(STRENGTHS)
    ]
    return life(name, *lessons, NIGHT, *cues)


PAIRED = Arm("paired", _classroom("perfume", paired=True))
UNPAIRED = Arm("unpaired", _classroom("perfume_apart", paired=False))


def _completion(lived: Lived, arm: str, at: int) -> float:
    """Return the share of the rest of the episode that the smell alone makes active."""
    recording = lived[arm]
    rest_of_it = np.concatenate(
        [
            *cells(recording, "episode", "school").values(),
            *cells(recording, "sight", "classroom").values(),
            *cells(recording, "sound", "classmates").values(),
        ]
    )
    return share_active(rates_in_probe(recording, f"smell_{at}", delay_s=0.1), np.unique(rest_of_it))


def measure(lived: Lived) -> Reading:
    """Return the share of the classroom that the perfume brings back, by its strength."""
    paired, unpaired = (
        [_completion(lived, arm, at) for at in range(len(STRENGTHS))] for arm in ("paired", "unpaired")
    )
    return Reading(
        {"recall": paired[-1], "recall_control": unpaired[-1]}, {"paired": paired, "unpaired": unpaired}
    )


CLAIM = Claim(
    name="perfume",
    row="A6",
    statement="The perfume of school days brings back sitting in class.",
    parts=(
        Part(
            "recall", "The smell alone makes 60 % of the rest of the episode active: its memory, what was seen "
            "and heard.", "share", low=0.6, control="smell and classroom nine seconds apart",
            published="a part of an ensemble recalls the whole: Carrillo-Reid et al. 2019",
        ),
    ),
    arms=(PAIRED, UNPAIRED),
    measure=measure,
    published="Odours bring back memories of the first ten years of life, and rarely used ones: Willander & Larsson 2006.",
    chart=Chart(
        "strength of the smell", "share of the rest that is active", STRENGTHS,
        (("paired", "smelled in class"), ("unpaired", "smelled at another time")),
    ),
)  # fmt: skip
