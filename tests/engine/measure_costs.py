"""Renew the table of costs in ``engine/costs.py``: ``python -m tests.engine.measure_costs``.

Lets brains of several sizes live short lives, each in a process of its own and on one thread, and finds what
each piece of the work must have cost. Takes some minutes on a machine that has nothing else to do. Times are
those of the processor, divided by ``machine.slowness``. To be done whenever kernels or their tables change.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.optimize import nnls

from neurotag.brain import Brain, load_brain
from neurotag.engine import machine, simulate
from neurotag.engine.costs import BYTES, KEPT_BYTES, REPORT_BYTES, TIME_NS
from neurotag.engine.sizes import size_up
from neurotag.life import Life, load_life
from neurotag.measure import take_measures
from neurotag.recording import BYTES_PER_SPIKE, Activity, Recording, Watch

BURN = {"kind": "heat", "site": "back", "intensity": 1.0, "duration_s": 1.0}
TOUCH = {"kind": "touch", "site": "hand", "duration_s": 1.0}
REST = {"kind": "rest", "duration_s": 4.0}
PROBE = {"kind": "probe", "settle_s": 1.0, "events": [TOUCH]}
LIVES = {
    "rest": [REST],
    "mixed": [TOUCH, BURN, REST],
    "long": [{**REST, "duration_s": 120.0}],
    "probed": [TOUCH, *({**PROBE, "name": f"p{number}"} for number in range(6))],
}
KEEPING = 0.3
"""How much a change of a cost weighs, against as large an error of one case."""


@dataclass(frozen=True)
class Case:
    """One run: which brain, how large, which life, and what is kept of it."""

    variant: str
    scale: float
    life: str
    budget_mb: float = 512.0
    chunk_ms: float = 100.0
    threads: int = 1
    with_report: bool = False

    def brain(self) -> Brain:
        """Return the everyday brain: quiet, in fine steps, sparse (few synapses), fixed (without rules)."""
        brain = load_brain("everyday").replace(scale=self.scale)
        words = brain.model_dump()
        if "quiet" in self.variant:
            words["excitatory"]["bias_mV"] = words["inhibitory"]["bias_mV"] = -10.0
        if "fine" in self.variant:
            words["dt_ms"] = 0.5
        for projection in words["projections"]:
            if "sparse" in self.variant:
                _thin_out(projection)
            if "fixed" in self.variant:
                projection["rule"] = None
        return Brain.model_validate(words)

    def lived(self) -> Life:
        """Return the life, built in or one of these."""
        return Life(name=self.life, events=LIVES[self.life]) if self.life in LIVES else load_life(self.life)


CASES = [
    *(
        Case(variant, scale, "mixed")
        for variant in ("plain", "sparse", "fixed", "quiet", "quiet, fixed")
        for scale in (0.3, 1.0, 3.0)
    ),
    *(Case("fine", scale, "mixed") for scale in (0.3, 2.0)),
    *(Case("plain", scale, life) for scale in (0.5, 2.0) for life in ("rest", "probed")),
    Case("plain", 6.0, "rest"),
    Case("plain", 0.3, "rest", chunk_ms=5.0),
    Case("plain", 0.3, "long"),
    Case("plain", 0.3, "long", budget_mb=0.01),
    Case("plain", 0.3, "rest", with_report=True),
    Case("plain", 0.3, "long", with_report=True),
    Case("plain", 1.0, "stove"),
]


def _thin_out(projection: dict[str, Any]) -> None:
    """Leave a third of the synapses, and make these three times as strong."""
    pattern = projection["pattern"]
    for name in pattern.keys() & {"probability"}:
        pattern[name] /= 3
    for name in pattern.keys() & {"probabilities"}:
        pattern[name] = [chance / 3 for chance in pattern[name]]
    for name in ("weight", "weight_max"):
        projection[name] = projection[name] and 3 * projection[name]


def run_apart(case: Case) -> dict[str, Any]:
    """Run a case in a fresh process; return what it took and the work it was."""
    command = [sys.executable, "-m", "tests.engine.measure_costs", json.dumps(asdict(case))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_here(case: Case) -> dict[str, Any]:
    """Run a case in this process; it must be a fresh one, as memory is counted at its peak."""
    # What a run of the command line loads.
    import neurotag.cli.perform  # noqa: F401, PLC0415

    brain, life = case.brain(), case.lived()
    slow = machine.slowness()
    clock = [time.process_time()]

    def progress(phase: str, share: float) -> None:
        if share > 0 and len(clock) == 1:
            clock.append(time.process_time())

    watch = Watch(budget_mb=case.budget_mb, chunk_ms=case.chunk_ms)
    run = simulate(brain, life, watch=watch, threads=case.threads, progress=progress)
    clock.append(time.process_time())
    measures = take_measures(run)
    peak = peak_bytes()
    # The state at the end is counted by itself.
    kept = sum(array.nbytes for array in run.branch().arrays.values())
    if case.with_report:
        from neurotag.report import render_report  # noqa: PLC0415

        render_report([run], measures=[measures])
    machine.slowness.cache_clear()
    slow = (slow + machine.slowness()) / 2
    return {
        "build_ns": 1e9 * (clock[1] - clock[0]) / slow,
        "live_ns": 1e9 * (clock[2] - clock[1]) / slow,
        "wall_s": run.wall_s,
        "slowness": slow,
        "peak": peak,
        "peak with report": peak_bytes(),
        "kept": float(kept),
        **work_of(run),
        "report": 1.0,
    }


def peak_bytes() -> float:
    """Return the most memory that this process has held so far."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * (
        1 if sys.platform == "darwin" else 1024
    )


def n_kept(run: Recording) -> int:
    """Return how many spikes were kept."""
    return len(run.activity.step) + sum(len(probe.activity.step) for probe in run.probes.values())


def work_of(run: Recording) -> dict[str, float]:
    """Return the amounts of everything that the table of costs counts, from what was recorded."""
    sizes = size_up(run.brain)
    n_regions = len(run.brain.regions)
    probes = [probe.activity for probe in run.probes.values()]
    lived = sizes.live(run.activity.duration_s, fired([run.activity], n_regions), learns=True)
    probed = sizes.live(sum(each.duration_s for each in probes), fired(probes, n_regions), learns=False)
    learning = float(sizes.n_synapses[sizes.learns].sum())
    counts = [run.activity.counts, *(each.counts for each in probes)]
    amounts = {what: lived[what] + probed[what] for what in lived}
    # The same words in both tables are told apart: what a synapse weighs, and what a spike at it takes.
    return {f"time {what}": amount for what, amount in (amounts | sizes.build()).items()} | {
        "time chunk": run.simulated_s * 1000.0 / run.watch.chunk_ms,
        "time copied synapse": len(probes) * float(sizes.n_synapses.sum()),
        "program": 1.0,
        "neuron": float(sizes.n_neurons.sum()),
        "fixed synapse": float(sizes.n_synapses.sum()) - learning,
        "learning synapse": learning,
        "trace byte": float(sum(each.nbytes + 32 * len(each) for each in counts)),
        "spike": float(n_kept(run)),
    }


def fired(activities: list[Activity], n_regions: int) -> np.ndarray:
    """Return the spikes of each population, (n_populations,)."""
    counts = sum((each.counts.sum(axis=0) for each in activities), np.zeros((n_regions, 3)))
    return np.stack([counts[:, :2].sum(axis=1), counts[:, 2]], axis=1).ravel().astype(np.float64)


def fit(rows: list[dict[str, Any]], present: dict[str, float], goal: str) -> dict[str, float]:
    """Return the costs, none below 0, that explain what was measured with the least relative error.

    What the cases cannot tell apart stays in the proportions of the present table.
    """
    names = list(present)
    usual = np.array([present[name] for name in names])
    amounts = np.array([[row[name] for name in names] for row in rows])
    goals = np.array([row[goal] for row in rows])
    shares = np.concatenate([amounts * usual / goals[:, np.newaxis], KEEPING * np.eye(len(names))])
    found, _ = nnls(shares, np.concatenate([np.ones(len(rows)), np.full(len(names), KEEPING)]))
    return dict(zip(names, (found * usual).tolist(), strict=True))


def measure_costs() -> None:
    """Measure all cases and print the table."""
    rows = []
    for case in CASES:
        rows.append(run_apart(case))
        sys.stderr.write(f"{case}: {rows[-1]['live_ns'] / 1e9:.2f} s, {rows[-1]['peak'] / 2**20:.0f} MB\n")
    present = {f"time {what}": cost for what, cost in TIME_NS.items()}
    building = {what: present.pop(f"time {what}") for what in ("loading", "built neuron", "built synapse")}
    building = {f"time {what}": cost for what, cost in building.items()}
    costs = fit(rows, building, "build_ns") | fit(rows, present, "live_ns")
    sizes, kept = fit(rows, BYTES, "peak"), fit(rows, KEPT_BYTES, "kept")
    drawn = [row for row, case in zip(rows, CASES, strict=True) if case.with_report]
    for row in drawn:
        held = row["kept"] + BYTES_PER_SPIKE * row["spike"] + row["trace byte"]
        row["drawing"] = row["peak with report"] - sizes["program"] - held
    report = fit(drawn, REPORT_BYTES, "drawing")
    tables = {"TIME_NS": costs, "BYTES": sizes, "KEPT_BYTES": kept, "REPORT_BYTES": report}
    for name, found in tables.items():
        lines = "".join(f'    "{what.removeprefix("time ")}": {cost:.3g},\n' for what, cost in found.items())
        sys.stdout.write(f"{name} = {{\n{lines}}}\n")
    for row, case in zip(rows, CASES, strict=True):
        live = sum(costs[name] * row[name] for name in present) / row["live_ns"]
        build = sum(costs[name] * row[name] for name in building) / row["build_ns"]
        peak = sum(sizes[name] * row[name] for name in BYTES) / row["peak"]
        sys.stderr.write(f"explained: build {build:.2f}, live {live:.2f}, memory {peak:.2f} of {case}\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(run_here(Case(**json.loads(sys.argv[1])))))
    else:
        measure_costs()
