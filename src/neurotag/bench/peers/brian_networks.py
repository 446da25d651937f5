"""The networks, written for Brian2. Read by `brian_side`, under the python of Brian2's own environment.

Potentials are plain numbers of mV, currents divided by the capacitance mV per ms. What was found to be fast
is done: synapses in the order of their sources, so that a spike reads its synapses one after the other (three
times as fast as the order of their targets, N1); one constant where all weights of a projection are equal;
and, in the setting "best", the traces of a learning rule kept by neurons and not by synapses (twice as fast,
N2, with the same weights to the last digit). 32-bit floats were not faster.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import brian2 as b2  # type: ignore[import-not-found]
import numpy as np
from brian2 import Hz, ms

if TYPE_CHECKING:
    import numpy.typing as npt

    from neurotag.bench.peers import networks, wiring
else:
    import networks
    import wiring


TRACES = """
dx/dt = -x / tau : 1
dy/dt = -y / tau : 1
"""


class Built(NamedTuple):
    """A network that is ready to be turned into a program.

    Attributes
    ----------
    groups : list
        The neurons, in the order of `networks.populations`.
    others : list
        Everything else that takes part in the run.
    n_synapses, n_plastic : int
        How many synapses there are between neurons, and how many of them learn.
    learning : object or None
        The synapses that learn; their weights are `w`.
    weight_pA : float
        What 1 of it is worth.
    """

    groups: list[Any]
    others: list[Any]
    n_synapses: int
    n_plastic: int = 0
    learning: Any = None
    weight_pA: float = 1.0


def build(request: dict[str, Any]) -> Built:
    """Build the network that a request names."""
    name, scale = request["network"], request["scale"]
    rng, is_best = np.random.default_rng(request["seed"]), request["setting"] == "best"
    if name in ("n1", "n2"):
        return _balanced(scale, rng, learns=name == "n2", is_best=is_best)
    if name == "n3":
        return _conductance(scale, rng)
    if name == "n4":
        return _regions(scale, rng, is_best=is_best)
    if name == "pd":
        return _microcircuit(scale, rng)
    return _assembly(scale, rng)


def _connect(synapses: Any, pairs: wiring.Pairs) -> npt.NDArray[np.int64]:
    sources, targets = pairs
    order = np.argsort(sources, kind="stable")
    synapses.connect(i=sources[order], j=targets[order])
    return order


def _current_based(of: Any, n: int, more: str = "", **constants: Any) -> Any:
    return b2.NeuronGroup(
        n,
        f"""dv/dt = (rest - v) / tau_m + c : 1 (unless refractory)
        dc/dt = -c / tau_syn : Hz
        {more}""",
        threshold="v >= theta",
        reset="v = reset_to",
        refractory=of.refractory_ms * ms,
        method="exact",
        namespace={
            "tau_m": of.tau_m_ms * ms,
            "tau_syn": of.tau_syn_ms * ms,
            "theta": of.threshold_mV,
            **constants,
        },
    )


def _fixed_weights(source: Any, target: Any, weight: Any, delay_ms: float, variable: str = "c") -> Any:
    return b2.Synapses(
        source,
        target,
        on_pre=f"{variable}_post += weight",
        delay=delay_ms * ms,
        namespace={"weight": weight},
    )


def _balanced(scale: float, rng: np.random.Generator, *, learns: bool, is_best: bool) -> Built:
    of, rule = networks.N1, networks.PAIR_RULE
    n_e, n_i = (part.size for part in networks.populations("n1", scale))
    traces = TRACES if learns and is_best else ""
    group = _current_based(of, n_e + n_i, traces, rest=0.0, reset_to=of.reset_mV, tau=rule.tau_ms * ms)
    group.v = f"rand() * {of.threshold_mV}"
    e, i = group[:n_e], group[n_e:]
    one = of.weight_pA / of.capacitance_pF / ms
    # Many rare sources: a binomial that cannot be told from a Poisson number.
    drive = b2.PoissonInput(group, "c", 1000, of.drive_Hz / 1000 * Hz, weight=one)
    inhibit = _fixed_weights(i, group, -of.inhibition * one, of.delay_ms)
    _connect(inhibit, wiring.draw_fixed_indegree(rng, n_i, n_e + n_i, of.indegree_inhibitory))
    n_synapses = (n_e + n_i) * (of.indegree_excitatory + of.indegree_inhibitory)
    if not learns:
        excite = _fixed_weights(e, group, one, of.delay_ms)
        _connect(excite, wiring.draw_fixed_indegree(rng, n_e, n_e + n_i, of.indegree_excitatory))
        return Built([group], [drive, excite, inhibit], n_synapses)
    excite = _fixed_weights(e, i, one, of.delay_ms)
    _connect(excite, wiring.draw_fixed_indegree(rng, n_e, n_i, of.indegree_excitatory))
    learn, *others = _learn(
        e,
        wiring.draw_fixed_indegree(rng, n_e, n_e, of.indegree_excitatory),
        "w : 1",
        "w = clip(w - loss * w * {y}, 0, 1); c_post += w * most",
        "w = clip(w + gain * (1 - w) * {x}, 0, 1)",
        delay_ms=of.delay_ms,
        is_best=is_best,
        tau=rule.tau_ms * ms,
        gain=rule.rate,
        loss=rule.rate * rule.asymmetry,
        most=rule.maximum_pA / of.capacitance_pF / ms,
    )
    learn.w = of.weight_pA / rule.maximum_pA
    n_plastic = n_e * of.indegree_excitatory
    return Built(
        [group], [drive, excite, inhibit, learn, *others], n_synapses, n_plastic, learn, rule.maximum_pA
    )


def _learn(
    e: Any,
    pairs: wiring.Pairs,
    variables: str,
    on_pre: str,
    on_post: str,
    *,
    delay_ms: float,
    is_best: bool,
    **constants: Any,
) -> list[Any]:
    """Make synapses that learn from the trace ``{x}`` of their source and ``{y}`` of their target.

    As if the whole delay were dendritic, as in NEST: a target's spike reaches the synapse one delay after it.
    Brian2 lets a source's spike wait for one delay, so the target's waits for two.
    """
    delays = {"pre": delay_ms * ms, "post": 2 * delay_ms * ms}
    if is_best:
        on_pre, on_post = (code.format(x="x_pre", y="y_post") for code in (on_pre, on_post))
    else:
        # As in Brian2's own documentation: every synapse has its traces, brought up to date by its events.
        variables += TRACES.replace(" : 1", " : 1 (event-driven)")
        on_pre, on_post = (code.format(x="x", y="y") for code in (on_pre + "; x += 1", on_post + "; y += 1"))
    synapses = b2.Synapses(e, e, variables, on_pre=on_pre, on_post=on_post, delay=delays, namespace=constants)
    _connect(synapses, pairs)
    made = [synapses]
    if is_best:
        for variable, delay in (("x", delays["pre"]), ("y", delays["post"])):
            itself = b2.Synapses(e, e, on_pre=f"{variable}_post += 1", delay=delay)
            itself.connect(j="i")
            # A spike does not count for its own synapses.
            itself.pre.order = 1
            made.append(itself)
    return made


def _conductance(scale: float, rng: np.random.Generator) -> Built:
    of = networks.N3
    n_e, n_i = (part.size for part in networks.populations("n3", scale))
    group = b2.NeuronGroup(
        n_e + n_i,
        """dv/dt = (ge * (reversal_e - v) + gi * (reversal_i - v) + rest - v + tonic) / tau_m
            : 1 (unless refractory)
        dge/dt = -ge / tau_e : 1
        dgi/dt = -gi / tau_i : 1""",
        threshold="v >= theta",
        reset="v = reset_to",
        refractory=of.refractory_ms * ms,
        method="exponential_euler",
        namespace={
            "tau_m": of.capacitance_pF / of.leak_nS * ms,
            "tau_e": of.tau_excitatory_ms * ms,
            "tau_i": of.tau_inhibitory_ms * ms,
            "reversal_e": of.reversal_excitatory_mV,
            "reversal_i": of.reversal_inhibitory_mV,
            "rest": of.rest_mV,
            "theta": of.threshold_mV,
            "reset_to": of.reset_mV,
            "tonic": of.tonic_pA / of.leak_nS,
        },
    )
    # Conductances are in units of the leak.
    group.v = f"{of.rest_mV - 5.0} + 5 * randn()"
    group.ge = "clip(4 + 1.5 * randn(), 0, 1000)"
    group.gi = "clip(20 + 12 * randn(), 0, 1000)"
    others, n_synapses = [], 0
    for part, variable, weight in (
        (group[:n_e], "ge", of.weight_excitatory_nS / of.leak_nS),
        (group[n_e:], "gi", of.weight_inhibitory_nS / of.leak_nS),
    ):
        synapses = _fixed_weights(part, group, weight, of.delay_ms, variable)
        pairs = wiring.draw_bernoulli(rng, len(part), n_e + n_i, of.probability / scale)
        _connect(synapses, pairs)
        others.append(synapses)
        n_synapses += pairs[0].size
    return Built([group], others, n_synapses)


def _regions(scale: float, rng: np.random.Generator, *, is_best: bool) -> Built:
    of, parts = networks.N4, networks.populations("n4", scale)
    n_e, n_i, n = parts[0].size, parts[-1].size, of.n_regions
    group = _current_based(
        of,
        n * (n_e + n_i),
        "ddopamine/dt = -dopamine / tau_dopamine : 1" + (TRACES if is_best else ""),
        rest=0.0,
        reset_to=of.reset_mV,
        tau=of.tau_pair_ms * ms,
        tau_dopamine=of.tau_dopamine_ms * ms,
    )
    group.v = f"rand() * {of.threshold_mV}"
    one = of.weight_pA / of.capacitance_pF / ms
    drive = b2.PoissonInput(group, "c", 100, of.drive_Hz / 100 * Hz, weight=one)
    learning, onto_i, from_i = wiring.draw_regions(rng, n_e, n_i)
    # Eligibility and dopamine share no event, so the weight is summed up on a clock.
    every_ms = 1.0 if is_best else networks.DT_ms
    learn, *others = _learn(
        group[: n * n_e],
        learning,
        "w : 1\neligibility : 1",
        "eligibility -= loss * {y}; c_post += w * one_pA",
        "eligibility += gain * {x}",
        delay_ms=of.delay_ms,
        is_best=is_best,
        tau=of.tau_pair_ms * ms,
        gain=of.gain,
        loss=of.loss,
        one_pA=1.0 / of.capacitance_pF / ms,
        every_ms=every_ms,
        most=of.maximum_pA,
        fading=float(np.exp(-every_ms / of.tau_eligibility_ms)),
    )
    learn.run_regularly(
        "w = clip(w + eligibility * dopamine_post * every_ms, 0, most); eligibility *= fading",
        dt=every_ms * ms,
        when="end",
    )
    learn.w = of.weight_pA
    excite = _fixed_weights(group, group, one, of.delay_ms)
    inhibit = _fixed_weights(group, group, -of.inhibition * one, of.delay_ms)
    _connect(excite, onto_i)
    _connect(inhibit, from_i)
    n_synapses = sum(pairs[0].size for pairs in (learning, onto_i, from_i))
    everything = [drive, learn, *others, excite, inhibit, *_dopamine(group, n_e)]
    return Built([group], everything, n_synapses, learning[0].size, learn)


def _dopamine(group: Any, n_e: int) -> list[Any]:
    of = networks.N4
    cells = b2.NeuronGroup(
        of.n_regions * of.n_dopamine,
        "",
        threshold="rand() < rate * dt",
        namespace={"rate": of.dopamine_Hz * Hz},
    )
    # The jump's own decay time makes one spike worth 1 over all time, in ms.
    jump = _fixed_weights(cells, group, 1.0 / of.tau_dopamine_ms, networks.DT_ms, "dopamine")
    _connect(jump, wiring.pair_dopamine(n_e))
    return [cells, jump]


def _microcircuit(scale: float, rng: np.random.Generator) -> Built:
    of, plan = networks.PD, networks.scale_microcircuit(scale)
    group = _current_based(of, sum(plan.sizes), "rest : 1", reset_to=of.rest_mV)
    offsets = np.concatenate([[0], np.cumsum(plan.sizes)])
    drives = []
    for k, n_sources in enumerate(plan.drive_indegrees):
        part = group[offsets[k] : offsets[k + 1]]
        # A constant current moves the resting potential.
        part.rest = of.rest_mV + plan.dc_pA[k] * of.tau_m_ms / of.capacitance_pF
        part.v = f"{of.start_mV[k]} + {of.start_sd_mV[k]} * randn()"
        weight = plan.drive_weight_pA / of.capacitance_pF / ms
        drives.append(b2.PoissonInput(part, "c", n_sources, of.drive_Hz * Hz, weight=weight))
    drawn = wiring.draw_microcircuit(rng, plan)
    synapses = b2.Synapses(group, group, "w : Hz", on_pre="c_post += w")
    order = _connect(synapses, drawn.pairs)
    synapses.w = drawn.weights_pA[order] / of.capacitance_pF / ms
    synapses.delay = drawn.delays_ms[order] * ms
    return Built([group], [synapses, *drives], order.size)


def _assembly(scale: float, rng: np.random.Generator) -> Built:
    of = networks.ASSEMBLY
    e, i = groups = _assembly_cells(scale)
    others = []
    for group, rate_Hz, weight_pF in (
        (e, of.drive_excitatory_Hz, of.drive_weight_excitatory_pF),
        (i, of.drive_inhibitory_Hz, of.drive_weight_inhibitory_pF),
    ):
        others.append(b2.PoissonInput(group, "fed_e", 1000, rate_Hz / 1000 * Hz, weight=weight_pF))
    n_synapses = 0
    for source, target, variable, weight_pF in (
        (e, e, "fed_e", of.weight_ee_pF),
        (i, e, "fed_i", of.weight_ei_pF),
        (e, i, "fed_e", of.weight_ie_pF),
        (i, i, "fed_i", of.weight_ii_pF),
    ):
        synapses = _fixed_weights(source, target, weight_pF, of.delay_ms, variable)
        pairs = wiring.draw_bernoulli(
            rng, len(source), len(target), of.probability / scale, same=source is target
        )
        _connect(synapses, pairs)
        others.append(synapses)
        n_synapses += pairs[0].size
    return Built(groups, others, n_synapses)


def _assembly_cells(scale: float) -> list[Any]:
    """Make the neurons, stepped by Euler's rule as in the paper's own program.

    A spike adds its weight once: what decays feeds what rises, which gives the same difference of
    exponentials as two sums would.
    """
    of = networks.ASSEMBLY
    conductances = """
    dfed_e/dt = -fed_e / decay_e : 1
    dge/dt = (fed_e / (decay_e / ms) - ge) / rise_e : 1
    dfed_i/dt = -fed_i / decay_i : 1
    dgi/dt = (fed_i / (decay_i / ms) - gi) / rise_i : 1
    synaptic = (ge * (reversal_e - v) + gi * (reversal_i - v)) / capacitance : 1
    """
    common = {
        "decay_e": of.tau_decay_excitatory_ms * ms,
        "rise_e": of.tau_rise_excitatory_ms * ms,
        "decay_i": of.tau_decay_inhibitory_ms * ms,
        "rise_i": of.tau_rise_inhibitory_ms * ms,
        "reversal_e": of.reversal_excitatory_mV,
        "reversal_i": of.reversal_inhibitory_mV,
        "capacitance": of.capacitance_pF,
        "tau_m": of.tau_m_ms * ms,
        "theta": of.threshold_mV,
        "slope": of.slope_mV,
        "leak": of.leak_nS,
        "gain": of.adaptation_nS,
        "tau_w": of.tau_adaptation_ms * ms,
        "reset_to": of.reset_mV,
    }
    n_e, n_i = (part.size for part in networks.populations("assembly", scale))
    adaptive = b2.NeuronGroup(
        n_e,
        """dv/dt = (rest - v + slope * exp((v - theta) / slope)) / tau_m + (synaptic - w / capacitance) / ms
            : 1 (unless refractory)
        dw/dt = (gain * (v - rest) - w) / tau_w : 1"""
        + conductances,
        threshold=f"v > {of.peak_mV}",
        reset=f"v = reset_to; w += {of.adaptation_jump_pA}",
        refractory=of.refractory_ms * ms,
        method="euler",
        namespace={**common, "rest": of.rest_excitatory_mV},
    )
    adaptive.w = of.adaptation_nS * (of.reset_mV - of.rest_excitatory_mV)
    leaky = b2.NeuronGroup(
        n_i,
        "dv/dt = (rest - v) / tau_m + synaptic / ms : 1 (unless refractory)" + conductances,
        threshold="v > theta",
        reset="v = reset_to",
        refractory=of.refractory_ms * ms,
        method="euler",
        namespace={**common, "rest": of.rest_inhibitory_mV},
    )
    for group in (adaptive, leaky):
        group.v = f"{of.reset_mV} + rand() * {of.threshold_mV - of.reset_mV}"
    return [adaptive, leaky]
