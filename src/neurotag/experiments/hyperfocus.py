"""Hyperfocus: the burn takes the mind off the conversation.

Three conversations are interrupted in frozen twins by a burn, by a harmless touch and flash of the same
strength, and by mild lasting heat. Read are the conversation's own cells, and a listener who guesses from 10
ms of firing which of the three conversations goes on: his score, and how long he has to listen for a fixed
amount of evidence. The evidence on people who perform tasks in pain is sober (Gong et al. 2019): mild pain
must cost little.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neurotag.claims import Arm, Chart, Claim, Lived, Part, Reading
from neurotag.experiments.shared.lives import event, life, probe, together
from neurotag.experiments.shared.readings import cells, rates_hz
from neurotag.measure import onset_of_probe

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.experiments.shared.lives import Words
    from neurotag.recording import Recording

TOPICS = ("conversation", "recipe", "journey")
BEFORE_S = (-1.0, 0.0)
DURING_S = (0.2, 1.2)
GLANCE_S = 0.01
"""Pilots with 20 ms had him right every time before the burn: too easy to show a loss."""
EVIDENCE = 30.0
"""Spikes by which a conversation has to lead the next one before the listener is sure."""
MOST_MS = 1000.0
"""What a listener who is never sure has listened for."""
INSTANTS_S = tuple(round(-1.0 + 0.25 * at, 2) for at in range(12))
STEP_S = 0.25


def _interrupted(topic: str, how: str, *by: Words) -> Words:
    talk = event("talk", of=topic, duration_s=4.0)
    return probe(f"{how}_{topic}", together(talk, *by))


def _every() -> tuple[Words, ...]:
    touch = event("touch", site="back", at_s=2.0, duration_s=0.6)
    burn = (touch, event("heat", site="back", intensity=1.0, at_s=2.0, duration_s=0.6))
    neutral = (touch, event("sight", of="a flash", at_s=2.0, duration_s=0.6))
    mild = (event("heat", site="back", intensity=0.45, at_s=2.0, duration_s=1.5),)
    ways = {"burn": burn, "neutral": neutral, "mild": mild}
    return tuple(_interrupted(topic, how, *by) for how, by in ways.items() for topic in TOPICS)


TALKS = Arm("talks", life("interrupted_talks", *_every()))


def score(own: NDArray[np.int64], others: NDArray[np.int64]) -> float:
    """Return the share of glances in which the listener names the right one; a tie is a toss.

    Parameters
    ----------
    own : (n_glances,) int64
        Spikes of the conversation that goes on.
    others : (n_others, n_glances) int64
        Spikes of the others.
    """
    best = others.max(axis=0)
    ties = 1 + (others == own).sum(axis=0)
    return float(np.where(own > best, 1.0, np.where(own == best, 1.0 / ties, 0.0)).mean())


def listening_ms(own: NDArray[np.int64], others: NDArray[np.int64]) -> float:
    """Return the time after which the conversation leads every other by enough spikes; 1000 ms if never."""
    lead = np.cumsum(own) - np.cumsum(others, axis=1).max(axis=0)
    sure = np.flatnonzero(lead >= EVIDENCE)
    return float(sure[0] + 1) * GLANCE_S * 1000.0 if len(sure) else MOST_MS


def _cells(recording: Recording, topic: str, region: str | None = None) -> NDArray[np.int64]:
    found = cells(recording, "task", topic)
    return np.concatenate([ids for name, ids in found.items() if region in (None, name)])


def _rate_hz(recording: Recording, name: str, topic: str, span_s: tuple[float, float]) -> float:
    """Return the rate of the conversation's cells in thought, around the interruption."""
    onset = onset_of_probe(recording, name)
    start_s, end_s = (onset.start_s + offset_s for offset_s in span_s)
    rates = rates_hz(onset.activity, start_s, end_s, recording.layout.n_neurons)
    return float(rates[_cells(recording, topic, "thought")].mean())


def _glances(
    recording: Recording, name: str, topic: str, span_s: tuple[float, float]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the spikes of the conversation's cells in each glance, and of the others' cells."""
    onset = onset_of_probe(recording, name)
    activity = onset.activity
    edges_s = onset.start_s + np.arange(span_s[0], span_s[1] + GLANCE_S / 2, GLANCE_S)
    at_s = activity.step * (activity.dt_ms / 1000.0)
    counts = {
        each: np.histogram(at_s[np.isin(activity.neuron, _cells(recording, each))], edges_s)[0]
        for each in TOPICS
    }
    return counts[topic], np.array([counts[each] for each in TOPICS if each != topic])


def _listener(recording: Recording, how: str, span_s: tuple[float, float]) -> tuple[float, float]:
    heard = [_glances(recording, f"{how}_{topic}", topic, span_s) for topic in TOPICS]
    return (
        100.0 * float(np.mean([score(*each) for each in heard])),
        float(np.mean([listening_ms(*each) for each in heard])),
    )


def _fall(recording: Recording, how: str) -> float:
    before, during = (
        float(np.mean([_rate_hz(recording, f"{how}_{topic}", topic, span) for topic in TOPICS]))
        for span in (BEFORE_S, DURING_S)
    )
    return 100.0 * (1.0 - during / max(before, 0.1))


def _course(recording: Recording, how: str) -> list[float]:
    return [
        float(np.mean([_rate_hz(recording, f"{how}_{topic}", topic, (at, at + STEP_S)) for topic in TOPICS]))
        for at in INSTANTS_S
    ]


def measure(lived: Lived) -> Reading:
    """Return what the burn takes from the conversation's cells, and from a listener."""
    talks = lived["talks"]
    ways = ("burn", "neutral", "mild")
    fall = {how: _fall(talks, how) for how in ways}
    before, during = ({how: _listener(talks, how, span) for how in ways} for span in (BEFORE_S, DURING_S))
    cost = {how: before[how][0] - during[how][0] for how in ways}
    slower = {how: during[how][1] - before[how][1] for how in ways}
    values = {
        "cells": fall["burn"], "cells_control": fall["neutral"],
        "task": cost["burn"], "task_control": cost["neutral"],
        "slowing": slower["burn"], "slowing_control": slower["neutral"],
        "mild": fall["mild"], "mild_control": fall["burn"],
        "task_mild": cost["mild"], "slowing_mild": slower["mild"],
        "score_before": before["burn"][0], "score_during": during["burn"][0],
    }  # fmt: skip
    return Reading(values, {how: _course(talks, how) for how in ways})


SAME = "a touch and a flash of the same strength"

CLAIM = Claim(
    name="hyperfocus",
    row="A11",
    statement="Hyperfocus comes at once: it belongs to fight or flight and raises the odds in a moment of "
    "high risk.",
    parts=(
        Part(
            "cells", "The conversation's own cells fire a fifth less, or lesser still, in the second after "
            "the burn.",
            "%", low=20.0, control=SAME, published="pain demands attention, how much is not known: Gong et "
            "al. 2019",
        ),
        Part(
            "task", "A listener to 10 ms of the cells names the conversation less often.", "points", low=5.0,
            control=SAME, published="alerting is reduced in pain: Gong et al. 2019, eight studies",
        ),
        Part(
            "slowing", "It takes him tens of milliseconds longer to be sure.", "ms", low=10.0, high=200.0,
            control=SAME, published="people in pain answer later, whatever the task: Attridge et al. 2016",
        ),
        Part(
            "mild", "Mild lasting heat takes little from the conversation's cells.", "%", high=20.0,
            control="the burn", published="orienting and executive costs of pain are marginal: Gong et al. "
            "2019",
        ),
    ),
    arms=(TALKS,),
    measure=measure,
    published="In experiments pain costs little attention: less alerting, hardly less else (Gong et al. "
    "2019).",
    disagrees=(
        "The article's hyperfocus is strong. In people at tasks the cost of pain is small, and mild pain "
        "costs next to nothing. In the model mild heat silences the conversation's cells nearly as much as "
        "a burn does, by a quarter; a listener to them errs for it in 5 of 100 guesses instead of 12."
    ),
    told=(
        ("score_before", "right guesses before the burn (%)"),
        ("score_during", "right guesses in the second after it (%)"),
        ("task_mild", "right guesses lost in mild heat (points)"),
        ("slowing_mild", "slowing in mild heat (ms)"),
    ),
    chart=Chart(
        "time after the interruption (s)", "rate of the conversation's cells (Hz)", INSTANTS_S,
        (("burn", "a burn"), ("neutral", SAME), ("mild", "mild lasting heat")),
    ),
)  # fmt: skip
