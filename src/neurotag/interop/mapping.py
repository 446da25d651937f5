"""Which rows of an events file become which events of a life."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field, NonNegativeFloat, model_validator

from neurotag.description import Description, parse, suggest
from neurotag.errors import DescriptionError
from neurotag.files import read_mapping
from neurotag.life import KINDS, Event

if TYPE_CHECKING:
    from pathlib import Path

Cell = str | int | float
NOT_FROM_A_ROW = ("sleep", "skip")


class RowRule(Description):
    """What the rows that fit become."""

    where: dict[str, Cell | tuple[Cell, ...]] = Field({})
    """Column and the value, or list of values, that it must hold; every row fits where nothing is named."""
    event: dict[str, Any]
    """The event's kind and the fields that are the same for all rows."""
    columns: dict[str, str] = Field({})
    """Field of the event, and the column it is taken from."""
    factors: dict[str, float] = Field({})
    """Field of the event taken from a column, and a number by which the column is multiplied (0.01 makes an
    intensity of a rating from 0 to 100)."""

    @property
    def kind(self) -> str:
        """Kind of the event."""
        return str(self.event["kind"])

    @model_validator(mode="after")
    def _kind_is_known(self) -> RowRule:
        kind = self.event.get("kind")
        if kind is None:
            raise DescriptionError("event.kind", "this field is required", "Add a 'kind', such as 'heat'")
        if kind not in KINDS:
            raise DescriptionError("event.kind", f"unknown kind {kind!r}", suggest(str(kind), KINDS))
        if kind in NOT_FROM_A_ROW:
            raise DescriptionError(
                "event.kind", f"a {kind} cannot come from a row", "Put it into events_before or events_after"
            )
        for field in self.factors:
            if field not in self.columns:
                raise DescriptionError(
                    f"factors.{field}", "is the factor of a column that is not named", f"Add columns.{field}"
                )
        return self


class EventMapping(Description):
    """A life made from the rows of an events file; the first rule that fits a row is taken."""

    name: str = Field(min_length=1)
    """What runs and reports call the life."""
    title: str = ""
    """One line for a list."""
    story: str = ""
    """What happens, in plain words, for the report."""
    rows: tuple[RowRule, ...] = Field(min_length=1)
    """The rules, in order."""
    events_before: tuple[Event, ...] = ()
    """Events before the file's, such as probes."""
    start_s: float | None = None
    """Time in the life at which the file's time 0 falls; left out, when the events before have ended."""
    rest_after_s: NonNegativeFloat = 0.0
    """Rest after the last row's event."""
    events_after: tuple[Event, ...] = ()
    """Events after that, such as probes."""


def load_mapping(path: Path) -> EventMapping:
    """Read a mapping file.

    Raises
    ------
    InputError
        If the file does not exist or is no YAML.
    DescriptionError
        If it does not describe a mapping.
    """
    return parse(EventMapping, read_mapping(path), where=str(path))
