"""One small brain that has everything at once: all rules, modulators, transmitters, tiring, homeostasis, spread delays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from neurotag.brain import Brain, CurrentCell, Driver, Everywhere, Modulators, Projection, Region, Transmitter
from neurotag.plasticity import (
    InhibitorySTDP,
    IntrinsicExcitability,
    ModulatedSTDP,
    PairSTDP,
    SynapticScaling,
    ThreeFactor,
    TripletSTDP,
)

if TYPE_CHECKING:
    from neurotag.plasticity import Rule

DT_MS = 0.5
RULES: dict[str, Rule] = {
    "pairs": PairSTDP(rate=0.01, is_exact=True),
    "sums": PairSTDP(dependence="additive", rate=0.002, source_tau_ms=15.0, delay="axonal"),
    "power": PairSTDP(dependence="power", rate=0.01, reference_weight=20.0, delay="axonal"),
    "triplets": TripletSTDP(potentiation=1e-3),
    "dopamine": ModulatedSTDP(
        gains={"dopamine": 0.06, "salience": 0.002}, baseline=0.006, depression=0.03, potentiation=0.05
    ),
    "fear": ModulatedSTDP(
        gains={"safety": 0.02, "serotonin": -0.1}, delay="axonal", eligibility_tau_ms=300.0, potentiation=0.05
    ),
    "bursts": ThreeFactor(rate=1.0, unlearning_rate=1.0, burst_norm=5.0),
    "hold": InhibitorySTDP(rate=0.5, target_hz=15.0),
    "hold_late": InhibitorySTDP(rate=0.5, target_hz=15.0, delay="axonal"),
}  # fmt: skip
MODULATORS = Modulators(
    danger=Driver(region="a", threshold_hz=15.0, range_hz=20.0), fear=Driver(region="b", threshold_hz=10.0, range_hz=20.0),
    salience_tau_ms=300.0, safety_tau_ms=100.0, stress_tau_s=2.0, stress_rate_per_s=1.0, rate_tau_ms=50.0,
)  # fmt: skip
TAUS_MS = {"dopamine": 100.0, "serotonin": 30.0}
SOURCES = {"dopamine": "c", "serotonin": "b"}


def everything(precision: Literal["single", "double"] = "double") -> Brain:
    """Return the brain: 40 + 10, 30 + 10 and 20 neurons, driven by steady currents."""
    shared: dict[str, Any] = {"refractory_ms": 2.0, "start_mV": (0.0, 19.0), "inhibition_tau_ms": 4.0}
    tires = {"tiring": 0.2, "tiring_tau_ms": 200.0, "facilitation_tau_ms": 100.0}
    keeps = {
        "scaling": SynapticScaling(target_hz=20.0, tau_s=5.0, rate_tau_s=0.5),
        "excitability": IntrinsicExcitability(target_hz=20.0, gain_mV_per_s_hz=0.05, rate_tau_s=0.5),
    }
    inhibitory = CurrentCell(current_pA=240.0, **shared)
    return Brain(
        name="everything", title="everything", dt_ms=DT_MS, precision=precision, consolidation=None, runaway_hz=1e9,
        excitatory=CurrentCell(current_pA=262.0, **shared), inhibitory=inhibitory,
        regions=(
            Region(name="a", n_excitatory=40, n_inhibitory=10, salience_sensitivity=0.7,
                   excitatory=CurrentCell(current_pA=265.0, **shared, **tires)),
            Region(name="b", n_excitatory=30, n_inhibitory=10, salience_sensitivity=1.3,
                   excitatory=CurrentCell(current_pA=350.0, tau_ms=15.0, **shared, **keeps)),
            Region(name="c", n_excitatory=20, n_inhibitory=0),
        ),
        projections=(
            _learns("a", "a", "pairs", delay_ms=1.5), _learns("a", "b", "sums", delay_ms=2.0),
            _learns("b", "a", "triplets", delay_ms=1.0), _learns("b", "b", "bursts", delay_ms=2.5),
            _learns("a", "c", "power", delay_ms=3.0), _learns("c", "a", "dopamine", delay_ms=1.0),
            _learns("c", "b", "fear", delay_ms=4.0, delay_spread_ms=0.7), _learns("c", "c", "pairs", delay_ms=6.0),
            _learns("a", "a", "hold", delay_ms=1.0, source_cells="inhibitory", weight=60.0, weight_max=400.0),
            _learns("b", "b", "hold_late", delay_ms=1.5, source_cells="inhibitory", weight=60.0, weight_max=400.0),
            _fixed("a", "a", "excitatory", 40.0, delay_ms=2.0, delay_spread_ms=0.6),
            _fixed("b", "b", "excitatory", 40.0, delay_ms=3.0, delay_spread_ms=1.0, n_delays=3),
            _fixed("a", "b", "inhibitory", 50.0, delay_ms=5.0),
        ),
        rules={name: rule.model_dump() for name, rule in RULES.items()},
        modulators=MODULATORS.model_dump(),
        transmitters={
            name: Transmitter(tau_ms=tau, source=SOURCES[name]).model_dump() for name, tau in TAUS_MS.items()
        },
    )  # fmt: skip


def _learns(source: str, target: str, rule: str, **words: Any) -> Projection:
    content = {"weight": 15.0, "weight_max": 100.0, "pattern": Everywhere(probability=0.3), **words}
    return Projection(source=source, target=target, rule=rule, **content)


def _fixed(source: str, target: str, cells: str, weight: float, **words: Any) -> Projection:
    return Projection(
        source=source, target=target, source_cells=cells, target_cells="inhibitory", weight=weight,
        pattern=Everywhere(probability=0.3), **words,
    )  # fmt: skip
