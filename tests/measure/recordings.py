"""Recordings made by hand: every region fires at a steady rate, except where a test says otherwise."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tests.brain.parts import alarm_of

from neurotag.brain import Brain, load_brain
from neurotag.brain.brain import scaled
from neurotag.description import parse
from neurotag.life.life import Life
from neurotag.recording import (
    Activity,
    Layout,
    Mark,
    Outcome,
    Pause,
    ProbeRecording,
    Recording,
    Watch,
    WeightTable,
)

UPDATE_MS = 5.0
QUIET = 2
"""Spikes of each cell class of each region in 5 ms, where nothing happens."""

# Whatever becomes of the built-in brain: here only the regions of the alarm have nociceptive neurons.
EVERYDAY = load_brain("everyday")
ALARM = alarm_of(EVERYDAY)
BRAIN = EVERYDAY.replace(
    regions=tuple(
        region.replace(nociceptive_share=0.45 if region.name in ALARM.regions else 0.0)
        for region in EVERYDAY.regions
    )
)

TOUCH_BACK = {"kind": "touch", "site": "back"}
PICTURE = {"kind": "sight", "of": "a picture"}
AT_ONCE = {"kind": "together", "events": [TOUCH_BACK, PICTURE]}
LIFE = parse(
    Life,
    {
        "name": "stove",
        "title": "the hot stove",
        "story": "You lean on a hot stove.",
        "events": [
            {"kind": "probe", "name": "touch_back_before", "events": [TOUCH_BACK]},
            {"kind": "probe", "name": "neutral", "events": [AT_ONCE]},
            {
                "kind": "together",
                "name": "stove",
                "events": [
                    {"kind": "talk", "of": "conversation", "duration_s": 5},
                    {"kind": "heat", "site": "back", "intensity": 1.0, "at_s": 2, "duration_s": 0.6},
                ],
            },
            {"kind": "probe", "name": "touch_back_after", "events": [TOUCH_BACK]},
        ],
    },
    where="the life of these tests",
)


@dataclass(frozen=True)
class Burst:
    """A stretch in which a region's cell classes each fire so many spikes in 5 ms."""

    region: str
    start_s: float
    end_s: float
    spikes: int
    classes: tuple[int, ...] = (0, 1)


@dataclass(frozen=True)
class Made:
    """What `make_recording` may be told about a probe."""

    marks: tuple[Mark, ...]
    bursts: tuple[Burst, ...] = ()
    settle_s: float = 0.6
    at_s: float = 0.0


@dataclass
class Extras:
    """Rarely changed parts of a recording."""

    pauses: tuple[Pause, ...] = ()
    patterns: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    weights: WeightTable = field(default_factory=lambda: WeightTable((), (), (), np.empty((0, 0))))
    outcome: Outcome = field(default_factory=lambda: Outcome("completed", "The life was lived."))
    spikes_kept_s: float | None = None
    watch: Watch = field(default_factory=Watch)


def mark(kind: str, start_s: float, end_s: float, name: str | None = None) -> Mark:
    return Mark(kind, name, f"{kind} on the back", start_s, end_s)


def make_layout(brain: Brain) -> Layout:
    excitatory = np.array([scaled(region.n_excitatory, brain.scale) for region in brain.regions])
    inhibitory = np.array([scaled(region.n_inhibitory, brain.scale) for region in brain.regions])
    shares = np.array([region.nociceptive_share for region in brain.regions])
    start = np.concatenate([[0], np.cumsum(excitatory + inhibitory)[:-1]])
    return Layout(
        brain.region_names, start, np.rint(shares * excitatory).astype(np.int64), excitatory, inhibitory
    )


def make_activity(layout: Layout, duration_s: float, bursts: tuple[Burst, ...] = ()) -> Activity:
    n_updates = round(duration_s * 1000.0 / UPDATE_MS)
    counts = np.full((n_updates, len(layout.regions), 3), QUIET, np.int32)
    counts[:, layout.n_nociceptive == 0, 0] = 0
    for burst in bursts:
        rows = slice(round(burst.start_s * 1000.0 / UPDATE_MS), round(burst.end_s * 1000.0 / UPDATE_MS))
        for cells in burst.classes:
            counts[rows, layout.index(burst.region), cells] = burst.spikes
    step, neuron = make_spikes(layout, counts)
    trace = np.linspace(0.0, 0.5, n_updates)
    return Activity(
        1.0, UPDATE_MS, step, neuron, counts, trace, 0.0 * trace, trace / 2, trace, trace / 5, trace / 10
    )


def make_spikes(layout: Layout, counts: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
    """Return spikes that agree with the counts: each class's neurons take turns."""
    sizes = np.stack(
        [layout.n_nociceptive, layout.n_excitatory - layout.n_nociceptive, layout.n_inhibitory], axis=-1
    )
    starts = layout.start[:, np.newaxis] + np.cumsum(sizes, axis=-1) - sizes
    row, region, cells = (
        np.repeat(index, counts.ravel()) for index in np.indices(counts.shape).reshape(3, -1)
    )
    turn = np.arange(len(row))
    neuron = starts[region, cells] + turn % np.maximum(sizes[region, cells], 1)
    step = row * int(UPDATE_MS) + turn % int(UPDATE_MS)
    order = np.lexsort((neuron, step))
    return step[order].astype(np.int32), neuron[order].astype(np.uint32)


def make_recording(
    duration_s: float = 10.0,
    *,
    marks: tuple[Mark, ...] = (),
    bursts: tuple[Burst, ...] = (),
    probes: dict[str, Made] | None = None,
    life: Life = LIFE,
    brain: Brain = BRAIN,
    extras: Extras | None = None,
    seed: int = 7,
) -> Recording:
    extras = extras or Extras()
    layout = make_layout(brain)
    tests = {}
    for name, made in (probes or {}).items():
        activity = make_activity(layout, max(each.end_s for each in made.marks), made.bursts)
        tests[name] = ProbeRecording(name, made.at_s, made.settle_s, made.marks, activity)
    kept_s = duration_s if extras.spikes_kept_s is None else extras.spikes_kept_s
    return Recording(
        brain=brain, life=life, seed=seed, watch=extras.watch, version="0.1.0", layout=layout,
        activity=make_activity(layout, duration_s, bursts), marks=marks, pauses=extras.pauses, probes=tests,
        weights=extras.weights, patterns=extras.patterns, outcome=extras.outcome, spikes_kept_s=kept_s,
        wall_s=1.0,
    )  # fmt: skip
