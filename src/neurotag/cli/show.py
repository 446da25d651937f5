"""What a run says when it ends: sentences for a reader, or JSON for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.cli.perform import Result
    from neurotag.cli.plan import Plan

LINES = 5
"""Sentences of a story that a terminal shows; the report has them all."""
FROM_SUMMARY = ("outcome", "sentence", "warnings", "digest", "seed", "wall_s", "simulated_s", "measures")


def show_notes(plan: Plan) -> None:
    """Say on stderr what a user should know before the run begins."""
    for note in plan.notes:
        typer.echo(f"neurotag: {note}", err=True)


def show_results(plan: Plan, results: Sequence[Result], *, as_json: bool) -> None:
    """Print what came of the runs; what is doubtful about them goes to stderr."""
    for result in results:
        for warning in result.recording.outcome.warnings:
            typer.echo(f"neurotag: {result.recording.brain.name}: {warning}", err=True)
    if as_json:
        objects = [_as_json(result) for result in results]
        one = objects[0] if len(plan.brains) == 1 else objects
        typer.echo(json.dumps(one, ensure_ascii=False, allow_nan=False))
        return
    for result in results:
        _print_story(result)
        for path in result.checkpoints:
            typer.echo(f"Checkpoint: {path}")
    report = results[0].report
    typer.echo(f"Run folder: {plan.out}" if report is None else f"Report: {report}")


def _as_json(result: Result) -> dict[str, Any]:
    recording = result.recording
    return {
        "life": recording.life.name,
        "brain": recording.brain.name,
        "version": recording.version,
        "out": str(result.folder),
        "report": str(result.report) if result.report else None,
        "checkpoints": [str(path) for path in result.checkpoints],
        **{name: result.summary[name] for name in FROM_SUMMARY},
    }


def _print_story(result: Result) -> None:
    recording = result.recording
    typer.echo(
        f"{recording.brain.name} lived {recording.life.name} (seed {recording.seed}): "
        f"{recording.simulated_s:.0f} s simulated in {recording.wall_s:.1f} s, {recording.outcome.kind}."
    )
    for sentence in result.story[:LINES]:
        typer.echo(f"  {sentence}")
    typer.echo()
