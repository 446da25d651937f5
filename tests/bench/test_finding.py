"""Every method is asked as it should be, and the page says what came of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from neurotag.bench.finding import NULLS, Planted, f1, null_of, plan, plant, search
from neurotag.bench.finding.__main__ import main
from neurotag.bench.finding.classic import patterns, pca_ica
from neurotag.bench.finding.cost import Cost, Rise, measure_costs
from neurotag.bench.finding.methods import METHODS, Answer, Method, find_by
from neurotag.bench.finding.page import plain, render_page
from neurotag.bench.finding.plan import Trial
from neurotag.bench.finding.search import Findings, Outcome, search_all
from neurotag.bench.peers import is_installed

EASY = Planted(
    n_units=200, duration_s=100.0, rate_hz=4.0, rate_spread=0.0, n_assemblies=3, size=10, overlap=0.0,
    jitter_ms=2.0, participation=1.0, activation_hz=1.0, seed=3,
)  # fmt: skip
SCORE = "F1, participation 0.6 and more, size 20 and more"
FIELDS = ("size", "overlap", "jitter_ms", "participation", "drift")
LATE = "3 of 3 not within 120 s"


def test_pca_ica_finds_what_is_easy_and_nothing_in_noise() -> None:
    trains, members = plant(EASY)
    found = pca_ica(trains, bin_s=0.025)
    assert len(found) == 3
    assert f1(found, [set(own.tolist()) for own in members]) > 0.9
    weights = patterns(trains, bin_s=0.025)
    assert weights.shape == (3, 200)
    assert np.linalg.norm(weights, axis=1) == pytest.approx(1.0)
    assert pca_ica(plant(replace(EASY, n_assemblies=1))[0], bin_s=0.025)
    assert len(pca_ica(plant(replace(EASY, n_assemblies=0, seed=8))[0], bin_s=0.025)) <= 1


def test_pca_ica_leaves_out_units_that_never_fire() -> None:
    trains, members = plant(EASY)
    more = replace(trains, units=tuple(range(210)))
    weights = patterns(more, bin_s=0.025)
    assert (weights[:, 200:] == 0).all()
    assert f1(pca_ica(more, bin_s=0.025), [set(own.tolist()) for own in members]) > 0.9


def test_elephant_finds_what_is_easy_and_says_when_it_is_late() -> None:
    if not is_installed("elephant"):
        pytest.skip("Elephant is not installed in the user's cache")
    planted = replace(EASY, n_units=12, n_assemblies=1, size=4, duration_s=50.0)
    trains, (members,) = plant(planted)
    answer = find_by("cad", trains, seed=0, limit_s=60.0)
    assert answer.refusal == ""
    assert any(one <= set(members.tolist()) and len(one) >= 3 for one in answer.sets)
    late = find_by("cad", trains, seed=0, limit_s=0.1)
    assert late.is_late
    assert late.sets == ()
    assert "0.1 s" in late.refusal


def test_ours_is_asked_for_members() -> None:
    trains, members = plant(replace(EASY, n_units=60, duration_s=60.0, size=15))
    answer = find_by("neurotag", trains, seed=0, limit_s=1.0)
    assert f1(answer.sets, [set(own.tolist()) for own in members]) > 0.9
    assert answer.wall_s > 0


def test_the_plan_holds_all_that_was_asked_for() -> None:
    settings = plan.grid()
    assert len(settings) == len(set(settings))
    assert settings[0] == plan.REFERENCE
    for field, values in (
        ("size", plan.SIZES), ("overlap", plan.OVERLAPS), ("jitter_ms", plan.JITTERS_MS),
        ("participation", plan.PARTICIPATIONS), ("drift", plan.DRIFTS),
    ):  # fmt: skip
        # One thing at a time: the number of units and of assemblies goes with the size.
        same = [name for name in FIELDS if name != field]
        alike = [
            getattr(one, field)
            for one in settings
            if all(getattr(one, name) == getattr(plan.REFERENCE, name) for name in same)
        ]
        assert sorted(alike) == sorted(values)
    asked = plan.trials(tuple(METHODS), n_seeds=3, is_quick=False)
    for kind in NULLS:
        own = [one for one in asked if one.part == kind and one.method == "neurotag"]
        assert len(own) >= 40
        assert all(one.planted.n_assemblies == 0 for one in own)
    ours = {one.planted for one in asked if one.part == "grid" and one.method == "neurotag"}
    assert ours == {one.planted for one in asked if one.part == "grid" and one.method == "pca-ica"}
    assert len(ours) == 3 * len(settings)
    assert {one.method for one in asked if one.part == "few"} == set(METHODS)
    assert not plan.must_be_found(plan.setting(participation=0.3))
    assert plan.must_be_found(plan.REFERENCE)


def test_trying_one_counts_and_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    _, members = plant(EASY)
    sets = (frozenset(members[0].tolist()), frozenset(members[1].tolist()))
    monkeypatch.setattr(search, "find_by", lambda *_, **__: Answer(sets, 1.5))
    done = search.try_one(Trial("grid", EASY, "pca-ica"))
    assert done.score == pytest.approx(0.8)
    assert (done.n_found, done.wall_s) == (2, 1.5)
    empty = search.try_one(Trial("poisson", replace(EASY, n_assemblies=0), "pca-ica"))
    assert (empty.score, empty.n_found) == (None, 2)
    monkeypatch.setattr(search, "find_by", lambda *_, **__: Answer((), 20.0, "late", is_late=True))
    late = search.try_one(Trial("grid", EASY, "cad"))
    assert (late.score, late.n_found, late.is_late) == (None, None, True)


def test_searching_all_keeps_what_it_has_when_a_search_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    tiny = replace(EASY, n_units=40, duration_s=20.0, n_assemblies=1)
    # Fewer units than are needed for anything to go together.
    hopeless = replace(tiny, n_units=1, n_assemblies=0)
    asked = [Trial("grid", tiny, "pca-ica"), Trial("poisson", hopeless, "neurotag")]
    monkeypatch.setattr(search, "trials", lambda *_, **__: asked)
    monkeypatch.setattr(search, "measure_costs", lambda *_, **__: [])
    monkeypatch.setattr(search, "measure_rises", lambda *_, **__: [])
    findings, told = Findings(("neurotag", "pca-ica"), jobs=1, is_quick=True), list[float]()
    search_all(findings, progress=lambda _what, share: told.append(share))
    assert {one.trial.method: one.n_found is None for one in findings.outcomes} == {
        "pca-ica": False, "neurotag": True,
    }  # fmt: skip
    assert len(findings.trouble) == 1
    assert "1 unit" in findings.trouble[0]
    assert told[-1] == 1.0


def test_an_interruption_keeps_what_was_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(search, "_search_pool", interrupt)
    findings = Findings(("pca-ica",))
    search_all(findings)
    assert findings.is_interrupted
    assert "interrupted" in findings.trouble[0]


def test_costs_are_measured_in_a_process_of_its_own() -> None:
    trouble: list[str] = []
    (cost,) = measure_costs(["pca-ica"], trouble, is_quick=True)
    assert trouble == []
    assert cost.n_units == 200
    assert cost.wall_s > 0
    assert cost.peak_mb is None or 20 < cost.peak_mb < 2000


def outcome(part: str, planted: Planted, method: Method, score: float | None, **more: Any) -> Outcome:
    n_found = more.pop("n_found", None if score is None else planted.n_assemblies)
    return Outcome(Trial(part, planted, method), score, n_found, more.pop("wall_s", 2.0), **more)


def findings() -> Findings:
    """Return findings that nobody made: ours misses one recording, and CAD is late."""
    reference, hard = plan.REFERENCE, plan.setting(participation=0.3)
    null = null_of("drift", n_units=50, duration_s=60.0, seed=0)
    made = Findings(n_seeds=3)
    for seed, score in enumerate((0.95, 0.97, 0.85)):
        own = replace(reference, seed=seed)
        made.outcomes += [
            outcome("grid", own, "neurotag", score), outcome("grid", own, "pca-ica", 0.5),
            outcome("grid", own, "cad", None, refusal="gave no answer", is_late=True),
            outcome("grid", replace(hard, seed=seed), "neurotag", 0.4),
            outcome("few", replace(plan.FEW, seed=seed), "cad", 0.25, n_found=9, wall_s=30.0),
        ]  # fmt: skip
    for seed, n_found in enumerate((0, 0, 1, 3)):
        made.outcomes.append(outcome("drift", replace(null, seed=seed), "neurotag", None, n_found=n_found))
    cost = Cost("neurotag", 5000, 1_500_000, 60.0, 8.0, 15.0, 3000.0, 10)
    made.costs = [cost]
    made.rises = [Rise("length", tuple(replace(cost, n_spikes=n, wall_s=n / 1e5) for n in (1e5, 2e5, 4e5)))]  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    "line",
    [
        f"| {SCORE}: median of the seeds, the worst setting | >= 0.9 | 0.95 | reached |",
        f"| {SCORE}: the worst recording | >= 0.9 | 0.85 | **missed** |",
        "| false neurotags in a recording without any, drift | <= 0.05 | 1 | **missed** |",
        "| false neurotags in a recording without any, poisson | <= 0.05 |  | no figure |",
        "| 5,000 neurons, 60 s: seconds | <= 10 | 8 | reached |",
        "| 5,000 neurons, 60 s: GB of memory, at the peak of the whole process | <= 2 | 3.15 | **missed** |",
        "| time against spikes, by length: slope | <= 1.1 | 1 | reached |",
        f"| 50 | 0.25 | 5 | 0.6 | off | 500 | 300 | **0.95 (0.85)** | **0.50 (0.50)** | {LATE} |",
        # Nobody demands that what hardly anyone joins is found.
        "| 50 | 0.25 | 5 | 0.3 | off | 500 | 300 | 0.40 (0.40) | - | - |",
        "| 60 | 120 | 3 | 10 | 0.6 | - |  |  | - |  |  | 0.25 (0.25) | 9 | 30 |",
        "| drift | 50 | 60 | 1 (2 of 4) | - | - |",
        "| ours | 5,000 | 60 | 1,500,000 | 8 | 15 | 3,000 | 10 |",
        "Slopes in logarithms: 1.00 by length; 1 is in proportion, less is cheaper than that.",
        "- Searches of Elephant's CAD that did not finish within 120 s: 3.",
    ],
)
def test_the_page_says(line: str) -> None:
    assert line in render_page(findings()).splitlines()


def test_a_search_of_ours_that_fails_is_a_miss() -> None:
    made = findings()
    made.outcomes.append(
        outcome("grid", replace(plan.REFERENCE, seed=9), "neurotag", None, refusal="it broke")
    )
    page = render_page(made)
    assert "the worst recording | >= 0.9 | 0 | **missed** |" in page
    assert "- it broke" in page.splitlines()


def test_a_null_that_could_not_be_searched_leaves_no_figure() -> None:
    made = findings()
    null = null_of("drift", n_units=200, duration_s=60.0, seed=9)
    made.outcomes.append(outcome("drift", null, "neurotag", None, refusal="it broke"))
    page = render_page(made)
    assert "| false neurotags in a recording without any, drift | <= 0.05 |  | no figure |" in page
    assert "| drift | 200 | 60 | failed | - | - |" in page


def test_a_first_look_judges_nothing() -> None:
    made = replace(findings(), is_quick=True)
    page = render_page(made)
    assert "nothing here may be quoted" in page
    assert "What had to be reached" not in page


def test_findings_are_plain() -> None:
    told = json.loads(json.dumps(plain(findings()), allow_nan=False))
    assert told["outcomes"][0]["trial"]["planted"]["size"] == 50
    assert told["growth"][0]["slope"] == pytest.approx(1.0)
    assert {bar["verdict"] for bar in told["bars"]} == {"reached", "missed", "no figure"}


def test_the_command_writes_the_page_and_refuses_what_it_does_not_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Findings] = []
    monkeypatch.setattr("neurotag.bench.finding.__main__.search_all", lambda made, **_: asked.append(made))
    out = tmp_path / "deep" / "FINDING.md"
    assert main(["--quick", "--json", "--jobs", "3", "--methods", "pca-ica", "--out", str(out)]) == 0
    assert (asked[0].methods, asked[0].jobs, asked[0].is_quick) == (("pca-ica",), 3, True)
    assert out.read_text("utf-8").startswith("# Finding what was planted")
    assert json.loads(out.with_suffix(".json").read_text("utf-8"))["outcomes"] == []
    for wrong in (["--methods", "magic"], ["--jobs", "0"], ["--seeds", "0"], ["--out", str(tmp_path)]):
        assert main(wrong) == 2
        assert capsys.readouterr().err.count("\n") == 1
