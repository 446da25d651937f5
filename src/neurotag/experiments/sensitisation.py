"""Sensitisation: quieter or shorter cues suffice, and called several times one does not sit down in between.

Threshold, duration and reset are read before and after six flare-ups, in the brain whose pain
stays. Summation is a healthy thing: the everyday brain meets trains of equal brief heats at the face, 0.5 to
39 s apart (at the face, where second pain arrives within the same half second). Each pulse counts the mean
alarm of the half second that begins 130 ms after it; summation is the mean of the second half of the train
over the first pulse.

The high-frequency protocol goes on from the same everyday brain: five strong seconds, ten apart, then brief
heats beside the site, before and 0.5 to 48 hours afterwards. It is drawn with the ratings of 60 people.
"""

import numpy as np

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.flares import (
    ARMS,
    between_prompts,
    dissociation,
    dissociation_parts,
    matrix,
    shortest_s,
    told_matrix,
)
from neurotag.experiments.shared.lives import Words, event, life, probe, repeat, rest, together
from neurotag.experiments.shared.readings import alarm
from neurotag.life import Life
from neurotag.measure import alarm_trace
from neurotag.recording import Recording

GAPS_S = (0.5, 1.0, 3.0, 5.0, 10.0, 39.0)
PULSES = (6, 6, 6, 4, 3, 2)
PULSE_S, PULSE = 0.2, 0.75
DELAY_S, WINDOW_S = 0.13, 0.5

HFS_FROM_H = 30.0 / 3600.0
HFS_GAP_S = 10.0
HFS_TRAINS = 5
AFTER_H = (0.5, 5.0, 24.0, 48.0)
TRAINS_H = tuple(HFS_FROM_H + at * HFS_GAP_S / 3600.0 for at in range(HFS_TRAINS))
BEFORE_H = HFS_FROM_H / 2.0
HALF_LIFE_H = 4.9
RATINGS = (67.9, 77.9, 83.9, 87.2, 88.4)
PINPRICK = (24.7, 48.0)


def _train(gap_s: float, pulses: int) -> Words:
    pulse = event("heat", site="face", intensity=PULSE, duration_s=PULSE_S)
    return probe(
        f"train_{round(gap_s * 10)}", repeat(pulses, pulse, every_s=gap_s), rest(DELAY_S + WINDOW_S - PULSE_S)
    )


def _hfs() -> Life:
    pinprick = together(
        event("touch", site="shoulder", pressure=0.3, duration_s=0.5),
        event("heat", site="shoulder", intensity=0.4, duration_s=0.5),
    )
    strong = event("heat", site="back", intensity=0.65, duration_s=1.0)
    trains = repeat(HFS_TRAINS, strong, probe("pin_train", pinprick), every_s=HFS_GAP_S)
    events = [probe("pin_0", pinprick), probe("strong_0", strong), trains, rest(3.0)]
    past_h = 0.0
    for at, after_h in enumerate(AFTER_H, start=1):
        events.append(event("skip", hours=after_h - past_h))
        events += [probe(f"pin_{at}", pinprick), probe(f"strong_{at}", strong)]
        past_h = after_h
    return life("high_frequency", *events)


SLOW_AND_FAST = Arm(
    "trains", life("trains", *(_train(gap, n) for gap, n in zip(GAPS_S, PULSES, strict=True)), rest(0.5))
)
HFS = Arm("hfs", _hfs())
HFS_NO_PLASTICITY = Arm("hfs_no_plasticity", _hfs(), changes=("plasticity=false",))


def pulses(recording: Recording, gap_s: float, number: int) -> list[float]:
    """Return the mean alarm of each pulse of a train."""
    test = recording.probes[f"train_{round(gap_s * 10)}"]
    trace, t_s = alarm_trace(test.activity, recording), test.activity.t_s
    onsets = [test.settle_s + at * gap_s + DELAY_S for at in range(number)]
    return [float(trace[(t_s > at) & (t_s <= at + WINDOW_S)].mean()) for at in onsets]


def summation(answers: list[float]) -> float:
    """Return the mean of the second half of a train over its first pulse, 0 to 10.

    Examples
    --------
    >>> summation([10.0, 12.0, 15.0, 15.0])
    1.5
    """
    late = answers[len(answers) // 2 :]
    return min(float(np.mean(late)) / max(answers[0], 1.0), 10.0)


def half_life_h(hours: tuple[float, ...], gains: list[float]) -> float:
    """Return when a gain has first fallen to half of its first value, on straight lines between the hours.

    What does not fall so far counts twice the last of the hours; without a gain it is 0.

    Parameters
    ----------
    hours : tuple of float
        When the gains were read.
    gains : list of float
        What was gained since before.
    """
    if gains[0] <= 0:
        return 0.0
    goal = gains[0] / 2.0
    for at in range(1, len(gains)):
        if gains[at] <= goal:
            share = (gains[at - 1] - goal) / (gains[at - 1] - gains[at])
            return hours[at - 1] + share * (hours[at] - hours[at - 1])
    return 2.0 * hours[-1]


def _trains(recording: Recording) -> list[float]:
    """Return the mean alarm of each strong second, from 150 ms after its onset to its end."""
    marks = [mark for mark in recording.marks if mark.kind == "heat"]
    trace, t_s = alarm_trace(recording.activity, recording), recording.activity.t_s
    rows = [(t_s > mark.start_s + 0.15) & (t_s <= mark.end_s + 0.15) for mark in marks]
    return [float(trace[each].mean()) for each in rows]


def _tests(recording: Recording, name: str) -> list[float]:
    """Return the alarm of a test before the trains and after each of the hours."""
    return [alarm(recording, f"{name}_{at}") for at in range(len(AFTER_H) + 1)]


def measure(lived: Lived) -> Reading:
    """Return thresholds, resets and summation, the high-frequency protocol, and what they hang on."""
    whole, naive = lived["whole"], lived["no_learning"]
    found = matrix(lived)
    ratio = [summation(pulses(lived["trains"], gap, n)) for gap, n in zip(GAPS_S, PULSES, strict=True)]
    pins, pins_control = (_tests(lived[arm], "pin") for arm in ("hfs", "hfs_no_plasticity"))
    trains, site = _trains(lived["hfs"]), _tests(lived["hfs"], "strong")
    during = [alarm(lived["hfs"], f"pin_train_{at + 1}") for at in range(HFS_TRAINS)]
    values = {
        "threshold": found["whole"]["sensitisation"],
        "threshold_control": found["no_learning"]["sensitisation"],
        "reset": between_prompts(whole, "after") - between_prompts(whole, "before"),
        "reset_control": between_prompts(naive, "after") - between_prompts(naive, "before"),
        "shorter": 1000.0 * (shortest_s(whole, "before") - shortest_s(whole, "after")),
        "shorter_control": 1000.0 * (shortest_s(naive, "before") - shortest_s(naive, "after")),
        "fast": ratio[GAPS_S.index(3.0)],
        "fast_control": ratio[GAPS_S.index(39.0)],
        "slow": max(ratio[GAPS_S.index(10.0)], ratio[GAPS_S.index(39.0)]),
        "slow_control": ratio[GAPS_S.index(1.0)],
        "pinprick": pins[1] / max(pins[0], 1.0),
        "pinprick_control": pins_control[1] / max(pins_control[0], 1.0),
        "half_life": half_life_h(AFTER_H, [each - pins[0] for each in pins[1:]]),
        "site": site[1] / max(site[0], 1.0),
        "trains": trains[-1] / max(trains[0], 1.0),
        **{f"ratio_{round(gap * 10)}": each for gap, each in zip(GAPS_S, ratio, strict=True)},
        **dissociation(found, "sensitisation"),
    }
    lines = {
        "trains": [site[0], *trains, *site[1:]],
        "pinprick": [pins[0], *during, *pins[1:]],
    }
    return Reading(values, lines)


def _decayed() -> tuple[float, ...]:
    """Return what the published rise leaves after so many hours, by the published half-life."""
    before, after = PINPRICK
    return tuple(before + (after - before) * 0.5 ** ((hours - AFTER_H[0]) / HALF_LIFE_H) for hours in AFTER_H)


NONE = float("nan")
CLAIM = Claim(
    name="sensitisation",
    row="A19",
    statement="Sensitisation: quieter or shorter cues suffice; called several times in a row, one does not "
    "fully sit down in between.",
    parts=(
        Part(
            "threshold", "After flare-ups a lower intensity of heat rings the alarm (one of 0.05 is 0.4 "
            "degrees).", "lower", low=0.05, control="the same days without learning",
            published="people with widespread pain need a lower temperature for the same summation: Staud et "
            "al. 2008",
        ),
        Part(
            "shorter", "After flare-ups a shorter heat rings the alarm.", "ms shorter", low=50.0,
            control="the same days without learning",
        ),
        Part(
            "reset", "After flare-ups more of the alarm is left between touches a second apart.", "of 100",
            low=5.0, control="the same days without learning",
            published="after-sensations at 15 and 30 s predict clinical pain: Staud et al. 2014",
        ),
        Part(
            "fast", "Brief heats three seconds apart add up in the everyday brain.", "times the first",
            low=1.1, control="the same heats 39 seconds apart",
            published="second pain adds up at 0.33 Hz and faster: Staud et al. 2008, 2014",
        ),
        Part(
            "slow", "Brief heats 10 and 39 seconds apart do not.", "times the first", high=1.1,
            control="the same heats one second apart",
            published="15 heats 39 s apart, n = 39: 7.69 of 10, then 6.4 to 7.1 (OpenNeuro ds005883)",
        ),
        Part(
            "pinprick", "After five strong seconds a prick beside the site rings up to three times as much.",
            "times before", low=1.5, high=3.0, control="the same without plasticity",
            published="24.7 to 48.0 of 100, 1.95 times, n = 59 (Neojaltare/Nocebo_Data_Code); two to three "
            "times: Klein et al. 2004; 1.9 times: Pfau et al. 2011",
        ),
        *dissociation_parts("arousal by salience, and wind-up"),
    ),
    arms=(*ARMS, SLOW_AND_FAST, HFS, HFS_NO_PLASTICITY),
    measure=measure,
    published="Five seconds of 100 Hz on the skin: 67.9, 77.9, 83.9, 87.2, 88.4 of 100 (n = 60); pricks "
    "beside the site 1.95 times as painful, with a half-life of 4.9 h, at the site itself 6.9 h: Pfau et al. "
    "2011.",
    disagrees=(
        "Brief heats half a second apart add up (1.35 times the first), three seconds apart somewhat "
        "(1.15), and 39 seconds apart not, as in people. But five strong seconds end at 1.03 times the "
        "first where people's ratings rise to 1.30; the prick beside the site stays (1.0 times instead of "
        "1.95), so that it has no half-life; and between touches the alarm falls below its rest instead of "
        "staying up. The threshold falls by what touch has learned, not by arousal, so it does not come "
        "apart from facilitation."
    ),
    told=(
        ("half_life", "half-life of the rise beside the site (h; published 4.9; 96: does not halve in 48 h)"),
        ("site", "strong second at the site half an hour later (times before; published 1.27 to 1.45)"),
        ("trains", "last of five strong seconds (times the first; published 1.30)"),
        *((f"ratio_{round(gap * 10)}", f"brief heats {gap:g} s apart (times the first)") for gap in GAPS_S),
        *told_matrix("sensitisation", "of intensity"),
    ),
    chart=Chart(
        "hours (left: before; then five trains; then after)", "alarm, or rating (of 100)",
        (BEFORE_H, *TRAINS_H, *AFTER_H),
        (("trains", "five strong seconds"), ("pinprick", "prick beside the site")),
        points=(
            ("100 Hz trains, n = 60", (NONE, *RATINGS, *(NONE,) * len(AFTER_H))),
            ("pricks, n = 59; decay by 4.9 h", (PINPRICK[0], *(NONE,) * HFS_TRAINS, *_decayed())),
        ),
        is_log=True,
    ),
)  # fmt: skip
