"""What one sitting's answers come to: rows of ratios, each of them quoted or refused with its reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from neurotag.bench.agreement import Answer, disagreement, median_of
from neurotag.bench.ours import VARIANTS
from neurotag.bench.sitting import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from neurotag.bench.sitting import Sitting

MS_PER_S = 1000.0


@dataclass(frozen=True)
class Row:
    """One peer, setting and number of threads on one network, against ours in the same rounds.

    Ratios are of seconds per simulated second: processor time on one thread, wall time on more. They are none
    where the peer cannot run the network, or where the two do not do the same; ``note`` says which. Bytes and
    megabytes are ours.
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

    def plain(self) -> dict[str, Any]:
        """Return the row for a program: its numbers, without the note for people."""
        return {name: value for name, value in asdict(self).items() if name != "note"}


def rows_of(sitting: Sitting) -> list[Row]:
    """Return the rows of a sitting: one for each comparison that it was asked for."""
    return [
        _row(sitting, network, peer, setting, threads)
        for network in sitting.networks
        for peer in sitting.peers
        for setting, threads in _columns(peer, sitting.threads)
    ]


def _columns(peer: str, threads: int) -> Iterator[tuple[str, int]]:
    yield "best", 1
    if peer == "nest":
        yield "default", 1
        if threads > 1:
            yield "best", threads


def cost_s(answer: Answer) -> float:
    """Return the seconds that a simulated second took: of processor on one thread, of wall on more."""
    return seconds(answer, "cpu_s" if answer["threads"] == 1 else "wall_s")


def seconds(answer: Answer, clock: str) -> float:
    """Return the seconds of one clock per simulated second."""
    return float(answer[clock] / answer["sim_ms"] * MS_PER_S)


def select(
    answers: Sequence[Answer],
    network: str,
    peer: str = OURS,
    threads: int = 1,
    *,
    setting: str = "best",
    role: str = "time",
) -> dict[int, Answer]:
    """Return one side's answers on one network, by round."""
    wanted = (network, peer, threads, setting, role)
    return {
        a["round"]: a
        for a in answers
        if (a["network"], a["peer"], a["threads"], a["setting"], a["role"]) == wanted
    }


def compared(sitting: Sitting, network: str, peer: str) -> tuple[list[Answer], list[Answer]]:
    """Return our and a peer's answers over the same stretches, recorded."""
    theirs = select(sitting.answers, VARIANTS.get(network, network), peer).values()
    ours = [a for a in sitting.answers if (a["network"], a["role"], a["like"]) == (network, "check", peer)]
    return ours, [a for a in theirs if a["rate_hz"] is not None]


def _row(sitting: Sitting, network: str, peer: str, setting: str, threads: int) -> Row:
    at_peers = VARIANTS.get(network, network)
    ours = select(sitting.answers, network, threads=threads)
    theirs = select(sitting.answers, at_peers, peer, threads, setting=setting)
    is_checked = setting == "best" and threads == 1
    if is_checked:
        mine, other = compared(sitting, network, peer)
    else:
        mine, other = list(ours.values()), list(theirs.values())
    note = "" if ours and theirs else _refusal(sitting, network, peer) or "not measured"
    note = note or disagreement(
        network, mine, other, are_same_stretches=is_checked, is_quick=sitting.is_quick
    )
    ratios = [cost_s(theirs[r]) / cost_s(ours[r]) for r in sorted(ours.keys() & theirs.keys())]
    field = "rate_hz" if is_checked else "timed_rate_hz"
    return Row(
        network=network, peer=peer, setting=setting, threads=threads,
        ratio_median=median(ratios) if ratios and not note else None,
        ratio_min=min(ratios) if ratios and not note else None,
        ours_cpu_s=_middle(ours, "cpu_s"), peer_cpu_s=_middle(theirs, "cpu_s"),
        ours_rate_hz=median_of(mine, field), peer_rate_hz=median_of(other, field),
        bytes_per_synapse=median_of(list(ours.values()), "bytes_per_synapse"),
        peak_mb=median_of(list(ours.values()), "peak_mb"), note=note,
    )  # fmt: skip


def _refusal(sitting: Sitting, network: str, peer: str) -> str:
    places = (("", peer), (VARIANTS.get(network, network), peer), (network, OURS))
    return next((sitting.refusals[place] for place in places if place in sitting.refusals), "")


def _middle(answers: dict[int, Answer], clock: str) -> float | None:
    return median(seconds(a, clock) for a in answers.values()) if answers else None
