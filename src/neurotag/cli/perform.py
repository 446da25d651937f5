"""Carry out a plan: simulate, measure, write, report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from neurotag.cli.progress import show_progress
from neurotag.engine import simulate
from neurotag.measure import take_measures, tell
from neurotag.store import ZarrRecorder, write_index, write_run

if TYPE_CHECKING:
    from pathlib import Path

    from neurotag.brain import Brain
    from neurotag.cli.plan import Plan
    from neurotag.cli.progress import Progress
    from neurotag.recording import Recording

EXIT_CODES = {"completed": 0, "runaway": 3, "interrupted": 130}
REPORT = "report.html"


@dataclass(frozen=True)
class Result:
    """What came of one brain's life."""

    recording: Recording
    measures: dict[str, float | int | None]
    summary: dict[str, Any]
    story: tuple[str, ...]
    folder: Path
    report: Path | None

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return EXIT_CODES[self.recording.outcome.kind]


def perform(plan: Plan, *, bar: bool) -> list[Result]:
    """Let each brain live the life, and leave the run folder, whole or not at all.

    After an interruption the brains that have not begun are left out.

    Parameters
    ----------
    plan : Plan
        What to do.
    bar : bool
        Show the progress on stderr.

    Returns
    -------
    list of Result
        One per brain that has lived.
    """
    with plan.place.open() as partial:
        results: list[Result] = []
        with show_progress(bar=bar, n_runs=len(plan.brains)) as progress:
            for brain in plan.brains:
                results.append(_live(plan, brain, partial, progress))
                if results[-1].recording.outcome.kind == "interrupted":
                    break
            if results[-1].recording.outcome.kind == "interrupted":
                typer.echo("neurotag: interrupted; saving what was lived so far", err=True)
            if plan.with_report:
                progress.say("writing the report")
                _report(partial / REPORT, results)
        if len(plan.brains) > 1:
            write_index(partial, [(result.folder.name, result.summary) for result in results])
    return results


def _live(plan: Plan, brain: Brain, partial: Path, progress: Progress) -> Result:
    name = plan.folder_of(brain)
    recorder = ZarrRecorder(partial / name / "recording.zarr")
    recording = simulate(
        brain, plan.life, seed=plan.seed, watch=plan.watch, recorder=recorder, threads=plan.threads,
        progress=progress.begin(brain.name),
    )  # fmt: skip
    progress.say("measuring")
    measures = take_measures(recording)
    summary = write_run(partial / name, recording, measures, recorder=recorder)
    report = plan.out / REPORT if plan.with_report else None
    story = tuple(tell(recording, measures))
    return Result(recording, measures, summary, story, plan.out / name, report)


def _report(path: Path, results: list[Result]) -> None:
    # Drawing is slow to load, and not every run is drawn.
    from neurotag.report import write_report  # noqa: PLC0415

    recordings = [result.recording for result in results]
    write_report(path, recordings, measures=[result.measures for result in results])
