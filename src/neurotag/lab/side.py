"""One brain on the screen: it lives, is read, and answers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import poisson

from neurotag.lab.frames import Frame
from neurotag.lab.picture import picture_of
from neurotag.measure.alarm import ALARM_DELAY_S, ALARM_WINDOW_MS, alarm_of_counts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neurotag.engine.live import LiveBrain
    from neurotag.recording import Activity

GLOW_S = 0.15
"""How long a spike glows in a drawn cell, before the screen's own governor."""
GAUGE_S = 0.5
"""Over how long the gauge averages."""
CHANCE = 1e-4
"""A neuron answers where it fires as often as one in ten thousand would at rest."""
LEAST_SPIKES = 3
LEAST_MEMBERS = 12
SEEN_GAIN = 0.02
"""Links that have grown by less are not drawn as grown."""


@dataclass
class Asked:
    """A press whose answer is still being heard."""

    number: int
    cue: str
    start_s: float
    end_s: float
    alarms: list[float] = field(default_factory=list)
    spikes: list[NDArray[np.uint32]] = field(default_factory=list)


@dataclass(frozen=True)
class Reply:
    """What came of a press: the mean alarm (0 to 10) while it lasted, and the neurons that answered."""

    number: int
    cue: str
    alarm: float
    members: NDArray[np.int64]


class Side:
    """A live brain and what the screen knows of it.

    Parameters
    ----------
    live : LiveBrain
        The brain.
    at : int
        Which side of the screen: 0, or 1 beside it.
    """

    def __init__(self, live: LiveBrain, at: int = 0) -> None:
        self.live, self.at = live, at
        self.layout = live.circuit.layout
        self.picture = picture_of(live.brain, self.layout)
        self.tags: dict[str, NDArray[np.int64]] = {}
        self._glow = np.zeros(len(self.picture.neuron_of))
        self._rows = np.zeros((0, len(self.layout.regions), 3), np.int32)
        self._gauge = 0.0
        self._rates = np.zeros(len(self.layout.regions))
        self._rest_hz = np.full(len(self.layout.regions), 1.0)
        self._asked: list[Asked] = []
        self._signals = (0.0, 0.0, 0.0)
        self._n_frames = 0

    def ask(self, number: int, cue: str, seconds: float) -> None:
        """Listen for the answer to a press that begins now."""
        now_s = self.live.awake_s
        self._rest_hz = np.maximum(0.5, np.minimum(self._rates, 3.0))
        self._asked.append(Asked(number, cue, now_s, now_s + seconds))

    def feel(self, activity: Activity) -> list[Reply]:
        """Take in what has just been lived; return what has been answered by now."""
        seconds = activity.duration_s
        if seconds <= 0:
            return []
        self._light(activity, seconds)
        carried = len(self._rows)
        rows = np.concatenate([self._rows, activity.counts])
        alarm = alarm_of_counts(rows, activity.update_ms, self.live.brain, self.layout)[carried:] / 10.0
        self._rows = rows[-max(1, round(ALARM_WINDOW_MS / activity.update_ms) - 1) :]
        alarm = np.nan_to_num(alarm)
        for each in alarm:
            self._gauge += (float(each) - self._gauge) * (activity.update_ms / 1000.0) / GAUGE_S
        left = math.exp(-seconds / GAUGE_S)
        n = np.maximum(self.layout.n_excitatory, 1)
        self._rates = self._rates * left + activity.counts[:, :, :2].sum(axis=(0, 2)) / n / seconds * (
            1 - left
        )
        self._signals = (
            float(activity.salience[-1]), float(activity.safety[-1]), float(activity.stress[-1]),
        )  # fmt: skip
        return self._listen(activity, alarm)

    def frame(self) -> Frame:
        """Return what there is to draw now."""
        self._n_frames += 1
        salience, safety, stress = self._signals
        return Frame(
            side=self.at, number=self._n_frames, t_s=self.live.awake_s, alarm=self._gauge, salience=salience,
            safety=safety, stress=stress, rates_hz=self._rates.astype(np.float32),
            cells=np.round(255 * (1 - np.exp(-self._glow))).astype(np.uint8),
        )  # fmt: skip

    def links(self) -> list[tuple[int, int, float]]:
        """Return what has grown: source and target region, and by what share of its birth weight."""
        circuit = self.live.circuit
        grown: dict[tuple[int, int], list[tuple[float, float]]] = {}
        for ends, part in zip(circuit.learning_ends, circuit.learning_slices, strict=True):
            born = float(circuit.wiring.weight[part].sum())
            now = float(self.live.state.weight[part].sum())
            pair = self.layout.index(ends[0]), self.layout.index(ends[1])
            grown.setdefault(pair, []).append((born, now))
        links = []
        for (source, target), sums in grown.items():
            born, now = (sum(each) for each in zip(*sums, strict=True))
            gain = now / born - 1.0 if born > 0 else 0.0
            if gain >= SEEN_GAIN and source != target:
                links.append((source, target, round(gain, 4)))
        return links

    def members(self, name: str) -> dict[str, object] | None:
        """Return who belongs to a group: drawn cells, how many in each region, what it shares with others."""
        ids = self.tags.get(name)
        if ids is None:
            return None
        shown = self.picture.cell_of[ids]
        regions = np.searchsorted(self.layout.start, ids, side="right") - 1
        return {
            "name": name, "size": len(ids), "cells": shown[shown >= 0].tolist(),
            "regions": {
                self.layout.regions[at]: int((regions == at).sum()) for at in np.unique(regions).tolist()
            },
            "shared": {
                other: round(len(np.intersect1d(ids, theirs)) / max(1, min(len(ids), len(theirs))), 3)
                for other, theirs in self.tags.items() if other != name
            },
        }  # fmt: skip

    def _light(self, activity: Activity, seconds: float) -> None:
        cells = self.picture.cell_of[activity.neuron]
        self._glow *= math.exp(-seconds / GLOW_S)
        np.add.at(self._glow, cells[cells >= 0], 0.45)
        np.minimum(self._glow, 4.0, out=self._glow)

    def _listen(self, activity: Activity, alarm: NDArray[np.float64]) -> list[Reply]:
        end_s = self.live.awake_s
        times = end_s - activity.duration_s + (np.arange(len(alarm)) + 1) * activity.update_ms / 1000.0
        answers = []
        for asked in self._asked:
            heard = (times > asked.start_s + ALARM_DELAY_S) & (times <= asked.end_s + 1e-9)
            asked.alarms += alarm[heard].tolist()
            asked.spikes.append(activity.neuron)
            if end_s >= asked.end_s - 1e-9:
                answers.append(self._answer(asked, end_s - asked.start_s))
        self._asked = [asked for asked in self._asked if end_s < asked.end_s - 1e-9]
        return answers

    def _answer(self, asked: Asked, seconds: float) -> Reply:
        counts = np.bincount(np.concatenate(asked.spikes), minlength=self.layout.n_neurons)
        members = []
        for at, name in enumerate(self.layout.regions):
            cells = self.layout.excitatory(name)
            least = max(LEAST_SPIKES, int(poisson.isf(CHANCE, self._rest_hz[at] * seconds)) + 1)
            ids = cells.start + np.flatnonzero(counts[cells] >= least)
            if len(ids) >= LEAST_MEMBERS:
                members.append(ids)
        mean = float(np.mean(asked.alarms)) if asked.alarms else 0.0
        return Reply(asked.number, asked.cue, mean, np.concatenate(members) if members else np.empty(0, int))
