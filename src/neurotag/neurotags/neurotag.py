"""What is found: neurotags, the null they were held against, and how both are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neurotag.neurotags.probing.dials import Dial
    from neurotag.recording import SpikeTrains


LEAST_P = 1e-12
"""Least chance that is told: p is extrapolated from a few surrogates, and means no more below this."""


@dataclass(frozen=True)
class Vital:
    """One number of a neurotag, and how sure it is.

    Attributes
    ----------
    value : float, optional
        None where it cannot be told from the recording.
    low, high : float, optional
        A 95 % interval; none where there is none.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, eq=False)
class Neurotag:
    """A measured set of units that fire together, and, where synapses are known, learned to.

    Attributes
    ----------
    id : int
        1 is the one that stands out most.
    members : (n_members,) int64
        Places of its units in the recording's, ascending.
    weights : (n_members,) float64
        How strongly each member goes with the others: correlation of its normalised count with the
        activation of the others, -1 to 1.
    pattern : (n_units,) float64
        The same for every unit.
    activation : (n_bins,) float32
        How strongly it was active in each bin, in standard deviations of its own time course.
    active : (n_bins,) bool
        In which bins it was ignited.
    score : float
        Surprise of the co-activity of its members, in nats, their choice paid for.
    p : float
        Chance that the strongest candidate of a recording without co-activity scores as high.
    q : float
        The same, corrected for the number of candidates (Benjamini-Hochberg).
    bond : Bond, optional
        What the synapses between its members say, where they are known.
    vitals : mapping of str to Vital
        Its vital signs by name; see `describe_vital`.
    dials : mapping of str to Dial
        How it changed since birth, where that was asked; see `describe_dial`.
    """

    id: int
    members: NDArray[np.int64]
    weights: NDArray[np.float64]
    pattern: NDArray[np.float64] = field(repr=False)
    activation: NDArray[np.float32] = field(repr=False)
    active: NDArray[np.bool_] = field(repr=False)
    score: float
    p: float
    q: float
    bond: Bond | None = None
    vitals: Mapping[str, Vital] = field(default_factory=dict)
    dials: Mapping[str, Dial] = field(default_factory=dict)

    @property
    def n_members(self) -> int:
        """Number of members."""
        return len(self.members)


@dataclass(frozen=True)
class Bond:
    """What the learning synapses between the members of a neurotag say.

    Attributes
    ----------
    n_synapses : int
        Learning synapses from a member to a member.
    weight : float
        Their mean weight, in leak conductances.
    born : float
        Their mean weight at birth.
    elsewhere : float
        Mean gain (weight over weight at birth, less 1) that sets of other neurons have, as many from each
        region and equally often active.
    p : float
        Chance that such a set gained as much.
    """

    n_synapses: int
    weight: float
    born: float
    elsewhere: float
    p: float

    @property
    def gain(self) -> float:
        """Weight over weight at birth, less 1; 0 where nothing was learned or nothing connects them."""
        return self.weight / self.born - 1.0 if self.born > 0 else 0.0


@dataclass(frozen=True)
class Null:
    """What the candidates were held against.

    Attributes
    ----------
    kind : str
        How the surrogates were made.
    n_surrogates : int
        How many.
    level : float
        False discovery rate that was allowed.
    threshold : float
        Score from which a candidate alone would pass.
    scores : (n_surrogates,) float64
        Score of each surrogate's strongest candidate.
    n_components : int
        Components of the recording that exceed those of the surrogates.
    n_candidates : int
        Candidates that were judged.
    """

    kind: str
    n_surrogates: int
    level: float
    threshold: float
    scores: NDArray[np.float64]
    n_components: int
    n_candidates: int


@dataclass(frozen=True, eq=False)
class Neurotags:
    """All neurotags of one recording.

    Attributes
    ----------
    trains : SpikeTrains
        What was searched.
    bin_s : float
        Width of a bin, in seconds.
    found : tuple of Neurotag
        The neurotags, the clearest first. None is an answer, too.
    null : Null
        What they were held against.
    seed : int
        Drew the surrogates.
    global_share : float
        Share of the units that go up and down together as one: taken out before the search, and no
        neurotag. 0 where there is none.
    n_unlearned : int
        Sets that fire together in a simulated life, whose synapses learned no more than those of like
        sets: no neurotags.
    is_simulated : bool
        Whether the spikes are those of a model.
    is_calmed : bool
        Whether stretches of high rates were calmed before the search; see `bins.normalise`.
    notes : tuple of str
        What a reader should know of this search, a sentence each.
    """

    trains: SpikeTrains
    bin_s: float
    found: tuple[Neurotag, ...]
    null: Null
    seed: int
    global_share: float = 0.0
    n_unlearned: int = 0
    is_simulated: bool = False
    is_calmed: bool = True
    notes: tuple[str, ...] = ()

    @property
    def n_found(self) -> int:
        """Number of neurotags."""
        return len(self.found)

    @property
    def bin_start_s(self) -> NDArray[np.float64]:
        """When each bin begins, in seconds, (n_bins,)."""
        n_bins = max(1, int(self.trains.duration_s / self.bin_s + 1e-9))
        return self.trains.start_s + np.arange(n_bins, dtype=np.float64) * self.bin_s

    def ids_of(self, neurotag: Neurotag) -> list[int | str]:
        """Return what the members are called where the recording comes from."""
        return [self.trains.units[at] for at in neurotag.members]

    def sentence(self) -> str:
        """Return the answer in one sentence."""
        n, null = len(self.found), self.null
        held = f"against {null.n_surrogates} recordings with circularly shifted trains"
        if n == 0 and self.n_unlearned:
            sets = f"{self.n_unlearned} sets fire" if self.n_unlearned > 1 else "one set fires"
            return (
                f"No neurotag: {sets} together, {held}, but the synapses within learned no more than "
                "those of like sets."
            )
        if n == 0:
            return (
                f"No neurotag: nothing in these {self.trains.n_units} units fires together more than chance "
                f"makes it, {held}."
            )
        sizes = [neurotag.n_members for neurotag in self.found]
        size = f"{min(sizes)} to {max(sizes)}" if min(sizes) != max(sizes) else f"{sizes[0]}"
        return f"{n} neurotag{'s' if n > 1 else ''} of {size} units, {held}."

    def as_json(self) -> dict[str, Any]:
        """Return everything but the time courses, JSON by construction."""
        null = self.null
        return {
            "neurotags": [self._one_as_json(neurotag) for neurotag in self.found],
            "n_units": self.trains.n_units,
            "n_spikes": self.trains.n_spikes,
            "start_s": self.trains.start_s,
            "end_s": self.trains.end_s,
            "bin_s": self.bin_s,
            "null": {
                "kind": null.kind,
                "n_surrogates": null.n_surrogates,
                "level": null.level,
                "threshold": round(null.threshold, 4),
                "largest_scores": [round(float(score), 4) for score in null.scores],
                "n_components": null.n_components,
                "n_candidates": null.n_candidates,
            },
            "global_share": round(self.global_share, 4),
            "n_unlearned": self.n_unlearned,
            "seed": self.seed,
            "sentence": self.sentence(),
            "notes": list(self.notes),
        }

    def _one_as_json(self, neurotag: Neurotag) -> dict[str, Any]:
        vitals = neurotag.vitals
        bond = neurotag.bond
        return {
            "id": neurotag.id,
            "members": self.ids_of(neurotag),
            "weights": [round(float(weight), 6) for weight in neurotag.weights],
            "p": max(neurotag.p, LEAST_P),
            "q": max(neurotag.q, LEAST_P),
            "score": round(neurotag.score, 4),
            **{name: vital.value for name, vital in vitals.items()},
            "intervals": {
                name: [vital.low, vital.high] for name, vital in vitals.items() if vital.low is not None
            },
            **(
                {"dials": {name: dial.as_json() for name, dial in neurotag.dials.items()}}
                if neurotag.dials
                else {}
            ),
            "bond": None
            if bond is None
            else {
                "n_synapses": bond.n_synapses,
                "weight": bond.weight,
                "born": bond.born,
                "gain": bond.gain,
                "elsewhere": bond.elsewhere,
                "p": bond.p,
            },
        }
