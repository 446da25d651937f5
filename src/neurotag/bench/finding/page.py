"""Findings -> ``FINDING.md``: how well each method found what was planted, and what was not there."""

from __future__ import annotations

import json
import os
import platform
import time
from dataclasses import asdict
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING, Any

from neurotag.bench.finding import plan
from neurotag.bench.finding.bars import LEAST_F1, bars_of, by_setting, false_rate, pick, scores_of
from neurotag.bench.finding.elephant import ALPHA, MAX_LAG
from neurotag.bench.finding.methods import BIN_S, METHODS
from neurotag.bench.finding.planted import NULL_DEPTH, NULL_GLOBAL, NULLS
from neurotag.bench.pages import name_processor, render_table, say_number
from neurotag.bench.peers import install

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neurotag.bench.finding.methods import Method
    from neurotag.bench.finding.planted import Planted
    from neurotag.bench.finding.search import Findings, Outcome


def write_page(path: Path, findings: Findings) -> None:
    """Write the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_page(findings), encoding="utf-8")


def write_json(path: Path, findings: Findings) -> None:
    """Write every search, the costs and the bars, as one JSON object."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(plain(findings), indent=1, allow_nan=False) + "\n", encoding="utf-8")


def plain(findings: Findings) -> dict[str, Any]:
    """Return the findings as what JSON can hold."""
    return {
        "is_quick": findings.is_quick,
        "is_interrupted": findings.is_interrupted,
        "outcomes": [one.plain() for one in findings.outcomes],
        "costs": [asdict(cost) for cost in findings.costs],
        "growth": [{**asdict(rise), "slope": rise.exponent} for rise in findings.rises],
        "bars": [{**asdict(bar), "verdict": bar.verdict.strip("*")} for bar in bars_of(findings)],
        "trouble": findings.trouble,
    }


def render_page(findings: Findings) -> str:
    """Return the page as Markdown."""
    sections = [
        _head(findings), _bars(findings), _settings(findings), _few(findings), _nulls(findings),
        _costs(findings), _rises(findings), _how(findings), _trouble(findings),
    ]  # fmt: skip
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(findings: Findings) -> str:
    when = time.strftime("%Y-%m-%d", time.localtime(findings.began))
    versions = ", ".join(f"{name} {version(name)}" for name in ("neurotag", "numpy", "scipy", "scikit-learn"))
    look = (
        "**A first look at a few small recordings: nothing here may be quoted.**\n\n"
        if findings.is_quick
        else ""
    )
    return (
        f"# Finding what was planted\n\n{look}"
        f"Measured on {when}: {versions}, Elephant {install.version('elephant')}, Python "
        f"{platform.python_version()}; {name_processor()}, {os.cpu_count()} processors, "
        f"{findings.jobs} searches at a time.\n\n"
        "F1 is the harmonic mean of precision and recall of members: found and planted sets are matched one "
        "to one; members in common over all matches, by the members of all sets found (precision) and of "
        "all planted (recall). A set too many lowers it. The settings of the planted assemblies "
        "and of the recordings without any were fixed before any answer was seen. "
        "`make bench-find` renews this page."
    )


def _bars(findings: Findings) -> str:
    lines = [(bar.what, bar.wanted, say_number(bar.value), bar.verdict) for bar in bars_of(findings)]
    return render_table("What had to be reached (ours)", ("what", "wanted", "measured", ""), lines)


def _settings(findings: Findings) -> str:
    groups = {method: by_setting(pick(findings, "grid", method)) for method in findings.methods}
    names = ["size", "overlap", "jitter, ms", "participation", "drift", "units", "seconds"]
    names += [f"{METHODS[method]}: F1, median (least)" for method in findings.methods]
    lines = []
    for planted in _ordered(groups):
        cells = [_say_score(groups[method].get(planted, ()), findings) for method in findings.methods]
        lines.append((*_describe(planted), *cells))
    table = render_table("Planted assemblies", names, lines)
    note = (
        f"Bold: some recording below {LEAST_F1:g} where it has to be found. {_say_times(findings, 'grid')}"
        if table
        else ""
    )
    left = (
        f" A dash: not asked. Elephant's CAD tests every pair of units; it was asked the first row, and "
        f"given {findings.cad_limit_s:g} s for each recording."
        if "cad" in findings.methods
        else ""
    )
    return table and f"{table}\n\n{note}{left}"


def _few(findings: Findings) -> str:
    groups = {method: by_setting(pick(findings, "few", method)) for method in findings.methods}
    names = ["units", "seconds", "assemblies", "size", "participation"]
    for method in findings.methods:
        names += [f"{METHODS[method]}: F1, median (least)", "sets found", "s"]
    lines = []
    for planted in _ordered(groups):
        cells = [
            str(planted.n_units), f"{planted.duration_s:g}", str(planted.n_assemblies), str(planted.size),
            f"{planted.participation:g}",
        ]  # fmt: skip
        for method in findings.methods:
            own = groups[method].get(planted, [])
            counts = [one.n_found for one in own if one.n_found is not None]
            took = [one.wall_s for one in own]
            cells += [
                _say_score(own, findings),
                say_number(float(median(counts))) if counts else "",
                say_number(median(took)) if took else "",
            ]
        lines.append(cells)
    table = render_table("Few units, so that all three can be asked", names, lines)
    return table and (
        f"{table}\n\nThese were chosen anew after a first look: before, CAD did not finish some of them in "
        "time, and two thirds of the units were members, more than PCA + MP + ICA can mark."
    )


def _nulls(findings: Findings) -> str:
    names = ["nothing but", "units", "seconds"]
    names += [f"{METHODS[method]}: false ones in a recording" for method in findings.methods]
    lines = list(_null_lines(findings))
    table = render_table("Recordings in which there is nothing", names, lines)
    return table and (
        f"{table}\n\npoisson: independent units. drift: one slow common change of rates (depth "
        f"{NULL_DEPTH:g}). global: one fast common mode (strength {NULL_GLOBAL:g}). Each unit follows it to "
        "a degree of its own. In brackets: recordings in which anything was found, of those searched."
    )


def _null_lines(findings: Findings) -> Iterator[Sequence[str]]:
    for kind in NULLS:
        own = {method: pick(findings, kind, method) for method in findings.methods}
        sizes = sorted({_size(one.trial.planted) for each in own.values() for one in each})
        for size in sizes:
            cells = [
                _say_false([one for one in own[m] if _size(one.trial.planted) == size])
                for m in findings.methods
            ]
            yield (kind, str(size[0]), f"{size[1]:g}", *cells)
        if len(sizes) > 1:
            yield (f"{kind}, all", "", "", *(_say_false(own[method]) for method in findings.methods))


def _costs(findings: Findings) -> str:
    names = ("method", "units", "seconds recorded", "spikes", "s", "CPU s", "peak MiB", "sets found")
    lines = [
        (
            METHODS[cost.method], f"{cost.n_units:,}", f"{cost.duration_s:g}", f"{cost.n_spikes:,}",
            *map(say_number, (cost.wall_s, cost.cpu_s, cost.peak_mb)), str(cost.n_found),
        )
        for cost in findings.costs
    ]  # fmt: skip
    table = render_table("Time and memory of a large recording", names, lines)
    return (
        table and f"{table}\n\nEach in a process of its own, all processors at hand; the middle of its tries."
    )


def _rises(findings: Findings) -> str:
    lines = [
        (
            rise.varied,
            f"{cost.n_spikes:,}",
            f"{cost.duration_s:g}",
            say_number(cost.wall_s),
            say_number(cost.peak_mb),
        )
        for rise in findings.rises
        for cost in rise.costs
    ]
    table = render_table("Growth (ours)", ("varied", "spikes", "seconds recorded", "s", "peak MiB"), lines)
    slopes = ", ".join(f"{rise.exponent:.2f} by {rise.varied}" for rise in findings.rises)
    return (
        table and f"{table}\n\nSlopes in logarithms: {slopes}; 1 is in proportion, less is cheaper than that."
    )


def _how(findings: Findings) -> str:
    reference = plan.REFERENCE
    return (
        "## How it was done\n\n"
        f"- Recordings: rates are log-normal over units (median {reference.rate_hz:g} Hz, spread "
        f"{reference.rate_spread:g}); each assembly is activated {reference.activation_hz:g} times a "
        "second at random, and each member then adds one spike with the chance called participation; overlap "
        "is the share of members in common with the next assembly; spikes within "
        f"{reference.refractory_ms:g} ms of another of their unit are left out. Seeds from "
        f"{plan.FIRST_SEED} on, {findings.n_seeds} for each setting.\n"
        f"- All: bins of {1000 * BIN_S:g} ms.\n"
        "- Ours: `neurotag find` at its defaults.\n"
        "- PCA + MP + ICA, as Lopes-dos-Santos and others (2013) describe it, written anew with "
        "scikit-learn: components above the Marchenko-Pastur bound, FastICA, members above the mean absolute "
        "weight by two standard deviations. Such a rule marks a fifth of the units at most, so that large "
        "assemblies lose members.\n"
        f"- Elephant's CAD (Russo and Durstewitz 2017): lags up to {MAX_LAG} bins, the least it takes, alpha "
        f"{ALPHA:g}, all else at its defaults. Every set that it gives counts; it may give one "
        "assembly as many overlapping sets, which this F1 punishes."
    )


def _trouble(findings: Findings) -> str:
    lines = list(findings.trouble)
    late = sum(one.is_late for one in findings.outcomes)
    if late:
        lines.append(
            f"Searches of Elephant's CAD that did not finish within {findings.cad_limit_s:g} s: {late}."
        )
    lines += dict.fromkeys(one.refusal for one in findings.outcomes if one.refusal and not one.is_late)
    return (
        "\n".join(["## What went wrong", "", *(f"- {line}" for line in dict.fromkeys(lines))])
        if lines
        else ""
    )


def _ordered(groups: dict[Method, dict[Planted, list[Outcome]]]) -> list[Planted]:
    """Return all settings, those of the plan in its order."""
    there = dict.fromkeys(planted for own in groups.values() for planted in own)
    order = {planted: at for at, planted in enumerate([*plan.grid(), *plan.few()])}
    return sorted(there, key=lambda planted: order.get(planted, len(order)))


def _describe(planted: Planted) -> tuple[str, ...]:
    return (
        str(planted.size), f"{planted.overlap:g}", f"{planted.jitter_ms:g}", f"{planted.participation:g}",
        f"{planted.drift:g}" if planted.drift else "off", str(planted.n_units), f"{planted.duration_s:g}",
    )  # fmt: skip


def _say_score(outcomes: Sequence[Outcome], findings: Findings) -> str:
    if not outcomes:
        return "-"
    scores, late = scores_of(outcomes), sum(one.is_late for one in outcomes)
    not_done = f"{late} of {len(outcomes)} not within {findings.cad_limit_s:g} s" if late else ""
    if not scores:
        return not_done or "failed"
    said = f"{median(scores):.2f} ({min(scores):.2f})"
    misses = plan.must_be_found(outcomes[0].trial.planted) and min(scores) < LEAST_F1
    return "; ".join(filter(None, [f"**{said}**" if misses else said, not_done]))


def _say_false(outcomes: Sequence[Outcome]) -> str:
    rate = false_rate(outcomes)
    if rate is None:
        late = sum(one.is_late for one in outcomes)
        return f"{late} of {len(outcomes)} late" if late else "failed" if outcomes else "-"
    counts = [one.n_found for one in outcomes if one.n_found is not None]
    return f"{rate:.3g} ({sum(map(bool, counts))} of {len(counts)})"


def _say_times(findings: Findings, part: str) -> str:
    took = {m: [one.wall_s for one in pick(findings, part, m) if not one.refusal] for m in findings.methods}
    said = [f"{METHODS[method]} {say_number(median(each))} s" for method, each in took.items() if each]
    return f"Middle time of one search: {', '.join(said)}." if said else ""


def _size(planted: Planted) -> tuple[int, float]:
    return planted.n_units, planted.duration_s
