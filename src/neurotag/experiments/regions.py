"""One detail makes whole regions active; what was linked in its interpretation is one neurotag.

The lives are those of `perfume`. Read are the regions that change their rate within a second of the perfume
alone, a night after the lessons; and, from the spikes and synapses of the lived life, which neurotags
`find_neurotags` finds without being told a single cell. Their members are held against the neurons that the
perfume, the classroom, the voices and the memory of the lesson drive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import hypergeom

from neurotag.claims import Arm, Claim, Lived, Part, Reading
from neurotag.experiments.perfume import arm
from neurotag.experiments.shared.burn import reached
from neurotag.experiments.shared.readings import by_region, cells
from neurotag.experiments.shared.recall import EPISODE, SHARES
from neurotag.neurotags import find_neurotags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neurotag.recording import Recording

LINKED = (("smell", "perfume"), ("sight", "classroom"), ("sound", "classmates"), ("episode", EPISODE))
MOST_LOG = 300.0
"""What a chance too small for a number counts, as -log10."""

CUE, STRANGER = f"cue_{len(SHARES) - 1}", "cue_0"
PAIRED = arm("paired", paired=True)
UNPAIRED = arm("unpaired", paired=False)
FLAT = Arm("no_plasticity", PAIRED.life, changes=("plasticity=false",))


def best_share(found: Sequence[NDArray[np.int64]], linked: NDArray[np.int64]) -> float:
    """Return the greatest share of some neurons that lies in one set; 0 without sets.

    Examples
    --------
    >>> best_share([np.array([1, 2]), np.array([3])], np.array([1, 2, 3, 4]))
    0.5
    """
    return max((len(np.intersect1d(each, linked)) / len(linked) for each in found), default=0.0)


def surprise_of(found: Sequence[NDArray[np.int64]], linked: NDArray[np.int64], n: int) -> float:
    """Return how unlikely the best set's hold of the linked is among n neurons, as -log10 of the chance."""
    logs = [
        -hypergeom.logsf(len(np.intersect1d(each, linked)) - 1, n, len(linked), len(each)) / np.log(10.0)
        for each in found
    ]
    return float(min(MOST_LOG, max(logs, default=0.0)))


def _linked(recording: Recording) -> NDArray[np.int64]:
    return np.unique(np.concatenate([ids for each in LINKED for ids in cells(recording, *each).values()]))


def _found(recording: Recording) -> list[NDArray[np.int64]]:
    found = find_neurotags(recording)
    units = np.array(found.trains.units)
    return [units[each.members] for each in found.found]


def _spread(recording: Recording, found: Sequence[NDArray[np.int64]], linked: NDArray[np.int64]) -> float:
    """Return in how many regions the best neurotag has two and more of the linked neurons."""
    if not found:
        return 0.0
    best = max(found, key=lambda each: len(np.intersect1d(each, linked)))
    shared = np.intersect1d(best, linked)
    return float(sum(len(ids) >= 2 for ids in by_region(recording, shared).values()))


def measure(lived: Lived) -> Reading:
    """Return what the perfume activates, and how much of what was linked lies in one neurotag."""
    paired, flat = lived["paired"], lived["no_plasticity"]
    linked = _linked(paired)
    sets = {name: _found(lived[name]) for name in ("paired", "no_plasticity")}
    n = int(sum(paired.layout.n_excitatory))
    return Reading(
        {
            "active": float(len(reached(paired, CUE))),
            "active_control": float(len(reached(paired, STRANGER))),
            "one": best_share(sets["paired"], linked),
            "one_control": best_share(sets["no_plasticity"], _linked(flat)),
            "chance": surprise_of(sets["paired"], linked, n),
            "chance_control": surprise_of(sets["no_plasticity"], _linked(flat), n),
            "spread": _spread(paired, sets["paired"], linked),
            "spread_control": _spread(flat, sets["no_plasticity"], _linked(flat)),
            "n_found": float(len(sets["paired"])),
            "size": float(max((len(each) for each in sets["paired"]), default=0)),
        }
    )


NOTHING_LEARNED = "the same lessons without plasticity"

CLAIM = Claim(
    name="regions",
    row="A4",
    statement="One detail picked up by a sense makes entire regions active at once; the neurons that learned "
    "to link in interpreting it are together a neurotag.",
    parts=(
        Part(
            "active", "The perfume alone changes the rate of at least four of the twelve regions within a "
            "second.", "regions", low=4.0, control="a smell never met",
            published="the bound is ours: more than the region of smell and those it leads to at birth",
        ),
        Part(
            "one", "Half of the neurons of perfume, classroom, voices and memory lie in one neurotag, found "
            "without being told.", "share", low=0.5, control=NOTHING_LEARNED,
            published="tagged neurons are reactivated together: Reijmers et al. 2007",
        ),
        Part(
            "spread", "It has some of them in at least four regions.", "regions", low=4.0,
            control=NOTHING_LEARNED,
            published="an engram lies across regions: Josselyn & Frankland 2018",
        ),
    ),
    arms=(PAIRED, FLAT),
    measure=measure,
    published="Engram cells lie across many regions: Josselyn & Frankland 2018.",
    disagrees=(
        "How many of the twelve regions one smell moves differs from brain to brain: 4.1 on average, with "
        "an interval of 2.5 to 5.7 that holds the bound. A smell never met moves 1.8."
    ),
    told=(
        ("n_found", "neurotags found in the life"),
        ("size", "members of the largest (neurons)"),
        ("chance", "chance of such an overlap (-log10)"),
    ),
)  # fmt: skip
