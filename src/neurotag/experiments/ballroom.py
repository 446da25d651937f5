"""The ballroom: a packed room, and a man on stage who calls for people to stand by the colour of shirts.

The picture is played in the same brain. The room is the fear region, a person is one of its neurons, a colour
is a feeling's set of neurons, and the man's call is a sound. One who fires 8 Hz above the second before the
call stands up at it: who stands already does not count. At first a call says nothing. Then the call for red
is given twice while red stands, for good reason (relevance 0.6). (On a pilot seed red stood without any call
after three times in the everyday brain, so twice it is.) What becomes of it is read as the article tells it,
each against its own control:

- imprecision: those in orange, a colour like red (half of the shirts are the same; those are left out),
  stand by mistake; control: those in blue, a colour unlike it;
- disinhibition: ushers, a fifth of the region's inhibitory neurons, make fewer people sit down; control: a
  room whose inhibition cannot be lost;
- facilitation: red stands sooner; control: a room that cannot learn;
- sensitisation: a quieter call makes half of red stand, and between calls people do not sit down.
"""

import numpy as np
from numpy.typing import NDArray

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.engine.twin import Cue, Twins
from neurotag.experiments.shared.flares import WINDOW_MS, threshold
from neurotag.experiments.shared.lives import NIGHT, Words, event, life, probe, repeat, rest, together
from neurotag.experiments.shared.readings import ACTIVE_HZ, cells, rates_hz, rates_in_probe, share_active
from neurotag.life import Life
from neurotag.measure import onset_of_probe
from neurotag.recording import Activity, Recording

ROOM = "fear"
CALL = "red please"
COLOURS = ("red", "orange", "blue")
LOUDNESS = (0.25, 0.5, 0.75, 1.0)
N_CALLS, CALL_S, GAP_S = 4, 0.5, 1.0
REHEARSALS = 2
NEVER = 0.2
"""What a threshold counts above the loudest call that made nobody stand."""
HALF = 0.5
SOON_S, REST_S = 0.1, 1.0
USHERS, USHER_DRIVE, N_TRIALS, SETTLE_S, CUED_S = 0.2, 1.0, 3, 1.0, 0.6


def _call(loudness: float = 1.0, duration_s: float = 1.0) -> Words:
    return event("sound", of=CALL, intensity=loudness, duration_s=duration_s)


def _feeling(colour: str, **words: object) -> Words:
    return event("emotion", of=colour, **words)


def _probes(stage: str) -> list[Words]:
    calls = [probe(f"call_{at}_{stage}", _call(loudness)) for at, loudness in enumerate(LOUDNESS)]
    row = repeat(N_CALLS, _call(1.0, CALL_S), every_s=GAP_S)
    return [*calls, probe(f"calls_{stage}", row, rest(GAP_S - CALL_S))]


def _evening() -> Life:
    people = [
        _feeling("red", duration_s=0.1),
        _feeling("orange", like="red", similarity=0.5, duration_s=0.1),
        _feeling("blue", duration_s=0.1),
    ]
    stand = together(_call(1.0, 2.0), _feeling("red", duration_s=1.8, at_s=0.2, relevance=0.6))
    greeting = [each for one in people for each in (one, rest(1.0))]
    return life(
        "ballroom",
        *greeting,
        *_probes("before"),
        repeat(REHEARSALS, stand, rest(1.5)),
        NIGHT,
        *_probes("after"),
    )


EVENING = _evening()
ROOM_WHOLE = Arm("room", EVENING)
ROOM_NO_LOSS = Arm("no_loss", EVENING, changes=("disinhibition.per_spike=0",))
ROOM_NO_LEARNING = Arm("no_learning", EVENING, changes=("rules.hebb.rate=0",))


def people(recording: Recording, colour: str) -> NDArray[np.int64]:
    """Return the neurons of a colour that no other colour has."""
    every = {each: cells(recording, "emotion", each)[ROOM] for each in COLOURS}
    others = np.concatenate([ids for each, ids in every.items() if each != colour])
    return every[colour] if colour == "red" else np.setdiff1d(every[colour], others)


def standing(recording: Recording, colour: str, probe_name: str) -> float:
    """Return the share of a colour that stands up at a call."""
    onset, n_neurons = onset_of_probe(recording, probe_name), recording.layout.n_neurons
    before = rates_hz(onset.activity, onset.start_s - REST_S, onset.start_s, n_neurons)
    rise = rates_in_probe(recording, probe_name, delay_s=SOON_S) - before
    return share_active(rise, people(recording, colour))


def _stand(recording: Recording, colour: str, stage: str) -> list[float]:
    """Return the share of a colour that stands, by the loudness of the call."""
    return [standing(recording, colour, f"call_{at}_{stage}") for at in range(len(LOUDNESS))]


def stands_ms(recording: Recording, stage: str) -> float:
    """Return when red stands up: its rate over 50 ms is 8 Hz above rest; 1000 ms where it is not."""
    test = recording.probes[f"call_{len(LOUDNESS) - 1}_{stage}"]
    rate = rate_hz(test.activity, people(recording, "red"))
    t_s = (np.arange(len(rate)) + 1) * test.activity.dt_ms / 1000.0 - test.settle_s
    rest_hz = float(rate[(t_s > -REST_S) & (t_s <= 0)].mean())
    found = np.flatnonzero((t_s > 0.05) & (t_s <= WINDOW_MS / 1000.0) & (rate >= ACTIVE_HZ + rest_hz))
    return float(1000.0 * t_s[found[0]]) if len(found) else WINDOW_MS


def rate_hz(activity: Activity, neurons: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the mean rate of some neurons over the last 50 ms, at every step."""
    n_steps = round(activity.duration_s * 1000.0 / activity.dt_ms)
    spikes = np.bincount(activity.step[np.isin(activity.neuron, neurons)], minlength=n_steps)
    length = round(50.0 / activity.dt_ms)
    total = np.concatenate([np.zeros(length), np.cumsum(spikes)])
    rate: NDArray[np.float64] = (total[length:] - total[:-length]) / (len(neurons) * 0.05)
    return rate


def quietest(recording: Recording, stage: str) -> float:
    """Return the least loudness at which half of red stands."""
    return threshold(LOUDNESS, _stand(recording, "red", stage), HALF)


def at_rest_hz(recording: Recording) -> float:
    """Return red's rate in the second before the first call, afterwards."""
    test = recording.probes["calls_after"]
    rates = rates_hz(test.activity, test.settle_s - REST_S, test.settle_s, recording.layout.n_neurons)
    return float(rates[people(recording, "red")].mean())


def between_calls_hz(recording: Recording, stage: str) -> float:
    """Return red's rate from 200 to 500 ms after each of four calls has ended."""
    test = recording.probes[f"calls_{stage}"]
    rate = rate_hz(test.activity, people(recording, "red"))
    waits = np.zeros(len(rate), bool)
    t_s = (np.arange(len(rate)) + 1) * test.activity.dt_ms / 1000.0 - test.settle_s
    for at in range(N_CALLS):
        end_s = at * GAP_S + CALL_S
        waits |= (t_s > end_s + 0.25) & (t_s <= end_s + GAP_S - CALL_S)
    return float(rate[waits].mean())


def seated(recording: Recording, *, at_birth: bool = False) -> float:
    """Return the share of red's rate that ushers take away, while red is made to stand.

    In frozen twins the neurons of red are driven, with and without a share of the room's inhibitory ones.
    """
    twins = Twins.of(recording.branch(), threads=1)
    twins = twins.born() if at_birth else twins
    red, inhibits = people(recording, "red"), recording.layout.inhibitory(ROOM)
    ushers = np.arange(inhibits.start, inhibits.stop)[: round(USHERS * (inhibits.stop - inhibits.start))]
    sets = (red, np.concatenate([red, ushers]))
    cues = [Cue(each, USHER_DRIVE, SETTLE_S, CUED_S, trial) for each in sets for trial in range(N_TRIALS)]
    rates = [
        float(rate_hz(each, red)[round((SETTLE_S + SOON_S) * 1000.0 / each.dt_ms) :].mean())
        for each in twins.drive_all(cues, total_s=SETTLE_S + CUED_S)
    ]
    free, held = (float(np.mean(each)) for each in (rates[:N_TRIALS], rates[N_TRIALS:]))
    return float(1.0 - held / max(free, 1e-9))


def _more(recording: Recording, colour: str) -> float:
    """Return how many more of a colour stand at a loud call, %."""
    return 100.0 * (_stand(recording, colour, "after")[-1] - _stand(recording, colour, "before")[-1])


def measure(lived: Lived) -> Reading:
    """Return what becomes of a room that was called twice."""
    room, no_loss, naive = (lived[arm] for arm in ("room", "no_loss", "no_learning"))
    sooner, quieter, between = (
        {arm: read(lived[arm]) for arm in ("room", "no_learning")} for read in (_sooner, _quieter, _between)
    )
    values = {
        "imprecision": _more(room, "orange"),
        "imprecision_control": _more(room, "blue"),
        "disinhibition": 100.0 * (seated(room, at_birth=True) - seated(room)),
        "disinhibition_control": 100.0 * (seated(no_loss, at_birth=True) - seated(no_loss)),
        "facilitation": sooner["room"],
        "facilitation_control": sooner["no_learning"],
        "sensitisation": quieter["room"],
        "sensitisation_control": quieter["no_learning"],
        "between": between["room"],
        "between_control": between["no_learning"],
        "red": _more(room, "red"),
        "at_rest": at_rest_hz(room),
        "ushers_before": 100.0 * seated(room, at_birth=True),
    }
    lines = {f"{colour}_{stage}": _stand(room, colour, stage) for colour, stage in LINES}
    return Reading(values, {**lines, "naive": _stand(naive, "red", "after")})


LINES = (("red", "before"), ("red", "after"), ("orange", "after"), ("blue", "after"))


def _sooner(recording: Recording) -> float:
    return stands_ms(recording, "before") - stands_ms(recording, "after")


def _quieter(recording: Recording) -> float:
    return quietest(recording, "before") - quietest(recording, "after")


def _between(recording: Recording) -> float:
    return between_calls_hz(recording, "after") - between_calls_hz(recording, "before")


CLAIM = Claim(
    name="ballroom",
    row="A20",
    statement="A packed ballroom, and a man on stage who calls for people to stand by the colour of their "
    "shirts: the picture for imprecision, disinhibition, facilitation and sensitisation.",
    parts=(
        Part(
            "imprecision", "Some in orange stand at the call for red.", "% of them", low=10.0,
            control="those in blue, a colour unlike red",
            published="the picture of imprecision; reactions spread along likeness: Meulders & Vlaeyen 2013",
        ),
        Part(
            "disinhibition", "Ushers make fewer of red sit down than before.", "% of red's rate", low=5.0,
            control="a room whose inhibition cannot be lost", published="the picture of disinhibition",
        ),
        Part(
            "facilitation", "Red stands sooner (1000 ms where it does not stand).", "ms sooner", low=100.0,
            control="a room that cannot learn", published="the picture of facilitation",
        ),
        Part(
            "sensitisation", "A quieter call makes half of red stand.", "of loudness", low=0.2,
            control="a room that cannot learn", published="the picture of sensitisation: quieter cues",
        ),
        Part(
            "between", "Between calls a second apart red does not fully sit down.", "Hz", low=1.0,
            control="a room that cannot learn", published="the picture of sensitisation: no full reset",
        ),
    ),
    arms=(ROOM_WHOLE, ROOM_NO_LOSS, ROOM_NO_LEARNING),
    measure=measure,
    published="A teacher's picture: there is no figure for it. Each part maps onto the claim of its name.",
    disagrees=(
        "In the model nobody in orange stands by mistake, the ushers' loss (4 %) is too small and the same "
        "without loss of inhibition, and between calls red sits down: of the picture, facilitation is "
        "there, and quieter calls by half of what was asked for. Red rings a little by itself after two "
        "calls. The picture has one caller and one room; in the evidence acuity does not follow pain (Morf "
        "et al. 2021)."
    ),
    told=(
        ("at_rest", "rate of red before a call, afterwards (Hz; one who stands has 8)"),
        ("red", "of red that stands at a loud call, more than before (%)"),
        ("ushers_before", "of red's rate that ushers take away, before (%)"),
    ),
    chart=Chart(
        "loudness of the call", "share that stands", LOUDNESS,
        (("red_before", "red, before"), ("red_after", "red, after"), ("orange_after", "orange, after"),
         ("blue_after", "blue, after"), ("naive", "red, without learning")),
    ),
)  # fmt: skip
