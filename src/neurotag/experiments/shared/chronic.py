"""The chronic state, and courses that go on from it: usual days, a drug, an explanation, both.

The state: the vulnerable brain after one stove, a night, and two days on which the sore back is lightly used
and the stove is thought of. Every course goes on from the same end of it, so that its effects are paired.

The course: four days of such use (a light touch, a mild twinge, a thought), lived under the treatment; then
probes, measured under it as well. "Pain" is the mean alarm of the events of the last day, as a person rates a
day. The drug is peripheral: it halves the heat's drive of the danger relay. The explanation halves how
threatening fear is taken to be. Both numbers were chosen before any run, and not for their effects.

How heavy the days are was chosen once, on a pilot seed (100): so that usual days come to the pain with which
people enter trials (56 to 58 of 100 in RESOLVE: Bagg et al. 2022). On heavier days (plain touches, warmer
twinges) a touch stood at the end of the scale, where nothing can be told apart; the treatments were seen
there on that seed, and on no lighter days before their sizes were bounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm
from neurotag.errors import SimulationError
from neurotag.experiments.shared.burn import burned
from neurotag.experiments.shared.lives import NIGHT, event, heat_drive, life, probe, repeat, rest, together
from neurotag.life import Life
from neurotag.measure import alarm_trace, onset_of_probe

if TYPE_CHECKING:
    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Recording

SORE_DAYS = 2
COURSE_DAYS = 4
FELT = ("touch", "heat", "thought")
"""What a day's pain is rated over."""

TOUCH = event("touch", site="back", duration_s=1.0)
LIGHT = event("touch", site="back", pressure=0.5, duration_s=1.0)
TWINGE = together(LIGHT, event("heat", site="back", intensity=0.3, duration_s=1.0))
THOUGHT = event("thought", of="stove", duration_s=1.0)
STRANGER = event("thought", of="a_day_to_come", duration_s=1.0)
"""A thought of what was not lived yet: the same drive from within, of neurons bound to nothing."""
TO_COME = event("sight", of="a table", name="a_day_to_come", duration_s=0.2)

DRUG_CHANGE = heat_drive(0.5)
WORDS_CHANGE = "modulators.appraisal=0.5"


def _day(*, night: bool = True) -> tuple[Words, ...]:
    felt = (LIGHT, rest(2.0), TWINGE, rest(2.0), THOUGHT, rest(2.0))
    return (*felt, event("skip", days=1)) if night else felt


CHRONIC_LIFE = life("chronic", *burned(), NIGHT, repeat(SORE_DAYS, *_day()))
CHRONIC = Arm("chronic", CHRONIC_LIFE, brain="vulnerable")
CHRONIC_NO_PLASTICITY = Arm(
    "chronic_no_plasticity", CHRONIC_LIFE, brain="vulnerable", changes=("plasticity=false",)
)


def _course() -> Life:
    days = repeat(COURSE_DAYS - 1, *_day())
    measured = (
        probe("touch", TOUCH),
        probe("warmth", event("heat", site="back", intensity=0.45, duration_s=1.0)),
        probe("thought", THOUGHT),
        probe("stranger", STRANGER),
    )
    events = [days, *_day(night=False), *measured, TO_COME]
    return Life.model_validate({"name": "course", "events": events, "recalls": ["stove"]})


COURSE = _course()


def _treated(name: str, *changes: str) -> Arm:
    return Arm(name, COURSE, brain="vulnerable", changes=changes, past=CHRONIC)


USUAL = _treated("usual")
DRUG = _treated("drug", DRUG_CHANGE)
WORDS = _treated("words", WORDS_CHANGE)
BOTH = _treated("both", DRUG_CHANGE, WORDS_CHANGE)
TREATED = (USUAL, DRUG, WORDS, BOTH)
NEVER = Arm("never", COURSE, brain="vulnerable", changes=("plasticity=false",), past=CHRONIC_NO_PLASTICITY)
"""The same days in a brain that has learned nothing: as if all of it were erased."""


def pain(recording: Recording) -> float:
    """Return the mean alarm of the events of the last day, each from 150 ms after its onset, of 100."""
    trace = alarm_trace(recording.activity, recording)
    t_s = recording.activity.t_s
    woken_s = max((pause.at_s for pause in recording.pauses), default=0.0)
    marks = [mark for mark in recording.marks if mark.start_s >= woken_s and mark.kind in FELT]
    if not marks:
        raise SimulationError(f"life {recording.life.name!r}", "has no last day", "Mend the claim")
    felt = np.zeros(len(t_s), bool)
    for mark in marks:
        felt |= (t_s > mark.start_s + 0.15) & (t_s <= mark.end_s)
    return float(trace[felt].mean())


def fear_share(recording: Recording, probe_name: str) -> float:
    """Return how far the fear region's nociceptive neurons fire in a probe, between rest and full, of 100.

    The same scale as the alarm's, of which it is a third.
    """
    onset, layout, read_out = onset_of_probe(recording, probe_name), recording.layout, recording.brain.alarm
    if read_out is None:
        raise SimulationError(f"probe {probe_name!r}", "has no alarm", "Give the brain one")
    rows = (onset.activity.t_s > onset.start_s + 0.15) & (onset.activity.t_s <= onset.end_s)
    at = layout.index("fear")
    seconds = max(float(rows.sum()) * onset.activity.update_ms / 1000.0, 1e-9)
    rate_hz = float(onset.activity.counts[rows, at, 0].sum()) / (float(layout.n_nociceptive[at]) * seconds)
    share = (rate_hz - read_out.rest_hz) / (read_out.full_hz - read_out.rest_hz)
    return 100.0 * min(max(share, 0.0), 1.0)


def salience_of(recording: Recording, probe_name: str) -> float:
    """Return the mean salience of a probe from 150 ms after its onset, of 100."""
    onset = onset_of_probe(recording, probe_name)
    rows = (onset.activity.t_s > onset.start_s + 0.15) & (onset.activity.t_s <= onset.end_s)
    return 100.0 * float(onset.activity.salience[rows].mean())


def excess(both: float, *alone: float) -> float:
    """Return by how much a combined effect exceeds the sum of its parts."""
    return both - sum(alone)
