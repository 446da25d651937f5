"""Errors say where, what and what to do, and survive the journey between processes."""

import copy

import pytest

from neurotag.errors import (
    CompileError,
    DescriptionError,
    InputError,
    NeurotagError,
    OutputError,
    SimulationError,
)

FAMILY = {
    DescriptionError: ValueError,
    CompileError: ValueError,
    InputError: ValueError,
    OutputError: OSError,
    SimulationError: RuntimeError,
}
each_error = pytest.mark.parametrize("kind", FAMILY, ids=lambda kind: kind.__name__)


@each_error
def test_error_is_also_the_builtin_a_caller_expects(kind: type[NeurotagError]) -> None:
    assert issubclass(kind, FAMILY[kind])
    assert issubclass(kind, NeurotagError)


@each_error
def test_error_reads_as_place_fault_and_advice(kind: type[NeurotagError]) -> None:
    error = kind("life.events[0].site", "unknown site 'bakc'", "Did you mean 'back'?")
    assert str(error) == "life.events[0].site: unknown site 'bakc'. Did you mean 'back'?"


@each_error
def test_error_ends_its_advice_with_a_full_stop(kind: type[NeurotagError]) -> None:
    assert str(kind("seed", "must be at least 0 (got -1)", "Choose 0 or more")).endswith("Choose 0 or more.")


@each_error
def test_error_keeps_its_parts_over_a_copy(kind: type[NeurotagError]) -> None:
    # A copy is made by the same protocol as the way home from another process.
    error = copy.copy(kind("here", "what", "do"))
    assert (error.where, error.what, error.advice) == ("here", "what", "do")
    assert str(error) == "here: what. do."
