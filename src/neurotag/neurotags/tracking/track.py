"""Windows -> tracks: which neurotag of one window is which of the next, and what becomes of each."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neurotag.errors import InputError
from neurotag.neurotags.neurotag import Neurotags
from neurotag.neurotags.search.find import BIN_S, LEAST_ACTIVATIONS, LIFE_BIN_S, MOST_SEED, find_in
from neurotag.neurotags.tracking.changes import changes_of
from neurotag.neurotags.tracking.follow import PATIENCE, follow
from neurotag.neurotags.tracking.identity import KINDS, Tracks
from neurotag.neurotags.tracking.lives import QUIET_NOTE, UNASKED_NOTE, keep_learned, measure_track_dials
from neurotag.neurotags.tracking.match import resting_rates, strata_of
from neurotag.neurotags.tracking.windows import (
    Window,
    default_length_s,
    refuse_other_brains,
    windows_of,
    with_same_units,
)
from neurotag.recording import Recording, SpikeTrains, trains_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurotag.recording import Pause

    Source = SpikeTrains | Recording
    Progress = Callable[[str, float], None]

NOTHING_BEFORE = ""


def track_neurotags(
    source: Source | Sequence[Source] | Sequence[Neurotags],
    *,
    length_s: float | None = None,
    n: int | None = None,
    bin_s: float | None = None,
    seed: int = 0,
    patience: int = PATIENCE,
    labels: Sequence[str] | None = None,
    uses_synapses: bool = True,
    with_dials: bool = False,
    progress: Progress | None = None,
) -> Tracks:
    """Find neurotags in window after window, and follow each through all of them.

    Parameters
    ----------
    source : SpikeTrains, Recording, or a sequence of either or of Neurotags
        One recording is cut into windows, never across the pauses of a life. Of several, each is a window;
        they must be of the same units. What was found before is taken as it is.

    Other Parameters
    ----------------
    length_s, n : float, int, optional
        Length or number of the windows of one recording; see `windows_of`.
    bin_s : float, optional
        Width of a bin, in seconds; by default 0.1 for simulated lives, 0.025 otherwise.
    seed : int
        Draws surrogates and permutations.
    patience : int
        Windows that a neurotag may miss before it is held for dead.
    labels : sequence of str, optional
        What each of several recordings is called.
    uses_synapses : bool
        Of simulated lives, whether what did not learn to fire together is left out.
    with_dials : bool
        Of one simulated life, whether the four changes of each neurotag since birth are measured as well: a
        minute for each neurotag.
    progress : callable, optional
        Told what is done, and the share of it all that is.

    Raises
    ------
    InputError
        If there is nothing to follow: no window long enough or with enough spikes, recordings of different
        units, or fewer than two of them.

    Examples
    --------
    >>> track_neurotags([])
    Traceback (most recent call last):
    neurotag.errors.InputError: recordings: 0 are too few to follow. Give one recording, or several.
    """
    if not 0 <= seed <= MOST_SEED:
        raise InputError("seed", f"must be from 0 to {MOST_SEED} (got {seed})", "Choose another")
    if patience < 0:
        raise InputError("patience", f"must be 0 or more windows (got {patience})", "Correct it")
    say: Progress = progress or (lambda _phase, _share: None)
    if bin_s is None:
        every = source if isinstance(source, Sequence) else [source]
        bin_s = LIFE_BIN_S if any(isinstance(part, Recording) for part in every) else BIN_S
    if isinstance(source, Sequence) and len(source) == 1 and not isinstance(source[0], Neurotags):
        source = source[0]
    if with_dials and not isinstance(source, Recording):
        raise InputError("dials", "are told of one simulated life only", "Give one run, or leave them out")
    if with_dials and not uses_synapses:
        raise InputError(
            "dials", "are measured with the synapses, which were left out", "Leave out one of both"
        )
    if isinstance(source, Sequence):
        return _track_several(
            source, bin_s=bin_s, seed=seed, patience=patience, labels=labels, uses_synapses=uses_synapses,
            say=say,
        )  # fmt: skip
    trains, pauses = _read(source)
    cut = windows_of(trains, bin_s=bin_s, length_s=length_s, n=n, breaks=[pause.at_s for pause in pauses])
    windows: list[Window] = []
    notes = [_say_length(trains, cut, bin_s, is_chosen=length_s is None and n is None)]
    asks = uses_synapses and isinstance(source, Recording)
    searched = _search(cut, [asks] * len(cut), bin_s, seed, say)
    if isinstance(source, Recording):
        n_others = None
        if asks:
            searched, n_others = keep_learned(searched, source, seed=seed, say=say)
        notes += _say_learned(n_others)
    for window, found in zip(cut, searched, strict=True):
        label = _say_span(window)
        before = _say_before(pauses, windows[-1].end_s if windows else None, window.start_s)
        windows.append(Window(label, window.start_s, window.end_s, found, before))
    tracks = _tracks(windows, bin_s, seed, patience, notes)
    if not with_dials or not isinstance(source, Recording) or not tracks.identities:
        return tracks
    return replace(tracks, dials=measure_track_dials(tracks, source, say=say))


def _track_several(
    parts: Sequence[Source | Neurotags],
    *,
    bin_s: float,
    seed: int,
    patience: int,
    labels: Sequence[str] | None,
    uses_synapses: bool,
    say: Progress,
) -> Tracks:
    if len(parts) < 2:
        raise InputError(
            "recordings", f"{len(parts)} are too few to follow", "Give one recording, or several"
        )
    if labels is not None and len(labels) != len(parts):
        raise InputError("labels", f"are {len(labels)} for {len(parts)} recordings", "Give one for each")
    found: list[Neurotags | None] = [part for part in parts if isinstance(part, Neurotags)]
    notes: list[str] = []
    if not found:
        sources = [part for part in parts if not isinstance(part, Neurotags)]
        lives = [part for part in sources if isinstance(part, Recording)]
        refuse_other_brains(lives) if lives else None
        cut = with_same_units([_read(part)[0] for part in sources])
        asks = [uses_synapses and isinstance(part, Recording) for part in sources]
        found = _search(cut, asks, bin_s, seed, say)
        n_unlearned = 0
        for at, life in enumerate(sources):
            if asks[at] and isinstance(life, Recording):
                (found[at],), n_others = keep_learned(found[at : at + 1], life, seed=seed, say=say)
                n_unlearned += n_others
        notes = _say_learned(n_unlearned if uses_synapses else None) if lives else []
    else:
        if len(found) != len(parts):
            raise InputError("recordings", "some are searched already and some are not", "Give one kind only")
        cut = [one.trains for one in found if one is not None]
        bin_s = found[0].bin_s if found[0] is not None else bin_s
        if any(trains.units != cut[0].units for trains in cut):
            raise InputError(
                "recordings", "do not name the same units", "Search recordings of the same units"
            )
    names = labels if labels is not None else _names_of(cut)
    windows = [
        Window(name, trains.start_s, trains.end_s, one)
        for name, trains, one in zip(names, cut, found, strict=True)
    ]
    return _tracks(windows, bin_s, seed, patience, notes)


def _search(
    cut: Sequence[SpikeTrains], asks: Sequence[bool], bin_s: float, seed: int, say: Progress
) -> list[Neurotags | None]:
    """Return what is found in each window; none where too few units fire.

    Where the synapses are asked afterwards, what was active once is found, too, as `find_neurotags` does.
    """
    found: list[Neurotags | None] = []
    refusal: InputError | None = None
    for at, window in enumerate(cut):

        def tell(phase: str, share: float, at: int = at) -> None:
            say(f"window {at + 1} of {len(cut)}: {phase}", (at + share) / len(cut))

        try:
            least = 1 if asks[at] else LEAST_ACTIVATIONS
            found.append(find_in(window, bin_s=bin_s, seed=seed, least_activations=least, progress=tell))
        except InputError as error:
            refusal = error
            found.append(None)
    if refusal is not None and all(one is None for one in found):
        raise refusal
    return found


def _tracks(
    windows: Sequence[Window], bin_s: float, seed: int, patience: int, notes: Sequence[str]
) -> Tracks:
    searched = [window.found for window in windows if window.found is not None]
    trains = searched[0].trains
    rate_hz = np.mean([resting_rates(one) for one in searched], axis=0)
    identities, events = follow(windows, strata_of(rate_hz, trains.regions), seed=seed, patience=patience)
    remade = {
        (id_, event.window)
        for event in events
        if event.kind in {"merge", "split"}
        for id_ in event.identities
    }
    for identity in identities:
        own = {window for id_, window in remade if id_ == identity.id}
        events += changes_of(identity, windows, remade=own)
    events.sort(key=lambda event: (event.window, KINDS.index(event.kind), event.identities))
    quiet = [window.label for window in windows if window.found is None]
    more = [f"Too few units fired to tell anything in {', '.join(quiet)}."] if quiet else []
    return Tracks(
        trains.units, trains.regions, tuple(windows), tuple(identities), tuple(events), patience, bin_s, seed,
        (*notes, *more),
    )  # fmt: skip


def _say_learned(n_others: int | None) -> list[str]:
    """Return the notes of a life: what was left out, where that was asked, and what it means to be missed."""
    if n_others is None:
        return [UNASKED_NOTE, QUIET_NOTE]
    if not n_others:
        return [QUIET_NOTE]
    what = "1 set that fires together was" if n_others == 1 else f"{n_others} sets that fire together were"
    return [f"{what} left out: the synapses within learned no more than those of like sets.", QUIET_NOTE]


def _read(source: Source) -> tuple[SpikeTrains, Sequence[Pause]]:
    if isinstance(source, Recording):
        return trains_of(source), source.pauses
    return source, ()


def _names_of(cut: Sequence[SpikeTrains]) -> list[str]:
    """Return what each recording is called: where it comes from, with a number where that is not enough."""
    names = [trains.source for trains in cut]
    if len(set(names)) == len(names):
        return names
    if all(one.end_s <= other.start_s + 1e-9 for one, other in itertools.pairwise(cut)):
        return [_say_span(trains) for trains in cut]
    return [f"{name} ({at})" for at, name in enumerate(names, start=1)]


def _say_span(trains: SpikeTrains) -> str:
    return f"{trains.start_s:.4g}-{trains.end_s:.4g} s"


def _say_length(trains: SpikeTrains, cut: Sequence[SpikeTrains], bin_s: float, *, is_chosen: bool) -> str:
    lengths = [window.duration_s for window in cut]
    shortest, longest = f"{min(lengths):.3g}", f"{max(lengths):.3g}"
    length = f"{shortest} to {longest} s" if shortest != longest else f"{longest} s"
    windows = f"{len(cut)} windows of {length}" if len(cut) > 1 else f"One window of {length}"
    why = (
        f", cut to about {default_length_s(trains, bin_s):.3g} s: so long that the median unit fires 50 "
        "times and there are 400 bins, but 3 to 12 windows"
        if is_chosen
        else ""
    )
    left_s = trains.duration_s - sum(lengths)
    rest = f"; {left_s:.3g} s between pauses were too short to be one" if left_s > 1e-6 else ""
    return f"{windows}{why}{rest}."


def _say_before(pauses: Sequence[Pause], end_s: float | None, start_s: float) -> str:
    """Return the pauses between two windows in words."""
    if end_s is None:
        return NOTHING_BEFORE
    between = [pause for pause in pauses if end_s - 1e-9 <= pause.at_s <= start_s + 1e-9]
    words = [f"{'sleep' if pause.is_sleep else 'pause'}, {_say_hours(pause.hours)}" for pause in between]
    return " and ".join(words)


def _say_hours(hours: float) -> str:
    return f"{hours:g} h" if hours < 48 else f"{hours / 24:g} days"
