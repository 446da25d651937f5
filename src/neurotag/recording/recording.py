"""What a run leaves: arrays that know which brain, life and seed made them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from neurotag.errors import SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neurotag.brain import Brain
    from neurotag.life import Life
    from neurotag.recording.checkpoint import Checkpoint, Past
    from neurotag.recording.watch import Watch

CELL_CLASSES = ("nociceptive", "other", "inhibitory")
"""The three groups of each region whose spikes are counted: excitatory neurons the danger pathway can
reach, the other excitatory ones, and the inhibitory ones."""


@dataclass(frozen=True)
class Layout:
    """Where each region's neurons stand: nociceptive, other excitatory, inhibitory, region after region.

    All arrays have shape (n_regions,).
    """

    regions: tuple[str, ...]
    start: NDArray[np.int64]
    n_nociceptive: NDArray[np.int64]
    n_excitatory: NDArray[np.int64]
    n_inhibitory: NDArray[np.int64]

    @property
    def n_neurons(self) -> int:
        """Number of neurons of all regions."""
        return int(self.start[-1] + self.n_excitatory[-1] + self.n_inhibitory[-1])

    def index(self, region: str) -> int:
        """Return the position of a region."""
        return self.regions.index(region)

    def excitatory(self, region: str) -> slice:
        """Return the neuron ids of a region's excitatory neurons."""
        at = self.index(region)
        return slice(int(self.start[at]), int(self.start[at] + self.n_excitatory[at]))

    def inhibitory(self, region: str) -> slice:
        """Return the neuron ids of a region's inhibitory neurons."""
        at = self.index(region)
        begin = int(self.start[at] + self.n_excitatory[at])
        return slice(begin, begin + int(self.n_inhibitory[at]))


NOT_ROWS = ("dt_ms", "update_ms", "step", "neuron")


@dataclass(frozen=True)
class Activity:
    """What was recorded over one stretch of waking time, from step 0.

    Attributes
    ----------
    dt_ms, update_ms : float
        Length of a step, and of one row of the traces.
    step : (n_spikes,) int32
        Step of each spike, in order.
    neuron : (n_spikes,) uint32
        Neuron of each spike, in order within a step.
    counts : (n_updates, n_regions, 3) int32
        Spikes of each region's cell classes in each update interval.
    salience, safety, stress, third_factor : (n_updates,) float64
        The modulators at the end of each update interval.
    cortisol, energy : (n_updates,) float64
        The slow arm of stress and the energy made ready; not a number in recordings of versions without them.
    """

    dt_ms: float
    update_ms: float
    step: NDArray[np.int32]
    neuron: NDArray[np.uint32]
    counts: NDArray[np.int32]
    salience: NDArray[np.float64]
    safety: NDArray[np.float64]
    stress: NDArray[np.float64]
    third_factor: NDArray[np.float64]
    cortisol: NDArray[np.float64]
    energy: NDArray[np.float64]

    @property
    def t_s(self) -> NDArray[np.float64]:
        """Ends of the update intervals, in seconds, (n_updates,)."""
        return np.arange(1, len(self.salience) + 1, dtype=np.float64) * (self.update_ms / 1000.0)

    @property
    def duration_s(self) -> float:
        """Length of the stretch, in seconds."""
        return len(self.salience) * self.update_ms / 1000.0

    def until(self, seconds: float) -> Activity:
        """Return what of it was recorded before a time."""
        n_rows = round(seconds * 1000.0 / self.update_ms)
        n_spikes = int(np.searchsorted(self.step, round(n_rows * self.update_ms / self.dt_ms)))
        rows = {f.name: getattr(self, f.name)[:n_rows] for f in fields(self) if f.name not in NOT_ROWS}
        return replace(self, step=self.step[:n_spikes], neuron=self.neuron[:n_spikes], **rows)

    def hash_into(self, digest: hashlib._Hash) -> None:
        """Add everything recorded here to a hash.

        Third factor, cortisol and energy follow from the others and are left out, as recordings of earlier
        versions lack some of them.
        """
        for array in (self.step, self.neuron, self.counts, self.salience, self.safety, self.stress):
            digest.update(np.ascontiguousarray(array).tobytes())


@dataclass(frozen=True)
class Mark:
    """One lived event: when, in seconds of waking time, and under which names."""

    kind: str
    name: str | None
    text: str
    start_s: float
    end_s: float
    episodes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProbeRecording:
    """What a frozen twin did in one probe.

    ``at_s`` is the waking time at which the brain was copied, ``settle_s`` the quiet time before the
    events; the activity's own clock starts with the settling.
    """

    name: str
    at_s: float
    settle_s: float
    marks: tuple[Mark, ...]
    activity: Activity

    @property
    def duration_s(self) -> float:
        """Time from the first event's onset to the last one's end, in seconds."""
        return max(mark.end_s for mark in self.marks) - self.settle_s


@dataclass(frozen=True)
class Pause:
    """Hours offline after ``at_s`` seconds of waking time."""

    at_s: float
    hours: float
    is_sleep: bool


@dataclass(frozen=True)
class WeightTable:
    """Mean weight of each learning projection at some moments.

    ``mean`` has shape (n_moments, n_projections), in leak conductances; ``moments`` are plain words.
    """

    projections: tuple[str, ...]
    ends: tuple[tuple[str, str], ...]
    moments: tuple[str, ...]
    mean: NDArray[np.float64]


@dataclass(frozen=True)
class Outcome:
    """How a run ended, and what was noticed on the way.

    Attributes
    ----------
    kind : str
        ``completed``; or what ended it early: ``interrupted`` (Ctrl-C), ``runaway`` (firing as in a
        seizure), ``non_finite`` (a number that is none).
    sentence : str
        The same for a reader: when, where, and what to do.
    warnings : tuple of str
        What did not end the run but makes it doubtful, a sentence each: silence, weights at their bounds.
    """

    kind: Literal["completed", "interrupted", "runaway", "non_finite"]
    sentence: str
    warnings: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the whole life was lived."""
        return self.kind == "completed"


@dataclass(frozen=True)
class Recording:
    """One life lived by one brain from one seed."""

    brain: Brain
    life: Life
    seed: int
    watch: Watch
    version: str
    layout: Layout
    activity: Activity
    marks: tuple[Mark, ...]
    pauses: tuple[Pause, ...]
    probes: dict[str, ProbeRecording]
    weights: WeightTable
    patterns: dict[str, NDArray[np.int64]]
    """Neuron ids that the events' patterns drive, by name: ``task:conversation/thought``."""
    outcome: Outcome
    spikes_kept_s: float
    """Waking time up to which spikes were kept: less than the whole where the budget ran out."""
    wall_s: float
    phases_s: dict[str, float] = field(default_factory=dict)
    past: Past | None = None
    """What it went on from; none: it begins at birth."""
    end: Checkpoint | Callable[[], Checkpoint] | None = field(default=None, repr=False, compare=False)
    """The state at its end, or what fetches it; none: it was not kept. No part of the digest."""

    def branch(self) -> Checkpoint:
        """Return the state at the end, from which any number of futures can start.

        Raises
        ------
        SimulationError
            If it was not kept.
        """
        if self.end is None:
            raise SimulationError(
                f"recording of {self.life.name!r}", "the state at its end was not kept",
                "Run it again, with keeps_end=True or --checkpoint",
            )  # fmt: skip
        return self.end() if callable(self.end) else self.end

    @property
    def simulated_s(self) -> float:
        """Simulated time, the twins' included, in seconds."""
        return self.activity.duration_s + sum(test.activity.duration_s for test in self.probes.values())

    def digest(self) -> str:
        """Return a SHA-256 of the spikes, counts, modulators and weights, and of what was asked for."""
        digest = hashlib.sha256()
        for words in (self.brain.digest(), self.life.digest(), self.watch.digest(), str(self.seed)):
            digest.update(words.encode())
        self.activity.hash_into(digest)
        for name, test in sorted(self.probes.items()):
            digest.update(name.encode())
            test.activity.hash_into(digest)
        digest.update(np.ascontiguousarray(self.weights.mean).tobytes())
        digest.update(self.outcome.kind.encode())
        digest.update(self.past.checkpoint.encode() if self.past is not None else b"")
        return digest.hexdigest()
