"""Everything public is documented, and every room has a name that means something."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from neurotag.description import Description

Documentable = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef

DRAWERS = {"utils", "helpers", "core", "misc"}
ROOMS_OF_WORDS = ("neurotag.brain", "neurotag.life", "neurotag.plasticity")

# `kind` is the tag of a union, the same in every description that has one.
SELF_EVIDENT = {"kind"}


def test_everything_public_has_a_docstring(trees: dict[str, ast.Module]) -> None:
    public = [found for name, tree in trees.items() for found in _public(tree, name)]
    assert public
    assert [place for place, node in public if not ast.get_docstring(node)] == []


def test_no_room_is_a_drawer(root: Path) -> None:
    names = [path for path in (root / "src").rglob("*") if path.stem in DRAWERS]
    assert names == []


def test_every_field_of_a_description_has_its_meaning_under_it() -> None:
    for room in ROOMS_OF_WORDS:
        _import_all(room)
    fields = {
        f"{kind.__qualname__}.{name}": field.description
        for kind in _descendants(Description)
        if kind.__module__.startswith(ROOMS_OF_WORDS)
        for name, field in kind.model_fields.items()
        if name not in SELF_EVIDENT
    }
    assert fields
    assert [name for name, meaning in fields.items() if not (meaning or "").strip()] == []


def _public(node: Documentable, place: str) -> Iterator[tuple[str, Documentable]]:
    yield place, node
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and _is_public(child):
            yield from _public(child, f"{place}: {child.name}")


def _is_public(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    # An overload or a setter is documented once, where the function or property is.
    repeats = any(ast.unparse(mark).endswith(("overload", ".setter")) for mark in node.decorator_list)
    return not node.name.startswith("_") and not repeats


def _import_all(room: str) -> None:
    package = importlib.import_module(room)
    for module in pkgutil.walk_packages(package.__path__, f"{room}."):
        importlib.import_module(module.name)


def _descendants(kind: type[Description]) -> set[type[Description]]:
    children = set(kind.__subclasses__())
    return children.union(*(_descendants(child) for child in children))
