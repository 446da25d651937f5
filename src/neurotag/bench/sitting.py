"""One sitting: all sides run the same networks in turn, round after round, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from neurotag.bench.peers import request as requests
from neurotag.bench.peers import run_peer
from neurotag.bench.peers.install import last_line
from neurotag.bench.peers.run import pin
from neurotag.bench.roofline import Roofline, measure_roofline
from neurotag.errors import NeurotagError, SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DURATIONS_MS = {
    # Of ours, NEST and Brian2: long enough to be measured, short enough to be waited for.
    "n1": (1000.0, 300.0, 300.0),
    "n2": (600.0, 100.0, 200.0),
    "n2-exact": (300.0, 100.0, 200.0),
    "n3": (2000.0, 500.0, 2000.0),
    "n4": (2000.0, 400.0, 1000.0),
    "pd": (1000.0, 500.0, 300.0),
    "assembly": (1000.0, 200.0, 300.0),
    "everyday": (5000.0, 500.0, 500.0),
}
WARM_MS = {"n2": 100.0, "n2-exact": 100.0, "everyday": 500.0}
SAME_AS = {"n2-exact": "n2"}
"""Networks that are another's for the peers: their answers are taken from there."""


@dataclass
class Sitting:
    """What was measured: every answer with its round, the machine's own limits, and what went wrong."""

    answers: list[dict[str, Any]] = field(default_factory=list)
    roofline: Roofline | None = None
    trouble: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.time)


@dataclass(frozen=True)
class _Turn:
    network: str
    side: str
    setting: str
    threads: int
    records_meanwhile: bool = False


def hold_sitting(
    networks: Sequence[str],
    peers: Sequence[str],
    *,
    rounds: int,
    scale: float = 0.1,
    progress: Callable[[str, float], None] | None = None,
) -> Sitting:
    """Let all sides run all networks in turn.

    Parameters
    ----------
    networks, peers : sequence of str
        Which networks, and which of ``nest`` and ``brian2``.
    rounds : int
        How often.

    Other Parameters
    ----------------
    scale : float
        Of the cortical microcircuit.
    progress : callable, optional
        Is told what runs, and the share of turns that is done.

    Returns
    -------
    Sitting
        Ctrl-C ends it early, with what was measured so far.
    """
    sitting = Sitting()
    turns = [
        (number, turn)
        for network in networks
        for number in range(rounds)
        for turn in _turns(network, peers, is_first=number == 0)
    ]
    tell = progress or (lambda _what, _share: None)
    broken: set[tuple[str, str]] = set()
    try:
        tell("the machine itself", 0.0)
        sitting.roofline = measure_roofline()
        for done, (number, turn) in enumerate(turns):
            if (turn.network, turn.side) in broken:
                continue
            tell(
                f"{turn.network}: {turn.side}, {turn.threads} thread(s), round {number + 1}",
                done / len(turns),
            )
            try:
                said = _take(turn, scale, records=number == 0)
            except NeurotagError as error:
                sitting.trouble.append(str(error))
                broken.add((turn.network, turn.side))
                continue
            name = {"setting": turn.setting, "threads": turn.threads, "peer": turn.side}
            extra = {"network": turn.network, "round": number, "recording": turn.records_meanwhile}
            sitting.answers.append({**said, **name, **extra})
    except KeyboardInterrupt:
        sitting.trouble.append("interrupted: what follows was measured until then")
    _lend_answers(sitting, networks)
    return sitting


def _turns(network: str, peers: Sequence[str], *, is_first: bool) -> list[_Turn]:
    turns = [_Turn(network, "neurotag", "best", 1), _Turn(network, "neurotag", "best", 2)]
    if is_first:
        turns.append(_Turn(network, "neurotag", "best", 1, records_meanwhile=True))
    if network in SAME_AS:
        return turns
    if "nest" in peers:
        turns.append(_Turn(network, "nest", "best", 1))
        if is_first or network == "n4":
            turns.append(_Turn(network, "nest", "default", 1))
        if is_first:
            turns.append(_Turn(network, "nest", "best", 2))
    if "brian2" in peers:
        turns.append(_Turn(network, "brian2", "best", 1))
    return turns


def _take(turn: _Turn, scale: float, *, records: bool) -> dict[str, Any]:
    ours_ms, nest_ms, brian_ms = DURATIONS_MS[turn.network]
    length_ms = {"neurotag": ours_ms, "nest": nest_ms, "brian2": brian_ms}[turn.side]
    # How a network is recorded does not depend on its threads or setting: one of them is enough.
    wants_spikes = records and turn.threads == 1 and turn.setting == "best" and not turn.records_meanwhile
    asked: dict[str, Any] = {
        "network": turn.network,
        "threads": turn.threads,
        "setting": turn.setting,
        "warm_ms": WARM_MS.get(turn.network, 200.0),
        "sim_ms": length_ms,
        "record": turn.records_meanwhile,
        "record_ms": (min(length_ms, 500.0) if wants_spikes else 0.0),
        "scale": scale if turn.network == "pd" else 1.0,
    }
    if turn.side == "neurotag":
        return run_ours(asked)
    if turn.side == "brian2":
        folder = user_cache_path("neurotag", appauthor=False) / "bench" / f"{turn.network}-{asked['scale']:g}"
        folder.mkdir(parents=True, exist_ok=True)
        asked["build"] = str(folder)
        # Its program is written for one length of recording: all rounds take the same.
        asked["record_ms"] = min(length_ms, 500.0)
    return run_peer("nest" if turn.side == "nest" else "brian2", asked)


def run_ours(asked: dict[str, Any]) -> dict[str, Any]:
    """Run one of our networks in a fresh process.

    Raises
    ------
    SimulationError
        If it fails, with its last line.
    """
    full = {**requests.DEFAULTS, **asked}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "request.json"
        file.write_text(json.dumps(full), encoding="utf-8")
        command = [*pin(full["threads"]), sys.executable, "-m", "neurotag.bench.ours", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    if done.returncode:
        raise SimulationError(
            f"neurotag, network {asked['network']}", f"ended badly: {last_line(done.stderr)}", "Report it"
        )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _lend_answers(sitting: Sitting, networks: Sequence[str]) -> None:
    for network in networks:
        owner = SAME_AS.get(network)
        sitting.answers += [
            {**answer, "network": network}
            for answer in list(sitting.answers)
            if answer["network"] == owner and answer["peer"] != "neurotag"
        ]
