"""What was read of a claim and a seed, kept under a digest of everything it hangs on."""

from __future__ import annotations

import ast
import hashlib
import inspect
import json
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from neurotag.claims.brains import changed_brain
from neurotag.claims.claim import Reading
from neurotag.description import digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neurotag.claims.claim import Claim

ROOMS = ("kernels", "engine", "plasticity", "recording", "life", "measure", "neurotags", "brain")
"""Rooms whose code a reading hangs on. Built-in brains and lives count by their content, not by their
code."""
NOT_CODE = ("brain/everyday.py", "life/library")


class Cache:
    """A folder of readings, one small JSON file each.

    Parameters
    ----------
    folder : Path, optional
        Where they are; none: nothing is kept and nothing found.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @classmethod
    def usual(cls) -> Cache:
        """Return the cache in the user's cache folder."""
        return cls(user_cache_path("neurotag", appauthor=False) / "claims")

    def find(self, claim: Claim, seed: int, changes: Sequence[str]) -> Reading | None:
        """Return what was read before; none where it was not, or cannot be trusted."""
        if self.folder is None:
            return None
        try:
            content = json.loads(_path(self.folder, claim, seed, changes).read_text(encoding="utf-8"))
            values = {str(name): float(value) for name, value in content["values"].items()}
            lines = {str(name): [float(each) for each in line] for name, line in content["lines"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return Reading(values, lines)

    def keep(self, claim: Claim, seed: int, changes: Sequence[str], reading: Reading) -> None:
        """Write a reading, whole or not at all; a disk that refuses costs time later and nothing else."""
        if self.folder is None:
            return
        content = {
            "claim": claim.name,
            "seed": seed,
            "values": dict(reading.values),
            "lines": dict(reading.lines),
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self.folder, suffix=".partial", delete=False
            ) as file:
                json.dump(content, file)
            Path(file.name).replace(_path(self.folder, claim, seed, changes))
        except OSError:
            return


def digest_of_claim(claim: Claim, seed: int, changes: tuple[str, ...]) -> str:
    """Return a SHA-256 of all that the reading of one seed hangs on: brains, lives, measure and engine."""
    arms = [
        [
            arm.name,
            [
                [changed_brain(each.brain, (*changes, *each.changes)).digest(), each.life.digest()]
                for each in arm.ancestry()
            ],
        ]
        for arm in claim.arms
    ]
    measure = Path(inspect.getfile(claim.measure))
    return digest_of([arms, seed, claim.name, _digest_of_folder(measure.parent, measure.name), code_digest()])


@cache
def code_digest() -> str:
    """Return a SHA-256 of the source that lives and measures hang on."""
    house = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((house / room).rglob("*.py")):
            place = path.relative_to(house).as_posix()
            if not place.startswith(NOT_CODE):
                digest.update(place.encode())
                digest.update(_code_of(path))
    return digest.hexdigest()


@cache
def _digest_of_folder(folder: Path, name: str) -> str:
    """Return a SHA-256 of a claim's own file and of what the claims beside it share."""
    digest = hashlib.sha256(_code_of(folder / name))
    for path in sorted((folder / "shared").glob("*.py")):
        digest.update(_code_of(path))
    return digest.hexdigest()


def _code_of(path: Path) -> bytes:
    """Return what a file does: not its comments and docstrings, nor the words and bounds of a claim.

    Bounds judge a reading and words tell of it; neither can change it.
    """
    tree = ast.parse(path.read_bytes())
    tree.body = [node for node in tree.body if not _is_claim(node)]
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # type: ignore[attr-defined]
    return ast.dump(tree).encode()


def _is_claim(node: ast.stmt) -> bool:
    names = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(name, ast.Name) and name.id == "CLAIM" for name in names)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _path(folder: Path, claim: Claim, seed: int, changes: Sequence[str]) -> Path:
    return folder / f"{claim.name}-{seed}-{digest_of_claim(claim, seed, tuple(changes))[:24]}.json"
