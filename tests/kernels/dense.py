"""Three-factor learning the slow way: every synapse at every step, in plain numpy and float64."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neurotag.kernels import three_factor as place


@dataclass
class Pairing:
    """One experiment: who is connected, who fires when, and what the third factor does.

    ``arrivals`` (n_steps, n_sources) and ``spikes`` (n_steps, n_targets) are booleans, ``factor``
    (n_steps,) is the third factor, constant within each update interval.
    """

    connected: NDArray[np.bool_]
    birth: NDArray[np.float64]
    arrivals: NDArray[np.bool_]
    spikes: NDArray[np.bool_]
    factor: NDArray[np.float64]
    rule: NDArray[np.float64]
    ceiling: float


def live_densely(pairing: Pairing) -> NDArray[np.float64]:
    """Return the weights at the end, (n_sources, n_targets)."""
    rule = pairing.rule
    weight = pairing.birth.copy()
    e = np.zeros_like(weight)
    n_sources, n_targets = weight.shape
    x, pre = np.zeros(n_sources), np.zeros(n_sources)
    y = np.zeros(n_targets)
    tau = rule[place.ELIGIBILITY_TAU]
    width = tau * (1 - np.exp(-1 / tau))
    for step, factor in enumerate(pairing.factor):
        arrived = pairing.arrivals[step]
        for source in np.flatnonzero(arrived & (pre > rule[place.BURST_FLOOR])):
            lost = np.where(y < rule[place.SILENT_BELOW], rule[place.SILENT_WEAKENING], 0.0)
            lost += np.where(y > rule[place.ACTIVE_ABOVE], rule[place.EXTINCTION] * max(-factor, 0.0), 0.0)
            weight[source] -= np.minimum(lost, 1.0) * (weight[source] - pairing.birth[source])
        x[arrived & (pre >= rule[place.LONE_BELOW])] += 1
        pre[arrived] += 1
        gain = rule[place.RATE] * max(factor, 0.0) * width * e
        loss = rule[place.UNLEARNING_RATE] * max(-factor, 0.0) * width * e
        total = gain + loss
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(total > 0, -np.expm1(-total) / total, 0.0)
        weight += (gain * (pairing.ceiling - weight) + loss * (pairing.birth - weight)) * share
        e *= np.exp(-1 / tau)
        fired = pairing.spikes[step] & (y > rule[place.TARGET_FLOOR])
        active = x > rule[place.SOURCE_FLOOR]
        growth = np.outer(np.where(active, x, 0.0), np.where(fired, y, 0.0)) / rule[place.BURST_NORM]
        e = np.where(growth > 0, np.minimum(e + growth, rule[place.ELIGIBILITY_MAX]), e)
        y[pairing.spikes[step]] += 1
        x *= np.exp(-1 / rule[place.SOURCE_TAU])
        pre *= np.exp(-1 / rule[place.TARGET_TAU])
        y *= np.exp(-1 / rule[place.TARGET_TAU])
    return np.where(pairing.connected, weight, 0.0)
