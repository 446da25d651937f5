"""Brian2's side of the comparison: ``python brian_side.py REQUEST.json``, one line of JSON on standard out.

A script for the python of Brian2's own environment, where neurotag is not installed: it reads the modules
beside it by their plain names. Brian2 writes a C++ program (its fastest way), which is compiled once into the
folder that the request's ``build`` names, and found there again by the next request that differs in nothing
but ``out``. The program itself reads the clocks, right before and right after each stretch.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from neurotag.bench.peers import networks, process, samples
else:
    import networks
    import process
    import samples

FLAGS = ["-w", "-O3", "-ffast-math", "-fno-finite-math-only", "-march=native", "-std=c++11"]
SOURCES = ("brian_side.py", "brian_networks.py", "networks.py", "wiring.py")
RECORD = "program.json"
MARKS = "marks.txt"

MARK = """
{
    auto wall = [] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
    };
    auto cpu = [] { return double(std::clock()) / CLOCKS_PER_SEC; };
    double entered_wall = wall(), entered_cpu = cpu(), held = 0.0, peak = 0.0;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmRSS:", 0) == 0) held = std::atof(line.c_str() + 6) / 1024.0;
        if (line.rfind("VmHWM:", 0) == 0) peak = std::atof(line.c_str() + 6) / 1024.0;
    }
    std::ofstream marks(brian::results_dir + "marks.txt", std::ios::app);
    marks.precision(17);
    marks << entered_wall << " " << entered_cpu << " " << held << " " << peak << " ";
    marks << wall() << " " << cpu() << std::endl;
}
"""
"""Appends a line: wall and CPU seconds on entry, memory held and its peak in MiB, both clocks on leaving."""


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """Compile, unless it is there, and run the program of the network that is asked for.

    Parameters
    ----------
    asked : dict
        A request, complete.

    Returns
    -------
    dict
        The fields that `nest_side.answer` documents, with these differences. ``build_s`` is the program's own
        time until the warm-up begins, ``compile_s`` that of writing and compiling it; if it was found again
        ``reused`` is true and ``compile_s`` what it took then. Without a recording of the timed stretch there
        is no ``timed_rate_hz``. Memory is that of the program.
    """
    if asked["network"] == "everyday":
        return {"unsupported": "the arrays of an exported brain cannot be read yet"}
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(asked["build"] or beside).absolute()
        digest = _digest(asked)
        reused = _read_record(folder).get("digest") == digest and (folder / "main").exists()
        if not reused:
            _clear(folder)
            _write_program(asked, folder, digest)
        program = _read_record(folder)
        results = folder / "results"
        shutil.rmtree(results, ignore_errors=True)
        results.mkdir()
        # It ends by writing all its arrays, which are large, and are read and removed here.
        subprocess.run(["./main", "--results_dir", f"{results}/"], cwd=folder, check=True)  # noqa: S603
        figures = _read_results(asked, program, results)
        shutil.rmtree(results)
    return {
        "peer": "brian2",
        "version": program["version"],
        "network": asked["network"],
        "setting": asked["setting"],
        "threads": asked["threads"],
        "n_neurons": program["n_neurons"],
        "n_synapses": program["n_synapses"],
        "n_plastic": program["n_plastic"],
        "compile_s": program["compile_s"],
        "reused": reused,
        "sim_ms": asked["sim_ms"],
        **figures,
    }


def _clear(folder: Path) -> None:
    """Empty a folder that is free or holds an older program, and refuse any other.

    Raises
    ------
    FileExistsError
        If it holds something else.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / RECORD).exists():
            raise FileExistsError(f"{folder} holds something other than a program of Brian2")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    # Before anything else, so that a program left half written is known as one.
    (folder / RECORD).write_text("{}", encoding="utf-8")


def _digest(asked: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes())
    same = {field: value for field, value in asked.items() if field not in ("out", "build")}
    digest.update(json.dumps(same, sort_keys=True).encode())
    return digest.hexdigest()


def _read_record(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_program(asked: dict[str, Any], folder: Path, digest: str) -> None:
    """Let Brian2 write and compile the program; note beside it what its results are called."""
    begun = time.perf_counter()
    import brian2 as b2  # type: ignore[import-not-found]  # noqa: PLC0415 (not needed to run a program again)

    b2.set_device("cpp_standalone", directory=str(folder), build_on_run=False)
    b2.prefs.codegen.cpp.extra_compile_args_gcc = FLAGS
    b2.prefs.codegen.cpp.headers = ["<chrono>", "<fstream>", "<string>"]
    if asked["threads"] > 1:
        b2.prefs.devices.cpp_standalone.openmp_threads = asked["threads"]
    b2.defaultclock.dt = networks.DT_ms * b2.ms
    b2.seed(asked["seed"])
    import brian_networks  # type: ignore[import-not-found]  # noqa: PLC0415 (it imports Brian2)

    built = brian_networks.build(asked)
    recorders = [b2.SpikeMonitor(group) for group in built.groups]
    network = b2.Network(*built.groups, *built.others, *recorders)
    b2.device.insert_code("before_start", MARK)
    b2.device.insert_code("before_network_run", MARK)
    b2.device.insert_code("after_network_run", MARK)
    for _, duration_ms, is_recorded in _stretches(asked):
        for recorder in recorders:
            # One that is not active is no part of the program's loop.
            recorder.active = is_recorded
        network.run(duration_ms * b2.ms)
    b2.device.build(directory=str(folder), compile=True, run=False)
    record = {
        "digest": digest,
        "version": b2.__version__,
        "compile_s": time.perf_counter() - begun,
        "n_neurons": sum(len(group) for group in built.groups),
        "n_synapses": int(built.n_synapses),
        "n_plastic": int(built.n_plastic),
        "spikes": [[_file_of(b2.device, recorder, name) for name in ("i", "t")] for recorder in recorders],
        "group_sizes": [len(group) for group in built.groups],
        "weights": None if built.learning is None else _file_of(b2.device, built.learning, "w"),
        "weight_pA": built.weight_pA,
    }
    (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")


def _file_of(device: Any, owner: Any, variable: str) -> str:
    return Path(device.get_array_filename(owner.variables[variable])).name


def _stretches(asked: dict[str, Any]) -> list[tuple[str, float, bool]]:
    """List the stretches of a run: name, length, whether it is recorded."""
    every = [
        ("warm", asked["warm_ms"], False),
        ("timed", asked["sim_ms"], asked["record"]),
        ("recorded", asked["record_ms"], True),
    ]
    return [stretch for stretch in every if stretch[1]]


def _read_results(asked: dict[str, Any], program: dict[str, Any], results: Path) -> dict[str, Any]:
    marks = np.loadtxt(results / MARKS, ndmin=2)
    first, between = (
        marks[0],
        dict(zip((name for name, _, _ in _stretches(asked)), _pairs(marks[1:]), strict=True)),
    )
    begin, end = between["timed"]
    # From the last reading of the mark before to the first reading of the mark after.
    wall_s, cpu_s = end[0] - begin[4], end[1] - begin[5]
    warm_s = between["warm"][1][0] - between["warm"][0][4] if "warm" in between else 0.0
    rss_mb = float(begin[2] - first[2]) if begin[2] else None
    figures: dict[str, Any] = {"rate_hz": None, "rates_by_population": {}, "cv": None}
    if asked["record"] or asked["record_ms"]:
        figures = _describe(asked, program, results)
    weights = None
    if program["weights"]:
        weights = np.fromfile(results / program["weights"]) * program["weight_pA"]
    return {
        "build_s": float(marks[1][0] - first[4]),
        "warm_s": float(warm_s),
        "wall_s": float(wall_s),
        "cpu_s": float(cpu_s),
        "timed_rate_hz": figures["rate_hz"] if asked["record"] else None,
        **figures,
        **samples.describe_weights(weights),
        "rss_mb": rss_mb,
        "bytes_per_synapse": process.bytes_per_synapse(rss_mb, program["n_synapses"]),
        "peak_mb": float(end[3]) or None,
    }


def _pairs(marks: Any) -> list[tuple[Any, Any]]:
    return list(zip(marks[0::2], marks[1::2], strict=True))


def _describe(asked: dict[str, Any], program: dict[str, Any], results: Path) -> dict[str, Any]:
    offsets = np.concatenate([[0], np.cumsum(program["group_sizes"])])
    senders, times = [], []
    for offset, (i, t) in zip(offsets[:-1], program["spikes"], strict=True):
        senders.append(np.fromfile(results / i, dtype=np.int32).astype(np.int64) + offset)
        # In seconds, of the step's beginning; NEST gives its end.
        times.append(np.fromfile(results / t) * 1e3 + networks.DT_ms)
    start = asked["warm_ms"] + (0.0 if asked["record"] else asked["sim_ms"])
    figures, kept = samples.describe(
        np.concatenate(senders),
        np.concatenate(times),
        networks.populations(asked["network"], asked["scale"]),
        start_ms=start,
        stop_ms=start + (asked["sim_ms"] if asked["record"] else asked["record_ms"]),
        seed=asked["seed"],
    )
    if asked["out"]:
        samples.save(asked["out"], kept)
    return figures


if __name__ == "__main__":
    sys.exit(process.serve("brian_side.py", sys.argv[1:], answer))
