"""Where a life begins: at birth, after a past that has ended, or within one that was left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np

from neurotag.description import suggest
from neurotag.engine.draw import key_of
from neurotag.engine.stimulus import SENSE_OF, Patterns
from neurotag.errors import DescriptionError, InputError
from neurotag.life import Heat, Injury, Pattern, Rest, unroll
from neurotag.override import values
from neurotag.recording import Bookmark, Past

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from neurotag.brain import Brain
    from neurotag.engine.circuit import Circuit
    from neurotag.life import Life, Moment, Scene
    from neurotag.recording import Checkpoint

MOST_STEPS = 2**31 - 10_000
SHORTEST_S = 0.001
"""No event is shorter."""
TOLERANCE_S = 1e-9
WORDS = (
    "name", "title", "regions.*.title", "regions.*.anatomy", "regions.*.mni_mm", "regions.*.mni_source",
    "awareness_region", "movement_region", "alarm.*",
)  # fmt: skip
"""What of a brain is for readers and read-outs alone."""
FREE = (
    "plasticity", "runaway_hz", "excitatory.*", "inhibitory.*", "regions.*.bias_shift_mV",
    "regions.*.is_relay", "regions.*.hush_mV", "regions.*.excitatory.*", "regions.*.inhibitory.*",
    "regions.*.salience_sensitivity", "regions.*.disinhibition*", "rules.*.*", "transmitters.*.*",
    "consolidation.*", "disinhibition.*", "modulators.*", "body.fibres.*", "senses.*",
)  # fmt: skip
"""What of a brain may change in mid-life: numbers that no connection and no array hangs on."""
FIXED = (
    "*.kind", "*.refractory_ms", "modulators.update_ms", "rules.*.delay", "rules.*.dependence",
    "rules.*.is_exact",
)  # fmt: skip
"""What may not, although it stands among those."""


@dataclass(frozen=True)
class Start:
    """Where a life begins.

    ``scenes`` are those of the life, ``bookmark`` where in them it begins, ``past`` what it goes on from;
    none at birth.
    """

    life: Life
    scenes: tuple[Scene, ...]
    bookmark: Bookmark
    past: Checkpoint | None = None

    @property
    def step(self) -> int:
        """Steps lived before."""
        return 0 if self.past is None else self.past.step

    @property
    def awake_s(self) -> float:
        """Waking time that is still to be lived, in seconds."""
        left = self.scenes[self.bookmark.scene :]
        here = max(0.0, left[0].end_s - self.bookmark.at_s)
        return here + sum(scene.duration_s for scene in left[1:])

    def check(self, *, seed: int | None, checkpoint_at_s: Iterable[float], dt_ms: float) -> None:
        """Refuse a seed, a time of a checkpoint, or a length that cannot be.

        Raises
        ------
        DescriptionError
            Says what it is, and what it may be.
        """
        if seed is not None and seed < 0:
            raise DescriptionError("seed", f"must be at least 0 (got {seed})", "Choose 0 or more")
        self.refuse_checkpoints_outside(checkpoint_at_s, "checkpoint_at_s")
        most_s = (MOST_STEPS - self.step) * dt_ms / 1000.0
        if self.awake_s >= most_s:
            raise DescriptionError(
                f"life {self.life.name!r}",
                f"is awake for {self.awake_s:.0f} s; one recording holds {most_s:.0f} s at dt_ms = {dt_ms}",
                "Skip what does not matter, or split the life",
            )

    def refuse_checkpoints_outside(self, checkpoint_at_s: Iterable[float], where: str) -> None:
        """Refuse times of checkpoints at which the life is not awake."""
        for at_s in checkpoint_at_s:
            if not 0 <= at_s <= self.awake_s + TOLERANCE_S:
                raise DescriptionError(
                    where,
                    f"must lie within the {self.awake_s:g} s that {self.life.name!r} is awake (got {at_s:g})",
                    "Choose another time",
                )

    @property
    def probes_s(self) -> float:
        """Time that twins will take, in seconds."""
        left = self.scenes[self.bookmark.scene :]
        probes = [probe for scene in left for probe in scene.probes][self.bookmark.n_probes :]
        return sum(probe.duration_s for probe in probes)


def start_of(life: Life | None, past: Checkpoint | None) -> Start:
    """Return where a life begins.

    Without a past at birth; with one, where it ends; and without a life, the past's own goes on there.

    Raises
    ------
    DescriptionError
        If there is neither.
    InputError
        If the past's life had been lived to its end.
    """
    if past is None:
        if life is None:
            raise DescriptionError("life", "is missing", "Name one, or a past whose life shall go on")
        return Start(life, tuple(unroll(life)), Bookmark(scene=0, scene_step=0, at_s=0.0))
    return _within(past) if life is None else _after(past, life)


def _after(past: Checkpoint, life: Life) -> Start:
    """Begin a life where a past ends: what happened there is over, and is felt as long as it lasts."""
    here = past.bookmark
    scenes = tuple(unroll(life, begins_s=here.at_s))
    bookmark = Bookmark(
        scene=0,
        scene_step=here.scene_step,
        at_s=here.at_s,
        life_from_s=here.at_s,
        life_step=past.step,
        earlier=tuple(_still_felt(past)),
    )
    return Start(life, scenes, bookmark, past)


def _within(past: Checkpoint) -> Start:
    """Let the life in which a checkpoint was taken go on."""
    here = past.bookmark
    scenes = tuple(unroll(past.life, begins_s=here.life_from_s))
    last = scenes[-1]
    if here.scene == len(scenes) - 1 and here.at_s >= last.end_s and here.n_probes == len(last.probes):
        raise InputError(
            "checkpoint", f"its life {past.life.name!r} was lived to its end", "Name a life to go on with"
        )
    return Start(past.life, scenes, here, past)


def tell_past(start: Start) -> Past | None:
    """Return what a recording says of what it went on from."""
    past = start.past
    if past is None:
        return None
    lived = past.step - start.bookmark.life_step
    return Past(
        checkpoint=past.digest(),
        life=past.life.name,
        seed=past.seed,
        awake_s=past.awake_s,
        hours_offline=past.hours_offline,
        lived_s=lived * past.brain.dt_ms / 1000.0,
    )


def salt_of(seed: int, noise_seed: int) -> int:
    """Return what sets the background of a future apart: nothing, where it is the past's own."""
    return 0 if noise_seed == seed else key_of(noise_seed, "future")


def check_past(brain: Brain, start: Start) -> None:
    """Refuse a brain that is not the checkpoint's, and a life that recalls what was not lived.

    Raises
    ------
    DescriptionError
        Names the first field at fault.
    """
    past, life = start.past, start.life
    for path, before, now in _differences(past.brain, brain) if past is not None else ():
        is_free = _is_among(path, (*WORDS, *FREE)) and not _is_among(path, FIXED)
        if not is_free:
            raise DescriptionError(
                f"brain {brain.name!r}.{path}",
                f"cannot change in mid-life (it is {before} in the checkpoint and {now} here)",
                "Leave it as it is, or let the brain live from birth",
            )
    known = past.episodes if past is not None else ()
    for index, name in enumerate(life.recalls):
        if name not in known:
            raise DescriptionError(
                f"life {life.name!r}.recalls[{index}]",
                f"nothing named {name!r} was lived before this life",
                suggest(name, known) if known else "Leave it out, or go on from a checkpoint in which it was",
            )


def check_things(start: Start, circuit: Circuit) -> None:
    """Refuse a likeness that contradicts what the past knows: a thing it has met keeps its neurons.

    Raises
    ------
    DescriptionError
        Names the first event at fault.
    """
    known = {} if start.past is None else start.past.patterns
    for place, event in start.life.every_event():
        if not isinstance(event, Pattern) or event.like is None:
            continue
        sense = SENSE_OF[type(event)]
        for drive in getattr(circuit.brain.senses, sense):
            drawn = Patterns(circuit).neurons(
                sense, event.of, drive, like=event.like, similarity=event.similarity
            )
            if not np.array_equal(known.get(f"{sense}:{event.of}/{drive.region}", drawn), drawn):
                raise DescriptionError(
                    f"life {start.life.name!r}.{place}.like",
                    f"{event.of!r} is known from the past, and was not like {event.like!r} "
                    f"({event.similarity:g}) there",
                    "Leave it out, or take another thing",
                )


def is_same_but_for_words(one: Brain, other: Brain) -> bool:
    """Return whether two brains live alike, whatever they are called."""
    return all(_is_among(path, WORDS) for path, _, _ in _differences(one, other))


def episodes_until(past: Checkpoint | None, scenes: Sequence[Scene], bookmark: Bookmark) -> set[str]:
    """Return the names under which something has been lived up to a place in a life."""
    known = set(past.episodes if past is not None else ())
    for index, scene in enumerate(scenes[: bookmark.scene + 1]):
        is_over = index < bookmark.scene
        known |= {name for name, start_s, _ in scene.spans if is_over or start_s < bookmark.at_s}
    return known


def _still_felt(past: Checkpoint) -> Iterator[Moment]:
    """Yield what the checkpoint's scene has brought, as far as it was lived.

    Heat is kept, however long ago: it has tired the skin. Of the rest, what is over is left out.
    """
    here, body = past.bookmark, past.brain.body
    slowest_s = max((site.path_m for site in body.sites), default=0.0) / body.fibres.touch_m_per_s
    scene = unroll(past.life, begins_s=here.life_from_s)[here.scene]
    for moment in (*(here.earlier if here.scene == 0 else ()), *scene.moments):
        lived_s = here.at_s - moment.start_s
        if lived_s < SHORTEST_S or isinstance(moment.event, Rest):
            continue
        if lived_s < moment.event.duration_s - TOLERANCE_S:
            yield replace(moment, event=moment.event.model_copy(update={"duration_s": lived_s}))
        elif isinstance(moment.event, Heat | Injury) or moment.end_s + slowest_s > here.at_s:
            yield moment


def _differences(one: Brain, other: Brain) -> Iterator[tuple[str, object, object]]:
    before, now = (dict(values(brain.model_dump(mode="json"))) for brain in (one, other))
    for path in dict.fromkeys((*before, *now)):
        if path not in before or path not in now or before[path] != now[path]:
            yield path, before.get(path, "not there"), now.get(path, "not there")


def _is_among(path: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
