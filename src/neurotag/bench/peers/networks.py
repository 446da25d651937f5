"""The networks of the comparison: their numbers, in one place for every side.

Only the standard library is used, so that the scripts a peer's own python runs can read the same file. All
times are in ms, all rates in Hz, all networks are stepped by `DT_ms`.

A `scale` below 1 makes a smaller network of the same kind. Microcircuit: see `scale_microcircuit`. All others
keep the number of inputs per neuron (drawn with replacement) and shrink the number of neurons. That is meant
for tests and first looks: neurons then share more of their input, and the regions of N4 fire faster.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

DT_ms = 0.1


class Population(NamedTuple):
    """Neurons that share their kind and place, numbered one after the other.

    Attributes
    ----------
    name : str
        Its name in every answer.
    size : int
        Its number of neurons.
    is_excitatory : bool
        Whether it excites.
    """

    name: str
    size: int
    is_excitatory: bool


@dataclass(frozen=True)
class Balanced:
    """N1 and N2: one balanced random network of current-based neurons (after Brunel 2000).

    Weights are charges per time: a spike adds `weight_pA` to a current that decays with `tau_syn_ms`.
    """

    n_excitatory: int = 10_000
    n_inhibitory: int = 2_500
    indegree_excitatory: int = 1_000
    indegree_inhibitory: int = 250
    tau_m_ms: float = 20.0
    tau_syn_ms: float = 2.0
    capacitance_pF: float = 250.0
    refractory_ms: float = 2.0
    threshold_mV: float = 20.0
    reset_mV: float = 10.0
    delay_ms: float = 1.5
    weight_pA: float = 12.5
    inhibition: float = 5.0
    drive_Hz: float = 17_000.0


@dataclass(frozen=True)
class PairRule:
    """N2: spike-timing plasticity of every excitatory pair, all to all, weight dependent (mu = 1).

    A pair moves the weight by ``rate * (maximum - w) * exp(-gap / tau)`` when the source fired first, and by
    ``-asymmetry * rate * w * exp(-gap / tau)`` when the target did. The whole delay is dendritic: a target's
    spike is seen by the synapse `delay_ms` later.
    """

    tau_ms: float = 20.0
    rate: float = 0.005
    asymmetry: float = 1.05
    maximum_pA: float = 25.0


@dataclass(frozen=True)
class Conductance:
    """N3: conductance-based neurons of Vogels and Abbott 2005, with a tonic current that keeps them going."""

    n_excitatory: int = 3_200
    n_inhibitory: int = 800
    probability: float = 0.02
    capacitance_pF: float = 200.0
    leak_nS: float = 10.0
    rest_mV: float = -60.0
    threshold_mV: float = -50.0
    reset_mV: float = -60.0
    refractory_ms: float = 5.0
    reversal_excitatory_mV: float = 0.0
    reversal_inhibitory_mV: float = -80.0
    tau_excitatory_ms: float = 5.0
    tau_inhibitory_ms: float = 10.0
    weight_excitatory_nS: float = 6.0
    weight_inhibitory_nS: float = 67.0
    delay_ms: float = 0.1
    tonic_pA: float = 120.0


@dataclass(frozen=True)
class Regions:
    """N4: five regions that learn by spike timing under a dopamine of their own each (Izhikevich 2007).

    A pair moves an eligibility that decays with `tau_eligibility_ms`; the weight moves by eligibility times
    dopamine. A dopamine spike adds ``1 / tau_dopamine_ms`` to a level that decays with that time.
    """

    n_regions: int = 5
    n_excitatory: int = 800
    n_inhibitory: int = 200
    indegree_own: int = 80
    indegree_far: int = 20
    indegree_onto_inhibitory: int = 160
    indegree_inhibitory: int = 50
    tau_m_ms: float = 20.0
    tau_syn_ms: float = 2.0
    capacitance_pF: float = 250.0
    refractory_ms: float = 2.0
    threshold_mV: float = 20.0
    reset_mV: float = 10.0
    delay_ms: float = 1.5
    weight_pA: float = 40.0
    inhibition: float = 5.0
    drive_Hz: float = 3_000.0
    n_dopamine: int = 10
    dopamine_Hz: float = 10.0
    tau_pair_ms: float = 20.0
    gain: float = 0.02
    loss: float = 0.021
    tau_eligibility_ms: float = 1_000.0
    tau_dopamine_ms: float = 200.0
    maximum_pA: float = 120.0


@dataclass(frozen=True)
class Assembly:
    """Litwin-Kumar and Doiron 2014 before it learns: every weight stays at its first value.

    Included: adaptive exponential excitatory and leaky inhibitory neurons, conductances that rise and decay
    (unit area, so a weight in pF), the Poisson drive, a delay of one step. Not included: the voltage rule on
    excitatory synapses, the inhibitory rule, the normalisation, the stimuli, and the jump of the spike
    threshold (10 mV, fading with 30 ms) after a spike.
    """

    n_excitatory: int = 4_000
    n_inhibitory: int = 1_000
    probability: float = 0.2
    capacitance_pF: float = 300.0
    tau_m_ms: float = 20.0
    rest_excitatory_mV: float = -70.0
    rest_inhibitory_mV: float = -62.0
    threshold_mV: float = -52.0
    slope_mV: float = 2.0
    peak_mV: float = 20.0
    reset_mV: float = -60.0
    refractory_ms: float = 1.0
    adaptation_nS: float = 4.0
    adaptation_jump_pA: float = 0.805
    tau_adaptation_ms: float = 150.0
    reversal_excitatory_mV: float = 0.0
    reversal_inhibitory_mV: float = -75.0
    tau_rise_excitatory_ms: float = 1.0
    tau_decay_excitatory_ms: float = 6.0
    tau_rise_inhibitory_ms: float = 0.5
    tau_decay_inhibitory_ms: float = 2.0
    weight_ee_pF: float = 2.86
    weight_ei_pF: float = 48.7
    """From an inhibitory onto an excitatory neuron, as the paper writes it."""
    weight_ie_pF: float = 1.27
    weight_ii_pF: float = 16.2
    drive_excitatory_Hz: float = 4_500.0
    drive_inhibitory_Hz: float = 2_250.0
    drive_weight_excitatory_pF: float = 1.78
    drive_weight_inhibitory_pF: float = 1.27
    delay_ms: float = 0.1

    @property
    def leak_nS(self) -> float:
        """Leak of one neuron."""
        return self.capacitance_pF / self.tau_m_ms


@dataclass(frozen=True)
class Microcircuit:
    """The cortical microcircuit of Potjans and Diesmann 2014, at full size; rows are targets."""

    names: tuple[str, ...] = ("L23E", "L23I", "L4E", "L4I", "L5E", "L5I", "L6E", "L6I")
    sizes: tuple[int, ...] = (20_683, 5_834, 21_915, 5_479, 4_850, 1_065, 14_395, 2_948)
    probabilities: tuple[tuple[float, ...], ...] = (
        (0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0.0000, 0.0076, 0.0000),
        (0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0.0000, 0.0042, 0.0000),
        (0.0077, 0.0059, 0.0497, 0.1350, 0.0067, 0.0003, 0.0453, 0.0000),
        (0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0.0000, 0.1057, 0.0000),
        (0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0.0000),
        (0.0548, 0.0269, 0.0257, 0.0022, 0.0600, 0.3158, 0.0086, 0.0000),
        (0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252),
        (0.0364, 0.0010, 0.0034, 0.0005, 0.0277, 0.0080, 0.0658, 0.1443),
    )
    drive_indegrees: tuple[int, ...] = (1_600, 1_500, 2_100, 1_900, 2_000, 1_900, 2_900, 2_100)
    drive_Hz: float = 8.0
    rates_Hz: tuple[float, ...] = (0.903, 2.965, 4.414, 5.876, 7.569, 8.633, 1.105, 7.829)
    """Mean rates of the full network, which the input of a smaller one is made up to."""
    start_mV: tuple[float, ...] = (-68.28, -63.16, -63.33, -63.45, -63.11, -61.66, -66.72, -61.43)
    start_sd_mV: tuple[float, ...] = (5.36, 4.57, 4.74, 4.94, 4.94, 4.55, 5.46, 4.48)
    capacitance_pF: float = 250.0
    tau_m_ms: float = 10.0
    tau_syn_ms: float = 0.5
    refractory_ms: float = 2.0
    rest_mV: float = -65.0
    threshold_mV: float = -50.0
    psp_mV: float = 0.15
    inhibition: float = 4.0
    weight_rel_sd: float = 0.1
    delay_excitatory_ms: float = 1.5
    delay_inhibitory_ms: float = 0.75
    delay_rel_sd: float = 0.5

    def delay_ms(self, source: int) -> float:
        """Mean delay of the synapses from this population."""
        return self.delay_excitatory_ms if self.names[source].endswith("E") else self.delay_inhibitory_ms

    @property
    def psc_pA(self) -> float:
        """Size of the current whose potential peaks at `psp_mV`."""
        m, s = self.tau_m_ms, self.tau_syn_ms
        peak = math.pow(m / s, -s / (m - s)) - math.pow(m / s, -m / (m - s))
        return self.psp_mV * self.capacitance_pF * (m - s) / (m * s) / peak


class ScaledMicrocircuit(NamedTuple):
    """A microcircuit ready to be built; rows of the two tables are targets, columns sources.

    Attributes
    ----------
    sizes : list of int
        Neurons of each population.
    synapses : list of list of int
        Number of synapses between each two populations, drawn at random with replacement.
    weights_pA : list of list of float
        Mean weight.
    drive_Hz : list of float
        Poisson spikes that each neuron of a population gets.
    drive_indegrees : list of int
        From how many sources they come.
    drive_weight_pA : float
        Weight of one such spike.
    dc_pA : list of float
        Constant current of each neuron of a population.
    """

    sizes: list[int]
    synapses: list[list[int]]
    weights_pA: list[list[float]]
    drive_Hz: list[float]
    drive_indegrees: list[int]
    drive_weight_pA: float
    dc_pA: list[float]


N1 = Balanced()
PAIR_RULE = PairRule()
N3 = Conductance()
N4 = Regions()
ASSEMBLY = Assembly()
PD = Microcircuit()


def scaled(count: int, scale: float) -> int:
    """Return a number of neurons at this scale, at least one."""
    return max(1, round(count * scale))


def populations(network: str, scale: float) -> list[Population]:
    """List the populations of a network in the order in which its neurons are numbered.

    Raises
    ------
    KeyError
        If there is no such network.
    """
    if network == "pd":
        return [
            Population(name, scaled(size, scale), name.endswith("E"))
            for name, size in zip(PD.names, PD.sizes, strict=True)
        ]
    if network == "n4":
        parts = [("E", N4.n_excitatory, True), ("I", N4.n_inhibitory, False)]
        return [
            Population(f"R{region}{letter}", scaled(size, scale), excites)
            for letter, size, excites in parts
            for region in range(N4.n_regions)
        ]
    pairs: dict[str, Balanced | Conductance | Assembly] = {"n1": N1, "n2": N1, "n3": N3, "assembly": ASSEMBLY}
    of = pairs[network]
    return [
        Population("E", scaled(of.n_excitatory, scale), True),
        Population("I", scaled(of.n_inhibitory, scale), False),
    ]


def peak_of_unit_area(rise_ms: float, decay_ms: float) -> float:
    """Return the peak, per ms, of a difference of exponentials whose area is one."""
    at = rise_ms * decay_ms / (decay_ms - rise_ms) * math.log(decay_ms / rise_ms)
    return (math.exp(-at / decay_ms) - math.exp(-at / rise_ms)) / (decay_ms - rise_ms)


def scale_microcircuit(scale: float) -> ScaledMicrocircuit:
    """Shrink the microcircuit to a share of its neurons and the same share of each neuron's inputs.

    The number of synapses between two populations of sizes N and M follows from their connection
    probability p as ``ln(1 - p) / ln(1 - 1 / (N M))``, and is shrunk by ``scale`` twice. Weights, the drive's
    included, are divided by ``sqrt(scale)``, which keeps the variance of the input; what this changes of its
    mean, at the full network's rates r, a constant current makes up for::

        dc = tau_syn (1 - sqrt(scale)) (sum over sources of w K r  +  w_drive K_drive r_drive)

    with the weights w and the numbers of inputs K of the full network.
    """
    of, root = PD, math.sqrt(scale)
    synapses, weights, dc = [], [], []
    for target, size in enumerate(of.sizes):
        means = [of.psc_pA * (1.0 if name.endswith("E") else -of.inhibition) for name in of.names]
        if of.names[target] == "L23E":
            # The one projection that the paper doubles.
            means[of.names.index("L4E")] *= 2.0
        # log1p: one part in a thousand million is below what log(1 - x) can tell from 0.
        full = [
            math.log1p(-p) / math.log1p(-1.0 / (size * source))
            for p, source in zip(of.probabilities[target], of.sizes, strict=True)
        ]
        charge = sum(w * n / size * rate for w, n, rate in zip(means, full, of.rates_Hz, strict=True))
        charge += of.psc_pA * of.drive_indegrees[target] * of.drive_Hz
        dc.append(1e-3 * of.tau_syn_ms * (1.0 - root) * charge)
        synapses.append([round(n * scale * scale) for n in full])
        weights.append([w / root for w in means])
    indegrees = [round(count * scale) for count in of.drive_indegrees]
    return ScaledMicrocircuit(
        sizes=[scaled(size, scale) for size in of.sizes],
        synapses=synapses,
        weights_pA=weights,
        drive_Hz=[of.drive_Hz * count for count in indegrees],
        drive_indegrees=indegrees,
        drive_weight_pA=of.psc_pA / root,
        dc_pA=dc,
    )
