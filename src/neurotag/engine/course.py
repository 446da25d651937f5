"""How long a life rests, feels and hurts: what expected rates are multiplied with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurotag.engine.costs import HURT_S
from neurotag.life import Heat, Injury, Rest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from neurotag.engine.past import Start
    from neurotag.life import Moment


@dataclass(frozen=True)
class Course:
    """Seconds at rest, felt and hurt, of the waking life and of all probes."""

    awake: Counter[str]
    probes: Counter[str]
    n_probes: int

    @classmethod
    def of(cls, start: Start) -> Course:
        """Return the course of a life from where it begins."""
        here = start.bookmark
        awake: Counter[str] = Counter()
        probes: Counter[str] = Counter()
        n_probes = 0
        for number, scene in enumerate(start.scenes[here.scene :]):
            is_first = number == 0
            moments = [*(here.felt_before() if is_first else ()), *scene.moments]
            awake.update(_times(moments, here.at_s if is_first else scene.begins_s, scene.end_s))
            for test in scene.probes[here.n_probes if is_first else 0 :]:
                probes.update(_times(test.moments, 0.0, test.duration_s))
                n_probes += 1
        return cls(awake, probes, n_probes)


def _times(moments: Sequence[Moment], begin_s: float, end_s: float) -> dict[str, float]:
    """Share out a stretch's seconds: what hurts counts for a while longer, and before what is merely felt."""
    hurts = [(m.start_s, m.end_s + HURT_S) for m in moments if isinstance(m.event, Heat | Injury)]
    felt = [(m.start_s, m.end_s) for m in moments if not isinstance(m.event, Rest)]
    hurt_s = _covered_s(hurts, begin_s, end_s)
    any_s = _covered_s([*felt, *hurts], begin_s, end_s)
    return {"rest": max(0.0, end_s - begin_s - any_s), "felt": any_s - hurt_s, "hurt": hurt_s}


def _covered_s(spans: Iterable[tuple[float, float]], begin_s: float, end_s: float) -> float:
    covered, until = 0.0, begin_s
    for first, last in sorted(spans):
        covered += max(0.0, min(last, end_s) - max(first, until))
        until = max(until, min(last, end_s))
    return covered
