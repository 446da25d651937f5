"""Carry out a plan: simulate, measure, write, report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from neurotag.cli.progress import show_progress
from neurotag.engine import simulate
from neurotag.measure import take_measures, tell
from neurotag.store import ZarrRecorder, checkpoint_path, save_checkpoint, write_index, write_run

if TYPE_CHECKING:
    from pathlib import Path

    from neurotag.brain import Brain
    from neurotag.cli.plan import Plan
    from neurotag.cli.progress import Progress
    from neurotag.recording import Checkpoint, Recording

EXIT_CODES = {"completed": 0, "runaway": 3, "non_finite": 3, "interrupted": 130}
REPORT = "report.html"
INTERRUPTED = "neurotag: interrupted; saving what was lived so far. To go on: neurotag run --from {}"


@dataclass(frozen=True)
class Result:
    """What came of one brain's life."""

    recording: Recording
    measures: dict[str, float | int | None]
    summary: dict[str, Any]
    story: tuple[str, ...]
    folder: Path
    report: Path | None
    checkpoints: tuple[Path, ...] = ()

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
                typer.echo(INTERRUPTED.format(results[-1].folder), err=True)
            if plan.with_report:
                progress.say("writing the report")
                _report(partial / REPORT, results)
        if len(plan.brains) > 1:
            write_index(partial, [(result.folder.name, result.summary) for result in results])
    return results


def _live(plan: Plan, brain: Brain, partial: Path, progress: Progress) -> Result:
    name = plan.folder_of(brain)
    recorder = ZarrRecorder(partial / name / "recording.zarr")
    branch = plan.branch
    kept: list[Path] = []

    def keep(checkpoint: Checkpoint) -> None:
        at = branch.name_checkpoint(checkpoint)
        save_checkpoint(checkpoint_path(partial / name, at), checkpoint)
        kept.append(checkpoint_path(plan.out / name, at))

    recording = simulate(
        brain, None if branch.resumes else plan.life, seed=plan.seed, past=branch.past, watch=plan.watch,
        recorder=recorder, threads=plan.threads, progress=progress.begin(brain.name),
        checkpoint_at_s=branch.at_s, on_checkpoint=keep,
    )  # fmt: skip
    progress.say("measuring")
    measures = take_measures(recording)
    # What was interrupted can always go on.
    wanted = branch.with_end or recording.outcome.kind == "interrupted"
    with_end = wanted and recording.end is not None
    summary = write_run(partial / name, recording, measures, recorder=recorder, with_end=with_end)
    kept += [checkpoint_path(plan.out / name)] if with_end else []
    report = plan.out / REPORT if plan.with_report else None
    story = tuple(tell(recording, measures))
    return Result(recording, measures, summary, story, plan.out / name, report, tuple(kept))


def _report(path: Path, results: list[Result]) -> None:
    # Drawing is slow to load, and not every run is drawn.
    from neurotag.report import write_report  # noqa: PLC0415

    recordings = [result.recording for result in results]
    write_report(path, recordings, measures=[result.measures for result in results])
