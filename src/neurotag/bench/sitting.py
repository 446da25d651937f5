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

from neurotag.bench.ours import VARIANTS
from neurotag.bench.peers import environment, run_peer
from neurotag.bench.peers.install import NAMES, last_line
from neurotag.bench.peers.run import pin
from neurotag.bench.roofline import Roofline, measure_roofline
from neurotag.bench.scaling import Growth, measure_growth
from neurotag.bench.starting import Starting, measure_starting
from neurotag.errors import NeurotagError, SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from neurotag.bench.peers import Peer

OURS = "neurotag"
DURATIONS_MS = {
    # Of ours, NEST and Brian2: long enough to be measured, short enough to be waited for.
    "n1": (1000.0, 300.0, 300.0),
    "n2": (600.0, 100.0, 200.0),
    "n2-exact": (300.0, 100.0, 200.0),
    "n3": (4000.0, 500.0, 2000.0),
    "n4": (2000.0, 400.0, 1000.0),
    "pd": (1000.0, 500.0, 300.0),
    "assembly": (1000.0, 200.0, 300.0),
    "everyday": (5000.0, 500.0, 500.0),
}
RECORDED_MS = {"n1": 300.0, "n2": 250.0, "n4": 1000.0, "pd": 1000.0}
"""How long spikes are recorded, to see whether all sides do the same: for intervals, several spikes each."""
WARM_MS = {"n2": 100.0, "n2-exact": 100.0, "everyday": 500.0}
QUICK_SCALES = {"n1": 0.1, "n2": 0.1, "n2-exact": 0.1, "pd": 0.03}
"""Sizes for a first look. The others are small; and a smaller N4 is easily swept away by its dopamine."""


@dataclass
class Sitting:
    """What was measured: every answer with its round and role, the machine's limits, and what went wrong.

    An answer's ``role`` is ``time``, ``recording`` (timed while spikes were recorded), or ``check``: ours
    with the very stretches of a peer, ``like``, to compare what the two did and not how long it took.
    ``refusals`` says why a side (of every network, or of one) gave none.
    """

    networks: tuple[str, ...]
    peers: tuple[str, ...]
    rounds: int = 3
    threads: int = 2
    scale: float = 0.1
    is_quick: bool = False
    answers: list[dict[str, Any]] = field(default_factory=list)
    refusals: dict[tuple[str, str], str] = field(default_factory=dict)
    rooflines: list[Roofline] = field(default_factory=list)
    growths: tuple[Growth, Growth] | None = None
    starting: Starting | None = None
    trouble: list[str] = field(default_factory=list)
    is_interrupted: bool = False
    began: float = field(default_factory=time.time)

    def scale_of(self, network: str) -> float:
        """Return the size at which a network is run."""
        if self.is_quick:
            return QUICK_SCALES.get(network, 1.0)
        return self.scale if network == "pd" else 1.0


@dataclass(frozen=True)
class Turn:
    """One side's run of one network."""

    network: str
    side: str
    setting: str = "best"
    threads: int = 1
    role: str = "time"
    like: str | None = None
    is_recorded: bool = False


def hold_sitting(
    sitting: Sitting, *, grows: bool = True, progress: Callable[[str, float], None] | None = None
) -> None:
    """Let all sides run all networks in turn, and write down what they say.

    Ctrl-C ends it early, with what was measured so far.

    Parameters
    ----------
    sitting : Sitting
        What is asked for; what is measured is added to it.

    Other Parameters
    ----------------
    grows : bool
        Also measure how cost grows with size, and how long one waits for a first spike.
    progress : callable, optional
        Is told what runs, and the share of turns that is done.
    """
    tell = progress or (lambda _what, _share: None)
    rounds = [
        (number, group, list(turns_of(group, sitting, number=number)))
        for group in _groups(sitting.networks)
        for number in range(sitting.rounds)
    ]
    n_turns, done = sum(len(turns) for _, _, turns in rounds), 0
    try:
        _prepare(sitting, tell)
        for number, group, turns in rounds:
            tell(f"the machine itself, before {' and '.join(group)}", done / n_turns)
            sitting.rooflines.append(measure_roofline())
            for turn in turns:
                tell(f"round {number + 1} of {sitting.rounds}: {_say(turn)}", done / n_turns)
                _take(turn, number, sitting)
                done += 1
        if grows:
            sitting.growths = measure_growth(tell)
            tell("the time to a first spike, cold and warm", 1.0)
            sitting.starting = measure_starting()
    except (ArithmeticError, MemoryError, OSError, ValueError, subprocess.SubprocessError) as error:
        # Half an hour of measurements is not thrown away for what comes after them.
        sitting.trouble.append(f"The sitting ended early: {type(error).__name__}: {error}")
    except KeyboardInterrupt:
        sitting.is_interrupted = True
        sitting.trouble.append("The sitting was interrupted; this is what was measured until then.")


def turns_of(group: Sequence[str], sitting: Sitting, *, number: int) -> Iterator[Turn]:
    """Yield the turns of a round over networks that are one and the same for the peers."""
    is_first, theirs = number == 0, VARIANTS.get(group[0], group[0])
    for network in group:
        yield Turn(network, OURS)
        if is_first:
            yield Turn(network, OURS, role="recording")
        if sitting.threads > 1:
            yield Turn(network, OURS, threads=sitting.threads)
    for peer in sitting.peers:
        # Brian2 writes its program for one length of recording: all rounds take the same.
        yield Turn(theirs, peer, is_recorded=is_first or peer == "brian2")
        if is_first:
            yield from (Turn(n, OURS, role="check", like=peer, is_recorded=True) for n in group)
        # NEST at its default is slow (N2: two minutes a simulated second), and little changes.
        if peer == "nest" and (is_first or theirs == "n4"):
            yield Turn(theirs, peer, setting="default")
        if peer == "nest" and sitting.threads > 1:
            yield Turn(theirs, peer, threads=sitting.threads)


def request_of(turn: Turn, sitting: Sitting) -> dict[str, Any]:
    """Return what the side of a turn is asked."""
    network = VARIANTS.get(turn.network, turn.network)
    lengths = dict(zip((OURS, "nest", "brian2"), DURATIONS_MS[turn.network], strict=True))
    asked = {
        "network": turn.network,
        "threads": turn.threads,
        "setting": turn.setting,
        "warm_ms": WARM_MS.get(turn.network, 200.0),
        "sim_ms": lengths[turn.like or turn.side],
        "record": turn.role == "recording",
        "record_ms": RECORDED_MS.get(network, 500.0) if turn.is_recorded else 0.0,
        "scale": sitting.scale_of(turn.network),
    }
    if turn.side == "brian2":
        folder = user_cache_path("neurotag", appauthor=False) / "bench" / f"{turn.network}-{asked['scale']:g}"
        folder.mkdir(parents=True, exist_ok=True)
        asked["build"] = str(folder)
    return asked


def _groups(networks: Sequence[str]) -> list[tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for network in networks:
        theirs = VARIANTS.get(network, network)
        groups[theirs] = (*groups.get(theirs, ()), network)
    return list(groups.values())


def _say(turn: Turn) -> str:
    name = NAMES["nest" if turn.side == "nest" else "brian2"] if turn.side != OURS else OURS
    more = {"time": "", "recording": ", recording", "check": ", to compare"}[turn.role]
    threads = "" if turn.threads == 1 else f", {turn.threads} threads"
    return f"{turn.network}, {name}{' at its default' if turn.setting == 'default' else ''}{threads}{more}"


def _prepare(sitting: Sitting, tell: Callable[[str, float], None]) -> None:
    """Install the peers that are not there; say once which cannot be had."""
    for name in sitting.peers:
        tell(f"installing {NAMES[_peer(name)]}, if it is not there", 0.0)
        try:
            environment(_peer(name))
        except NeurotagError as error:
            sitting.refusals["", name] = str(error)
            sitting.trouble.append(str(error))


def _take(turn: Turn, number: int, sitting: Sitting) -> None:
    if any((network, turn.side) in sitting.refusals for network in ("", turn.network)):
        return
    asked = request_of(turn, sitting)
    try:
        said = run_ours(asked) if turn.side == OURS else run_peer(_peer(turn.side), asked)
    except NeurotagError as error:
        sitting.refusals[turn.network, turn.side] = str(error)
        sitting.trouble.append(str(error))
        return
    if "unsupported" in said:
        sitting.refusals[turn.network, turn.side] = said["unsupported"]
        return
    tags = {"peer": turn.side, "round": number, "role": turn.role, "like": turn.like}
    sitting.answers.append({**said, **tags})


def _peer(name: str) -> Peer:
    return "nest" if name == "nest" else "brian2"


def run_ours(asked: dict[str, Any]) -> dict[str, Any]:
    """Run one of our networks in a fresh process.

    Raises
    ------
    SimulationError
        If it fails, with its last line.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "request.json"
        file.write_text(json.dumps(asked), encoding="utf-8")
        command = [*pin(asked["threads"]), sys.executable, "-m", "neurotag.bench.ours", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own words)
    if done.returncode:
        raise SimulationError(
            f"neurotag, network {asked['network']}", f"ended badly: {last_line(done.stderr)}", "Report it"
        )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
