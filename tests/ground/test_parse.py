"""Every kind of failure becomes one sentence: place, value, bound, advice."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from neurotag.description import Description, parse
from neurotag.errors import DescriptionError


class Circle(Description):
    """A circle."""

    kind: Literal["circle"]
    radius: float = Field(gt=0, lt=10)
    """Its radius."""


class Square(Description):
    """A square."""

    kind: Literal["square"]
    side: float = Field(1.0, ge=0, le=10)
    """Its side."""


Shape = Annotated[Circle | Square, Field(discriminator="kind")]


class Plate(Description):
    """A plate with holes."""

    name: str = Field("plate", min_length=1, pattern="^[a-z]")
    """What it is called."""
    shapes: tuple[Shape, ...] = Field((), max_length=2)
    """Its holes."""
    outline: Shape | None = None
    """Its edge."""
    at_mm: tuple[float, float] = (0, 0)
    """Where it lies."""
    n_screws: int = Field(4, ge=1)
    """Number of screws."""
    metal: Literal["iron", "copper"] = "iron"
    """What it is made of."""
    is_flat: bool = True
    """Whether it is flat."""
    parts: tuple[int, ...] = Field((1,), min_length=1)
    """Part numbers."""
    labels: dict[str, str] = Field(default_factory=dict)
    """What is written on it."""


@dataclass(frozen=True)
class Refusal:
    """A wrong content and the whole sentence it must become, below ``plate``."""

    name: str
    content: dict[str, Any]
    sentence: str


def circle(**fields: Any) -> dict[str, Any]:
    return {"shapes": [{"kind": "circle", **fields}]}


REFUSALS = [
    Refusal("unknown field", {"nmae": "x"}, ".nmae: unknown field. Did you mean 'name'?"),
    Refusal("at least", {"n_screws": 0}, ".n_screws: must be at least 1 (got 0). Choose 1 or more."),
    Refusal("more than", circle(radius=0),
            ".shapes[0].radius: must be more than 0 (got 0). Choose more than 0."),
    Refusal("less than", circle(radius=10),
            ".shapes[0].radius: must be less than 10 (got 10). Choose less than 10."),
    Refusal("at most", {"outline": {"kind": "square", "side": 11}},
            ".outline.side: must be at most 10 (got 11). Choose 10 or less."),
    Refusal("finite", circle(radius=float("inf")),
            ".shapes[0].radius: must be a finite number (got inf). Write a number."),
    Refusal("number", circle(radius="wide"),
            ".shapes[0].radius: must be a number (got 'wide'). Write a number."),
    Refusal("no number", circle(radius=[]), ".shapes[0].radius: must be a number (got []). Write a number."),
    Refusal("whole number", {"n_screws": 2.5},
            ".n_screws: must be a whole number (got 2.5). Write a whole number."),
    Refusal("whole word", {"n_screws": "two"},
            ".n_screws: must be a whole number (got 'two'). Write a whole number."),
    Refusal("text", {"name": False}, ".name: must be text (got False). Put it in quotes."),
    Refusal("empty text", {"name": ""}, ".name: must not be empty (got ''). Write something."),
    Refusal("pattern", {"name": "9"},
            ".name: must match ^[a-z] (got '9'). Use letters, digits and underscores, a letter first."),
    Refusal("true or false", {"is_flat": "flat"},
            ".is_flat: must be true or false (got 'flat'). Write true or false."),
    Refusal("choice", {"metal": "coper"},
            ".metal: must be 'iron' or 'copper' (got 'coper'). Did you mean 'copper'?"),
    Refusal("missing field", circle(), ".shapes[0].radius: this field is required. Add 'radius'."),
    Refusal("no kind", {"outline": {}},
            ".outline: has no 'kind' (got {}). Add a 'kind' that says what it is."),
    Refusal("missing value", {"at_mm": [1]}, ".at_mm[1]: this field is required. Add a value."),
    Refusal("unknown kind", {"shapes": [{"kind": "cirle"}]},
            ".shapes[0]: unknown kind 'cirle'. Did you mean 'circle'?"),
    Refusal("list", {"shapes": 5}, ".shapes: must be a list (got 5). Write a list."),
    Refusal("too short", {"parts": []}, ".parts: must hold 1 or more (got 0). Add to the list."),
    Refusal("too long", {"shapes": [{"kind": "square"}] * 3},
            ".shapes: must hold 2 or fewer (got 3). Shorten the list."),
    Refusal("mapping", {"labels": 5},
            ".labels: must be a mapping of fields (got 5). Write its fields as 'name: value'."),
    Refusal("unknown field of a kind", circle(side=1),
            ".shapes[0].side: unknown field. Did you mean 'kind'?"),
]  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.name)
def test_parse_says_what_is_wrong(refusal: Refusal) -> None:
    with pytest.raises(DescriptionError) as caught:
        parse(Plate, refusal.content, where="plate")
    assert str(caught.value) == f"plate{refusal.sentence}"


def test_parse_refuses_what_is_no_mapping() -> None:
    with pytest.raises(DescriptionError, match=r"plate: must be a mapping of fields \(got 5\)"):
        parse(Plate, 5, where="plate")  # type: ignore[arg-type]


def test_parse_shortens_a_long_value() -> None:
    with pytest.raises(DescriptionError) as caught:
        parse(Plate, {"name": list(range(100))}, where="plate")
    assert len(str(caught.value)) < 120


def test_parse_reads_what_is_right() -> None:
    content = {"shapes": [{"kind": "circle", "radius": 1}, {"kind": "square"}], "at_mm": [1, 2]}
    plate = parse(Plate, content, where="plate")
    assert [shape.kind for shape in plate.shapes] == ["circle", "square"]
