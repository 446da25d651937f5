"""Answers of one sitting -> the rows that are compared: ratios, and whether they may be quoted."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

TOLERANCE = {"n1": 0.05, "n2": 0.07, "n2-exact": 0.07, "n3": 0.15, "n4": 0.15, "pd": 0.15, "assembly": 0.25}
"""How far mean rates may be apart before a time is not quoted. Each side draws a network of its own: over
five seeds our N3 fires at 18.6 to 20.7 Hz; N2 and N4 learn meanwhile, and are recorded at different ages."""
CV_TOLERANCE = 0.2
"""How far the irregularity of single neurons may be apart."""


@dataclass(frozen=True)
class Row:
    """One peer, setting and number of threads on one network, against ours in the same rounds.

    Ratios are of seconds per simulated second: processor time on one thread, wall time on more. They are none
    where the peer cannot run the network, or where the two do not do the same.
    """

    network: str
    peer: str
    setting: str
    threads: int
    ratio_median: float | None
    ratio_min: float | None
    ours_cpu_s: float | None
    peer_cpu_s: float | None
    ours_rate_hz: float | None
    peer_rate_hz: float | None
    bytes_per_synapse: float | None
    peak_mb: float | None
    note: str = ""


def rows_of(answers: Sequence[dict[str, Any]]) -> list[Row]:
    """Return the rows of a sitting.

    Parameters
    ----------
    answers : sequence of dict
        What all sides said, each with its ``round``.
    """
    keys = dict.fromkeys(
        (a["network"], a["peer"], a["setting"], a["threads"]) for a in answers if a["peer"] != "neurotag"
    )
    return [_row(answers, *key) for key in keys]


def cost_s(answer: dict[str, Any]) -> float:
    """Return the seconds that a simulated second took: of processor on one thread, of wall on more."""
    field = "cpu_s" if answer["threads"] == 1 else "wall_s"
    return float(answer[field] / answer["sim_ms"] * 1000.0)


def select(
    answers: Sequence[dict[str, Any]], network: str, peer: str, threads: int, setting: str | None = None
) -> dict[int, dict[str, Any]]:
    """Return one side's answers on one network, by round."""
    return {
        a["round"]: a
        for a in answers
        if (a["network"], a["peer"], a["threads"]) == (network, peer, threads)
        and (setting is None or a["setting"] == setting)
        and "unsupported" not in a
        and not a.get("recording")
    }


def _row(answers: Sequence[dict[str, Any]], network: str, peer: str, setting: str, threads: int) -> Row:
    ours = select(answers, network, "neurotag", threads)
    theirs = select(answers, network, peer, threads, setting)
    refusals = [
        a["unsupported"]
        for a in answers
        if (a["network"], a["peer"]) == (network, peer) and "unsupported" in a
    ]
    rounds = sorted(ours.keys() & theirs.keys())
    note = refusals[0] if refusals and not theirs else disagreement(network, ours, theirs)
    ratios = [cost_s(theirs[r]) / cost_s(ours[r]) for r in rounds] if not note else []
    first = next(iter(ours.values()), {})
    return Row(
        network=network, peer=peer, setting=setting, threads=threads,
        ratio_median=median(ratios) if ratios else None, ratio_min=min(ratios, default=None),
        ours_cpu_s=median([cost_s(a) for a in ours.values()]) if ours else None,
        peer_cpu_s=median([cost_s(a) for a in theirs.values()]) if theirs else None,
        ours_rate_hz=_recorded(ours, "rate_hz"), peer_rate_hz=_recorded(theirs, "rate_hz"),
        bytes_per_synapse=first.get("bytes_per_synapse"), peak_mb=first.get("peak_mb"), note=note,
    )  # fmt: skip


def disagreement(network: str, ours: dict[int, dict[str, Any]], theirs: dict[int, dict[str, Any]]) -> str:
    """Return how two sides' activity differs by more than it may; nothing where it does not."""
    for field, unit, most in (("rate_hz", " Hz", TOLERANCE.get(network, 0.1)), ("cv", "", CV_TOLERANCE)):
        mine, other = _recorded(ours, field), _recorded(theirs, field)
        if mine is None or other is None:
            continue
        if abs(mine - other) > most * max(abs(other), 1e-9):
            return f"{field.removesuffix('_hz')} is {mine:.3g}{unit} here and {other:.3g}{unit} there"
    return ""


def _recorded(answers: dict[int, dict[str, Any]], field: str) -> float | None:
    values = [a[field] for a in answers.values() if a.get(field) is not None]
    return median(values) if values else None
