"""Files and functions stay short enough to be read at one sitting."""

import ast
from pathlib import Path

MAX_FILE_LINES = 400
MAX_BODY_LINES = 60

# "room/file.py" or "room/file.py: function" -> why it may be longer.
ALLOWED: dict[str, str] = {}


def test_source_files_stay_under_400_lines(root: Path) -> None:
    package = root / "src" / "neurotag"
    sizes = {
        file.relative_to(package).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in package.rglob("*.py")
    }
    assert sizes
    assert {name: n for name, n in sizes.items() if n > MAX_FILE_LINES and name not in ALLOWED} == {}


def test_function_bodies_stay_under_60_lines_outside_kernels(trees: dict[str, ast.Module]) -> None:
    sizes = {
        f"{name}: {node.name}": _body_lines(node)
        for name, tree in trees.items()
        if not name.startswith("kernels/")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert sizes
    assert {name: n for name, n in sizes.items() if n > MAX_BODY_LINES and name not in ALLOWED} == {}


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
