"""Three-factor learning the way the engine does it, on the same experiment."""

import numpy as np
from numpy.typing import NDArray
from tests.kernels.dense import Pairing

from neurotag.kernels import three_factor as place
from neurotag.kernels.three_factor import THREE_FACTOR, bring_to_now, remember_spike, weaken_on_arrival

UPDATE, EPOCH, DEPTH = 5, 100, 128
KINDS = np.array([THREE_FACTOR])


class LazyTwin:
    """The kernels' arrays for one projection onto one block."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        n_sources, n_targets = pairing.birth.shape
        sources, targets = np.nonzero(pairing.connected)
        self.row_start = np.searchsorted(sources, np.arange(n_sources + 1))
        self.target = targets.astype(np.uint16)
        self.birth = pairing.birth[pairing.connected].astype(np.float32)
        self.weight = self.birth.copy()
        self.eligibility = np.zeros_like(self.weight)
        self.row_time = np.full(n_sources, -1, np.int64)
        self.row_trace, self.row_burst, self.row_peak = (np.zeros(n_sources, np.float32) for _ in range(3))
        self.last = np.full(n_targets, -(10**9), np.int64)
        self.last_burst = self.last.copy()
        self.history_step = np.full((n_targets, DEPTH), -1, np.int32)
        self.history_trace = np.zeros((1, n_targets, DEPTH), np.float32)
        self.history_count = np.zeros(n_targets, np.int64)
        self.target_trace = np.zeros((1, n_targets), np.float32)
        self.gains, self.losses = np.zeros(EPOCH + UPDATE + 1), np.zeros(EPOCH + UPDATE + 1)
        self.epoch = 0

    def live(self) -> NDArray[np.float64]:
        """Return the weights at the end, (n_sources, n_targets)."""
        pairing = self.pairing
        for step in range(len(pairing.factor)):
            if step % UPDATE == 0:
                self._open_interval(step)
            for row in np.flatnonzero(pairing.arrivals[step]).tolist():
                self._bring(row, step)
                weaken_on_arrival(
                    row, step, self.epoch, self.row_start[row], self.row_start[row + 1], pairing.rule,
                    self.losses, self.row_trace, self.row_burst, self.target, self.weight, self.birth,
                    self.last, self.target_trace[0],
                )  # fmt: skip
            for neuron in np.flatnonzero(pairing.spikes[step]).tolist():
                remember_spike(
                    neuron, step, step - self.last[neuron], KINDS, pairing.rule[None], self.last_burst,
                    self.history_step, self.history_trace, self.history_count, self.target_trace,
                )  # fmt: skip
                self.last[neuron] = step
        for row in range(len(self.row_time)):
            self._bring(row, len(pairing.factor))
        weight = np.zeros_like(pairing.birth)
        weight[pairing.connected] = self.weight
        return weight

    def _open_interval(self, step: int) -> None:
        if step - self.epoch >= EPOCH:
            for row in range(len(self.row_time)):
                self._bring(row, step)
            self.epoch = step
        tau = self.pairing.rule[place.ELIGIBILITY_TAU]
        width = tau * (1 - np.exp(-1 / tau))
        factor = self.pairing.factor[step]
        for k in range(step - self.epoch, step - self.epoch + UPDATE):
            self.gains[k + 1] = self.gains[k] + max(factor, 0.0) * width * np.exp(-k / tau)
            self.losses[k + 1] = self.losses[k] + max(-factor, 0.0) * width * np.exp(-k / tau)

    def _bring(self, row: int, step: int) -> None:
        bring_to_now(
            row, step, self.epoch, self.row_start[row], self.row_start[row + 1], self.pairing.rule,
            self.pairing.ceiling, self.gains, self.losses,
            self.row_time, self.row_trace, self.row_burst, self.row_peak,
            self.target, self.weight, self.birth, self.eligibility,
            self.last_burst, self.history_step, self.history_trace[0], self.history_count,
        )  # fmt: skip
