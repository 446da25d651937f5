"""Changes to a description by path, such as ``regions.fear.n_excitatory=400``.

A path names fields by their names, and the members of a list by their place from 0 or by the name they go
under: a region, a site or an event by its ``name``, a projection as ``touch->danger``, a sense's drive by
its region.
"""

import copy
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from neurotag.errors import DescriptionError, InputError

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Change:
    """One value to be set: where it was asked for, where it stands, and what it shall be."""

    text: str
    place: tuple[str | int, ...]
    value: Any

    @property
    def field(self) -> str:
        """The place below the root, as errors write it: ``.regions[4].n_excitatory``."""
        return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.place[1:])


def override(
    content: Mapping[str, Any], assignments: Iterable[str], *, home: str | None = None
) -> dict[str, Any]:
    """Return a copy of a described content with some values set.

    Parameters
    ----------
    content : mapping
        The content, as ``model_dump`` gives it.
    assignments : iterable of str
        Changes, each as ``path=value``; the value is read as YAML.
    home : str, optional
        A key of the content whose paths may leave it out (``scale`` for ``brain.scale``).

    Raises
    ------
    InputError
        If an assignment is not of that form, its path leads nowhere, or its value cannot be read.

    Examples
    --------
    >>> override({"scale": 1.0, "sites": [{"name": "back", "path_m": 0.3}]}, ["sites.back.path_m=0.4"])
    {'scale': 1.0, 'sites': [{'name': 'back', 'path_m': 0.4}]}
    """
    return apply(content, [resolve(content, text, home=home) for text in assignments])


def resolve(content: Mapping[str, Any], assignment: str, *, home: str | None = None) -> Change:
    """Find what an assignment changes.

    Raises
    ------
    InputError
        If it is not of the form ``path=value``, its path leads nowhere, or its value cannot be read.
    """
    path, equals, text = assignment.partition("=")
    path = path.strip()
    if not equals or not path:
        raise InputError(f"--set {assignment}", "must be path=value", "Write for example scale=2")
    place = _find(content, path)
    if place is None and home is not None and (below := _find(content[home], path)) is not None:
        place = (home, *below)
    if place is None:
        raise InputError(f"--set {assignment}", f"unknown path {path!r}", _nearest(content, path, home=home))
    old, value = _get(content, place), _read(assignment, text)
    if _is_group(old):
        first = next(paths(old), "")
        raise InputError(
            f"--set {assignment}", f"{path!r} is a group of values, not one",
            f"Name one of them, such as {f'{path}.{first}'!r}",
        )  # fmt: skip
    if isinstance(value, bool) and isinstance(old, int | float) and not isinstance(old, bool):
        raise InputError(f"--set {assignment}", f"must be a number (got {text.strip()})", "Change the value")
    return Change(assignment, place, value)


def apply(content: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """Return a deep copy of a content with the changes made."""
    result = copy.deepcopy(dict(content))
    for change in changes:
        parent: Any = _get(result, change.place[:-1])
        parent[change.place[-1]] = change.value
    return result


def blame(error: DescriptionError, changes: Sequence[Change], *, where: str) -> DescriptionError:
    """Return an error about a changed description, parsed as ``where``, that names the change behind it."""
    for change in reversed(changes):
        if error.where == f"{where}{change.field}":
            return DescriptionError(f"--set {change.text}", error.what, error.advice)
    texts = ", ".join(change.text for change in changes)
    return DescriptionError(f"--set {texts}: {error.where}", error.what, error.advice)


def paths(content: object) -> Iterator[str]:
    """Yield the path of every value that can be set, as a reader would write it.

    Examples
    --------
    >>> list(paths({"scale": 1.0, "sites": [{"name": "back", "path_m": 0.3}]}))
    ['scale', 'sites.back.name', 'sites.back.path_m']
    """
    for path, _ in values(content):
        yield path


def values(content: object) -> Iterator[tuple[str, Any]]:
    """Yield every value that can be set, with its path."""
    for name, _, child in _best_names(content):
        if _is_group(child):
            for rest, value in values(child):
                yield f"{name}.{rest}", value
        else:
            yield name, child


def _find(content: object, path: str) -> tuple[str | int, ...] | None:
    # Names may hold dots themselves (fear->sight.inhibitory), so every name that fits is followed.
    for name, key, child in _children(content):
        if path == name:
            return (key,)
        if path.startswith(f"{name}."):
            below = _find(child, path[len(name) + 1 :])
            if below is not None:
                return (key, *below)
    return None


def _children(content: object) -> Iterator[tuple[str, str | int, object]]:
    yield from _best_names(content)
    if isinstance(content, list | tuple):
        for index, item in enumerate(content):
            yield str(index), index, item


def _best_names(content: object) -> Iterator[tuple[str, str | int, object]]:
    """Yield each member with the name a reader would use, and its key."""
    if isinstance(content, Mapping):
        for key, item in content.items():
            yield str(key), key, item
    elif isinstance(content, list | tuple):
        labels = [_label(item) for item in content]
        for index, (label, item) in enumerate(zip(labels, content, strict=True)):
            is_clear = label is not None and labels.count(label) == 1
            yield label if is_clear and label is not None else str(index), index, item


def _label(item: object) -> str | None:
    if not isinstance(item, Mapping):
        return None
    if "source" in item and "target" in item:
        ends = (f"{item[end]}{_suffix(item.get(f'{end}_cells'))}" for end in ("source", "target"))
        return "->".join(ends)
    label = item.get("name") or item.get("region")
    return label if isinstance(label, str) else None


def _suffix(cells: object) -> str:
    return ".inhibitory" if cells == "inhibitory" else ""


def _is_group(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list | tuple) and any(isinstance(item, Mapping) for item in value)


def _get(content: object, place: Iterable[str | int]) -> Any:
    value: Any = content
    for key in place:
        value = value[key]
    return value


def _read(assignment: str, text: str) -> Any:
    text = text.strip()
    if NUMBER.fullmatch(text):
        # YAML 1.1 would read 1e-3 as a word and 010 as eight.
        return float(text) if any(sign in text for sign in ".eE") else int(text)
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise InputError(
            f"--set {assignment}",
            f"the value {text!r} cannot be read",
            "Write a number, a word or true/false",
        ) from None


def _nearest(content: Mapping[str, Any], path: str, *, home: str | None) -> str:
    known = list(paths(content))
    if home is not None and not path.startswith(f"{home}."):
        known = [name.removeprefix(f"{home}.") for name in known]
    nearest = difflib.get_close_matches(path, known, n=1, cutoff=0.0)
    return f"Did you mean {nearest[0]!r}?" if nearest else "Nothing can be set here"
