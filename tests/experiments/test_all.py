"""Every claim is well formed, and the command line knows it by its name."""

from importlib import import_module

import pytest

from neurotag.claims.brains import changed_brain
from neurotag.errors import InputError
from neurotag.experiments import NAMES, load_claim

N_CLAIMS = 26
"""The 22 statements of the article's sections, three of which are taken apart, and the nulls."""


def test_names_are_the_ones_the_article_is_cut_into() -> None:
    assert len(NAMES) == len(set(NAMES)) == N_CLAIMS


def test_an_unknown_claim_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InputError, match="stove"):
        load_claim("stov")


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_says_what_it_predicts_and_what_must_fail(name: str) -> None:
    claim = load_claim(name)
    assert (claim.name, bool(claim.statement), bool(claim.published)) == (name, True, True)
    assert claim.row.startswith("A") or name == "nulls"
    names = [part.name for part in claim.parts]
    assert len(names) == len(set(names))
    assert any(part.control for part in claim.parts)
    assert all(part.says.endswith(".") and part.unit for part in claim.parts)
    arms = [arm.name for arm in claim.arms]
    assert len(arms) == len(set(arms))
    module = import_module(f"neurotag.experiments.{name}")
    assert (module.__doc__ or "").strip()
    if claim.chart is not None:
        assert all(len(values) == len(claim.chart.x) for _, values in claim.chart.points)


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_lives_built_in_brains_and_changes_only_what_there_is(name: str) -> None:
    claim = load_claim(name)
    for arm in claim.lives():
        assert arm.brain in {"everyday", "vulnerable"}
        brain = changed_brain(arm.brain, arm.changes)
        assert (brain.digest() == changed_brain(arm.brain).digest()) is not bool(arm.changes)
