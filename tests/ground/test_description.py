"""What every description shares: frozen, closed, and known by a digest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from neurotag.description import Description, digest_of, suggest
from neurotag.errors import DescriptionError


class Wheel(Description):
    """A wheel."""

    radius_m: float
    """Its radius."""
    spokes: int = 32
    """Their number."""


class Cart(Description):
    """A cart."""

    name: str
    """What it is called."""
    wheels: tuple[Wheel, ...] = ()
    """What it rolls on."""


CART = Cart(name="cart", wheels=(Wheel(radius_m=0.3), Wheel(radius_m=0.4)))


def test_description_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        CART.name = "other"  # type: ignore[misc]


def test_description_refuses_an_unknown_field() -> None:
    with pytest.raises(ValidationError, match="Did you mean 'spokes'"):
        Wheel.model_validate({"radius_m": 0.3, "spoke": 3})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_description_refuses_a_number_that_is_not_finite(value: float) -> None:
    with pytest.raises(ValidationError, match="finite"):
        Wheel(radius_m=value)


def test_description_keeps_the_meaning_under_each_field() -> None:
    assert Wheel.model_fields["spokes"].description == "Their number."


def test_replace_returns_a_changed_copy() -> None:
    other = CART.replace(name="other")
    assert (CART.name, other.name, other.wheels) == ("cart", "other", CART.wheels)


def test_replace_checks_again() -> None:
    with pytest.raises(DescriptionError, match=r"Cart\.wheels\[0\]\.radius_m: must be a number"):
        CART.replace(wheels=[{"radius_m": "wide"}])


def test_digest_is_a_sha256() -> None:
    assert len(CART.digest()) == 64
    assert set(CART.digest()) <= set("0123456789abcdef")


def test_digest_stays_over_a_round_trip() -> None:
    assert Cart.model_validate_json(CART.model_dump_json()).digest() == CART.digest()


@settings(deadline=None, derandomize=True)
@given(st.dictionaries(st.text(), st.integers() | st.text()), st.randoms())
def test_digest_does_not_depend_on_the_order_of_keys(content: dict[str, object], random: object) -> None:
    keys = list(content)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert digest_of({key: content[key] for key in keys}) == digest_of(content)


@pytest.mark.parametrize(
    "changes",
    [{"name": "x"}, {"wheels": []}, {"wheels": [{"radius_m": 0.3}, {"radius_m": 0.4, "spokes": 31}]}],
    ids=["name", "wheels", "spokes"],
)
def test_digest_changes_with_any_field(changes: dict[str, object]) -> None:
    assert CART.replace(**changes).digest() != CART.digest()


@pytest.mark.parametrize(
    ("wrong", "known", "advice"),
    [
        ("bakc", ["back", "hand"], "Did you mean 'back'?"),
        ("tail", ["back", "hand"], "Use one of: back, hand"),
        ("tail", [f"x{number}" for number in range(30)], "There are 30 to choose from, 'x0' first"),
    ],
    ids=["near", "few", "many"],
)
def test_suggest_names_the_nearest_or_what_there_is(wrong: str, known: list[str], advice: str) -> None:
    assert suggest(wrong, known) == advice
