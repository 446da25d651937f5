"""Claims that are lived in a moment: what they say matters to nobody."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from neurotag.claims import Arm, Cache, Chart, Claim, Lived, Part, Reading
from neurotag.life import Life

if TYPE_CHECKING:
    from collections.abc import Mapping

SCALE = "scale=0.1"


def life_of(*events: dict[str, Any], name: str = "moment") -> Life:
    """Return a life of these events."""
    return Life.model_validate({"name": name, "events": list(events)})


TOUCHED = life_of({"kind": "touch", "site": "back", "duration_s": 0.1})
RESTED = life_of({"kind": "rest", "duration_s": 0.1}, name="rested")
FELT = Arm("felt", TOUCHED, changes=(SCALE,))
STILL = Arm("still", RESTED, changes=(SCALE,))
AGAIN = Arm("again", TOUCHED, changes=(SCALE,))
"""Another name for what `FELT` lives."""
AFTER = Arm("after", RESTED, changes=(SCALE,), past=FELT)
FRAIL = Arm("frail", TOUCHED, brain="vulnerable", changes=(SCALE,))


def n_spikes(lived: Lived, name: str) -> float:
    """Return the spikes of touch in a life."""
    recording = lived[name]
    return float(recording.activity.counts[:, recording.layout.index("touch"), :2].sum())


def read(lived: Lived) -> Reading:
    """Return the spikes of each arm; the first against the last."""
    names = list(lived)
    return Reading(
        {"more": n_spikes(lived, names[0]), "more_control": n_spikes(lived, names[-1])},
        {"each": [n_spikes(lived, name) for name in names]},
    )


def unreadable(lived: Lived) -> Reading:
    """Return no number."""
    return Reading({"more": float("nan"), "more_control": 0.0})


MORE = Part("more", "Touch makes touch fire.", "spikes", low=50.0, control="rest")


def claim_of(name: str, *arms: Arm, **words: Any) -> Claim:
    """Return a claim of these arms."""
    settled: Mapping[str, Any] = {
        "row": "A1", "statement": "A touch is felt.", "parts": (MORE,), "measure": read,
        "published": "Nobody & Nobody 1999", "disagrees": "", **words,
    }  # fmt: skip
    return Claim(name, arms=arms, **settled)


FEELS = claim_of(
    "feels", FELT, STILL,
    chart=Chart("arm", "spikes", (0.0, 1.0), (("each", "all"),)),
    disagrees="Nobody <knows> & nobody asked.",
)  # fmt: skip
SHARES = claim_of("shares", AGAIN, AFTER)
BLIND = claim_of("blind", FELT, STILL, measure=unreadable)
FRAIL_ONE = claim_of("frail", FRAIL, STILL)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Give a cache of its own."""
    return Cache(tmp_path / "claims")
