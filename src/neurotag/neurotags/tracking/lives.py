"""What a simulated life adds to tracks: its synapses are asked, and its twins tell the dials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from neurotag.engine import Twins, end_of, learned_synapses
from neurotag.neurotags.bonds import bind
from neurotag.neurotags.probing import FEWEST_ON_TWINS, excitatory_of, measure_dials

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from neurotag.neurotags.neurotag import Neurotags
    from neurotag.neurotags.probing import Dial
    from neurotag.neurotags.tracking.identity import Tracks
    from neurotag.recording import Recording

    Progress = Callable[[str, float], None]

QUIET_NOTE = (
    "In a life a neurotag is seen in the windows in which something ignites it: one that is not seen in a "
    "window, or is told to have died, may only have been quiet or not cued there; it is not necessarily lost."
)

UNASKED_NOTE = "Synapses were not asked: these sets fire together, and need not have learned to."


def keep_learned(
    found: Sequence[Neurotags | None], recording: Recording, *, seed: int, say: Progress
) -> tuple[list[Neurotags | None], int]:
    """Return what was found without the sets that merely fire together, and how many these were.

    The synapses are those at the end of the life: they must have grown as `bind` asks.

    Parameters
    ----------
    found : sequence of Neurotags or None
        What was found in each window.
    recording : Recording
        The life.
    """
    if not any(one is not None and one.found for one in found):
        return list(found), 0
    say("reading the synapses", 0.0)
    learned = learned_synapses(end_of(recording, progress=say))
    kept: list[Neurotags | None] = []
    n_others = 0
    for one in found:
        if one is None:
            kept.append(None)
            continue
        mine, others = bind(one.found, one.trains, learned, seed=seed)
        n_others += len(others)
        kept.append(replace(one, found=tuple(mine), n_unlearned=len(others), is_simulated=True))
    return kept, n_others


def measure_track_dials(
    tracks: Tracks, recording: Recording, *, say: Progress | None = None
) -> dict[int, dict[str, Dial]]:
    """Return the four changes of each tracked neurotag from birth to the end of a life, by its id.

    Measured on the members of its last sighting; a neurotag with too few excitatory members is left out.

    Parameters
    ----------
    tracks : Tracks
        Of this life.
    recording : Recording
        The life.
    say : callable, optional
        Is told what is going on and the share that is done.
    """
    tell = say or (lambda _phase, _share: None)
    twins = Twins.of(end_of(recording, progress=tell))
    born = twins.born()
    dials: dict[int, dict[str, Dial]] = {}
    for at, identity in enumerate(tracks.identities):
        tell(f"dials of neurotag {identity.id}", at / len(tracks.identities))
        members = excitatory_of(identity.last.members, tracks.units, twins)
        if len(members) >= FEWEST_ON_TWINS:
            dials[identity.id] = measure_dials(born, twins, members, seed=tracks.seed, progress=tell)
    return dials
