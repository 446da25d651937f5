"""Findings in words, and as a page in Markdown."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from neurotag.report.write import write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.claims import Answer, Effect, Finding

BECAUSE = {
    "supported": "It is so",
    "not supported": "It is not so",
    "inconclusive": "It cannot be told",
}


def sum_up(findings: Sequence[Finding]) -> str:
    """Return one sentence about all claims."""
    counts = Counter(str(finding.verdict) for finding in findings)
    words = [f"{counts[verdict]} {verdict}" for verdict in BECAUSE if counts[verdict]]
    n_seeds = max((len(finding.seeds) for finding in findings), default=0)
    claims = "1 claim" if len(findings) == 1 else f"{len(findings)} claims"
    seeds = "1 seed" if n_seeds == 1 else f"{n_seeds} seeds"
    first = " (a first look: 10 seeds make a verdict)" if any(each.is_first_look for each in findings) else ""
    return f"{claims} over {seeds}: {', '.join(words)}{first}."


def say_numbers(effect: Effect) -> str:
    """Return a mean with its interval: ``7.4 (4 to 11)``."""
    return f"{effect.mean:.3g} ({effect.low:.3g} to {effect.high:.3g})"


def say_answer(answer: Answer) -> str:
    """Return what came of a part in plain words."""
    part, control = answer.part, answer.control
    unit = f" {part.unit}" if part.unit else ""
    text = (
        f"{part.says} {BECAUSE[answer.verdict]}: {say_numbers(answer.effect)}{unit}, "
        f"where {part.bounds} was asked for."
    )
    if control is None:
        return text
    fails = {"supported": "which does the same", "not supported": "which does not"}
    also = fails.get(str(answer.control_verdict), "which cannot be told apart from the bound")
    return f"{text} Control, {part.control}: {say_numbers(control)}{unit}, {also}."


def say_published(finding: Finding) -> str:
    """Return the evidence, closed with a full stop."""
    return finding.claim.published.rstrip(".") + "."


def write_claims_markdown(path: str | Path, findings: Sequence[Finding]) -> None:
    """Write what came of the claims as a page in Markdown.

    Parameters
    ----------
    path : str or Path
        The file.
    findings : sequence of Finding
        What came of the claims.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    lines = [
        "# What the article says, put to the test",
        "",
        "Written by `neurotag claims`; do not edit it. The bounds stood in the code before the runs. A claim",
        "is *supported* where the bootstrap 95 % interval of every part keeps its bounds, and its control's",
        "does not.",
        "",
        sum_up(findings),
        "",
        "| claim | article | verdict | effect | bound | control |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_line(finding) for finding in findings),
    ]
    for finding in findings:
        lines += ["", *_section(finding)]
    write_text(Path(path), "\n".join(lines) + "\n")


def _line(finding: Finding) -> str:
    first = finding.answers[0]
    control = "none" if first.control is None else say_numbers(first.control)
    cells = (
        f"[{finding.claim.name}](#{finding.claim.name})", finding.claim.row, finding.verdict,
        f"{say_numbers(first.effect)} {first.part.unit}".strip(), first.part.bounds, control,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _section(finding: Finding) -> list[str]:
    claim = finding.claim
    lines = [
        f"## {claim.name}",
        "",
        f"{claim.row}: {claim.statement}",
        "",
        f"**{finding.verdict.capitalize()}.**",
        "",
    ]
    lines += [f"- {say_answer(answer)}" for answer in finding.answers]
    for name, label in claim.told:
        values = [reading.values[name] for reading in finding.readings if name in reading.values]
        if values:
            lines.append(f"- {label}: {sum(values) / len(values):.3g} (mean over seeds).")
    lines += [f"- Seed {seed} came to nothing: {why}" for seed, why in finding.failed]
    lines += ["", f"Published: {say_published(finding)}"]
    if claim.disagrees:
        lines += ["", f"Where it disagrees: {claim.disagrees}"]
    return lines
