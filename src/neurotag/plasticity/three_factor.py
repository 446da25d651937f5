"""Hebbian eligibility that a signed third factor turns into learning or unlearning."""

from typing import Literal

from pydantic import NonNegativeFloat, PositiveFloat

from neurotag.description import Description


class ThreeFactor(Description):
    """Pre before a burst of post makes a synapse eligible; the third factor F(t) decides what becomes of it.

    Eligibility e rises at each spike of a bursting target by ``x * y / burst_norm`` (x: trace of the
    source, y: trace of the target before this spike), and fades. While F > 0 the weight climbs towards the
    projection's ``weight_max``; while F < 0 it falls back towards its birth weight::

        dw/dt = rate * F * e * (weight_max - w)        F > 0
        dw/dt = unlearning_rate * F * e * (w - birth)  F < 0

    A bursting source also weakens its synapses onto silent targets a little, and, while F < 0, those onto
    active targets (extinction). And a neuron has only so much room: where all it has learned exceeds
    ``growth_max``, every synapse that grew gives way in proportion, so that what is learned next competes
    with what was learned before.

    References
    ----------
    Gerstner et al. 2018, Front Neural Circuits 12:53 (eligibility and third factor); Pfister & Gerstner
    2006, J Neurosci 26:9673 (triplets); Royer & Pare 2003, Nature 422:518 (what some synapses of the amygdala
    gain, others lose); Bourne & Harris 2011, Hippocampus 21:354 (the sum of synaptic areas on a dendrite
    stays as it was).
    """

    kind: Literal["three_factor"] = "three_factor"
    rate: NonNegativeFloat = 1.0
    """Share of the room under the ceiling that is filled per second at F = 1 and full eligibility."""
    unlearning_rate: NonNegativeFloat = 1.0
    """Share of the distance to the birth weight lost per second at F = -1 and full eligibility (1/s)."""
    source_tau_ms: PositiveFloat = 20.0
    """How long a spike of the source is remembered."""
    target_tau_ms: PositiveFloat = 100.0
    """How long a spike of the target is remembered; above this time two spikes are no burst."""
    eligibility_tau_ms: PositiveFloat = 1000.0
    """How long a synapse waits for the third factor (about 1 s: Gerstner et al. 2018)."""
    burst_norm: PositiveFloat = 30.0
    """Divides each contribution to the eligibility, so that a vigorous burst brings it near 1."""
    eligibility_max: PositiveFloat = 2.0
    """Ceiling of the eligibility."""
    source_floor: PositiveFloat = 0.02
    """Below this source trace a pairing counts for nothing."""
    target_floor: PositiveFloat = 0.05
    """Below this target trace a spike is an isolated one and makes nothing eligible."""
    lone_below: NonNegativeFloat = 0.0
    """Trace of the source before a spike (with ``target_tau_ms``) below which that spike is a lone one and
    makes nothing eligible; 0: every spike of the source may."""
    burst_floor: PositiveFloat = 0.3
    """Trace of the source before a spike (with ``target_tau_ms``) above which it counts as bursting."""
    silent_below: PositiveFloat = 0.5
    """Trace of the target under which it counts as silent."""
    active_above: PositiveFloat = 0.2
    """Trace of the target over which it counts as active."""
    silent_weakening: NonNegativeFloat = 2.5e-4
    """Share of the learned weight lost per spike of a bursting source onto a silent target."""
    extinction: NonNegativeFloat = 0.02
    """Share of the learned weight lost per spike of a bursting source onto an active target at F = -1."""
    growth_max: PositiveFloat | None = None
    """The most by which a neuron's learning input may exceed what it was born with, as a share of that; it is
    kept to every two seconds. None: nothing but each synapse's own ceiling bounds it."""
