"""Tables of a report: the main numbers at a glance, and every number with its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neurotag.measure import describe_measure, first_hurt, name_probe, onset_of_probe, pair_probes
from neurotag.measure.onsets import key_of_mark

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neurotag.recording import Recording

    Measures = Mapping[str, float | int | None]

ABSENT = "–"
"""Shown for what did not happen, or could not be measured."""

DECIMALS = {"ms": 0, "regions": 0, "of 100": 1, "Hz": 2, "share": 3, "0 to 1": 2, "no unit": 2}

WHOLE = "The life as a whole"


@dataclass(frozen=True)
class Row:
    """One measure, with a value for each recording."""

    name: str
    title: str
    unit: str
    definition: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Measures of one family; those that share a definition have it said once, above them."""

    title: str
    definition: str
    rows: tuple[Row, ...]


def group_measures(measures: Sequence[Measures]) -> list[Group]:
    """Return every measure that any recording has, in families."""
    names = list(dict.fromkeys(name for numbers in measures for name in numbers))
    families: dict[str, list[Row]] = {}
    shared: dict[str, str] = {}
    for name in names:
        family = describe_measure(name).family
        families.setdefault(family, []).append(_row(name, measures))
        shared[family] = describe_measure(name).definition if family else ""
    return [
        Group(family or WHOLE, shared[family], tuple(rows))
        for family, rows in sorted(families.items(), key=lambda item: item[0] != "")
    ]


def at_a_glance(recordings: Sequence[Recording], measures: Sequence[Measures]) -> list[Row]:
    """Return the rows that most readers want: reflex, awareness, spread, alarm, learning, probe pairs."""
    names = ["withdrawal_ms", "awareness_ms"]
    for recording in recordings:
        hurt = first_hurt(recording)
        if hurt is not None:
            key = key_of_mark(recording, hurt)
            names += [f"regions_ignited_{key}", f"alarm_{key}"]
    last = ["alarm_peak", "salience_peak", "stress_peak", "learned_weight_change"]
    if all(recording.brain.alarm is None for recording in recordings):
        last = ["mean_rate_excitatory_hz", *last]
    return [
        *_known_rows(names, measures),
        *_pair_rows(recordings, measures),
        *_known_rows(last, measures),
    ]


def show_number(value: float | None, unit: str) -> str:
    """Return a number as a reader wants it, with a proper minus sign.

    Examples
    --------
    >>> show_number(104.99, "ms"), show_number(None, "ms")
    ('105', '–')
    """
    if value is None:
        return ABSENT
    return f"{value:.{DECIMALS.get(unit, 3)}f}".replace("-", "−")


def _row(name: str, measures: Sequence[Measures]) -> Row:
    meaning = describe_measure(name)
    values = tuple(show_number(numbers.get(name), meaning.unit) for numbers in measures)
    return Row(name, meaning.title, meaning.unit, meaning.definition, values)


def _known_rows(names: Sequence[str], measures: Sequence[Measures]) -> list[Row]:
    known = [name for name in dict.fromkeys(names) if any(each.get(name) is not None for each in measures)]
    return [_row(name, measures) for name in known]


def _pair_rows(recordings: Sequence[Recording], measures: Sequence[Measures]) -> list[Row]:
    """Return a row for each pair of probes, before and after in one cell."""
    words: dict[tuple[str, str], str] = {}
    for recording in recordings:
        if recording.brain.alarm is None:
            continue
        for first, second in pair_probes(list(recording.probes)).values():
            keys = [f"alarm_{onset_of_probe(recording, name).key}" for name in (first, second)]
            words.setdefault((keys[0], keys[1]), name_probe(recording, first))
    return [
        Row(
            name=f"{before}, {after}",
            title=f"Alarm to {subject}, before → after",
            unit="of 100",
            definition="",
            values=tuple(
                " → ".join(show_number(numbers.get(name), "of 100") for name in (before, after))
                for numbers in measures
            ),
        )
        for (before, after), subject in words.items()
    ]
