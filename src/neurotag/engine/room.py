"""Whether a run fits into the memory there is, and if not, which smaller one would."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurotag.engine import machine
from neurotag.engine.compile import check_brain
from neurotag.engine.course import Course
from neurotag.engine.forecast import foresee, say_mb
from neurotag.errors import CompileError
from neurotag.recording import Watch

if TYPE_CHECKING:
    from neurotag.brain import Brain
    from neurotag.engine.past import Start

SCALES = [number / 10**places for places in (2, 1, 0) for number in range(10, 100)]
"""Sizes that are advised, of two digits. In a smaller brain a region would hold a few dozen neurons."""
SMALLEST_BUDGET_MB = 1.0


def check_memory(
    brain: Brain,
    start: Start,
    *,
    watch: Watch | None = None,
    with_report: bool = False,
    beside_mb: float = 0.0,
) -> None:
    """Refuse a run that would not fit into the memory there is, before anything is built.

    Parameters
    ----------
    brain, watch, with_report
        As for ``forecast``.
    start : Start
        The life, and where it begins.
    beside_mb : float
        Memory that the process will hold besides, such as the recordings of earlier runs.

    Raises
    ------
    CompileError
        Says what is needed, what there is, and a smaller size that would fit; or why the brain cannot become
        a circuit of any size.
    """
    check_brain(brain)
    need = _Need(Course.of(start), watch or Watch(), with_report)
    room_mb = machine.available_mb() - beside_mb
    need_mb = need.of(brain)
    if need_mb > room_mb:
        raise CompileError(
            f"brain {brain.name!r}",
            f"needs about {say_mb(need_mb)} of memory to live {start.life.name!r} at scale {brain.scale:g}, "
            f"and {say_mb(max(room_mb, 0.0))} are available",
            _advise(brain, need, room_mb, may_shrink=start.past is None),
        )


def largest_scale(
    brain: Brain, start: Start, *, watch: Watch | None = None, with_report: bool = False, room_mb: float
) -> float | None:
    """Return the largest scale, to two digits and up to the brain's own, at which a run fits.

    Parameters
    ----------
    brain, watch, with_report
        As for ``forecast``.
    start : Start
        The life, and where it begins.
    room_mb : float
        Memory that it may take, that of Python and the libraries included.

    Returns
    -------
    float or None
        None where not even a brain of scale 0.1 would fit.
    """
    return _largest_scale(brain, _Need(Course.of(start), watch or Watch(), with_report), room_mb)


@dataclass(frozen=True)
class _Need:
    """What one life and its recording need, for brains of any size."""

    course: Course
    watch: Watch
    with_report: bool

    def of(self, brain: Brain) -> float:
        """Return the memory for a brain, in MB."""
        return foresee(
            brain, self.course, threads=1, watch=self.watch, with_report=self.with_report, slowness=1.0
        ).memory_mb


def _largest_scale(brain: Brain, need: _Need, room_mb: float) -> float | None:
    scales = [*(scale for scale in SCALES if scale < brain.scale), brain.scale]
    n_fit = bisect_right(scales, room_mb, key=lambda scale: need.of(brain.replace(scale=scale)))
    return next((scale for scale in reversed(scales[:n_fit]) if _is_sound(brain.replace(scale=scale))), None)


def _is_sound(brain: Brain) -> bool:
    try:
        check_brain(brain)
    except CompileError:
        return False
    return True


def _advise(brain: Brain, need: _Need, room_mb: float, *, may_shrink: bool) -> str:
    scale = _largest_scale(brain, need, room_mb) if may_shrink else None
    if scale is not None:
        return f"Set scale={scale:g}, which needs about {say_mb(need.of(brain.replace(scale=scale)))}"
    watch = need.watch.replace(budget_mb=SMALLEST_BUDGET_MB)
    if _Need(need.course, watch, need.with_report).of(brain) <= room_mb:
        return f"Keep fewer spikes: with watch.budget_mb={SMALLEST_BUDGET_MB:g} it fits"
    return "Split the life, or take a machine with more memory"
