"""Put claims to the test, leave what was asked for, and say what came of them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.table import Table

from neurotag.cli.progress import show_progress
from neurotag.cli.seek import write_all
from neurotag.errors import InputError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.claims import Claim, Finding
    from neurotag.cli.seek import Write

FILE_WIDTH = 140
"""Characters of a line where nobody's terminal bounds it."""
MARKS = {"supported": "+", "not supported": "–", "inconclusive": "?"}


@dataclass(frozen=True)
class Contest:
    """What is put to the test, how, and what is left.

    Attributes
    ----------
    claims : tuple of Claim
        What is claimed.
    seeds, jobs : int
        Brains for each, and processes at a time.
    changes : tuple of str
        What differs in every brain.
    is_fresh : bool
        Whether what is known is lived again.
    report, markdown : Path, optional
        The folder of the page, and the page in Markdown.
    """

    claims: tuple[Claim, ...]
    seeds: int
    jobs: int
    changes: tuple[str, ...]
    is_fresh: bool
    report: Path | None
    markdown: Path | None

    @property
    def targets(self) -> list[tuple[str, Path]]:
        """All that is left, each with a word for what it is."""
        page = None if self.report is None else self.report / "claims.html"
        named = (("Report", page), ("Markdown", self.markdown))
        return [(word, path) for word, path in named if path is not None]


def make_contest(
    names: Sequence[str],
    *,
    seeds: int,
    jobs: int | None,
    changes: Sequence[str],
    is_fresh: bool,
    report: str | None,
    markdown: str | None,
) -> Contest:
    """Look at what was asked, before anything is lived or written.

    Raises
    ------
    InputError
        If a name is no claim, or is there twice, or a number is out of its bounds.
    OutputError
        If something that is left cannot be written where it shall be.
    """
    from neurotag.experiments import NAMES, load_claim  # noqa: PLC0415 (slow to load, and not for --help)

    for at, name in enumerate(names):
        if name in names[:at]:
            raise InputError(f"claim {name!r}", "is named twice", "Name it once")
    claims = tuple(load_claim(name) for name in (names or NAMES))
    for option, value in (("--seeds", seeds), ("--jobs", 1 if jobs is None else jobs)):
        if value < 1:
            raise InputError(option, f"must be at least 1 (got {value})", "Take 10 seeds, or leave it out")
    contest = Contest(
        claims, seeds, jobs or os.cpu_count() or 1, tuple(changes), is_fresh,
        None if report is None else Path(report), None if markdown is None else Path(markdown),
    )  # fmt: skip
    _check_places(contest)
    return contest


def contest(asked: Contest, *, bar: bool) -> list[Finding]:
    """Live what is not known yet, judge, and leave all that was asked for, or nothing.

    Parameters
    ----------
    asked : Contest
        What is put to the test.
    bar : bool
        Show the progress on stderr.
    """
    from neurotag.claims import Cache, check_claims  # noqa: PLC0415

    with show_progress(bar=bar, n_runs=1) as progress:
        findings = check_claims(
            asked.claims, seeds=asked.seeds, jobs=asked.jobs, changes=asked.changes,
            cache=Cache(None) if asked.is_fresh else Cache.usual(), progress=progress.begin(""),
        )  # fmt: skip
        if asked.targets:
            progress.say("drawing")
            write_all(_writers(asked, findings))
    return findings


def show_findings(findings: Sequence[Finding], targets: Sequence[tuple[str, Path]], *, as_json: bool) -> None:
    """Print what came of the claims, and where it was written to.

    Parameters
    ----------
    findings : sequence of Finding
        What came of them.
    targets : sequence of (str, Path)
        What was written, in a word, and where.
    as_json : bool
        Print one JSON list and nothing else.
    """
    if as_json:
        from neurotag.claims import as_json as plain  # noqa: PLC0415

        typer.echo(json.dumps([plain(finding) for finding in findings], ensure_ascii=False, allow_nan=False))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("", "Claim", "Verdict", "Effect (95 %)", "Bound", "Control"):
        table.add_column(name, overflow="fold", no_wrap=name in {"", "Claim", "Verdict"})
    for finding in findings:
        for row in _rows(finding):
            table.add_row(*row)
    _wide().print(table)
    for finding in findings:
        for seed, why in finding.failed:
            typer.echo(f"{finding.claim.name}, seed {seed}, came to nothing: {why}")
        if finding.claim.disagrees and finding.verdict != "supported":
            typer.echo(f"{finding.claim.name}: {finding.claim.disagrees}")
    typer.echo(_sum_up(findings))
    for word, path in targets:
        typer.echo(f"{word}: {path}")


def list_claims(asked: Contest, *, as_json: bool) -> None:
    """Print the claims: names, where they stand in the article, and what it says."""
    if as_json:
        each = [{"name": one.name, "row": one.row, "statement": one.statement} for one in asked.claims]
        typer.echo(json.dumps(each, ensure_ascii=False))
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("Claim", "Row", "The article says"):
        table.add_column(name, overflow="fold")
    for one in asked.claims:
        table.add_row(one.name, one.row, one.statement)
    _wide().print(table)


def _wide() -> Console:
    """Return a console as wide as the terminal; in a file or a pipe wide enough for a row a line."""
    console = Console()
    return console if console.is_terminal else Console(width=FILE_WIDTH)


def _rows(finding: Finding) -> list[tuple[str, ...]]:
    """Return a row for a claim, and, where it has several parts, one for each of them."""
    rows: list[tuple[str, ...]] = []
    several = len(finding.answers) > 1
    if several:
        rows.append((MARKS[finding.verdict], finding.claim.name, finding.verdict, "", "", ""))
    for answer in finding.answers:
        effect, control = answer.effect, answer.control
        name = f"  {answer.part.name}" if several else finding.claim.name
        rows.append(
            (
                "" if several else MARKS[finding.verdict], name, answer.verdict,
                f"{effect.mean:.3g} ({effect.low:.3g} to {effect.high:.3g}) {answer.part.unit}",
                answer.part.bounds,
                "none" if control is None else f"{control.mean:.3g}, {answer.control_verdict}",
            )
        )  # fmt: skip
    return rows


def _sum_up(findings: Sequence[Finding]) -> str:
    from neurotag.report import sum_up  # noqa: PLC0415 (slow to load)

    return sum_up(findings)


def _writers(asked: Contest, findings: Sequence[Finding]) -> dict[Path, Write]:
    from neurotag.claims import as_json  # noqa: PLC0415
    from neurotag.report import make_card, write_claims_markdown, write_claims_page  # noqa: PLC0415

    writers: dict[Path, Write] = {}
    if asked.report is not None:
        cards = [make_card(finding) for finding in findings]
        writers[asked.report / "claims.html"] = lambda path: write_claims_page(path, findings, cards)
        plain = json.dumps([as_json(finding) for finding in findings], ensure_ascii=False, indent=1)
        writers[asked.report / "claims.json"] = lambda path: path.write_text(plain + "\n", encoding="utf-8")
    if asked.markdown is not None:
        writers[asked.markdown] = lambda path: write_claims_markdown(path, findings)
    return writers


def _check_places(asked: Contest) -> None:
    if asked.report is not None and asked.report.exists() and not asked.report.is_dir():
        raise OutputError(str(asked.report), "is a file, not a folder", "Choose another place")
    if asked.markdown is not None and asked.markdown.is_dir():
        raise OutputError(str(asked.markdown), "is a folder, not a file", "Choose another place")
    for _, place in asked.targets:
        nearest = next(folder for folder in place.absolute().parents if folder.exists())
        if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
            raise OutputError(str(place), f"{str(nearest)!r} cannot be written in", "Choose another place")
