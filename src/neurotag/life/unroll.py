"""A life, unrolled: what happens when, in the order in which it happens."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from neurotag.errors import DescriptionError
from neurotag.life.events import Felt, Probe, Repeat, Rest, Skip, Sleep, Together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.life.events import Timed
    from neurotag.life.life import Life

TOLERANCE_S = 1e-9
MOST_MOMENTS = 100_000


@dataclass(frozen=True)
class Moment:
    """One felt event at its time.

    ``start_s`` counts from the beginning of the scene; ``episodes`` are the names under which it is lived,
    its own first, then those of the groups around it.
    """

    start_s: float
    event: Felt
    place: str
    episodes: tuple[str, ...] = ()

    @property
    def end_s(self) -> float:
        """End of the event in the scene, in seconds."""
        return self.start_s + self.event.duration_s


@dataclass(frozen=True)
class PlannedProbe:
    """One probe at its time, with the moments its twin meets."""

    start_s: float
    probe: Probe
    place: str
    moments: tuple[Moment, ...]

    @property
    def duration_s(self) -> float:
        """Length of the twin's waking, its settling included, in seconds."""
        return max((moment.end_s for moment in self.moments), default=self.probe.settle_s)


@dataclass
class Scene:
    """A stretch of waking life, and the hours offline that follow it.

    Its clock begins with its waking; where ``begins_s`` is more than 0, an earlier life filled it until then.
    """

    begins_s: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    probes: list[PlannedProbe] = field(default_factory=list)
    spans: list[tuple[str, float, float]] = field(default_factory=list)
    hours_after: float = 0.0
    sleeps: bool = False

    @property
    def end_s(self) -> float:
        """When everything in it has ended, in seconds of its clock."""
        ends = [moment.end_s for moment in self.moments]
        return max(ends + [test.start_s for test in self.probes], default=self.begins_s)

    @property
    def duration_s(self) -> float:
        """Length of the waking stretch, in seconds."""
        return self.end_s - self.begins_s


def unroll(life: Life, *, begins_s: float = 0.0) -> list[Scene]:
    """Return the scenes of a life.

    Parameters
    ----------
    life : Life
        What happens.
    begins_s : float
        When in its first scene it begins: more than 0 where it goes on from an earlier life.

    Raises
    ------
    DescriptionError
        If a probe falls inside another event or has the name of another, a sleep or a skip stands inside a
        group, or a group that repeats takes longer than its interval.
    """
    unroller = _Unroller()
    unroller.scenes[0].begins_s = begins_s
    unroller.sequence("events", life.events, start_s=begins_s, episodes=(), top=True)
    for scene in unroller.scenes:
        _refuse_probes_inside_events(scene)
        scene.moments.sort(key=lambda moment: moment.start_s)
        scene.probes.sort(key=lambda planned: planned.start_s)
        scene.spans = _joined(scene.spans)
    return unroller.scenes


class _Unroller:
    """Lays events into scenes; ``top`` says that the list is the life's own, or repeats in it."""

    def __init__(self, count: int = 0) -> None:
        self.scenes = [Scene()]
        self.count = count
        self.turns: list[int] = []
        self.probe_names: set[str] = set()

    def sequence(
        self,
        place: str,
        events: Sequence[Timed],
        *,
        start_s: float,
        episodes: tuple[str, ...],
        top: bool = False,
    ) -> float:
        """Lay events one after the other; return when the last of them ends."""
        origin_s = end_s = start_s
        for index, event in enumerate(events):
            scene = self.scenes[-1]
            begin_s = end_s if event.at_s is None else origin_s + event.at_s
            ended_s = self.place(f"{place}[{index}]", event, start_s=begin_s, episodes=episodes, top=top)
            if self.scenes[-1] is scene:
                end_s = max(end_s, ended_s)
            else:
                origin_s, end_s = 0.0, ended_s
        return end_s

    def place(
        self, place: str, event: Timed, *, start_s: float, episodes: tuple[str, ...], top: bool = False
    ) -> float:
        """Lay one event; return when it ends."""
        self._count(place)
        names = tuple(dict.fromkeys((event.name, *episodes))) if event.name else episodes
        if isinstance(event, Sleep | Skip):
            return self._leave_scene(place, event, start_s, top=top)
        if isinstance(event, Probe):
            return self._plan(place, event, start_s)
        if isinstance(event, Felt):
            self.scenes[-1].moments.append(Moment(start_s, event, place, names))
            end_s = start_s + event.duration_s
        elif isinstance(event, Together):
            end_s = start_s
            for index, member in enumerate(event.events):
                begin_s = start_s + (member.at_s or 0.0)
                here = f"{place}.events[{index}]"
                end_s = max(end_s, self.place(here, member, start_s=begin_s, episodes=names))
        elif isinstance(event, Repeat):
            end_s = self._repeat(place, event, start_s, names, top=top)
        else:
            raise TypeError(type(event).__name__)
        if event.name:
            self.scenes[-1].spans.append((event.name, start_s, end_s))
        return end_s

    def _repeat(
        self, place: str, event: Repeat, start_s: float, names: tuple[str, ...], *, top: bool
    ) -> float:
        scene = self.scenes[-1]
        end_s = start_s
        for turn in range(event.times):
            begin_s = end_s if event.every_s is None else start_s + turn * event.every_s
            if begin_s < end_s - TOLERANCE_S:
                raise DescriptionError(
                    f"{place}.every_s",
                    f"must be at least the {end_s - begin_s + (event.every_s or 0):g} s that one turn takes "
                    f"(got {event.every_s:g})",
                    "Lengthen the interval or shorten the events",
                )
            self.turns.append(turn + 1)
            end_s = self.sequence(f"{place}.events", event.events, start_s=begin_s, episodes=names, top=top)
            self.turns.pop()
            if self.scenes[-1] is not scene:
                _refuse_episode_over_night(place, event)
        return end_s

    def _plan(self, place: str, probe: Probe, start_s: float) -> float:
        inner = _Unroller(self.count)
        inner.sequence(f"{place}.events", probe.events, start_s=probe.settle_s, episodes=())
        self.count = inner.count
        scene = inner.scenes[0]
        if scene.probes:
            raise DescriptionError(
                scene.probes[0].place, "a probe cannot stand inside a probe", "Move it out"
            )
        name = "_".join([probe.name, *map(str, self.turns)])
        if name in self.probe_names:
            raise DescriptionError(
                f"{place}.name", f"a probe named {name!r} is there already", "Name it otherwise"
            )
        self.probe_names.add(name)
        # A probe is not lived under a name: the index of an episode is driven by living it, or by a thought.
        moments = tuple(replace(moment, episodes=()) for moment in scene.moments)
        named = probe.model_copy(update={"name": name})
        self.scenes[-1].probes.append(PlannedProbe(start_s, named, place, moments))
        return start_s

    def _leave_scene(self, place: str, event: Sleep | Skip, start_s: float, *, top: bool) -> float:
        if not top:
            raise DescriptionError(
                place,
                f"a {event.kind} cannot stand inside a 'together' or a probe",
                "Move it to the life's own list, or into a repeat there",
            )
        scene = self.scenes[-1]
        end_s = scene.end_s
        if event.at_s is not None:
            if start_s < end_s - TOLERANCE_S:
                raise DescriptionError(
                    f"{place}.at_s",
                    f"begins at {start_s:g} s, before {end_s:g} s, when the events before it have ended "
                    f"(got {event.at_s:g})",
                    "Begin it later",
                )
            if start_s > end_s + TOLERANCE_S:
                rest = Rest(kind="rest", duration_s=max(start_s - end_s, 0.001))
                scene.moments.append(Moment(end_s, rest, place))
        scene.hours_after = event.hours + 24.0 * (event.days if isinstance(event, Skip) else 0.0)
        scene.sleeps = isinstance(event, Sleep)
        self.scenes.append(Scene())
        return 0.0

    def _count(self, place: str) -> None:
        self.count += 1
        if self.count > MOST_MOMENTS:
            raise DescriptionError(
                place, f"unrolls into more than {MOST_MOMENTS} events", "Repeat less, or split the life"
            )


def _refuse_episode_over_night(place: str, event: Repeat) -> None:
    if event.name:
        raise DescriptionError(
            f"{place}.name",
            f"an episode cannot last over a sleep or a skip (got {event.name!r})",
            "Name the events within it instead",
        )
    if event.every_s is not None:
        raise DescriptionError(
            f"{place}.every_s",
            f"counts waking time, so it cannot be kept over a sleep or a skip (got {event.every_s:g})",
            "Leave it out: each turn follows the one before",
        )


def _joined(spans: list[tuple[str, float, float]]) -> list[tuple[str, float, float]]:
    """Join spans of one name that overlap: an episode within itself is not lived twice as strongly."""
    joined: list[tuple[str, float, float]] = []
    for name, group in groupby(sorted(spans), key=lambda span: span[0]):
        for _, start_s, end_s in group:
            if joined and joined[-1][0] == name and start_s <= joined[-1][2]:
                joined[-1] = (name, joined[-1][1], max(end_s, joined[-1][2]))
            else:
                joined.append((name, start_s, end_s))
    return joined


def _refuse_probes_inside_events(scene: Scene) -> None:
    moments = [moment for moment in scene.moments if not isinstance(moment.event, Rest)]
    moments.sort(key=lambda moment: moment.start_s)
    starts = [moment.start_s for moment in moments]
    # Of the events that have begun by a time, the one that ends last tells whether any is still on.
    last_to_end = list(accumulate(moments, _later_to_end))
    for planned in scene.probes:
        n_begun = bisect_left(starts, planned.start_s - TOLERANCE_S)
        moment = last_to_end[n_begun - 1] if n_begun else None
        if moment is not None and moment.end_s > planned.start_s + TOLERANCE_S:
            raise DescriptionError(
                planned.place,
                f"the probe {planned.probe.name!r} at {planned.start_s:g} s falls inside {moment.place} "
                f"({moment.event.__class__.__name__.lower()}, {moment.start_s:g} to {moment.end_s:g} s)",
                "Move the probe before or after it",
            )


def _later_to_end(one: Moment, other: Moment) -> Moment:
    return other if other.end_s > one.end_s else one
