"""The rows of a BIDS events file become a life, or are refused with the file, the line and what to do."""

from typing import Any

import pytest
from tests.interop.writing import Write

from neurotag.errors import DescriptionError, InputError, NeurotagError
from neurotag.interop import load_bids_life, read_bids_life
from neurotag.life import Life

TABLE = (
    "onset\tduration\ttrial_type\ttemp_C\trating\n"
    "20\t4\theat\t46\t50\n"
    "10.5\t4\theat\t47\tn/a\n"
    "5\t0\tcue\tn/a\tn/a\n"
    "30\t2\tblank\tn/a\tn/a\n"
)
HEAT = "{where: {trial_type: heat}, event: {kind: heat, site: arm}, columns: {temperature_C: temp_C}}"
CUE = "{where: {trial_type: cue}, event: {kind: sound, of: a beep}}"
ANYTHING = "{event: {kind: rest}}"

LINES = {
    "no onset": (
        "when\tduration\n1\t2\n",
        "line 1: has no column 'onset' (its columns: 'when', 'duration').",
    ),
    "no duration": ("onset\n1\n", "line 1: has no column 'duration'"),
    "commas": ("onset,duration\n1,2\n", "Name the columns in the first line and separate them by tabs."),
    "nothing": ("", "events.tsv: is empty."),
    "no rows": ("onset\tduration\n", "events.tsv: holds no rows below its columns."),
    "n/a as onset": ("onset\tduration\nn/a\t2\n", "line 2: onset must be a number of seconds (got 'n/a')."),
    "a word as onset": (
        "onset\tduration\n1\t2\nsoon\t2\n",
        "line 3: onset must be a number of seconds (got 'soon').",
    ),
    "nan as onset": ("onset\tduration\nnan\t2\n", "line 2: onset must be a number of seconds (got 'nan')."),
    "a word as duration": (
        "onset\tduration\n1\tlong\n",
        "line 2: duration must be a number of seconds (got 'long').",
    ),
    "a negative duration": ("onset\tduration\n1\t-2\n", "line 2: duration must be at least 0 (got -2)."),
    "an early onset": ("onset\tduration\n-3\t2\n", "line 2: onset must be at least 0 s (got -3)."),
    "a short line": ("onset\tduration\n1\n", "line 2: has 1 cells, and the first line names 2 columns."),
}


def _life(write: Write, *rules: str, table: str = TABLE, more: str = "") -> Life:
    return load_bids_life(write("events.tsv", table), write("map.yaml", _mapping(*rules, more=more)))


def _mapping(*rules: str, more: str = "") -> str:
    return "name: m\nrows:\n" + "".join(f"  - {rule}\n" for rule in rules) + more


def _events(life: Life) -> list[dict[str, Any]]:
    return [event.model_dump(exclude_unset=True) for event in life.events]


def test_load_bids_life_sorts_the_rows_by_onset(write: Write) -> None:
    events = _events(_life(write, HEAT, CUE))
    assert [(event["kind"], event["at_s"]) for event in events] == [
        ("sound", 5),
        ("heat", 10.5),
        ("heat", 20),
    ]


def test_load_bids_life_takes_fields_from_columns(write: Write) -> None:
    assert [event["temperature_C"] for event in _events(_life(write, HEAT))] == [47, 46]


def test_load_bids_life_takes_the_duration(write: Write) -> None:
    assert [event["duration_s"] for event in _events(_life(write, HEAT))] == [4, 4]


def test_load_bids_life_prefers_a_fixed_duration(write: Write) -> None:
    life = _life(
        write, "{where: {trial_type: heat}, event: {kind: heat, site: arm, intensity: 1, duration_s: 2}}"
    )
    assert [event["duration_s"] for event in _events(life)] == [2, 2]


@pytest.mark.parametrize("duration", ["0", "n/a", ""])
def test_load_bids_life_leaves_no_duration_to_the_event(write: Write, duration: str) -> None:
    life = _life(write, ANYTHING, table=f"onset\tduration\tx\n1\t{duration}\ty\n")
    assert "duration_s" not in _events(life)[0]


def test_load_bids_life_takes_the_first_rule_that_fits(write: Write) -> None:
    assert [event["kind"] for event in _events(_life(write, HEAT, ANYTHING))] == [
        "rest",
        "heat",
        "heat",
        "rest",
    ]


def test_load_bids_life_compares_numbers_as_numbers(write: Write) -> None:
    life = _life(write, "{where: {temp_C: [46.0, 99]}, event: {kind: rest}}")
    assert [event["at_s"] for event in _events(life)] == [20]


def test_load_bids_life_multiplies_by_a_factor(write: Write) -> None:
    rule = (
        "{where: {rating: 50}, event: {kind: heat, site: arm}, columns: {intensity: rating}, "
        "factors: {intensity: 0.01}}"
    )
    assert _events(_life(write, rule))[0]["intensity"] == 0.5


def test_load_bids_life_begins_when_the_events_before_have_ended(write: Write) -> None:
    before = "events_before: [{kind: rest, duration_s: 3}, {kind: probe, name: p, events: [{kind: rest}]}]\n"
    assert _events(_life(write, CUE, more=before))[2]["at_s"] == 8


def test_load_bids_life_begins_where_the_mapping_says(write: Write) -> None:
    assert _events(_life(write, CUE, more="start_s: -4\n"))[0]["at_s"] == 1


def test_load_bids_life_ends_with_the_events_after(write: Write) -> None:
    more = "rest_after_s: 6\nevents_after: [{kind: probe, name: p, events: [{kind: rest}]}]\n"
    assert [event["kind"] for event in _events(_life(write, CUE, more=more))] == ["sound", "rest", "probe"]


def test_load_bids_life_lets_a_thought_recall_another_row(write: Write) -> None:
    rules = (
        "{where: {trial_type: heat}, event: {kind: heat, site: arm, intensity: 1, name: burn}}",
        "{where: {trial_type: blank}, event: {kind: thought, of: burn}}",
    )
    assert _events(_life(write, *rules))[-1]["of"] == "burn"


def test_read_bids_life_counts_the_rows_that_fit(write: Write) -> None:
    read = read_bids_life(write("events.tsv", TABLE), write("map.yaml", _mapping(HEAT)))
    assert read.sentence == "2 of 4 rows became events; 2 fitted no rule and were left out"


def test_load_bids_life_takes_a_byte_order_mark_and_empty_lines(write: Write) -> None:
    assert len(_life(write, ANYTHING, table="\ufeffonset\tduration\r\n1\t2\r\n\r\n").events) == 1


@pytest.mark.parametrize(("table", "sentence"), LINES.values(), ids=LINES)
def test_load_bids_life_refuses_a_table_with(write: Write, table: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        _life(write, ANYTHING, table=table)
    assert sentence in str(caught.value)


def test_load_bids_life_refuses_a_column_that_is_not_there(write: Write) -> None:
    with pytest.raises(InputError, match=r"rows\[0\]\.where\.trial_typ: .* Did you mean 'trial_type'\?"):
        _life(write, "{where: {trial_typ: heat}, event: {kind: rest}}")


def test_load_bids_life_refuses_a_field_of_a_column_that_is_not_there(write: Write) -> None:
    with pytest.raises(InputError, match=r"rows\[0\]\.columns\.relevance: .* has no column 'matter'"):
        _life(write, "{event: {kind: rest}, columns: {relevance: matter}}")


def test_load_bids_life_refuses_rules_that_fit_no_row(write: Write) -> None:
    with pytest.raises(InputError, match=r"none of its 4 rows fits a rule of .*map\.yaml"):
        _life(write, "{where: {trial_type: cold}, event: {kind: rest}}")


def test_load_bids_life_names_the_line_of_a_wrong_value(write: Write) -> None:
    rule = "{where: {trial_type: heat}, event: {kind: heat, site: arm}, columns: {intensity: temp_C}}"
    with pytest.raises(DescriptionError, match=r"events\.tsv, line 3\.intensity: "):
        _life(write, rule)


def test_load_bids_life_names_the_line_of_a_factor_without_a_number(write: Write) -> None:
    rule = "{event: {kind: rest}, columns: {relevance: trial_type}, factors: {relevance: 2}}"
    with pytest.raises(InputError, match=r"line 2: trial_type must be a number \(got 'heat'\)"):
        _life(write, rule)


def test_load_bids_life_says_when_the_rows_contradict_the_rest(write: Write) -> None:
    more = "events_after: [{kind: probe, name: p, at_s: 11, events: [{kind: rest}]}]\n"
    with pytest.raises(DescriptionError, match="falls inside"):
        _life(write, HEAT, more=more)


def test_load_bids_life_refuses_a_file_that_is_not_there(write: Write) -> None:
    mapping = write("map.yaml", _mapping(ANYTHING))
    with pytest.raises(InputError, match="there is no such file"):
        load_bids_life(mapping.parent / "events.tsv", mapping)


def test_load_bids_life_refuses_what_is_no_text(write: Write) -> None:
    mapping = write("map.yaml", _mapping(ANYTHING))
    (mapping.parent / "events.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NeurotagError, match="is not a table of text in UTF-8"):
        load_bids_life(mapping.parent / "events.tsv", mapping)
