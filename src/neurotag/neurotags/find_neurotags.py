"""Any recording -> neurotags: the door for files, objects and simulated lives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.engine import Twins, end_of, learned_synapses
from neurotag.errors import InputError
from neurotag.interop import read_trains, trains_from
from neurotag.neurotags.bonds import bind
from neurotag.neurotags.probing import FEWEST_ON_TWINS, excitatory_of, measure_dials, measure_on_twins
from neurotag.neurotags.search.find import BIN_S, LEAST_ACTIVATIONS, LEVEL, LIFE_BIN_S, N_SURROGATES, find_in
from neurotag.neurotags.vitals import with_vitals
from neurotag.recording import Recording, SpikeTrains, trains_of
from neurotag.store import load_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurotag.neurotags.neurotag import Neurotag, Neurotags
    from neurotag.recording import Checkpoint

    Progress = Callable[[str, float], None]


def find_neurotags(
    recording: Any,
    *,
    bin_s: float | None = None,
    seed: int = 0,
    n_surrogates: int = N_SURROGATES,
    level: float = LEVEL,
    name: str | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
    cells: str = "excitatory",
    uses_synapses: bool = True,
    with_dials: bool = False,
    progress: Progress | None = None,
) -> Neurotags:
    """Find the neurotags of a recording, without being told where they are.

    In a simulated life the weights at its end are used together with its activity: a neurotag is a set that
    fires together *and* whose synapses with each other grew more than those of like sets. What merely fires
    together, because one event drives it, is none.

    Parameters
    ----------
    recording : Recording, SpikeTrains, path or object
        A simulated life or its run folder, spike trains, a file that `read_trains` reads, or an object of neo
        or pynapple.
    bin_s : float, optional
        Width of a bin, in seconds: the time within which spikes are together. By default 0.1 for a simulated
        life, 0.025 otherwise.

    Other Parameters
    ----------------
    seed : int
        Draws the surrogates; the same seed gives the same answer.
    n_surrogates : int
        Recordings with shifted trains that the candidates are held against.
    level : float
        False discovery rate among the neurotags.
    name : str, optional
        Which of several recordings in one file.
    start_s, end_s : float, optional
        The part to search.
    cells : {'excitatory', 'all'}
        Of a simulated life, which neurons.
    uses_synapses : bool
        Of a simulated life, whether its synapses are asked, and its twins probed.
    with_dials : bool
        Of a simulated life, whether the four changes since birth are measured as well: a minute for each
        neurotag.
    progress : callable, optional
        Is told what is going on and the share that is done.

    Returns
    -------
    Neurotags
        With their vital signs. None found is an answer, too.

    Raises
    ------
    InputError
        If the recording cannot be read, holds too little, or a number is out of its bounds.
    """
    say = progress or (lambda _phase, _share: None)
    source = _opened(recording)
    if cells not in {"excitatory", "all"}:
        raise InputError("cells", f"must be 'excitatory' or 'all' (got {cells!r})", "Choose one of these")
    if isinstance(source, Recording):
        return _of_life(
            source, bin_s=LIFE_BIN_S if bin_s is None else bin_s, seed=seed, n_surrogates=n_surrogates,
            level=level, start_s=start_s, end_s=end_s, cells=cells, uses_synapses=uses_synapses,
            with_dials=with_dials, say=say,
        )  # fmt: skip
    for option, is_asked in (("dials", with_dials), ("cells", cells != "excitatory")):
        if is_asked:
            raise InputError(
                option, "are told of a simulated life only", "Give a run folder, or leave it out"
            )
    trains = read_trains(source, name=name) if isinstance(source, Path) else trains_from(source)
    found = find_in(
        _part(trains, start_s, end_s), bin_s=BIN_S if bin_s is None else bin_s, seed=seed,
        n_surrogates=n_surrogates, level=level, progress=say,
    )  # fmt: skip
    return with_vitals(found)


def _opened(recording: Any) -> Any:
    """Return a recording of ours as such, a file as a path, and anything else as it is."""
    if not isinstance(recording, str | Path):
        return recording
    path = Path(recording)
    return load_run(path) if path.is_dir() else path


def _part(trains: SpikeTrains, start_s: float | None, end_s: float | None) -> SpikeTrains:
    if start_s is None and end_s is None:
        return trains
    return trains.between(
        trains.start_s if start_s is None else start_s, trains.end_s if end_s is None else end_s
    )


def _of_life(
    recording: Recording,
    *,
    bin_s: float,
    seed: int,
    n_surrogates: int,
    level: float,
    start_s: float | None,
    end_s: float | None,
    cells: str,
    uses_synapses: bool,
    with_dials: bool,
    say: Progress,
) -> Neurotags:
    if with_dials and not uses_synapses:
        raise InputError(
            "dials", "are measured with the synapses, which were left out", "Leave out one of both"
        )
    trains = _part(trains_of(recording, cells=cells), start_s, end_s)
    # What one event wrote into the synapses is learned, though it has not come back yet.
    least = 1 if uses_synapses else LEAST_ACTIVATIONS
    found = find_in(
        trains, bin_s=bin_s, seed=seed, n_surrogates=n_surrogates, level=level, least_activations=least,
        progress=say,
    )  # fmt: skip
    found = replace(found, is_simulated=True)
    if not uses_synapses:
        note = "Synapses were not asked: these sets fire together, and need not have learned to."
        return with_vitals(replace(found, notes=(*found.notes, note)), marks=recording.marks)
    if not found.found:
        return found
    say("reading the synapses", 0.0)
    end = end_of(recording, progress=say)
    kept, others = bind(found.found, trains, learned_synapses(end), seed=seed)
    notes = found.notes
    # Where none is kept, the sentence says it.
    if others and kept:
        what = f"{len(others)} more sets fire" if len(others) > 1 else "One more set fires"
        notes = (*notes, f"{what} together, but learned nothing that like sets did not: no neurotag.")
    found = with_vitals(
        replace(found, found=tuple(kept), n_unlearned=len(others), notes=notes), marks=recording.marks
    )
    return replace(found, found=tuple(_on_twins(found, end, seed, say, with_dials=with_dials)))


def _on_twins(
    found: Neurotags, end: Checkpoint, seed: int, say: Progress, *, with_dials: bool
) -> list[Neurotag]:
    """Return the neurotags with the vital signs that frozen twins tell."""
    if not found.found:
        return []
    twins = Twins.of(end)
    born = twins.born() if with_dials else None
    signs = []
    for at, one in enumerate(found.found):
        say("probing frozen twins", at / len(found.found))
        excitatory = excitatory_of(one.members, found.trains.units, twins)
        if len(excitatory) < FEWEST_ON_TWINS:
            signs.append(one)
            continue
        more = measure_on_twins(twins, excitatory, seed=seed)
        dials = {} if born is None else measure_dials(born, twins, excitatory, seed=seed, progress=say)
        signs.append(replace(one, vitals={**one.vitals, **more}, dials=dials))
    return signs
