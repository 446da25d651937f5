"""A life, unrolled: what happens when, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from neurotag.errors import DescriptionError
from neurotag.life.events import Felt, Probe, Repeat, Skip, Sleep, Together

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


@dataclass
class Scene:
    """A stretch of waking life, and the hours offline that follow it."""

    moments: list[Moment] = field(default_factory=list)
    probes: list[PlannedProbe] = field(default_factory=list)
    spans: list[tuple[str, float, float]] = field(default_factory=list)
    hours_after: float = 0.0
    sleeps: bool = False

    @property
    def duration_s(self) -> float:
        """Length of the waking stretch, in seconds."""
        ends = [moment.end_s for moment in self.moments]
        return max(ends + [test.start_s for test in self.probes], default=0.0)


def unroll(life: Life) -> list[Scene]:
    """Return the scenes of a life.

    Raises
    ------
    DescriptionError
        If a probe falls inside another event, a skip stands inside a group, a group that repeats takes
        longer than its interval, or an event begins before one it must follow.
    """
    unroller = _Unroller()
    unroller.sequence("events", life.events, start_s=0.0, episodes=(), top=True)
    for scene in unroller.scenes:
        _refuse_probes_inside_events(scene)
        scene.moments.sort(key=lambda moment: moment.start_s)
        scene.probes.sort(key=lambda test: test.start_s)
    return unroller.scenes


class _Unroller:
    def __init__(self) -> None:
        self.scenes = [Scene()]
        self.count = 0

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
            here = f"{place}[{index}]"
            if isinstance(event, Sleep | Skip):
                if not top:
                    raise DescriptionError(
                        here, f"a {event.kind} cannot stand inside a group", "Move it to the life's own list"
                    )
                self._leave_scene(here, event, end_s)
                origin_s = end_s = 0.0
                continue
            begin_s = end_s if event.at_s is None else origin_s + event.at_s
            end_s = max(end_s, self.place(here, event, start_s=begin_s, episodes=episodes))
        return end_s

    def place(self, place: str, event: Timed, *, start_s: float, episodes: tuple[str, ...]) -> float:
        """Lay one event; return when it ends."""
        self._count(place)
        names = (event.name, *episodes) if event.name else episodes
        if isinstance(event, Felt):
            self.scenes[-1].moments.append(Moment(start_s, event, place, names))
            end_s = start_s + event.duration_s
        elif isinstance(event, Probe):
            self._test(place, event, start_s)
            return start_s
        elif isinstance(event, Together):
            end_s = start_s
            for index, member in enumerate(event.events):
                begin_s = start_s + (member.at_s or 0.0)
                here = f"{place}.events[{index}]"
                _refuse_skip(here, member)
                end_s = max(end_s, self.place(here, member, start_s=begin_s, episodes=names))
        elif isinstance(event, Repeat):
            end_s = self._repeat(place, event, start_s, names)
        else:
            raise TypeError(type(event).__name__)
        if event.name:
            self.scenes[-1].spans.append((event.name, start_s, end_s))
        return end_s

    def _repeat(self, place: str, event: Repeat, start_s: float, names: tuple[str, ...]) -> float:
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
            end_s = self.sequence(f"{place}.events", event.events, start_s=begin_s, episodes=names)
        return end_s

    def _test(self, place: str, probe: Probe, start_s: float) -> None:
        inner = _Unroller()
        for index, event in enumerate(probe.events):
            if isinstance(event, Probe):
                raise DescriptionError(
                    f"{place}.events[{index}]", "a probe cannot stand inside a probe", "Move it out"
                )
        inner.sequence(f"{place}.events", probe.events, start_s=probe.settle_s, episodes=())
        scene = inner.scenes[0]
        if scene.probes:
            raise DescriptionError(place, "a probe cannot stand inside a probe", "Move it out")
        # A test is not lived under a name: the index of an episode is driven by living it, or by a thought.
        moments = tuple(replace(moment, episodes=()) for moment in scene.moments)
        self.scenes[-1].probes.append(PlannedProbe(start_s, probe, place, moments))

    def _leave_scene(self, place: str, event: Sleep | Skip, end_s: float) -> None:
        scene = self.scenes[-1]
        if event.at_s is not None:
            if event.at_s < end_s - TOLERANCE_S:
                raise DescriptionError(
                    f"{place}.at_s",
                    f"must be at least {end_s:g} s, when the events before it have ended (got {event.at_s:g})",
                    "Begin it later",
                )
            pause_s = event.at_s - end_s
            if pause_s > TOLERANCE_S:
                from neurotag.life.events import Rest

                scene.moments.append(Moment(end_s, Rest(kind="rest", duration_s=pause_s), place))
        scene.hours_after = event.hours + 24.0 * (event.days if isinstance(event, Skip) else 0.0)
        scene.sleeps = isinstance(event, Sleep)
        self.scenes.append(Scene())

    def _count(self, place: str) -> None:
        self.count += 1
        if self.count > MOST_MOMENTS:
            raise DescriptionError(
                place, f"unrolls into more than {MOST_MOMENTS} events", "Repeat less, or split the life"
            )


def _refuse_skip(place: str, event: Timed) -> None:
    if isinstance(event, Sleep | Skip):
        raise DescriptionError(
            place, f"a {event.kind} cannot stand inside a group", "Move it to the life's own list"
        )


def _refuse_probes_inside_events(scene: Scene) -> None:
    for test in scene.probes:
        for moment in scene.moments:
            inside = moment.start_s + TOLERANCE_S < test.start_s < moment.end_s - TOLERANCE_S
            if inside:
                raise DescriptionError(
                    test.place,
                    f"the probe {test.probe.name!r} at {test.start_s:g} s falls inside {moment.place} "
                    f"({moment.event.__class__.__name__.lower()}, {moment.start_s:g} to {moment.end_s:g} s)",
                    "Move the probe before or after it",
                )
