"""Neurotags as SONATA node sets, by which simulators name groups of neurons.

References
----------
SONATA developer guide, node sets: a basic set names nodes by ``population`` and ``node_id``, a compound set
is a list of the names of others.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from neurotag.errors import InputError
from neurotag.interop.whole import written_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

COMPOUND = "neurotags"


def write_node_sets(
    path: str | Path,
    sets: Mapping[str, Sequence[int]],
    *,
    population: str | None = None,
    compound: str = COMPOUND,
) -> None:
    """Write sets of nodes, and one compound set that lists them all, as SONATA node sets.

    Parameters
    ----------
    path : str or Path
        The JSON file.
    sets : mapping of str to sequence of int
        Name and node ids of each set; without any, the compound set is empty.
    population : str, optional
        Where the nodes are; without it, the ids are those of every population.
    compound : str
        Name of the set of all.

    Raises
    ------
    InputError
        If an id is no whole number from 0 on, or a name is empty or that of the compound set.
    OutputError
        If the place cannot be written.
    """
    where = "node sets"
    if not compound:
        raise InputError(where, "the compound set has no name", "Name it")
    content: dict[str, Any] = {}
    for name, ids in sets.items():
        if not name or name == compound:
            raise InputError(where, f"a set cannot be called {name!r}", "Give it another name")
        place = {} if population is None else {"population": population}
        content[name] = {**place, "node_id": [_node_id(value, f"{where}, {name}") for value in ids]}
    content[compound] = list(sets)
    with written_whole(path) as partial:
        partial.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _node_id(value: Any, where: str) -> int:
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not is_whole or value < 0:
        raise InputError(
            where,
            f"a node id must be a whole number from 0 on (got {value!r})",
            "Export units with names as a table or as NWB",
        )
    return int(value)
