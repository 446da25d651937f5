"""Short lives for tests of the engine."""

from typing import Any

from neurotag.brain import Brain, load_brain
from neurotag.life import Life

TOUCH: dict[str, Any] = {"kind": "touch", "site": "back", "duration_s": 0.4}
BURN: dict[str, Any] = {
    "kind": "together",
    "name": "burn",
    "events": [
        {"kind": "touch", "site": "back", "duration_s": 1.0},
        {"kind": "heat", "site": "back", "intensity": 1.0, "duration_s": 1.0},
        {"kind": "talk", "duration_s": 1.5},
    ],
}
PROBE: dict[str, Any] = {"kind": "probe", "name": "touch_back", "settle_s": 0.2, "events": [TOUCH]}


def life(*events: dict[str, Any]) -> Life:
    return Life(name="short", events=list(events))


def small(**changes: Any) -> Brain:
    return load_brain("everyday").replace(scale=0.5, **changes)
