"""Ratios are reckoned round by round, and quoted only where both sides did the same."""

from typing import Any

import pytest
from tests.bench.answers import answer, check, held, sitting

from neurotag.bench.agreement import disagreement
from neurotag.bench.rows import Row, rows_of
from neurotag.bench.sitting import Sitting

KEYS = [
    "network", "peer", "setting", "threads", "ratio_median", "ratio_min", "ours_cpu_s", "peer_cpu_s",
    "ours_rate_hz", "peer_rate_hz", "bytes_per_synapse", "peak_mb",
]  # fmt: skip


def row(of: Sitting, network: str = "n1", peer: str = "nest", setting: str = "best", threads: int = 1) -> Row:
    place = (network, peer, setting, threads)
    (found,) = (
        each for each in rows_of(of) if (each.network, each.peer, each.setting, each.threads) == place
    )
    return found


def test_a_ratio_is_the_median_of_the_rounds_and_the_least_of_them() -> None:
    theirs = [answer("n1", "nest", seconds=s, number=k) for k, s in enumerate((30.0, 60.0, 50.0))]
    ours = [answer("n1", seconds=s, number=k) for k, s in enumerate((1.0, 1.5, 1.0))]
    found = row(sitting(check("n1"), *ours, *theirs))
    assert (found.ratio_median, found.ratio_min, found.note) == (40.0, 30.0, "")
    # Half a second was simulated.
    assert (found.ours_cpu_s, found.peer_cpu_s) == (2.0, 100.0)


def test_lengths_may_differ() -> None:
    ours = answer("n1", seconds=1.0, sim_ms=1000.0)
    assert row(sitting(check("n1"), ours, answer("n1", "nest", seconds=10.0))).ratio_median == 20.0


def test_one_thread_goes_by_the_processor_and_two_by_the_wall() -> None:
    answers = [
        answer("n1", peer, threads=threads, cpu_s=cpu, wall_s=wall)
        for peer, cpu, wall in (("neurotag", 1.0, 2.0), ("nest", 30.0, 20.0))
        for threads in (1, 2)
    ]
    of = sitting(check("n1"), *answers)
    assert (row(of).ratio_median, row(of, threads=2).ratio_median) == (30.0, 10.0)
    assert row(of, threads=2).ours_cpu_s == 2.0


def test_ours_while_it_records_is_not_what_ratios_are_of() -> None:
    recording = answer("n1", seconds=100.0, role="recording")
    of = sitting(check("n1", seconds=100.0), answer("n1"), recording, answer("n1", "nest", seconds=30.0))
    assert row(of).ratio_median == 30.0


def test_a_variant_is_held_against_the_peers_network() -> None:
    of = sitting(
        check("n2-exact"), answer("n2-exact"), answer("n2", "nest", seconds=60.0), networks=("n2-exact",)
    )
    assert row(of, "n2-exact").ratio_median == 60.0


DIFFERENT = {
    "rate": ({"rate_hz": 22.5}, "the mean rate in Hz is 22.5 here and 20 there, more than 10.0% apart"),
    "rate while timed": ({"timed_rate_hz": 17.0}, "while timed is 17 here"),
    "irregularity": ({"cv": 0.6}, "CV"),
    "mean weight": ({"weight_mean": 12.1}, "the mean learned weight is 12.1 here and 12 there"),
    "spread of weights": ({"weight_sd": 0.12}, "the spread of the learned weights is 0.12 here"),
}


@pytest.mark.parametrize(("more", "says"), DIFFERENT.values(), ids=DIFFERENT)
def test_no_ratio_where_the_two_differ(more: dict[str, Any], says: str) -> None:
    found = row(sitting(check("n1", **more), answer("n1"), answer("n1", "nest", seconds=30.0)))
    assert (found.ratio_median, found.ratio_min) == (None, None)
    assert says in found.note


def test_no_ratio_where_nothing_can_be_compared() -> None:
    found = row(sitting(answer("n1"), answer("n1", "nest", seconds=30.0)))
    assert (found.ratio_median, found.note) == (None, "there is nothing to see whether both did the same")


def test_weights_of_different_ages_are_not_compared() -> None:
    theirs = answer("n1", "nest", seconds=30.0, setting="default", weight_sd=0.5)
    assert row(sitting(answer("n1"), theirs), setting="default").ratio_median == 30.0


def test_other_settings_and_threads_are_held_against_the_rate_while_timed() -> None:
    ours = [answer("n1", threads=threads, rate_hz=None) for threads in (1, 2)]
    theirs = [
        answer("n1", "nest", seconds=30.0, setting="default", rate_hz=None),
        answer("n1", "nest", seconds=30.0, threads=2, rate_hz=None, timed_rate_hz=30.0),
    ]
    of = sitting(*ours, *theirs)
    assert row(of, setting="default").ratio_median == 30.0
    assert row(of, threads=2).ratio_median is None


def test_a_looser_network_and_a_first_look_may_differ_by_more() -> None:
    ours, theirs = [check("assembly", rate_hz=22.5)], [answer("assembly", "nest")]
    assert disagreement("assembly", ours, theirs) == ""
    assert disagreement("n1", ours, theirs) != ""
    assert disagreement("n1", ours, theirs, is_quick=True) == ""


def test_a_peer_that_is_not_there_leaves_rows_without_numbers() -> None:
    found = row(held(), peer="brian2")
    assert (found.ratio_median, found.peer_cpu_s, found.ours_cpu_s) == (None, None, 2.0)
    assert found.note == "Brian2: needs g++ to compile. Install it."


def test_rows_for_programs_hold_exactly_the_promised_keys() -> None:
    assert [list(each.plain()) for each in rows_of(held())] == [KEYS] * 8


def test_an_empty_sitting_has_rows_too() -> None:
    assert [each.note for each in rows_of(sitting())] == ["not measured"] * 3
