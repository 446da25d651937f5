"""Neurotags for other programs: SONATA node sets, tables, and Neurodata Without Borders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from neurotag.errors import InputError
from neurotag.interop import write_neurotags_nwb, write_node_sets, write_table
from neurotag.neurotags.neurotag import LEAST_P
from neurotag.neurotags.vitals import VITALS

if TYPE_CHECKING:
    from neurotag.neurotags.neurotag import Neurotags

SUFFIXES = (".json", ".csv", ".parquet", ".nwb")
COLUMNS = ("neurotag", "unit", "region", "weight", "p", "q")
OWN_MEANINGS = {
    "p": "Chance that the strongest candidate of a recording without co-activity scores as high.",
    "q": "The same, corrected for the number of candidates (Benjamini-Hochberg).",
    "score": "Surprise of the co-activity of the members, in nats, their choice paid for.",
}


def export_neurotags(path: str | Path, found: Neurotags) -> None:
    """Write neurotags in the format that the suffix of a file says.

    ``.json``: SONATA node sets ``neurotag_1``, ``neurotag_2``, ... and the compound set ``neurotags``.
    ``.csv`` and ``.parquet``: a table with a row for each member. ``.nwb``: units and neurotags, vital signs
    included.

    Raises
    ------
    InputError
        If the suffix is another, or units of node sets are not numbered.
    OutputError
        If the file cannot be written.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(str(path), f"ends with none of {', '.join(SUFFIXES)}", "Name one of these")
    if suffix == ".json":
        # What is no whole number is refused there, in a sentence.
        sets: dict[str, Any] = {f"neurotag_{one.id}": found.ids_of(one) for one in found.found}
        write_node_sets(path, sets)
    elif suffix == ".nwb":
        meanings = {name: f"{meaning.definition} Unit: {meaning.unit}." for name, meaning in VITALS.items()}
        write_neurotags_nwb(
            path, found.trains, found.as_json()["neurotags"], simulated=found.is_simulated,
            meanings={**OWN_MEANINGS, **meanings},
        )  # fmt: skip
    else:
        write_table(path, member_rows(found), columns=COLUMNS)


def member_rows(found: Neurotags) -> list[dict[str, Any]]:
    """Return a row for each member of each neurotag: neurotag, unit, region, weight, p and q."""
    regions = found.trains.regions
    return [
        {
            "neurotag": one.id,
            "unit": found.trains.units[at],
            "region": None if regions is None else regions[at],
            "weight": round(float(weight), 6),
            "p": max(one.p, LEAST_P),
            "q": max(one.q, LEAST_P),
        }
        for one in found.found
        for at, weight in zip(one.members.tolist(), one.weights, strict=True)
    ]
