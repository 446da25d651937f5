"""The networks, built in NEST. Read by `nest_side`, under the python of NEST's own environment.

Nothing is recorded here. A builder returns the populations in the order of `networks.populations`, so that a
neuron has the same number on every side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import nest  # type: ignore[import-not-found]
import numpy as np

if TYPE_CHECKING:
    from neurotag.bench.peers import networks
else:
    import networks

STATIC = "static_synapse"


class Built(NamedTuple):
    """A network that stands in NEST's kernel.

    Attributes
    ----------
    populations : list
        NEST's collections of neurons.
    plastic : tuple of str
        Names of the synapse models that learn.
    n_devices : int
        Connections that are no synapses: those of the Poisson generators and of the dopamine.
    """

    populations: list[Any]
    plastic: tuple[str, ...] = ()
    n_devices: int = 0


def build(request: dict[str, Any]) -> Built:
    """Build the network that a request names."""
    name, scale = request["network"], request["scale"]
    is_best = request["setting"] == "best"
    if name in ("n1", "n2"):
        return _balanced(scale, learns=name == "n2")
    if name == "n3":
        return _conductance(scale, request["seed"])
    if name == "n4":
        return _regions(scale, is_best=is_best)
    if name == "pd":
        return _microcircuit(scale)
    return _assembly(scale, is_best=is_best)


def _current_based(of: Any, **more: float) -> dict[str, float]:
    return {
        "C_m": of.capacitance_pF,
        "tau_m": of.tau_m_ms,
        "tau_syn_ex": of.tau_syn_ms,
        "tau_syn_in": of.tau_syn_ms,
        "t_ref": of.refractory_ms,
        **more,
    }


def _create(network: str, scale: float, model: str, parameters: dict[str, Any]) -> list[Any]:
    sizes = [population.size for population in networks.populations(network, scale)]
    return [nest.Create(model, size, parameters) for size in sizes]


def _join(collections: list[Any]) -> Any:
    whole = collections[0]
    for collection in collections[1:]:
        whole = whole + collection
    return whole


def _copy(model: str, name: str, parameters: dict[str, Any]) -> dict[str, str]:
    # Weight and delay stand in the model: given with each Connect, NEST would hold them as parameters.
    nest.CopyModel(model, name, parameters)
    return {"synapse_model": name}


def _fixed(indegree: int) -> dict[str, Any]:
    return {"rule": "fixed_indegree", "indegree": indegree}


def _drive(targets: Any, rate_Hz: float, weight: float, delay_ms: float, **more: Any) -> int:
    generator = nest.Create("poisson_generator", 1, {"rate": rate_Hz})
    nest.Connect(generator, targets, syn_spec={"weight": weight, "delay": delay_ms, **more})
    return len(targets)


def _balanced(scale: float, *, learns: bool) -> Built:
    of, rule = networks.N1, networks.PAIR_RULE
    cell = _current_based(of, E_L=0.0, V_th=of.threshold_mV, V_reset=of.reset_mV)
    # tau_minus stands in the neuron, which keeps the trace of its spikes for all its synapses.
    cell["tau_minus"] = rule.tau_ms
    e, i = populations = _create("n1", scale, "iaf_psc_exp", cell)
    everyone = e + i
    everyone.V_m = nest.random.uniform(0.0, of.threshold_mV)
    n_devices = _drive(everyone, of.drive_Hz, of.weight_pA, of.delay_ms)
    excite = _copy(STATIC, "excite", {"weight": of.weight_pA, "delay": of.delay_ms})
    inhibit = _copy(STATIC, "inhibit", {"weight": -of.inhibition * of.weight_pA, "delay": of.delay_ms})
    if learns:
        pairs = {
            "weight": of.weight_pA,
            "delay": of.delay_ms,
            "tau_plus": rule.tau_ms,
            "lambda": rule.rate,
            "alpha": rule.asymmetry,
            "mu_plus": 1.0,
            "mu_minus": 1.0,
            "Wmax": rule.maximum_pA,
        }
        nest.Connect(e, e, _fixed(of.indegree_excitatory), _copy("stdp_synapse", "learn", pairs))
        nest.Connect(e, i, _fixed(of.indegree_excitatory), excite)
    else:
        nest.Connect(e, everyone, _fixed(of.indegree_excitatory), excite)
    nest.Connect(i, everyone, _fixed(of.indegree_inhibitory), inhibit)
    return Built(populations, ("learn",) if learns else (), n_devices)


def _conductance(scale: float, seed: int) -> Built:
    of = networks.N3
    cell = {
        "C_m": of.capacitance_pF,
        "g_L": of.leak_nS,
        "E_L": of.rest_mV,
        "V_th": of.threshold_mV,
        "V_reset": of.reset_mV,
        "t_ref": of.refractory_ms,
        "E_ex": of.reversal_excitatory_mV,
        "E_in": of.reversal_inhibitory_mV,
        "tau_syn_ex": of.tau_excitatory_ms,
        "tau_syn_in": of.tau_inhibitory_ms,
        "I_e": of.tonic_pA,
    }
    e, i = populations = _create("n3", scale, "iaf_cond_exp", cell)
    everyone = e + i
    rng, n = np.random.default_rng(seed), len(everyone)
    everyone.set(
        V_m=of.rest_mV - 5.0 + 5.0 * rng.normal(size=n),
        g_ex=of.leak_nS * np.maximum(0.0, 4.0 + 1.5 * rng.normal(size=n)),
        g_in=of.leak_nS * np.maximum(0.0, 20.0 + 12.0 * rng.normal(size=n)),
    )
    pairs = {"rule": "pairwise_bernoulli", "p": min(1.0, of.probability / scale)}
    for source, weight in ((e, of.weight_excitatory_nS), (i, -of.weight_inhibitory_nS)):
        nest.Connect(source, everyone, pairs, {"weight": weight, "delay": of.delay_ms})
    return Built(populations)


def _regions(scale: float, *, is_best: bool) -> Built:
    of = networks.N4
    cell = _current_based(of, E_L=0.0, V_th=of.threshold_mV, V_reset=of.reset_mV, tau_minus=of.tau_pair_ms)
    populations = _create("n4", scale, "iaf_psc_exp", cell)
    everyone, n = _join(populations), of.n_regions
    es, inhibitory = populations[:n], populations[n:]
    everyone.V_m = nest.random.uniform(0.0, of.threshold_mV)
    n_devices = _drive(everyone, of.drive_Hz, of.weight_pA, of.delay_ms)
    excite = _copy(STATIC, "excite", {"weight": of.weight_pA, "delay": of.delay_ms})
    inhibit = _copy(STATIC, "inhibit", {"weight": -of.inhibition * of.weight_pA, "delay": of.delay_ms})
    for region in range(n):
        learn = _copy("stdp_dopamine_synapse", f"learn{region}", _dopamine_rule(is_best=is_best))
        # One from the generator to each parrot, and one from each parrot to the transmitter of every thread.
        n_devices += of.n_dopamine * (1 + nest.local_num_threads)
        for source in range(n):
            indegree = of.indegree_own if source == region else of.indegree_far
            nest.Connect(es[source], es[region], _fixed(indegree), learn)
        nest.Connect(es[region], inhibitory[region], _fixed(of.indegree_onto_inhibitory), excite)
        for target in (es[region], inhibitory[region]):
            nest.Connect(inhibitory[region], target, _fixed(of.indegree_inhibitory), inhibit)
    return Built(populations, tuple(f"learn{region}" for region in range(n)), n_devices)


def _dopamine_rule(*, is_best: bool) -> dict[str, Any]:
    of = networks.N4
    transmitter = nest.Create("volume_transmitter")
    if is_best:
        # Every synapse is visited each so many delays; by default at each, which costs seven times as much.
        transmitter.deliver_interval = 100
    generator = nest.Create("poisson_generator", 1, {"rate": of.dopamine_Hz})
    # A generator's spikes differ for each target but reach none but its own: parrots pass them on.
    parrots = nest.Create("parrot_neuron", of.n_dopamine)
    nest.Connect(generator, parrots)
    nest.Connect(parrots, transmitter, syn_spec={"synapse_model": STATIC})
    return {
        "volume_transmitter": transmitter,
        "A_plus": of.gain,
        "A_minus": of.loss,
        "tau_plus": of.tau_pair_ms,
        "tau_c": of.tau_eligibility_ms,
        "tau_n": of.tau_dopamine_ms,
        "b": 0.0,
        "Wmin": 0.0,
        "Wmax": of.maximum_pA,
        "weight": of.weight_pA,
        "delay": of.delay_ms,
    }


def _microcircuit(scale: float) -> Built:
    of, plan = networks.PD, networks.scale_microcircuit(scale)
    cell = _current_based(of, E_L=of.rest_mV, V_th=of.threshold_mV, V_reset=of.rest_mV)
    populations = _create("pd", scale, "iaf_psc_exp", cell)
    n_devices = 0
    for k, target in enumerate(populations):
        target.set(V_m=nest.random.normal(of.start_mV[k], of.start_sd_mV[k]), I_e=plan.dc_pA[k])
        n_devices += _drive(target, plan.drive_Hz[k], plan.drive_weight_pA, of.delay_excitatory_ms)
        for j, source in enumerate(populations):
            if not plan.synapses[k][j]:
                continue
            weight, delay = plan.weights_pA[k][j], of.delay_ms(j)
            nest.Connect(
                source,
                target,
                {"rule": "fixed_total_number", "N": plan.synapses[k][j]},
                {
                    "weight": nest.random.normal(weight, abs(weight) * of.weight_rel_sd),
                    "delay": nest.math.max(
                        nest.random.normal(delay, delay * of.delay_rel_sd), networks.DT_ms
                    ),
                },
            )
    return Built(populations, (), n_devices)


def _assembly(scale: float, *, is_best: bool) -> Built:
    of = networks.ASSEMBLY
    e, i = populations = _assembly_cells(scale)
    if is_best:
        # Still finer than the paper's own steps, at the same rates, and a third faster than by default.
        e.gsl_error_tol = 1e-3
    excitatory = networks.peak_of_unit_area(of.tau_rise_excitatory_ms, of.tau_decay_excitatory_ms)
    inhibitory = networks.peak_of_unit_area(of.tau_rise_inhibitory_ms, of.tau_decay_inhibitory_ms)
    # Onto the adaptive neurons a receptor is named by its number, onto the leaky ones by the weight's sign.
    onto_e = [{"receptor_type": 1}, {"receptor_type": 2}]
    n_devices = _drive(
        e, of.drive_excitatory_Hz, of.drive_weight_excitatory_pF * excitatory, of.delay_ms, **onto_e[0]
    )
    n_devices += _drive(i, of.drive_inhibitory_Hz, of.drive_weight_inhibitory_pF * excitatory, of.delay_ms)
    pairs = {
        "rule": "pairwise_bernoulli",
        "p": min(1.0, of.probability / scale),
        "allow_autapses": False,
    }
    for source, target, weight, receptor in (
        (e, e, of.weight_ee_pF * excitatory, onto_e[0]),
        (i, e, of.weight_ei_pF * inhibitory, onto_e[1]),
        (e, i, of.weight_ie_pF * excitatory, {}),
        (i, i, -of.weight_ii_pF * inhibitory, {}),
    ):
        nest.Connect(source, target, pairs, {"weight": weight, "delay": of.delay_ms, **receptor})
    return Built(populations, (), n_devices)


def _assembly_cells(scale: float) -> list[Any]:
    """Make the neurons: `aeif_cond_beta_multisynapse` adapt, `iaf_cond_beta` do not.

    Both are the models of NEST whose conductances rise as well as decay.
    """
    of = networks.ASSEMBLY
    n_excitatory, n_inhibitory = (part.size for part in networks.populations("assembly", scale))
    common = {"C_m": of.capacitance_pF, "g_L": of.leak_nS, "V_reset": of.reset_mV, "t_ref": of.refractory_ms}
    adaptive = {
        **common,
        "E_L": of.rest_excitatory_mV,
        "V_th": of.threshold_mV,
        "V_peak": of.peak_mV,
        "Delta_T": of.slope_mV,
        "a": of.adaptation_nS,
        "b": of.adaptation_jump_pA,
        "tau_w": of.tau_adaptation_ms,
        "w": of.adaptation_nS * (of.reset_mV - of.rest_excitatory_mV),
        "E_rev": [of.reversal_excitatory_mV, of.reversal_inhibitory_mV],
        "tau_rise": [of.tau_rise_excitatory_ms, of.tau_rise_inhibitory_ms],
        "tau_decay": [of.tau_decay_excitatory_ms, of.tau_decay_inhibitory_ms],
    }
    leaky = {
        **common,
        "E_L": of.rest_inhibitory_mV,
        "V_th": of.threshold_mV,
        "E_ex": of.reversal_excitatory_mV,
        "E_in": of.reversal_inhibitory_mV,
        "tau_rise_ex": of.tau_rise_excitatory_ms,
        "tau_rise_in": of.tau_rise_inhibitory_ms,
        "tau_decay_ex": of.tau_decay_excitatory_ms,
        "tau_decay_in": of.tau_decay_inhibitory_ms,
    }
    made = [
        nest.Create("aeif_cond_beta_multisynapse", n_excitatory, adaptive),
        nest.Create("iaf_cond_beta", n_inhibitory, leaky),
    ]
    for collection in made:
        collection.V_m = nest.random.uniform(of.reset_mV, of.threshold_mV)
    return made
