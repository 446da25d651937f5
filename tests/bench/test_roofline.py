"""The machine's limits, measured on arrays small enough for a test."""

import pytest

from neurotag.bench import roofline, scaling


def test_roofline_measures_something(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, small in (("N_STREAM", 1000), ("N_NEURONS", 100), ("N_ROWS", 100), ("N_TRIES", 2)):
        monkeypatch.setattr(roofline, name, small)
    found = roofline.measure_roofline()
    assert min(*found.triad_gb_per_s, *found.scatter_ns) > 0
    assert found.scatter_gain == found.scatter_ns[0] / found.scatter_ns[1]


def test_cost_in_proportion_has_the_slope_one() -> None:
    assert scaling.Growth("neurons", (1, 10, 100), (2.0, 20.0, 200.0), ()).exponent == pytest.approx(1.0)


def test_growth_measures_every_size_at_one_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "NEURONS", (500, 1_000))
    monkeypatch.setattr(scaling, "SYNAPSES", (10_000, 100_000))
    monkeypatch.setattr(scaling, "N_FIXED", 500)
    neurons, synapses = scaling.measure_growth()
    assert (neurons.sizes, synapses.sizes) == ((500, 1_000), (10_000, 100_000))
    rates = [*neurons.rate_hz, *synapses.rate_hz]
    assert max(rates) < 1.2 * min(rates)
