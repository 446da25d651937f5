"""Neurotags through time in words: an event as a sentence, an identity as a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.neurotags.tracking.identity import TrackEvent, Tracks
    from neurotag.neurotags.tracking.windows import Window

ABSENT = "–"
MOST_REGIONS = 3


def track_rows(tracks: Tracks) -> list[dict[str, str]]:
    """Return one row for each neurotag, in words: when it was seen, its mass, drift and regions.

    Members and mass are those of the first and the last sighting.
    """
    return [
        {
            "neurotag": str(one.id),
            "born": tracks.windows[one.first.window].label if one.origin != "start" else "before",
            "died": _died(tracks, one.id),
            "windows": f"{len(one.sightings)} of {len(tracks.windows)}",
            "members": f"{len(one.first.members)}→{len(one.last.members)}",
            "mass": f"{one.first.mass:.3g}→{one.last.mass:.3g}",
            "drift": f"{one.exchanged:.0%}" if len(one.sightings) > 1 else ABSENT,
            **({} if tracks.regions is None else {"regions": _say_regions(tracks.regions_of(one.last))}),
        }
        for one in tracks.identities
    ]


def _say_regions(counts: Sequence[tuple[str, int]]) -> str:
    """Return the regions with most members, and how many more there are.

    Examples
    --------
    >>> _say_regions([("fear", 9), ("touch", 5), ("sight", 2), ("smell", 1)])
    'fear 9, touch 5, sight 2, 1 more'
    """
    more = f", {len(counts) - MOST_REGIONS} more" if len(counts) > MOST_REGIONS else ""
    return ", ".join(f"{name} {n}" for name, n in counts[:MOST_REGIONS]) + more


def _died(tracks: Tracks, id_: int) -> str:
    """Return when a neurotag was first missed, or merged, for good."""
    last = tracks.of(id_).last.window
    for event in tracks.events:
        ends = (event.kind == "death" and event.identities[0] == id_) or (
            event.kind == "merge" and id_ in event.identities[1:]
        )
        if ends and event.window > last:
            return tracks.windows[event.window].label + ("" if event.is_sure else " ?")
    return ABSENT


def tell(event: TrackEvent, windows: Sequence[Window]) -> str:
    """Return an event as a sentence."""
    one, *others = event.identities
    rest = f"neurotag{'s' * (len(others) > 1)} {' and '.join(map(str, others))}"
    s = "s" * (len(others) == 1)
    words = {
        "birth": f"neurotag {one} is born, with a mass of {event.value:.1f}",
        "return": f"neurotag {one} returns",
        "growth": f"neurotag {one} grows to {event.value:.2f} times its mass",
        "shrinking": f"neurotag {one} shrinks to {event.value:.2f} times its mass",
        "drift": f"neurotag {one} has exchanged {event.value:.0%} of its members and is still the same",
        "merge": f"{rest} merge{s} into neurotag {one}",
        "split": f"{rest} split{s} off neurotag {one}",
        "death": f"neurotag {one} is no longer found",
    }[event.kind]
    doubt = f" (unsure: {event.why_unsure})" if event.why_unsure else ""
    return f"{windows[event.window].label}: {words}{doubt}."


def say_count(n: int, what: str) -> str:
    """Return a number of things in words.

    Examples
    --------
    >>> say_count(1, "birth"), say_count(2, "shrinking"), say_count(3, "neurotag")
    ('1 birth', '2 shrinkings', '3 neurotags')
    """
    return f"{n} {what}{'s' if n != 1 else ''}"
