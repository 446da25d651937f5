"""A neurotag grows by mere repetition.

Two lives. A bell comes with a burn on five days, once at first and 18 times in all, and is asked after every
night: what it adds to a warmth (shared/learning.py). It should grow, and no longer after some six lessons.
The control has as many bells and burns, four seconds apart, on the first three days. In the other life
nothing matters: a sound and a sight that are there together, once on one day and eleven times on the next. A
night later the sound alone should bring back more of the moment's own neurons of memory and thought than
after once. An active neuron fires at 8 Hz and more; what another sound makes active is taken away.

The part about rest was added after a pilot (seed 100), in which eighteen lessons left an alarm that rang by
itself: what is at the end of its scale is no plateau.
"""

from itertools import accumulate

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.flares import quiet
from neurotag.experiments.shared.learning import LEAST, LEAST_SHIFT, added, asked, lessons, rise
from neurotag.experiments.shared.lives import NIGHT, event, life, repeat, rest, together
from neurotag.experiments.shared.readings import alarm, cells, rates_in_probe, share_active
from neurotag.recording import Recording

PER_DAY = (1, 2, 3, 6, 6)
TOTALS = (0, *accumulate(PER_DAY))
BELL = event("sound", of="a bell")
CUES = {"bell": BELL, "stranger": event("sound", of="a flute")}

TIMES = (1, 11)
MOMENT_S, PAUSE_S = 3.0, 1.0
MOMENT = "moment"


def _days(name: str, kinds: str, n_days: int) -> Arm:
    events = list(asked("0", CUES))
    for total, number in zip(TOTALS[1 : n_days + 1], PER_DAY, strict=False):
        events += [*lessons(kinds * number, BELL), NIGHT, *asked(f"{total}", CUES)]
    return Arm(name, life(f"repetition_{name}", *events))


def _moments(name: str, *changes: str) -> Arm:
    moment = together(
        {**BELL, "duration_s": MOMENT_S}, event("sight", of="a garden", duration_s=MOMENT_S), name=MOMENT
    )
    events = []
    for day, times in enumerate(TIMES):
        events += [repeat(times, moment, rest(PAUSE_S)), NIGHT, *asked(f"{day}", CUES, warmth=None)]
    return Arm(name, life("moments", *events), changes=changes)


PAIRED, UNPAIRED = _days("paired", "b", len(PER_DAY)), _days("unpaired", "co", 3)
MERE, UNLEARNED = _moments("mere"), _moments("unlearned", "plasticity=false")


def by_number(recording: Recording, totals: tuple[int, ...]) -> list[float]:
    """Return what the bell has come to add to the warmth after so many lessons each; 0 after none."""
    return [added(recording, "bell", f"{total}", since="0") if total else 0.0 for total in totals]


def brought_back(recording: Recording, day: int) -> float:
    """Return the share of the moment's neurons that its sound makes active, less another sound's."""
    bell, stranger = (
        [
            share_active(rates_in_probe(recording, f"{name}_{day}", delay_s=0.1), ids)
            for ids in cells(recording, "episode", MOMENT).values()
        ]
        for name in CUES
    )
    return sum(bell) / len(bell) - sum(stranger) / len(stranger)


def measure(lived: Lived) -> Reading:
    """Return how what a bell adds depends on how often it came with a burn, and what mere repetition does."""
    paired, unpaired = by_number(lived["paired"], TOTALS), by_number(lived["unpaired"], TOTALS[:4])
    mere, unlearned = ([brought_back(lived[arm], day) for day in (0, 1)] for arm in ("mere", "unlearned"))
    once, six = TOTALS.index(1), TOTALS.index(6)
    resting = [quiet(lived["paired"], f"stranger_{total}") for total in TOTALS]
    values = {
        "grows": paired[six] - paired[once],
        "grows_control": unpaired[six] - unpaired[once],
        "learned": paired[six],
        "learned_control": unpaired[six],
        "plateau": paired[-1] - paired[six],
        "plateau_control": paired[six],
        "mere": mere[1] - mere[0],
        "mere_control": unlearned[1] - unlearned[0],
        "once": mere[0],
        "rest": resting[-1],
        "rest_6": resting[six],
        "rest_control": alarm(lived["paired"], "stranger_0"),
        "stranger_18": rise(lived["paired"], "stranger", "18", since="0"),
    }
    return Reading(values, {"paired": paired, "resting": resting})


CLAIM = Claim(
    name="repetition",
    row="A8",
    statement="A neurotag can strengthen through mere repetition.",
    parts=(
        Part(
            "grows", "After six lessons the bell adds more to a warmth than after one.", "of 100",
            low=LEAST_SHIFT, control="bell and burn four seconds apart",
            published="no number is known; the article says so",
        ),
        Part(
            "learned", "After six it adds as much as conditioning does.", "of 100", low=LEAST,
            control="bell and burn four seconds apart",
            published="a learned cue adds 7.4 (4.0 to 10.8): Madden et al. 2016",
        ),
        Part(
            "plateau", "Twelve more lessons change that by less than counts as learned.", "of 100",
            low=-LEAST, high=LEAST, control="the first six lessons",
            published="no relation to the number of pairings, 6 to 30: Thomaidou et al. 2023",
        ),
        Part(
            "rest", "After eighteen lessons the alarm is as good as silent at rest.", "of 100", high=LEAST,
            control="the warmth itself, before any lesson",
            published="no number is known; healthy people leave such trials without pain",
        ),
        Part(
            "mere", "Of a moment that mattered nothing, its sound brings back a tenth more after twelve "
            "times than after once.", "share of its neurons", low=0.1,
            control="the same life without plasticity",
            published="no number is known; the article says so",
        ),
    ),
    arms=(PAIRED, UNPAIRED, MERE, UNLEARNED),
    measure=measure,
    published="The size of conditioned pain does not follow the number of pairings, 6 to 30 (Q = 0.81, p = "
    "0.37): Thomaidou et al. 2023.",
    disagrees=(
        "The trials find no growth beyond six lessons. In the model what the bell adds goes on growing to "
        "eighteen, by 11 of 100, and without a third factor so small a rise stays within the bound as well "
        "as outside it. After eighteen lessons the alarm stands at 13 of 100 at rest (1.5 after six), and "
        "the warmth rings 24 more with any other sound: much of what repetition does here is not about the "
        "bell."
    ),
    told=(
        ("once", "share of the moment's neurons that its sound brings back after once"),
        ("stranger_18", "rise of the warmth with another sound after 18 lessons (of 100)"),
        ("rest_6", "alarm at rest after 6 lessons (of 100)"),
    ),
    chart=Chart(
        "lessons of the bell with a burn", "of 100", tuple(map(float, TOTALS)),
        (("paired", "what the bell adds to a warmth"), ("resting", "alarm at rest")),
    ),
)  # fmt: skip
