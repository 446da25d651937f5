"""The thread of each neurotag through windows: which goes on, begins, ends, returns, parts and joins."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import hypergeom

from neurotag.neurotags.mass import mass_errors
from neurotag.neurotags.tracking.identity import Identity, Sighting, TrackEvent
from neurotag.neurotags.tracking.match import SURE_LEVEL, Link, as_direction, match, profile_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.neurotags.neurotag import Neurotag
    from neurotag.neurotags.tracking.windows import Window

    Members = NDArray[np.int64]

PATIENCE = 2
"""Windows that a neurotag may miss before it is held for dead."""

TEMPLATE_RATE = 0.3
"""Share of the newest profile in the template that the next is compared with: it follows drift slowly."""

MOSTLY, GAIN = 0.5, 0.25
"""Share of a neurotag's members that lie in another where the two are one, and by how much more than before
(or, of parts, than in each other) that must be."""


@dataclass(eq=False)
class _Thread:
    """A neurotag while it is being followed."""

    id: int
    origin: Literal["start", "birth", "split", "merge"]
    template: NDArray[np.float64]
    profile: NDArray[np.float64]
    members: Members
    turns: list[int] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    has_joined: bool = False
    joined_at: list[int] = field(default_factory=list)

    def missed(self, turn: int) -> int:
        """Return how many windows it has missed before this one."""
        return turn - self.turns[-1] - 1


@dataclass
class _Turn:
    """One window while neurotags are being followed: what was found, and which of it is whom."""

    number: int
    window: int
    start_s: float
    found: Sequence[Neurotag]
    profiles: NDArray[np.float64]
    errors: NDArray[np.float64]
    links: dict[int, Link]
    owner: dict[int, _Thread]


def follow(
    windows: Sequence[Window], strata: NDArray[np.int64], *, seed: int = 0, patience: int = PATIENCE
) -> tuple[list[Identity], list[TrackEvent]]:
    """Follow neurotags through windows.

    In each window, what is found is matched with the templates of all that are known (see `match`). What
    matches none is new: a part of one that was there (split), several in one (merge), or a birth.

    Parameters
    ----------
    windows : sequence of Window
        In order; those in which nothing could be told do not count as missed.
    strata : (n_units,) int
        Units of one class are interchangeable by chance; see `strata_of`.

    Other Parameters
    ----------------
    seed : int
        Draws permutations.
    patience : int
        Windows that one may miss before it is held for dead.

    Returns
    -------
    identities : list of Identity
        All neurotags, in the order of appearance.
    events : list of TrackEvent
        Births, merges, splits, deaths and returns.
    """
    threads: list[_Thread] = []
    events: list[TrackEvent] = []
    number = 0
    for at, window in enumerate(windows):
        if window.found is None:
            continue
        found = window.found.found
        profiles = np.array([profile_of(one) for one in found]).reshape(len(found), len(strata))
        templates = np.array([thread.template for thread in threads]).reshape(len(threads), len(strata))
        alive = [one for one in threads if not one.has_joined and one.missed(number) <= patience]
        rivals = np.array([one in alive for one in threads], bool)
        links = {link.new: link for link in match(templates, profiles, strata, rivals=rivals, seed=seed)}
        owner = {new: threads[link.known] for new, link in links.items()}
        errors = mass_errors(window.found, seed=seed)
        turn = _Turn(number, at, window.start_s, found, profiles, errors, links, owner)
        n_before = len(threads)
        events += _merge(turn, alive, threads, len(strata))
        events += _split(turn, alive, threads, len(strata))
        _begin_others(turn, threads, events)
        for new, thread in turn.owner.items():
            is_new = thread.id > n_before
            if not is_new and thread.missed(number) > patience and not _is_part(events, thread, at):
                link = turn.links[new]
                why = "" if link.is_sure else "the match is ambiguous"
                events.append(TrackEvent("return", at, window.start_s, (thread.id,), link.similarity, why))
            _see(thread, new, turn)
        number += 1
    events += _deaths(threads, windows, number, patience)
    events = [_with_hindsight(event, threads, windows, patience) for event in events]
    return [Identity(one.id, one.origin, tuple(one.sightings)) for one in threads], events


def _see(thread: _Thread, new: int, turn: _Turn) -> None:
    """Add a sighting to a thread, and let its template follow."""
    neurotag, profile = turn.found[new], turn.profiles[new]
    similarity = float(thread.profile @ profile) if thread.sightings else None
    thread.template = as_direction((1.0 - TEMPLATE_RATE) * thread.template + TEMPLATE_RATE * profile)
    thread.profile, thread.members, thread.has_joined = profile, neurotag.members, False
    thread.turns.append(turn.number)
    thread.sightings.append(
        Sighting(
            turn.window, neurotag.id, neurotag.members, neurotag.weights, float(neurotag.weights.sum()),
            float(turn.errors[new]), neurotag.score, similarity, turn.links.get(new),
        )
    )  # fmt: skip


def _begin(
    turn: _Turn, new: int, threads: list[_Thread], origin: Literal["start", "birth", "split", "merge"]
) -> _Thread:
    profile = turn.profiles[new]
    thread = _Thread(len(threads) + 1, origin, profile, profile, turn.found[new].members)
    threads.append(thread)
    turn.owner[new] = thread
    return thread


def _begin_others(turn: _Turn, threads: list[_Thread], events: list[TrackEvent]) -> None:
    for new, neurotag in enumerate(turn.found):
        if new not in turn.owner:
            is_first = turn.number == 0
            thread = _begin(turn, new, threads, "start" if is_first else "birth")
            if not is_first:
                mass = float(neurotag.weights.sum())
                events.append(TrackEvent("birth", turn.window, turn.start_s, (thread.id,), mass))


def _merge(turn: _Turn, alive: Sequence[_Thread], threads: list[_Thread], n_units: int) -> list[TrackEvent]:
    """Tell where two that were apart lie mostly in one new neurotag, and let one of them go on."""
    events = []
    seen = {thread.id for thread in turn.owner.values()}
    n_pairs = max(1, len(alive) * len(turn.found))
    for new, neurotag in enumerate(turn.found):
        inside = [one for one in alive if _lies_in(one.members, neurotag.members, n_units, n_pairs)]
        main = turn.owner.get(new)
        if main is not None and main not in inside:
            continue
        joining: list[_Thread] = []
        for one in inside:
            others = [other for other in (main, *joining) if other is not None]
            share = _share(one.members, neurotag.members)
            if one.id not in seen and all(share - _share(one.members, o.members) >= GAIN for o in others):
                joining.append(one)
        if len(joining) + (main is not None) < 2:
            continue
        value = min(_share(one.members, neurotag.members) for one in joining)
        if main is None:
            main = _begin(turn, new, threads, "merge")
        else:
            _explain(turn, new, float(max(one.template @ turn.profiles[new] for one in joining)))
        for one in joining:
            one.has_joined = True
            one.joined_at.append(turn.number)
            seen.add(one.id)
        ids = (main.id, *(one.id for one in joining))
        events.append(TrackEvent("merge", turn.window, turn.start_s, ids, value))
    return events


def _split(turn: _Turn, alive: Sequence[_Thread], threads: list[_Thread], n_units: int) -> list[TrackEvent]:
    """Tell where one lies in several new neurotags, each mostly made of it."""
    events = []
    is_alive = {one.id for one in alive}
    n_pairs = max(1, len(alive) * len(turn.found))
    for whole in alive:
        if whole.has_joined:
            continue
        own = next((new for new, thread in turn.owner.items() if thread is whole), None)
        if own is not None and _share(turn.found[own].members, whole.members) < MOSTLY:
            continue
        parts: list[int] = []
        for new, neurotag in enumerate(turn.found):
            is_free = new not in turn.owner or turn.owner[new].id not in is_alive
            if not is_free or not _lies_in(neurotag.members, whole.members, n_units, n_pairs):
                continue
            others = [turn.found[other].members for other in ([] if own is None else [own]) + parts]
            share = _share(neurotag.members, whole.members)
            if all(share - _share(neurotag.members, other) >= GAIN for other in others):
                parts.append(new)
        if not parts or len(parts) + (own is not None) < 2:
            continue
        value = min(_share(turn.found[new].members, whole.members) for new in parts)
        children = [turn.owner.get(new) or _begin(turn, new, threads, "split") for new in parts]
        for new in (*parts, *([] if own is None else [own])):
            _explain(turn, new, float(max(whole.template @ turn.profiles[part] for part in parts)))
        ids = (whole.id, *(child.id for child in children))
        events.append(TrackEvent("split", turn.window, turn.start_s, ids, value))
    return events


def _explain(turn: _Turn, new: int, similarity: float) -> None:
    """Let a link be sure where the pair that comes close to it is the other half of a merge or split."""
    link = turn.links.get(new)
    if link is not None and link.runner_up <= similarity + 1e-9:
        turn.links[new] = replace(link, runner_up=0.0)


def _lies_in(part: Members, whole: Members, n_units: int, n_pairs: int) -> bool:
    """Return whether most of a part lies in a whole, more than chance puts there (hypergeometric)."""
    n = len(np.intersect1d(part, whole))
    if n < MOSTLY * len(part) or n < 2:
        return False
    return bool(hypergeom.sf(n - 1, n_units, len(whole), len(part)) <= SURE_LEVEL / n_pairs)


def _share(part: Members, whole: Members) -> float:
    return len(np.intersect1d(part, whole)) / max(1, len(part))


def _is_part(events: Sequence[TrackEvent], thread: _Thread, window: int) -> bool:
    """Return whether this window has told of a thread as a part of a split."""
    return any(
        event.kind == "split" and event.window == window and thread.id in event.identities[1:]
        for event in events
    )


def _deaths(
    threads: Sequence[_Thread], windows: Sequence[Window], n_turns: int, patience: int
) -> list[TrackEvent]:
    """Tell which were missed for longer than patience lasts, and which were missed at the end."""
    looked = [at for at, window in enumerate(windows) if window.found is not None]
    events = []
    for thread in threads:
        ends = [*thread.turns[1:], n_turns]
        for at, (turn, next_turn) in enumerate(zip(thread.turns, ends, strict=True)):
            if any(turn < joined < next_turn for joined in thread.joined_at):
                continue
            is_last = next_turn == n_turns
            missed = next_turn - turn - 1
            if missed == 0 or (missed <= patience and not is_last):
                continue
            why = (
                ""
                if missed > patience
                else f"it was missed only {missed} time{'s' * (missed > 1)} up to the end"
            )
            window = looked[turn + 1]
            mass = thread.sightings[at].mass
            events.append(TrackEvent("death", window, windows[window].start_s, (thread.id,), mass, why))
    return events


def _with_hindsight(
    event: TrackEvent, threads: Sequence[_Thread], windows: Sequence[Window], patience: int
) -> TrackEvent:
    """Return an event, unsure where the windows after it do not bear it out."""
    looked = [at for at, window in enumerate(windows) if window.found is not None]
    turn = looked.index(event.window)
    after = [threads[id_ - 1] for id_ in event.identities]
    is_last = turn == len(looked) - 1
    why = event.why_unsure
    if event.kind in {"birth", "return", "split"}:
        newest = after if event.kind != "split" else after[1:]
        if any(not any(turn < at <= turn + patience + 1 for at in one.turns) for one in newest):
            why = why or "it was seen only once"
    if event.kind == "merge":
        if is_last:
            why = why or "nothing was recorded after it"
        elif any(any(turn < at <= turn + patience for at in one.turns) for one in after[1:]):
            why = why or "they came apart again"
    return replace(event, why_unsure=why)
