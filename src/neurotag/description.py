"""What every description shares: frozen, strict, documented under each field, and known by a digest."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from neurotag.errors import DescriptionError, NeurotagError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Description(BaseModel):
    """Words that say what there is or what happens: frozen, and closed to unknown fields."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )

    @model_validator(mode="before")
    @classmethod
    def _refuse_unknown_fields(cls, content: Any) -> Any:
        # pydantic would refuse them too, but cannot name the field that was meant.
        if isinstance(content, Mapping):
            for name in content:
                if name not in cls.model_fields:
                    raise DescriptionError(str(name), "unknown field", suggest(str(name), cls.model_fields))
        return content

    def digest(self) -> str:
        """Return a SHA-256 of the canonical JSON of this description, as 64 hexadecimal characters."""
        return digest_of(self.model_dump(mode="json"))

    def replace(self, **changes: object) -> Self:
        """Return a copy with some fields changed, checked again.

        Raises
        ------
        DescriptionError
            If a change is not allowed.
        """
        return parse(type(self), {**self.model_dump(), **changes}, where=type(self).__name__)


D = TypeVar("D", bound=Description)


def digest_of(content: object) -> str:
    """Return the SHA-256 of a JSON-able value, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return advice that names the nearest of the known words, and the others where they are few."""
    words = list(known)
    if not words:
        return "There is none to choose from"
    nearest = difflib.get_close_matches(wrong, words, n=1, cutoff=0.5)
    if nearest:
        return f"Did you mean {nearest[0]!r}?"
    if len(words) > 20:
        return f"There are {len(words)} to choose from, {words[0]!r} first"
    return f"Use one of: {', '.join(words)}"


def parse(kind: type[D], content: Mapping[str, Any], *, where: str) -> D:
    """Read a mapping as a description; the first thing wrong becomes one sentence.

    Parameters
    ----------
    kind : type
        The description to make.
    content : mapping
        Its fields.
    where : str
        What to call the place in an error: a file name, or the description's own name.

    Raises
    ------
    DescriptionError
        If a field is unknown, missing or out of bounds, or two fields contradict each other.
    """
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        raise _as_sentence(error, content, where) from None


def _as_sentence(error: ValidationError, content: object, where: str) -> DescriptionError:
    first = error.errors()[0]
    place = _place(where, first["loc"], content)
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, NeurotagError):
        separator = "" if cause.where.startswith("[") else "."
        return DescriptionError(f"{place}{separator}{cause.where}", cause.what, cause.advice)
    return DescriptionError(place, *_say(first))


def _say(failure: "ErrorDetails") -> tuple[str, str]:
    """Return what is wrong and what to do, in words, for one of pydantic's failures."""
    name, bounds, value = failure["type"], failure.get("ctx", {}), failure["input"]
    last = failure["loc"][-1] if failure["loc"] else ""
    if name == "missing":
        return "this field is required", f"Add {last!r}" if isinstance(last, str) else "Add a value"
    if name == "union_tag_not_found":
        return f"has no 'kind' (got {_short(value)})", "Add a 'kind' that says what it is"
    if name == "union_tag_invalid":
        kinds = [word.strip(" '") for word in bounds["expected_tags"].split(",")]
        return f"unknown kind {bounds['tag']!r}", suggest(bounds["tag"], kinds)
    if name == "literal_error":
        words = [word.strip("'") for word in bounds["expected"].replace(" or ", ", ").split(", ")]
        return f"must be {bounds['expected']} (got {_short(value)})", suggest(str(value), words)
    for names, what, advice in SENTENCES:
        if name in names:
            got = bounds.get("actual_length", _short(value))
            return f"{what.format(**bounds)} (got {got})", advice.format(**bounds)
    what = failure["msg"].replace("Input should be", "must be").replace("Input should", "must")
    return f"{what} (got {_short(value)})", "Change the value"


SENTENCES = (
    (("greater_than_equal",), "must be at least {ge:g}", "Choose {ge:g} or more"),
    (("greater_than",), "must be more than {gt:g}", "Choose more than {gt:g}"),
    (("less_than_equal",), "must be at most {le:g}", "Choose {le:g} or less"),
    (("less_than",), "must be less than {lt:g}", "Choose less than {lt:g}"),
    (("finite_number",), "must be a finite number", "Write a number"),
    (("float_type", "float_parsing"), "must be a number", "Write a number"),
    (
        ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
        "must be a whole number",
        "Write a whole number",
    ),
    (("bool_type", "bool_parsing"), "must be true or false", "Write true or false"),
    (("string_type",), "must be text", "Put it in quotes"),
    (("string_too_short",), "must not be empty", "Write something"),
    (
        ("string_pattern_mismatch",),
        "must match {pattern}",
        "Use letters, digits and underscores, a letter first",
    ),
    (("tuple_type", "list_type"), "must be a list", "Write a list"),
    (("too_short",), "must hold {min_length} or more", "Add to the list"),
    (("too_long",), "must hold {max_length} or fewer", "Shorten the list"),
    (
        ("model_type", "model_attributes_type", "dict_type"),
        "must be a mapping of fields",
        "Write its fields as 'name: value'",
    ),
)
"""What is wrong and what to do for each of pydantic's kinds of failure; numbers of the bound in braces."""


def _place(where: str, loc: tuple[int | str, ...], content: object) -> str:
    place, here = where, content
    for part in loc:
        if isinstance(here, Mapping) and "kind" in here and here["kind"] == part:
            # pydantic names the chosen member of a union; a reader does not need it.
            continue
        place += f"[{part}]" if isinstance(part, int) else f".{part}"
        here = _inside(here, part)
    return place


def _inside(content: object, part: int | str) -> object:
    if isinstance(content, Mapping):
        return content.get(part)
    is_there = isinstance(content, Sequence) and isinstance(part, int) and part < len(content)
    return content[part] if is_there else None  # type: ignore[index]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
