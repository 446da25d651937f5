"""What a side of the comparison is asked to run: the fields, their defaults and bounds.

Only the standard library is used, so that the scripts a peer's own python runs can read the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NETWORKS = ("n1", "n2", "n3", "n4", "pd", "assembly", "everyday")
SETTINGS = ("best", "default")

DEFAULTS: dict[str, Any] = {
    "network": None,
    "threads": 1,
    "setting": "best",
    "warm_ms": 200.0,
    "sim_ms": 500.0,
    "record": False,
    "record_ms": None,
    "scale": 1.0,
    "seed": 7,
    "arrays": None,
    "out": None,
    "build": None,
}
"""Every field of a request.

``warm_ms`` are lived before the clock starts, ``sim_ms`` while it runs. With ``record`` spikes are recorded
during these; without it they are recorded afterwards, for ``record_ms`` more (as long as ``sim_ms`` unless
given; 0 records nothing). ``arrays`` names the file of an exported network, ``out`` a file for samples (npz),
``build`` a folder in which a peer that compiles may find its program again.
"""


def complete(request: dict[str, Any]) -> dict[str, Any]:
    """Fill in the defaults of a request.

    Raises
    ------
    ValueError
        If a field is unknown or out of bounds; the message names it with its value.
    """
    unknown = sorted(set(request) - set(DEFAULTS))
    if unknown:
        raise ValueError(f"{unknown[0]} is no field of a request (there are {', '.join(DEFAULTS)})")
    full = {**DEFAULTS, **request}
    if full["record"]:
        full["record_ms"] = 0.0
    elif full["record_ms"] is None:
        full["record_ms"] = full["sim_ms"]
    _choose(full, "network", NETWORKS)
    _choose(full, "setting", SETTINGS)
    _bound(full, "threads", least=1, whole=True)
    _bound(full, "seed", least=1, whole=True)
    _bound(full, "warm_ms", least=0.0)
    _bound(full, "sim_ms", least=1.0)
    _bound(full, "record_ms", least=0.0)
    _bound(full, "scale", least=0.001)
    if not isinstance(full["record"], bool):
        raise ValueError(f"record must be true or false (got {full['record']!r})")
    if full["scale"] > 1.0:
        raise ValueError(f"scale must be at most 1 (got {full['scale']})")
    for field in ("arrays", "out", "build"):
        if not isinstance(full[field], str | None):
            raise ValueError(f"{field} must name a place, or be left out (got {full[field]!r})")
    if full["arrays"] is not None and full["network"] != "everyday":
        raise ValueError(f"arrays belongs to the network 'everyday' only (got {full['network']!r})")
    return full


def read(path: str) -> dict[str, Any]:
    """Read a request from its file and complete it.

    Raises
    ------
    ValueError
        If the file holds no request, or one that is out of bounds.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror})") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} holds no JSON ({error.msg}, line {error.lineno})") from None
    if not isinstance(content, dict):
        raise ValueError(f"{path} must hold one JSON object")
    return complete(content)


def _choose(full: dict[str, Any], field: str, among: tuple[str, ...]) -> None:
    if full[field] not in among:
        raise ValueError(f"{field} must be one of {', '.join(among)} (got {full[field]!r})")


def _bound(full: dict[str, Any], field: str, *, least: float, whole: bool = False) -> None:
    value = full[field]
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not least <= value < float("inf"):
        kind = "a whole number, " if whole else ""
        raise ValueError(f"{field} must be {kind}{least:g} or more (got {value!r})")
