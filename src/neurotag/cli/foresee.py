"""What a plan will take: looked at before a run, and all that ``neurotag forecast`` does."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import typer

from neurotag.engine import check_memory, forecast, largest_scale, machine, start_of
from neurotag.engine.forecast import say_mb, say_s

if TYPE_CHECKING:
    from neurotag.brain import Brain
    from neurotag.cli.plan import Plan
    from neurotag.engine import Forecast
    from neurotag.engine.past import Start

LONG_S = 20.0
"""A run that takes longer than this is told of before it begins."""


@dataclass(frozen=True)
class Foresight:
    """What one brain's life will take, and what the process holds of earlier ones by then."""

    brain: Brain
    start: Start
    expected: Forecast
    beside_mb: float

    @property
    def memory_mb(self) -> float:
        """Memory of the whole process at the peak of this run."""
        return self.expected.memory_mb + self.beside_mb


def foresee(plan: Plan) -> list[Foresight]:
    """Return what each brain's life will take, in the order in which they are lived."""
    life = None if plan.branch.resumes else plan.life
    start = start_of(life, plan.branch.past)
    foresights: list[Foresight] = []
    beside_mb = 0.0
    for brain in plan.brains:
        expected = forecast(
            brain, life, past=plan.branch.past, threads=plan.threads, watch=plan.watch,
            with_report=plan.with_report,
        )  # fmt: skip
        foresights.append(Foresight(brain, start, expected, beside_mb))
        # The recordings are kept until the report shows them side by side.
        beside_mb += expected.kept_mb
    return foresights


def announce(plan: Plan) -> None:
    """Say on stderr what a long run will take.

    Raises
    ------
    CompileError
        If it would not fit into memory.
    """
    foresights = foresee(plan)
    for each in foresights:
        check_memory(
            each.brain, each.start, watch=plan.watch, with_report=plan.with_report, beside_mb=each.beside_mb
        )
    wall_s = sum(each.expected.wall_s for each in foresights)
    if wall_s > LONG_S:
        memory = say_mb(max(each.memory_mb for each in foresights))
        lived = say_s(sum(each.expected.simulated_s for each in foresights))
        typer.echo(
            f"neurotag: about {say_s(wall_s)} and {memory} for {lived} of simulated life; "
            "Ctrl-C keeps what was lived",
            err=True,
        )


def describe(plan: Plan, foresight: Foresight) -> dict[str, Any]:
    """Return a forecast as plain words and numbers, JSON by construction."""
    room_mb = machine.available_mb() - foresight.beside_mb
    return {
        "brain": foresight.brain.name,
        "life": foresight.start.life.name,
        "scale": foresight.brain.scale,
        **asdict(foresight.expected),
        "available_mb": room_mb,
        "fits": foresight.expected.memory_mb <= room_mb,
        "largest_scale": largest_scale(
            foresight.brain, foresight.start, watch=plan.watch, with_report=plan.with_report, room_mb=room_mb
        ),
    }
