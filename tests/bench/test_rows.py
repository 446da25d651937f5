"""Ratios are what they say, and none is quoted where two sides do not do the same."""

from typing import Any

import pytest

from neurotag.bench.rows import Row, rows_of


def said(peer: str, number: int, **more: Any) -> dict[str, Any]:
    answer = {
        "network": "n1", "peer": peer, "setting": "best", "threads": 1, "round": number, "sim_ms": 500.0,
        "cpu_s": 0.5, "wall_s": 0.6, "rate_hz": 25.0, "cv": 0.35, "bytes_per_synapse": 6.0, "peak_mb": 300.0,
    }  # fmt: skip
    return answer | more


def only(answers: list[dict[str, Any]]) -> Row:
    (row,) = rows_of(answers)
    return row


def test_a_ratio_pairs_the_rounds() -> None:
    ours = [said("neurotag", number, cpu_s=cpu) for number, cpu in enumerate((0.5, 1.0, 2.0))]
    theirs = [said("nest", number, cpu_s=cpu) for number, cpu in enumerate((10.0, 30.0, 20.0))]
    row = only(ours + theirs)
    # 20, 30 and 10 in the three rounds.
    assert (row.ratio_median, row.ratio_min) == (20.0, 10.0)


def test_costs_are_per_simulated_second_whatever_each_side_simulated() -> None:
    row = only([said("neurotag", 0, sim_ms=1000.0, cpu_s=1.0), said("nest", 0, sim_ms=100.0, cpu_s=2.0)])
    assert (row.ours_cpu_s, row.peer_cpu_s, row.ratio_median) == (1.0, 20.0, 20.0)


def test_two_threads_are_compared_by_the_clock_on_the_wall() -> None:
    two = [
        said(peer, 0, threads=2, wall_s=wall, cpu_s=9.0) for peer, wall in (("neurotag", 0.5), ("nest", 5.0))
    ]
    assert only(two).ratio_median == 10.0


def test_a_run_with_recording_is_not_the_one_compared() -> None:
    kept = said("neurotag", 0, cpu_s=50.0, recording=True)
    assert only([said("neurotag", 0), kept, said("nest", 0, cpu_s=5.0)]).ratio_median == pytest.approx(10.0)


@pytest.mark.parametrize("change", [{"rate_hz": 40.0}, {"cv": 0.9}])
def test_no_ratio_is_quoted_where_the_activity_differs(change: dict[str, float]) -> None:
    row = only([said("neurotag", 0), said("nest", 0, **change)])
    assert row.ratio_median is None
    assert next(iter(change)).removesuffix("_hz") in row.note


def test_a_peer_that_cannot_run_a_network_has_a_reason_and_no_ratio() -> None:
    refusal = {
        "network": "n1",
        "peer": "nest",
        "setting": "best",
        "threads": 1,
        "round": 0,
        "unsupported": "no",
    }
    row = only([said("neurotag", 0), refusal])
    assert (row.ratio_median, row.note) == (None, "no")
