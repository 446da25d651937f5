import math

import numpy as np
import pytest

from neurotag.bench.peers import networks

# Neurons are whole: 106 for 106.5 of the smallest population.
ROUNDING = 5e-3


def test_psc_of_the_microcircuit_is_the_published_one() -> None:
    # Potjans and Diesmann 2014, table 5: 87.8 pA for 0.15 mV.
    assert networks.PD.psc_pA == pytest.approx(87.81, abs=0.01)


def test_psc_of_the_microcircuit_peaks_at_the_psp() -> None:
    of, t = networks.PD, np.arange(0.0, 20.0, 1e-3)
    m, s = of.tau_m_ms, of.tau_syn_ms
    potential = of.psc_pA / of.capacitance_pF * m * s / (m - s) * (np.exp(-t / m) - np.exp(-t / s))
    assert potential.max() == pytest.approx(of.psp_mV, rel=1e-6)


def test_whole_microcircuit_has_its_published_size() -> None:
    plan = networks.scale_microcircuit(1.0)
    assert sum(plan.sizes) == 77_169
    assert sum(map(sum, plan.synapses)) == pytest.approx(2.99e8, rel=0.005)
    assert plan.dc_pA == [0.0] * 8


def test_scaled_microcircuit_keeps_the_mean_input_at_the_full_rates() -> None:
    means = {scale: _mean_input_pA(networks.scale_microcircuit(scale)) for scale in (1.0, 0.1)}
    np.testing.assert_allclose(means[0.1], means[1.0], rtol=ROUNDING)


def test_scaled_microcircuit_keeps_the_variance_of_the_input() -> None:
    variances = {
        scale: [
            sum(n * w * w for n, w in zip(row, weights, strict=True)) / size
            for row, weights, size in zip(plan.synapses, plan.weights_pA, plan.sizes, strict=True)
        ]
        for scale in (1.0, 0.1)
        for plan in [networks.scale_microcircuit(scale)]
    }
    np.testing.assert_allclose(variances[0.1], variances[1.0], rtol=ROUNDING)


def test_microcircuit_doubles_one_projection() -> None:
    weights = networks.scale_microcircuit(1.0).weights_pA
    assert weights[0][2] == pytest.approx(2 * weights[0][0])
    assert weights[0][1] == pytest.approx(-4 * weights[0][0])


def test_populations_of_the_regions_are_excitatory_first() -> None:
    parts = networks.populations("n4", 1.0)
    assert [part.name for part in parts[:6]] == ["R0E", "R1E", "R2E", "R3E", "R4E", "R0I"]
    assert sum(part.size for part in parts) == 5_000


@pytest.mark.parametrize(
    ("network", "size"), [("n1", 12_500), ("n2", 12_500), ("n3", 4_000), ("pd", 77_169), ("assembly", 5_000)]
)
def test_populations_add_up(network: str, size: int) -> None:
    assert sum(part.size for part in networks.populations(network, 1.0)) == size


def test_populations_shrink_but_never_to_none() -> None:
    assert [part.size for part in networks.populations("n1", 0.01)] == [100, 25]
    assert min(part.size for part in networks.populations("pd", 0.001)) == 1


def test_peak_of_unit_area_is_that_of_the_difference_of_exponentials() -> None:
    rise, decay, t = 1.0, 6.0, np.arange(0.0, 100.0, 1e-3)
    shape = (np.exp(-t / decay) - np.exp(-t / rise)) / (decay - rise)
    assert shape.sum() * 1e-3 == pytest.approx(1.0, rel=1e-3)
    assert networks.peak_of_unit_area(rise, decay) == pytest.approx(shape.max(), rel=1e-6)


def _mean_input_pA(plan: networks.ScaledMicrocircuit) -> list[float]:
    means = []
    for k, size in enumerate(plan.sizes):
        rates = zip(plan.synapses[k], plan.weights_pA[k], networks.PD.rates_Hz, strict=True)
        charge = math.fsum(n / size * w * rate for n, w, rate in rates)
        charge += plan.drive_weight_pA * plan.drive_Hz[k]
        means.append(1e-3 * networks.PD.tau_syn_ms * charge + plan.dc_pA[k])
    return means
