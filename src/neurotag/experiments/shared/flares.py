"""Repeated flare-ups, with and without each mechanism: the four changes of pain that stays.

Every arm lives the same days: probes, six flare-ups of moderate heat and touch with nights between them, the
same probes. The vulnerable brain is asked, since these changes are those of pain that stays. A sign is the
difference between after and before, so that a brain is its own comparison. An alarm counts from its level in
the second before, so that one that rings by itself is no answer. (On a pilot seed one burn and eight strong
flare-ups ended with an alarm that rang at rest, all cues alike; six moderate ones stay short of that. When
the brain had been mended, decision 15, the same was asked again of seeds 100 and 101: six of 0.5 leave the
alarm silent at rest, six of 0.6 let it ring by itself now and then; 0.55 was taken.)

The mechanisms that are switched off:

- overlap: a touch drives its own site alone, so that no neighbour is bound into the alarm by mistake;
- loss: spikes take nothing from inhibition;
- cue: touch learns nothing that leads to danger, suffering and fear, the short way to the alarm;
- carry: salience excites no neuron, and the relay does not wind up where it can;
- learning: no weight changes at all, inhibition is lost as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.brain import load_brain
from neurotag.claims import Arm, Part
from neurotag.engine.twin import Cue, Twins
from neurotag.experiments.shared.lives import NIGHT, event, life, probe, repeat, rest, together
from neurotag.experiments.shared.readings import alarm
from neurotag.measure import ALARM_RINGS, alarm_trace, onset_of_probe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from neurotag.claims import Lived
    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Activity, Recording

N_DAYS, PER_DAY = 3, 2
SITES = ("back", "hip", "shoulder", "arm", "hand")
NEAR, FAR = ("hip", "shoulder"), ("arm", "hand")
INTENSITIES = (0.15, 0.3, 0.45, 0.6)
DURATIONS_S = (0.1, 0.3)
BRIEF = 0.3
N_CALLS = 4
WINDOW_MS = 1000.0
"""What a latency counts that is not reached within it."""
STEP_UP = 0.15
"""A threshold that no intensity reached counts the greatest of them and this much more."""

STOP_DRIVE = 0.5
STOP_SHARES = (0.04, 0.08, 0.12)
"""Shares of the inhibitory neurons of the alarm's regions that a stop signal drives: on a pilot seed a fifth
of them stopped everything."""
N_TRIALS = 2
SETTLE_S, CUED_S = 1.0, 0.8


def _probes(stage: str) -> list[Words]:
    touches = [probe(f"{site}_{stage}", event("touch", site=site, duration_s=1.0)) for site in SITES]
    heats = [
        probe(f"heat_{at}_{stage}", event("heat", site="back", intensity=strength, duration_s=1.0))
        for at, strength in enumerate(INTENSITIES)
    ]
    brief = [
        probe(
            f"brief_{at}_{stage}",
            event("heat", site="back", intensity=BRIEF, duration_s=lasts_s),
            rest(1.0 - lasts_s),
        )
        for at, lasts_s in enumerate(DURATIONS_S)
    ]
    strong = together(
        event("touch", site="back", duration_s=1.0),
        event("heat", site="back", intensity=0.8, duration_s=1.0),
    )
    prompts = repeat(N_CALLS, event("touch", site="back", duration_s=0.3), every_s=1.0)
    task = together(
        event("task", of="a crossword", load=1.5, duration_s=1.0),
        event("heat", site="back", intensity=0.45, duration_s=1.0),
    )
    more = [probe(f"strong_{stage}", strong), probe(f"prompts_{stage}", prompts, rest(0.7))]
    return [*touches, *heats, *brief, *more, probe(f"task_{stage}", task)]


FLARE = together(
    event("touch", site="back", duration_s=1.0),
    event("heat", site="back", intensity=0.55, duration_s=1.0),
)
FLARES = life(
    "flares",
    *_probes("before"),
    *(each for _ in range(N_DAYS) for each in (repeat(PER_DAY, FLARE, rest(2.0)), NIGHT)),
    *_probes("after"),
)
"""Six flare-ups of a second on three days."""


def _no_carry() -> tuple[str, ...]:
    """Return the changes after which nothing of a prompt but its synapses meets the next one."""
    own = load_brain("vulnerable").region("relay").excitatory
    winds_up = ("regions.relay.excitatory.wind_up_mV=0",) if hasattr(own, "wind_up_mV") else ()
    return ("excitatory.arousal_mV=0", *winds_up)


def _no_cue() -> tuple[str, ...]:
    return tuple(
        f"projections.touch->{region}.{name}=null"
        for region in ("danger", "suffering", "fear")
        for name in ("rule", "weight_max")
    )


def _arm(name: str, *changes: str) -> Arm:
    return Arm(name, FLARES, brain="vulnerable", changes=changes)


WHOLE = _arm("whole")
NO_OVERLAP = _arm("no_overlap", "body.fibres.overlap=[0.0]")
NO_LOSS = _arm("no_loss", "disinhibition.per_spike=0")
NO_CUE = _arm("no_cue", *_no_cue())
NO_CARRY = _arm("no_carry", *_no_carry())
NO_LEARNING = _arm("no_learning", "rules.hebb.rate=0")
ARMS = (WHOLE, NO_OVERLAP, NO_LOSS, NO_CUE, NO_CARRY, NO_LEARNING)

SIGNS = ("imprecision", "disinhibition", "facilitation", "sensitisation")
MECHANISM = dict(zip(SIGNS, ("no_overlap", "no_loss", "no_cue", "no_carry"), strict=True))
"""The arm without the mechanism of each sign."""
SWITCHED_OFF = {
    "no_overlap": "touch without overlap", "no_loss": "no loss of inhibition",
    "no_cue": "no learning from touch to the alarm", "no_carry": "no arousal and no wind-up",
    "no_learning": "no learning at all",
}  # fmt: skip


def quiet(recording: Recording, probe_name: str) -> float:
    """Return the mean alarm in the second before the onset of a probe."""
    onset = onset_of_probe(recording, probe_name)
    t_s = onset.activity.t_s
    return float(
        alarm_trace(onset.activity, recording)[(t_s > onset.start_s - 1.0) & (t_s <= onset.start_s)].mean()
    )


def answer(recording: Recording, probe_name: str) -> float:
    """Return the mean alarm of a probe above that of the second before it, of 100."""
    return alarm(recording, probe_name) - quiet(recording, probe_name)


def rings_ms(recording: Recording, probe_name: str) -> float:
    """Return when the alarm first rings after the onset of a probe; 1000 ms where it does not.

    It rings at 30 above its level in the second before.
    """
    onset = onset_of_probe(recording, probe_name)
    trace = alarm_trace(onset.activity, recording) - quiet(recording, probe_name)
    return first_ms(onset.activity.t_s - onset.start_s, trace, ALARM_RINGS)


def first_ms(since_s: NDArray[np.float64], trace: NDArray[np.float64], bound: float) -> float:
    """Return the first time from 0 on at which a trace is at a bound; 1000 ms where that is not within it.

    Parameters
    ----------
    since_s, trace : (n,) float
        Seconds since the onset, and the trace.
    bound : float
        What is to be reached.
    """
    found = np.flatnonzero((since_s > 0) & (since_s <= WINDOW_MS / 1000.0) & (trace >= bound))
    return float(since_s[found[0]] * 1000.0) if len(found) else WINDOW_MS


def threshold(strengths: Sequence[float], answers: Sequence[float], bound: float = ALARM_RINGS) -> float:
    """Return the least strength that answers as much as a bound, on straight lines between those tried.

    At no strength there is no answer. What no strength reached counts the greatest and `STEP_UP` more.
    """
    x, y = [0.0, *strengths], [0.0, *answers]
    for at in range(1, len(x)):
        if y[at] >= bound:
            share = (bound - y[at - 1]) / max(y[at] - y[at - 1], 1e-9)
            return x[at - 1] + min(max(share, 0.0), 1.0) * (x[at] - x[at - 1])
    return x[-1] + STEP_UP


def between_prompts(recording: Recording, stage: str) -> float:
    """Return the mean alarm from 400 to 700 ms after the end of each of the touches a second apart."""
    test = recording.probes[f"prompts_{stage}"]
    t_s, trace = test.activity.t_s, alarm_trace(test.activity, recording)
    waits = [(t_s > test.settle_s + at + 0.7) & (t_s <= test.settle_s + at + 1.0) for at in range(N_CALLS)]
    left = float(np.mean([trace[rows].mean() for rows in waits]))
    return left - quiet(recording, f"prompts_{stage}")


def heat_threshold(recording: Recording, stage: str) -> float:
    """Return the least intensity of a second of heat that rings the alarm."""
    return threshold(INTENSITIES, [answer(recording, f"heat_{at}_{stage}") for at in range(len(INTENSITIES))])


def shortest_s(recording: Recording, stage: str) -> float:
    """Return the least duration of a brief heat whose alarm peaks at a level that rings.

    The longest tried is the second of the graded heats at the same intensity.
    """
    brief = [f"brief_{at}_{stage}" for at in range(len(DURATIONS_S))]
    longest = f"heat_{INTENSITIES.index(BRIEF)}_{stage}"
    return threshold((*DURATIONS_S, 1.0), [_peak(recording, name) for name in (*brief, longest)])


def _peak(recording: Recording, probe_name: str) -> float:
    onset = onset_of_probe(recording, probe_name)
    peak = float(alarm_trace(onset.activity, recording)[onset.activity.t_s > onset.start_s].max())
    return peak - quiet(recording, probe_name)


def rise(recording: Recording, probe_name: str) -> float:
    """Return how much more a probe rings after than before."""
    return answer(recording, f"{probe_name}_after") - answer(recording, f"{probe_name}_before")


def stopped(recording: Recording, *, at_birth: bool = False) -> list[float]:
    """Return the share of an alarm that a stop signal takes away, for each of `STOP_SHARES`.

    In frozen twins the relay's neurons of the back are driven, and with them a share of the inhibitory
    neurons of the alarm's regions. The alarm is held against that without the stop signal.
    """
    twins = Twins.of(recording.branch(), threads=1)
    twins = twins.born() if at_birth else twins
    layout, body = recording.layout, recording.brain.body
    relay = layout.excitatory("relay")
    per_site = (relay.stop - relay.start) // len(body.sites)
    first = relay.start + body.site_names.index("back") * per_site
    back = np.arange(first, first + per_site, dtype=np.int64)
    read_out = recording.brain.alarm
    held = [layout.inhibitory(name) for name in (read_out.regions if read_out else ())]
    sets = [
        np.concatenate([back, *(np.arange(part.start, part.stop)[: round(share * (part.stop - part.start))]
                                for part in held)])
        for share in (0.0, *STOP_SHARES)
    ]  # fmt: skip
    cues = [Cue(each, STOP_DRIVE, SETTLE_S, CUED_S, trial) for each in sets for trial in range(N_TRIALS)]
    answers = twins.drive_all(cues, total_s=SETTLE_S + CUED_S)
    each = np.array([_twin_alarm(answer, recording) for answer in answers])
    levels = each.reshape(len(sets), N_TRIALS).mean(axis=1)
    free = max(float(levels[0]), 1e-9)
    return [float(1.0 - level / free) for level in levels[1:]]


def _twin_alarm(activity: Activity, recording: Recording) -> float:
    trace = alarm_trace(activity, recording)[activity.t_s > SETTLE_S + 0.25]
    return float(trace.mean()) if len(trace) else 100.0


def signs(recording: Recording) -> dict[str, float]:
    """Return the four signs of one arm: each is more than 0 where pain that stays shows it.

    Imprecision: rise of the alarm of a touch on the sites beside the back, of 100. Disinhibition: fall of the
    share of an alarm that a stop signal takes away. Facilitation: how much sooner the same strong heat rings,
    ms. Sensitisation: fall of the least intensity that rings.
    """
    return {
        "imprecision": float(np.mean([rise(recording, site) for site in NEAR])),
        "disinhibition": float(np.mean(stopped(recording, at_birth=True)) - np.mean(stopped(recording))),
        "facilitation": rings_ms(recording, "strong_before") - rings_ms(recording, "strong_after"),
        "sensitisation": heat_threshold(recording, "before") - heat_threshold(recording, "after"),
    }


def remaining(sign: float, whole: float) -> float:
    """Return the share of a sign that is left without a mechanism, 0 to 2; 0 where there is no sign."""
    return float(np.clip(sign / whole, 0.0, 2.0)) if whole > 0 else 0.0


def matrix(lived: Lived) -> dict[str, dict[str, float]]:
    """Return the signs of every arm."""
    return {arm.name: _known(lived[arm.name]) for arm in ARMS}


_SIGNS: dict[str, dict[str, float]] = {}
"""What the claims that share these lives have read already: the last few recordings' signs, by digest."""


def _known(recording: Recording) -> dict[str, float]:
    key = recording.digest()
    if key not in _SIGNS:
        while len(_SIGNS) >= len(ARMS):
            _SIGNS.pop(next(iter(_SIGNS)))
        _SIGNS[key] = signs(recording)
    return _SIGNS[key]


def dissociation(found: Mapping[str, Mapping[str, float]], sign: str) -> dict[str, float]:
    """Return a claim's numbers of the dissociation.

    Parameters
    ----------
    found : mapping
        The signs of every arm, as `matrix` gives them.
    sign : str
        The claim's own.

    Returns
    -------
    dict of str to float
        ``sign_<arm>``, this sign in every arm. ``lost``: the share of it that is left without its mechanism;
        ``lost_control``: the least that is left without another's. ``kept``: the least share of the other
        signs that is left without this mechanism; ``kept_control``: the same without any learning.
    """
    whole, own = found["whole"], MECHANISM[sign]
    others = [each for each in SIGNS if each != sign]
    left = {arm: remaining(found[arm][sign], whole[sign]) for arm in found}
    return {
        **{f"sign_{arm}": found[arm][sign] for arm in found},
        "lost": left[own],
        "lost_control": min(left[MECHANISM[each]] for each in others),
        "kept": min(remaining(found[own][each], whole[each]) for each in others),
        "kept_control": min(remaining(found["no_learning"][each], whole[each]) for each in others),
    }


def told_matrix(sign: str, unit: str) -> tuple[tuple[str, str], ...]:
    """Return a row of the dissociation matrix as values worth telling."""
    rows = tuple((f"sign_{arm}", f"{sign}, {words} ({unit})") for arm, words in SWITCHED_OFF.items())
    return (("sign_whole", f"{sign}, nothing switched off ({unit})"), *rows)


def dissociation_parts(mechanism: str) -> tuple[Part, Part]:
    """Return the predictions about what is left without a mechanism: of this sign, of the others."""
    return (
        Part(
            "lost", f"Half of it or more is gone without its mechanism ({mechanism}).", "share left",
            high=0.5, control="without the mechanism of another sign (the least that is left)",
        ),
        Part(
            "kept", "Without this mechanism the other three signs keep half of their size or more.",
            "share left", low=0.5, control="the same days without any learning",
        ),
    )  # fmt: skip
