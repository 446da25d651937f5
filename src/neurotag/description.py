"""What every description shares: frozen, strict, documented under each field, and known by a digest."""

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from neurotag.errors import DescriptionError, NeurotagError


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
        raise _as_sentence(error, where) from None


def _as_sentence(error: ValidationError, where: str) -> DescriptionError:
    first = error.errors()[0]
    place = _place(where, first["loc"])
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, NeurotagError):
        separator = "" if cause.where.startswith("[") else "."
        return DescriptionError(f"{place}{separator}{cause.where}", cause.what, cause.advice)
    value = first["input"]
    if first["type"] == "missing":
        return DescriptionError(place, "this field is required", f"Add {first['loc'][-1]!r}")
    if first["type"] == "union_tag_not_found":
        return DescriptionError(
            place, f"has no 'kind' (got {_short(value)})", "Add a 'kind', such as 'touch'"
        )
    if first["type"] == "union_tag_invalid":
        context = first["ctx"]
        kinds = [word.strip(" '") for word in context["expected_tags"].split(",")]
        return DescriptionError(place, f"unknown kind {context['tag']!r}", suggest(context["tag"], kinds))
    what = first["msg"].replace("Input should be", "must be").replace("Input should", "must")
    return DescriptionError(place, f"{what} (got {_short(value)})", "Change the value")


def _place(where: str, loc: tuple[int | str, ...]) -> str:
    place, previous = where, None
    for part in loc:
        if isinstance(part, int):
            place += f"[{part}]"
        elif not isinstance(previous, int) or part not in _TAGS:
            # pydantic names the chosen member of a union after the index; a reader does not need it.
            place += f".{part}"
        previous = part
    return place


_TAGS: set[str] = set()


def register_tags(tags: Iterable[str]) -> None:
    """Name the kinds of a union, so that they are left out of the places in errors."""
    _TAGS.update(tags)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
