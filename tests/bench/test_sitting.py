"""A sitting lets all sides take turns, goes on without those that cannot, and keeps what it has."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.bench.answers import answer

from neurotag.bench import sitting as module
from neurotag.bench.roofline import Roofline
from neurotag.bench.scaling import Growth
from neurotag.bench.sitting import Sitting, Turn, hold_sitting, request_of, turns_of
from neurotag.bench.starting import Starting
from neurotag.errors import InputError, SimulationError

Asked = list[tuple[str, dict[str, Any]]]
GROWTH = Growth("neurons", (1, 10, 100), (1.0, 10.0, 100.0), (5.0, 5.0, 5.0))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Put puppets in the place of everything that takes time; return who was asked what."""
    calls: Asked = []

    def say(side: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def reply(request: dict[str, Any]) -> dict[str, Any]:
            calls.append((side, request))
            return answer(request["network"], threads=request["threads"], setting=request["setting"])

        return reply

    monkeypatch.setattr(module, "environment", lambda _peer: None)
    monkeypatch.setattr(module, "run_ours", say("neurotag"))
    monkeypatch.setattr(module, "run_peer", lambda peer, request: say(peer)(request))
    monkeypatch.setattr(module, "measure_roofline", lambda: Roofline((1.0, 2.0), (1.0, 1.0)))
    monkeypatch.setattr(module, "measure_growth", lambda _tell: (GROWTH, GROWTH))
    monkeypatch.setattr(module, "measure_starting", lambda: Starting(0.1, 0.2, 0.3))
    return calls


def test_all_sides_take_turns_in_every_round(asked: Asked) -> None:
    of = Sitting(("n1",), ("nest", "brian2"), rounds=2)
    hold_sitting(of)
    for number in range(2):
        sides = {(a["peer"], a["setting"], a["threads"]) for a in of.answers if a["round"] == number}
        assert {("neurotag", "best", 1), ("neurotag", "best", 2), ("nest", "best", 1), ("nest", "best", 2),
                ("brian2", "best", 1)} <= sides  # fmt: skip
    order = [side for side, _ in asked]
    assert order.index("brian2") < order.index("nest", order.index("brian2"))
    assert len(of.rooflines) == 2
    assert (of.growths, of.starting) == ((GROWTH, GROWTH), Starting(0.1, 0.2, 0.3))


def test_each_peer_gets_a_check_over_its_own_stretches() -> None:
    of = Sitting(("n4",), ("nest", "brian2"))
    for check in (turn for turn in turns_of(("n4",), of, number=0) if turn.role == "check"):
        assert check.like is not None
        theirs = request_of(Turn("n4", check.like, is_recorded=True), of)
        stretches = ("warm_ms", "sim_ms", "record_ms", "scale")
        assert [request_of(check, of)[field] for field in stretches] == [theirs[field] for field in stretches]


def test_brian_is_always_asked_for_the_same_program() -> None:
    of = Sitting(("n1",), ("brian2",))
    requests = [
        request_of(turn, of)
        for number in range(3)
        for turn in turns_of(("n1",), of, number=number)
        if turn.side == "brian2"
    ]
    assert requests[0] == requests[1] == requests[2]


def test_a_variant_shares_the_answers_of_the_peers(asked: Asked) -> None:
    hold_sitting(Sitting(("n2", "n2-exact"), ("nest",), rounds=1, threads=1), grows=False)
    assert [request["network"] for side, request in asked if side == "nest"] == ["n2", "n2"]
    assert {request["network"] for side, request in asked if side == "neurotag"} == {"n2", "n2-exact"}


def test_a_variant_alone_is_compared_too(asked: Asked) -> None:
    hold_sitting(Sitting(("n2-exact",), ("nest",), rounds=1), grows=False)
    assert {request["network"] for side, request in asked if side == "nest"} == {"n2"}


def test_a_first_look_is_at_shrunken_networks(asked: Asked) -> None:
    hold_sitting(Sitting(("n1", "pd"), ("nest",), rounds=1, is_quick=True), grows=False)
    assert {(request["network"], request["scale"]) for _, request in asked} == {("n1", 0.1), ("pd", 0.03)}


def test_a_peer_that_cannot_be_installed_is_named_once(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(peer: str) -> None:
        if peer == "brian2":
            raise InputError("the environment of Brian2", "pip could not install it", "Look at the network")

    monkeypatch.setattr(module, "environment", refuse)
    of = Sitting(("n1", "n3"), ("nest", "brian2"), rounds=2)
    hold_sitting(of, grows=False)
    assert len(of.trouble) == 1
    assert "Brian2" in of.trouble[0]
    assert "brian2" not in {side for side, _ in asked}
    assert {a["peer"] for a in of.answers} == {"neurotag", "nest"}


def test_a_side_that_failed_is_not_asked_again(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_peer: str, request: dict[str, Any]) -> dict[str, Any]:
        asked.append(("nest", request))
        raise SimulationError("NEST, network n1", "ended with status 1", "Compare without it")

    monkeypatch.setattr(module, "run_peer", fail)
    of = Sitting(("n1",), ("nest",), rounds=3)
    hold_sitting(of, grows=False)
    assert [side for side, _ in asked].count("nest") == 1
    assert of.refusals["n1", "nest"].startswith("NEST, network n1: ended")


def test_what_a_peer_does_not_know_is_no_trouble(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "run_peer", lambda _peer, _request: {"unsupported": "it has no such neuron"})
    of = Sitting(("everyday",), ("nest",), rounds=1)
    hold_sitting(of, grows=False)
    assert (of.trouble, of.refusals["everyday", "nest"]) == ([], "it has no such neuron")
    assert len(asked) > 0


@pytest.mark.parametrize("place", ["run_peer", "measure_growth"])
def test_ctrl_c_keeps_what_is_there(asked: Asked, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def interrupt(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, place, interrupt)
    of = Sitting(("n1",), ("nest",), rounds=1)
    hold_sitting(of)
    assert of.is_interrupted
    assert len(of.answers) == len(asked) > 0
