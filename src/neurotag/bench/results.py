"""A sitting -> ``RESULTS.md`` and its two figures: what was measured, beside what had to be reached."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING

from neurotag.bench.agreement import MEAN, SMALL, TOLERANCES, Tolerance, median_of
from neurotag.bench.bars import bars_of, gain_of, stdp_cost_of
from neurotag.bench.ours import VARIANTS
from neurotag.bench.pages import name_processor, render_table, say_number
from neurotag.bench.peers.install import NAMES
from neurotag.bench.rows import compared, cost_s, seconds, select
from neurotag.bench.sitting import OURS
from neurotag.engine import machine
from neurotag.report.bench import draw_growth, draw_roofline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neurotag.bench.agreement import Answer
    from neurotag.bench.rows import Row
    from neurotag.bench.sitting import Sitting

SIDES: dict[str, str] = {OURS: "ours", "nest": NAMES["nest"], "brian2": NAMES["brian2"]}
FIELDS = ("rate_hz", "cv", "weight_mean", "weight_sd")


def write_results(path: Path, sitting: Sitting, rows: Sequence[Row]) -> None:
    """Write the page, and the figures beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if sitting.rooflines:
        roofs = sitting.rooflines
        draw_roofline(
            path.with_name("roofline.png"),
            triad_gb_per_s=median(roof.triad_gb_per_s[0] for roof in roofs),
            scatter_ns=median(roof.scatter_ns[0] for roof in roofs),
            points=_points(sitting),
        )
    if sitting.growths is not None:
        panels = [(growth.varied, growth.sizes, growth.cost_s) for growth in sitting.growths]
        draw_growth(path.with_name("growth.png"), panels)
    path.write_text(render_results(sitting, rows), encoding="utf-8")


def render_results(sitting: Sitting, rows: Sequence[Row]) -> str:
    """Return the page as Markdown."""
    sections = [
        _head(sitting), _bars(sitting, rows), _peers(rows), _agreement(sitting), _own(sitting),
        _memory(sitting), _roofline(sitting), _growth(sitting), _starting(sitting), _lengths(sitting),
        _trouble(sitting),
    ]  # fmt: skip
    return "\n\n".join(section for section in sections if section) + "\n"


def _head(sitting: Sitting) -> str:
    sides = sorted({f"{SIDES[a['peer']]} {a['version']}" for a in sitting.answers})
    versions = f"Python {platform.python_version()}, numba {version('numba')}, numpy {version('numpy')}"
    when = time.strftime("%Y-%m-%d", time.localtime(sitting.began))
    look = (
        "**A first look at shrunken networks in one round: nothing here may be quoted.**\n\n"
        if sitting.is_quick
        else ""
    )
    return (
        f"# The engine beside its peers\n\n{look}"
        f"Measured on {when} in one sitting, in interleaved rounds ({sitting.rounds}): "
        f"{', '.join([*sides, versions])}; {name_processor()}, {os.cpu_count()} processors, "
        f"{machine.available_mb() / 1024:.0f} GiB of memory available.\n\n"
        "Times are seconds per simulated second (s/s): processor time on one pinned thread, wall time on "
        "more. A ratio is theirs over ours in the same round, and stands here only where both did the same. "
        "NEST's best setting has large memory pages and its rarest delivery of dopamine; no side records "
        "while it is timed. `neurotag bench` renews this page; absolute times hold for this machine and hour."
    )


def _bars(sitting: Sitting, rows: Sequence[Row]) -> str:
    names = ("what", "wanted", "measured", "")
    lines = [(bar.what, bar.wanted, say_number(bar.value), bar.verdict) for bar in bars_of(sitting, rows)]
    return render_table("What had to be reached", names, lines)


def _peers(rows: Sequence[Row]) -> str:
    names = (
        "network", "peer", "setting", "threads", "ratio, median", "ratio, least", "ours, CPU s/s",
        "theirs, CPU s/s", "ours, Hz", "theirs, Hz",
    )  # fmt: skip
    lines = [
        (
            row.network, SIDES[row.peer], row.setting, str(row.threads),
            _ratio(row.ratio_median), _ratio(row.ratio_min),
            *map(say_number, (row.ours_cpu_s, row.peer_cpu_s, row.ours_rate_hz, row.peer_rate_hz)),
        )
        for row in rows
    ]  # fmt: skip
    notes = dict.fromkeys(
        f"- {row.network}, {row.peer}, {row.setting}, {row.threads}: no ratio, as {row.note.rstrip('.')}."
        for row in rows
        if row.note
    )
    table = render_table("Against NEST and Brian2", names, lines)
    return "\n".join([table, "", *notes]) if notes else table


def _agreement(sitting: Sitting) -> str:
    names = ("network", "peer", "Hz", "CV of intervals", "mean weight", "spread of weights", "may differ by")
    table = render_table("Whether they do the same", names, _agreement_lines(sitting))
    return (
        table and f"{table}\n\nOurs / theirs, over the same stretches of simulated time, in the first round."
    )


def _agreement_lines(sitting: Sitting) -> Iterator[Sequence[str]]:
    for network in sitting.networks:
        allowed = TOLERANCES.get(network, Tolerance())
        grain = SMALL if sitting.is_quick else 1.0
        limits = (allowed.rate, allowed.cv, MEAN, allowed.sd)
        for peer in sitting.peers:
            ours, theirs = compared(sitting, network, peer)
            if ours and theirs:
                pairs = [[median_of(side, field) for side in (ours, theirs)] for field in FIELDS]
                cells = [" / ".join(map(say_number, pair)) if None not in pair else "" for pair in pairs]
                # The mean weight's bound is fine: half a percent.
                yield network, peer, *cells, ", ".join(f"{limit * grain:.3g}" for limit in limits)


def _own(sitting: Sitting) -> str:
    names = (
        "network", "s/s, median", "least", "recording all spikes", f"threads: {sitting.threads}, wall s/s",
        "gain", "million events/s",
    )  # fmt: skip
    lines = []
    for network in sitting.networks:
        one = list(select(sitting.answers, network).values())
        more = list(select(sitting.answers, network, threads=sitting.threads).values())
        kept = list(select(sitting.answers, network, role="recording").values())
        if one:
            costs = [cost_s(answer) for answer in one]
            lines.append((
                network, say_number(median(costs)), say_number(min(costs)), say_number(_middle(kept)),
                say_number(_middle(more) if sitting.threads > 1 else None), _ratio(gain_of(sitting, network)),
                f"{one[0]['events_per_s'] / median(costs) / 1e6:,.0f}",
            ))  # fmt: skip
    cost = stdp_cost_of(sitting)
    said = "" if cost is None else f"\n\nSTDP: n2 costs {cost:.2f} times what n1 does."
    return render_table("Ours alone", names, lines) + said


def _middle(answers: Sequence[Answer]) -> float | None:
    return median(map(cost_s, answers)) if answers else None


def _memory(sitting: Sitting) -> str:
    names = ("network", "side", "neurons", "synapses", "bytes per synapse", "peak MB", "build s", "compile s")
    lines = []
    for network in sitting.networks:
        for side in (OURS, *sitting.peers):
            answers = list(select(sitting.answers, _known_as(network, side), side).values())
            if answers:
                figures = ("bytes_per_synapse", "peak_mb", "build_s", "compile_s")
                sizes = [f"{answers[0][field]:,}" for field in ("n_neurons", "n_synapses")]
                cells = [say_number(median_of(answers, field)) for field in figures]
                lines.append((network, SIDES[side], *sizes, *cells))
    table = render_table("Memory and building", names, lines)
    return table and (
        f"{table}\n\nOurs: the arrays of synapses and learning; theirs: all that the process grew by. To "
        "compile is to load compiled kernels (ours), or to write and compile a program, once (Brian2)."
    )


def _known_as(network: str, side: str) -> str:
    return network if side == OURS else VARIANTS.get(network, network)


def _points(sitting: Sitting) -> dict[str, tuple[float, float]]:
    """Return bytes per synapse and synaptic events per second of one thread, by network."""
    answers = {network: list(select(sitting.answers, network).values()) for network in sitting.networks}
    return {
        network: (own[0]["bytes_per_synapse"], own[0]["events_per_s"] / median(map(cost_s, own)))
        for network, own in answers.items()
        if own
    }


def _roofline(sitting: Sitting) -> str:
    roofs = sitting.rooflines
    if not roofs:
        return ""
    alone, both = (median(roof.triad_gb_per_s[at] for roof in roofs) for at in (0, 1))
    one, two = (median(roof.scatter_ns[at] for roof in roofs) for at in (0, 1))
    return (
        "## The machine\n\n"
        f"STREAM triad {alone:.1f} GB/s on one thread, {both:.1f} on two; the scatter kernel {one:.2f} ns "
        f"per synapse on one thread ({6 / one:.1f} GB/s), {two:.2f} as two independent copies: a gain of "
        f"{one / two:.2f}. Medians of {len(roofs)} times in this sitting.\n\n"
        "![Synaptic events per second, and what the machine allows](roofline.png)"
    )


def _growth(sitting: Sitting) -> str:
    growths = sitting.growths or ()
    lines = [
        (growth.varied, f"{size:,}", say_number(cost), say_number(rate))
        for growth in growths
        for size, cost, rate in zip(growth.sizes, growth.cost_s, growth.rate_hz, strict=True)
    ]
    table = render_table("Growth", ("varied", "size", "CPU s/s, one thread", "Hz"), lines)
    slopes = ", ".join(f"{growth.exponent:.2f} by {growth.varied}" for growth in growths)
    said = f"Slopes in logarithms: {slopes}; 1 is in proportion, less is cheaper than that."
    return table and f"{table}\n\n{said}\n\n![Cost of a simulated second against size](growth.png)"


def _starting(sitting: Sitting) -> str:
    start = sitting.starting
    if start is None:
        return ""
    lines = [
        ("`import neurotag`", f"{start.import_s:.2f}"),
        ("everyday brain, first spike, kernels compiled before", f"{start.first_spike_s:.2f}"),
        ("everyday brain, first spike, nothing compiled", f"{start.cold_s:.1f}"),
    ]
    return render_table("Starting", ("", "seconds"), lines)


def _lengths(sitting: Sitting) -> str:
    """Return how long each side was timed, and how its wall clock compares with its processor's."""
    lines = []
    for network in sitting.networks:
        for side in (OURS, *sitting.peers):
            answers = list(select(sitting.answers, _known_as(network, side), side).values())
            if answers:
                walls = [seconds(answer, "wall_s") / seconds(answer, "cpu_s") for answer in answers]
                cells = (f"{answers[0]['sim_ms']:g}", str(len(answers)), f"{median(walls):.2f}")
                lines.append((network, SIDES[side], *cells))
    names = ("network", "side", "timed ms of simulated time", "rounds", "wall / CPU (1: undisturbed)")
    return render_table("How it was timed", names, lines)


def _trouble(sitting: Sitting) -> str:
    return (
        "\n".join(["## What went wrong", "", *(f"- {line}" for line in sitting.trouble)])
        if sitting.trouble
        else ""
    )


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}x" if value >= 20 else f"{value:.2f}x"
