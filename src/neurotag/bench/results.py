"""A sitting -> ``RESULTS.md`` and its two figures: what was measured, beside what had to be reached."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median
from typing import TYPE_CHECKING

from neurotag.bench.rows import cost_s, select
from neurotag.report.bench import draw_growth, draw_roofline

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from neurotag.bench.rows import Row
    from neurotag.bench.scaling import Growth
    from neurotag.bench.sitting import Sitting
    from neurotag.bench.starting import Starting

BARS = {
    ("n1", "nest", "best"): 40, ("n1", "brian2", "best"): 20,
    ("n2", "nest", "best"): 80, ("n2", "brian2", "best"): 20,
    ("n3", "nest", "best"): 200, ("n3", "brian2", "best"): 8,
    ("n4", "nest", "best"): 35, ("n4", "nest", "default"): 200, ("n4", "brian2", "best"): 8,
}  # fmt: skip
"""Least ratios on one thread, median of the rounds."""
BYTES = {"n1": 6.0, "n2": 10.0, "n4": 12.0}
"""Most bytes per synapse, of all synapses of the network together."""
MOST_STDP_COST = 2.5
EVERYDAY_RTF = 0.1
IMPORT_S, FIRST_SPIKE_S, COLD_S = 0.5, 2.0, 40.0
SLACK = 0.05
"""A bound on bytes holds to one decimal: where rows begin takes a few hundredths more."""


@dataclass(frozen=True)
class Results:
    """What one sitting gave."""

    sitting: Sitting
    rows: Sequence[Row]
    growths: tuple[Growth, Growth] | None = None
    starting: Starting | None = None
    rounds: int = 3


def write_results(path: Path, results: Results) -> None:
    """Write the page, and the figures beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sections = [_head(results), _peers(results), _own(results), _machine(results, path)]
    if results.growths is not None:
        panels = [(g.varied, g.sizes, g.cost_s, g.exponent) for g in results.growths]
        draw_growth(path.with_name("growth.png"), panels)
        sections.append(_growth(results.growths))
    if results.starting is not None:
        sections.append(_starting(results.starting))
    if results.sitting.trouble:
        sections.append("## What went wrong\n\n" + "\n".join(f"- {line}" for line in results.sitting.trouble))
    path.write_text("\n\n".join(sections) + "\n", encoding="utf-8")


def _head(results: Results) -> str:
    peers = {f"{a['peer']} {a['version']}" for a in results.sitting.answers if "version" in a}
    when = time.strftime("%Y-%m-%d", time.localtime(results.sitting.began))
    return (
        f"# The engine beside its peers\n\n"
        f"Measured on {when} in one sitting of {results.rounds} interleaved rounds: "
        f"{', '.join(sorted(peers))}; "
        f"Python {platform.python_version()}, numba {version('numba')}, numpy {version('numpy')}; "
        f"{_processor()}, {os.cpu_count()} processors.\n\n"
        "Ratios are seconds per simulated second, theirs over ours, in the same round: processor time of one "
        "pinned thread, or wall time on two. A ratio is quoted only where both sides fire alike (see "
        "`bench/rows.py`). `neurotag bench` renews this page; absolute times hold for this machine and hour."
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 (no path of a user's)
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def _peers(results: Results) -> str:
    names = (
        "network", "peer", "setting", "threads", "ratio, median", "least", "bar", "ours s/s", "theirs s/s",
        "ours Hz", "theirs Hz",
    )  # fmt: skip
    lines = ["## Against NEST and Brian2", "", _line(names), _line("---" for _ in names)]
    for row in results.rows:
        bar = BARS.get((row.network, row.peer, row.setting)) if row.threads == 1 else None
        costs = [row.ours_cpu_s, row.peer_cpu_s, row.ours_rate_hz, row.peer_rate_hz]
        lines.append(
            _line([
                row.network, row.peer, row.setting, str(row.threads), _ratio(row.ratio_median),
                _ratio(row.ratio_min), _verdict(row.ratio_median, bar), *map(_number, costs),
            ])
        )  # fmt: skip
    notes = dict.fromkeys(f"- {row.network}, {row.peer}: {row.note}" for row in results.rows if row.note)
    return "\n".join([*lines, *([""] if notes else []), *notes])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _own(results: Results) -> str:
    names = (
        "network", "1 thread, s/s", "recording", "2 threads, s/s", "gain", "synapses", "B/synapse", "peak MB",
        "build s",
    )  # fmt: skip
    lines = ["## Ours alone", "", _line(names), _line("---" for _ in names)]
    answers = results.sitting.answers
    for network in dict.fromkeys(a["network"] for a in answers):
        one = select(answers, network, "neurotag", 1)
        two = select(answers, network, "neurotag", 2)
        kept = [cost_s(a) for a in answers if a["network"] == network and a.get("recording")]
        if not one:
            continue
        first = next(iter(one.values()))
        gains = [one[r]["wall_s"] / two[r]["wall_s"] for r in sorted(one.keys() & two.keys())]
        cells = [
            _number(median(map(cost_s, one.values()))),
            _number(kept[0] if kept else None),
            _number(median(map(cost_s, two.values())) if two else None),
            _ratio(median(gains) if gains else None),
            f"{first['n_synapses']:,}",
            _bytes(network, first["bytes_per_synapse"]),
            _number(first["peak_mb"]),
            _number(first["build_s"]),
        ]
        lines.append(_line([network, *cells]))
    return "\n".join([*lines, "", *_own_bars(results)])


def _bytes(network: str, each: float) -> str:
    most = BYTES.get(network)
    if most is None:
        return f"{each:.2f}"
    return f"{each:.2f} ({_at_most(each - SLACK, most)})"


def _own_bars(results: Results) -> list[str]:
    answers = results.sitting.answers
    lines = []
    n1, n2 = (select(answers, network, "neurotag", 1) for network in ("n1", "n2"))
    both = sorted(n1.keys() & n2.keys())
    if both:
        ratio = median([cost_s(n2[r]) / cost_s(n1[r]) for r in both])
        verdict = _at_most(ratio, MOST_STDP_COST)
        lines.append(f"- STDP costs {ratio:.2f} times the static network ({verdict}).")
    everyday = select(answers, "everyday", "neurotag", 2)
    if everyday:
        rtf = median([cost_s(a) for a in everyday.values()])
        what, verdict = "The everyday brain, learning at rest, takes", _at_most(rtf, EVERYDAY_RTF)
        lines.append(f"- {what} {rtf:.3f} s per simulated second on two threads ({verdict}).")
    if results.sitting.roofline is not None:
        gain = results.sitting.roofline.scatter_gain
        what = "Two independent copies of the scatter kernel are"
        lines.append(f"- {what} {gain:.2f} times as fast as one: what a second thread can be held against.")
    return lines


def _at_most(value: float, bar: float) -> str:
    return f"<= {bar:g}: {'reached' if value <= bar else '**missed**'}"


def _machine(results: Results, path: Path) -> str:
    roofline = results.sitting.roofline
    if roofline is None:
        return "## The machine\n\nNot measured."
    points = {}
    for network in dict.fromkeys(a["network"] for a in results.sitting.answers):
        one = select(results.sitting.answers, network, "neurotag", 1)
        if one:
            first = next(iter(one.values()))
            events = first["timed_rate_hz"] * first["n_synapses"]
            # A learning synapse's numbers are read and written back.
            n_bytes = 6.0 + 10.0 * first["n_plastic"] / first["n_synapses"]
            points[network] = (n_bytes, events / median(map(cost_s, one.values())))
    draw_roofline(path.with_name("roofline.png"), triad_gb_per_s=roofline.triad_gb_per_s[0], points=points)
    alone, both = roofline.triad_gb_per_s
    return (
        "## The machine\n\n"
        f"STREAM triad {alone:.1f} GB/s on one thread, {both:.1f} on two; the scatter kernel alone "
        f"{roofline.scatter_ns[0]:.2f} ns per synapse on one thread, {roofline.scatter_ns[1]:.2f} on two.\n\n"
        "![Synaptic events per second under the memory's roof](roofline.png)"
    )


def _growth(growths: tuple[Growth, Growth]) -> str:
    lines = ["## Growth", "", "| varied | size | s/s, one thread | Hz |", "|---|---|---|---|"]
    for growth in growths:
        lines += [
            f"| {growth.varied} | {size:,} | {_number(cost)} | {_number(rate)} |"
            for size, cost, rate in zip(growth.sizes, growth.cost_s, growth.rate_hz, strict=True)
        ]
    slopes = ", ".join(f"{growth.exponent:.2f} by {growth.varied}" for growth in growths)
    return "\n".join([*lines, "", f"Slopes: {slopes} (1 is proportional).", "", "![Growth](growth.png)"])


def _starting(starting: Starting) -> str:
    rows = (
        ("`import neurotag`", starting.import_s, IMPORT_S),
        ("first spike, kernels compiled before", starting.first_spike_s, FIRST_SPIKE_S),
        ("first spike, nothing compiled", starting.cold_s, COLD_S),
    )
    lines = ["## Starting", "", "| | seconds | bar |", "|---|---|---|"]
    lines += [_line([what, f"{seconds:.2f}", _at_most(seconds, bar)]) for what, seconds, bar in rows]
    return "\n".join(lines)


def _verdict(ratio: float | None, bar: int | None) -> str:
    if bar is None:
        return ""
    return f">= {bar}: {'not quoted' if ratio is None else 'reached' if ratio >= bar else '**missed**'}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}x" if value >= 20 else f"{value:.2f}x"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
