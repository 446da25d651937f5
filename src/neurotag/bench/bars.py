"""What had to be reached, and whether this sitting reached it."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from neurotag.bench.rows import cost_s, select

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.bench.rows import Row
    from neurotag.bench.sitting import Sitting

RATIOS = {
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
MOST_SLOPE = 1.1
"""Cost that grows in proportion has the slope 1; a tenth more is within what times vary by."""
IMPORT_S, FIRST_SPIKE_S, COLD_S = 0.5, 2.0, 40.0


@dataclass(frozen=True)
class Bar:
    """One demand: a value that must be at least, or at most, a bound. No value: it was not measured."""

    what: str
    bound: float
    value: float | None
    is_least: bool = False

    @property
    def wanted(self) -> str:
        """The bound, in signs."""
        return f"{'>=' if self.is_least else '<='} {self.bound:.3g}"

    @property
    def verdict(self) -> str:
        """How it went, in a word or two."""
        if self.value is None:
            return "no figure"
        reached = self.value >= self.bound if self.is_least else self.value <= self.bound
        return "reached" if reached else "**missed**"


def bars_of(sitting: Sitting, rows: Sequence[Row]) -> list[Bar]:
    """Return every demand that this sitting could answer; a first look answers none."""
    if sitting.is_quick:
        return []
    return [
        *_ratios(sitting, rows), *_own(sitting), *_second_thread(sitting), *_growth(sitting),
        *_starting(sitting),
    ]  # fmt: skip


def gain_of(sitting: Sitting, network: str) -> float | None:
    """Return how much faster several threads are than one, median of the rounds.

    It is the processor's time of one thread over the wall time of several: where others use the processor
    that the one is held on, its wall time would flatter the several.
    """
    one = select(sitting.answers, network)
    more = select(sitting.answers, network, threads=sitting.threads)
    gains = [
        one[r]["cpu_s"] / one[r]["sim_ms"] / more[r]["wall_s"] * more[r]["sim_ms"] for r in one.keys() & more
    ]
    return median(gains) if gains and sitting.threads > 1 else None


def scatter_gain_of(sitting: Sitting) -> float | None:
    """Return the gain of two copies of the scatter kernel over one; median of all times it was measured."""
    gains = [roofline.scatter_gain for roofline in sitting.rooflines]
    return median(gains) if gains else None


def stdp_cost_of(sitting: Sitting) -> float | None:
    """Return what N2 costs relative to N1, median of the rounds."""
    static, plastic = (select(sitting.answers, network) for network in ("n1", "n2"))
    ratios = [cost_s(plastic[r]) / cost_s(static[r]) for r in static.keys() & plastic]
    return median(ratios) if ratios else None


def _ratios(sitting: Sitting, rows: Sequence[Row]) -> Iterator[Bar]:
    names = {"nest": "NEST", "brian2": "Brian2"}
    ratios = {(row.network, row.peer, row.setting): row.ratio_median for row in rows if row.threads == 1}
    for key, bound in RATIOS.items():
        network, peer, setting = key
        if network in sitting.networks and peer in sitting.peers:
            what = f"{network}: times faster than {names[peer]} at its {setting}, one thread"
            yield Bar(what, bound, ratios.get(key), is_least=True)


def _own(sitting: Sitting) -> Iterator[Bar]:
    for network, most in BYTES.items():
        if network in sitting.networks:
            held = [a["bytes_per_synapse"] for a in select(sitting.answers, network).values()]
            yield Bar(f"{network}: bytes per synapse", most, held[0] if held else None)
    if {"n1", "n2"} <= set(sitting.networks):
        yield Bar("STDP: cost of n2 relative to n1", MOST_STDP_COST, stdp_cost_of(sitting))
    if "everyday" in sitting.networks:
        costs = [cost_s(a) for a in select(sitting.answers, "everyday", threads=sitting.threads).values()]
        what = f"the everyday brain at rest: seconds per simulated second, threads: {sitting.threads}"
        yield Bar(what, EVERYDAY_RTF, median(costs) if costs else None)


def _second_thread(sitting: Sitting) -> Iterator[Bar]:
    copies = scatter_gain_of(sitting)
    if copies is None or sitting.threads != 2:
        return
    # Where two copies lose, a second thread must not.
    for network in sitting.networks:
        what = f"{network}: gain of a second thread (that of two copies of the scatter kernel, never a loss)"
        yield Bar(what, max(1.0, copies), gain_of(sitting, network), is_least=True)


def _growth(sitting: Sitting) -> Iterator[Bar]:
    for growth in sitting.growths or ():
        yield Bar(f"growth of cost with {growth.varied}: slope", MOST_SLOPE, growth.exponent)


def _starting(sitting: Sitting) -> Iterator[Bar]:
    start = sitting.starting
    if start is not None:
        yield Bar("seconds of `import neurotag`", IMPORT_S, start.import_s)
        yield Bar("seconds to the first spike, kernels compiled before", FIRST_SPIKE_S, start.first_spike_s)
        yield Bar("seconds to the first spike, nothing compiled", COLD_S, start.cold_s)
