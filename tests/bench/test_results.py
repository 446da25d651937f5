"""The page of results says what was reached and what was missed."""

from pathlib import Path

import pytest
from tests.bench.test_rows import said

from neurotag.bench.results import Results, write_results
from neurotag.bench.roofline import Roofline
from neurotag.bench.rows import rows_of
from neurotag.bench.scaling import Growth
from neurotag.bench.sitting import Sitting
from neurotag.bench.starting import Starting


@pytest.fixture
def page(tmp_path: Path) -> Path:
    ours = {"n_synapses": 10**6, "n_plastic": 0, "timed_rate_hz": 25.0, "build_s": 1.0, "version": "1"}
    answers = [said("neurotag", 0, **ours), said("nest", 0, cpu_s=5.0, version="3"),
               said("brian2", 0, cpu_s=40.0, version="2")]  # fmt: skip
    sitting = Sitting(answers, Roofline((10.0, 20.0), (0.7, 0.4)), ["Brian2: it rained"])
    sizes = (10, 100, 1000)
    growth = Growth("neurons", sizes, (0.1, 1.0, 10.0), (20.0, 20.0, 20.0))
    results = Results(sitting, rows_of(answers), (growth, growth), Starting(0.2, 1.0, 90.0), 1)
    write_results(tmp_path / "deep" / "RESULTS.md", results)
    return tmp_path / "deep" / "RESULTS.md"


def test_bars_are_judged(page: Path) -> None:
    text = page.read_text()
    assert "| n1 | nest | best | 1 | 10.00x | 10.00x | >= 40: **missed** |" in text
    assert "| n1 | brian2 | best | 1 | 80x | 80x | >= 20: reached |" in text
    assert "| first spike, nothing compiled | 90.00 | <= 40: **missed** |" in text
    assert "6.00 (<= 6: reached)" in text


def test_what_went_wrong_is_told(page: Path) -> None:
    assert "- Brian2: it rained" in page.read_text()


def test_growth_in_proportion_has_slope_one(page: Path) -> None:
    assert "Slopes: 1.00 by neurons" in page.read_text()


@pytest.mark.parametrize("name", ["roofline.png", "growth.png"])
def test_figures_stand_beside_the_page(page: Path, name: str) -> None:
    assert page.with_name(name).stat().st_size > 5000
