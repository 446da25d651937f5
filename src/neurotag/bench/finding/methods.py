"""The methods that are compared, behind one door."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neurotag.errors import SimulationError

if TYPE_CHECKING:
    from neurotag.recording import SpikeTrains

Method = Literal["neurotag", "pca-ica", "cad"]

METHODS: dict[Method, str] = {"neurotag": "ours", "pca-ica": "PCA + MP + ICA", "cad": "Elephant's CAD"}

BIN_S = 0.025
"""Width of a bin, for all of them."""


@dataclass(frozen=True)
class Answer:
    """What a method found.

    Attributes
    ----------
    sets : tuple of frozenset of int
        Members of each.
    wall_s : float
        How long it took; of CAD, whose process has to start first, what it measured itself.
    refusal : str
        Why there is no answer; nothing was found only where this is empty.
    is_late : bool
        It was ended at the time limit.
    """

    sets: tuple[frozenset[int], ...]
    wall_s: float
    refusal: str = ""
    is_late: bool = False


def find_by(method: Method, trains: SpikeTrains, *, seed: int, limit_s: float) -> Answer:
    """Let a method search a recording.

    Parameters
    ----------
    method : {'neurotag', 'pca-ica', 'cad'}
        Which.
    trains : SpikeTrains
        What to search.

    Other Parameters
    ----------------
    seed : int
        Of what the method draws.
    limit_s : float
        After how long CAD is ended; the others have no limit.

    Raises
    ------
    InputError
        If Elephant cannot be installed, or the recording cannot be searched.
    """
    if method == "cad":
        return _cad(trains, limit_s)
    begun = time.perf_counter()
    sets = _ours(trains, seed) if method == "neurotag" else _plain(trains, seed)
    return Answer(tuple(map(frozenset, sets)), time.perf_counter() - begun)


def _ours(trains: SpikeTrains, seed: int) -> list[set[int]]:
    from neurotag.neurotags import find_in  # noqa: PLC0415 (a peer's turn does not load it)

    found = find_in(trains, bin_s=BIN_S, seed=seed).found
    return [set(one.members.tolist()) for one in found]


def _plain(trains: SpikeTrains, seed: int) -> list[set[int]]:
    from neurotag.bench.finding.classic import pca_ica  # noqa: PLC0415 (scikit-learn is slow to load)

    return pca_ica(trains, bin_s=BIN_S, seed=seed)


def _cad(trains: SpikeTrains, limit_s: float) -> Answer:
    from neurotag.bench.finding.elephant import ask_elephant  # noqa: PLC0415 (as above)

    begun = time.perf_counter()
    try:
        said = ask_elephant(trains, bin_s=BIN_S, limit_s=limit_s)
    except SimulationError as error:
        took = time.perf_counter() - begun
        return Answer((), took, str(error), is_late=took >= limit_s)
    return Answer(tuple(frozenset(one) for one in said["sets"]), said["wall_s"])
