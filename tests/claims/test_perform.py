"""Lives that claims share are lived once, and a claim that fails stops no other."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tests.claims.tiny import BLIND, FEELS, FELT, SCALE, SHARES, STILL, claim_of, life_of

from neurotag import engine
from neurotag.claims import Arm, check_claims
from neurotag.claims import perform as perform_module
from neurotag.claims.perform import bundle
from neurotag.errors import InputError
from neurotag.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write down every life that is lived."""
    lived: list[str] = []
    real: Callable[..., Recording] = engine.simulate

    def simulate(brain: Any, life: Any, **options: Any) -> Recording:
        lived.append(life.name)
        return real(brain, life, **options)

    monkeypatch.setattr(perform_module, "simulate", simulate)
    return lived


def test_claims_that_share_lives_live_them_once(lives: list[str]) -> None:
    feels, shares = check_claims([FEELS, SHARES], seeds=1)
    # The touch and the rest of the one claim, and the rest after the touch of the other.
    assert sorted(lives) == ["moment", "rested", "rested"]
    assert feels.answers[0].effect.mean == shares.answers[0].effect.mean > 0


def test_claims_are_grouped_by_the_lives_they_share() -> None:
    apart = claim_of("apart", Arm("alone", life_of({"kind": "rest", "duration_s": 0.2})))
    assert [[claim.name for claim in group] for group in bundle([FEELS, apart, SHARES])] == [
        ["apart"],
        ["feels", "shares"],
    ]


def test_an_arm_goes_on_from_its_past() -> None:
    assert [arm.name for arm in SHARES.arms[1].ancestry()] == ["felt", "after"]
    (finding,) = check_claims([SHARES], seeds=1)
    alone = check_claims([FEELS], seeds=1)[0]
    control = finding.answers[0].control
    other = alone.answers[0].control
    assert control is not None
    assert other is not None
    assert control.mean != other.mean


def test_seeds_draw_brains_and_the_same_seed_the_same_one() -> None:
    first, second = (check_claims([FEELS], seeds=4)[0].answers[0].effect for _ in range(2))
    assert first == second
    assert len(set(first.each)) > 1


def test_a_reading_without_a_number_is_told_and_stops_no_other_claim() -> None:
    blind, feels = check_claims([BLIND, FEELS], seeds=1)
    assert (blind.verdict, blind.seeds) == ("inconclusive", ())
    assert blind.failed == ((0, blind.failed[0][1]),)
    assert "has no number for 'more'" in blind.failed[0][1]
    assert feels.failed == ()


def test_a_life_that_ends_early_is_told() -> None:
    storm = Arm("storm", FELT.life, changes=(SCALE, "runaway_hz=0.001"))
    mad, feels = check_claims([claim_of("mad", storm, STILL), FEELS], seeds=1)
    assert mad.seeds == ()
    assert "storm" in mad.failed[0][1]
    assert feels.seeds == (0,)


def test_two_processes_find_what_one_finds() -> None:
    one, two = (check_claims([FEELS], seeds=2, jobs=jobs)[0] for jobs in (1, 2))
    assert one.answers == two.answers
    assert one.readings == two.readings


def test_changes_reach_every_arm() -> None:
    whole, off = (
        check_claims([FEELS], seeds=1, changes=changes)[0]
        for changes in ((), ("senses.touch.touch.strength=0",))
    )
    assert np.isfinite(off.answers[0].effect.mean)
    assert off.answers[0].effect.mean < whole.answers[0].effect.mean


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[str, float]] = []
    check_claims([FEELS], seeds=2, progress=lambda what, share: told.append((what, share)))
    assert told[0] == ("0 of 2 readings are known", 0.0)
    assert told[-1] == ("feels, seed 1", 1.0)


@pytest.mark.parametrize("options", [{"seeds": 0}, {"seeds": 1001}, {"jobs": 0}, {"jobs": 257}])
def test_numbers_out_of_bounds_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="must lie between 1 and"):
        check_claims([FEELS], **options)


def test_no_claims_and_a_change_that_leads_nowhere_are_refused() -> None:
    with pytest.raises(InputError, match="there is none"):
        check_claims([])
    with pytest.raises(InputError):
        check_claims([FEELS], seeds=1, changes=("plastizity=false",))
