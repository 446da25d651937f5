"""The two kernels that measure the machine do what their plain twins do."""

import numpy as np

from neurotag.kernels.stream import scatter, triad


def test_triad_writes_the_sum() -> None:
    left, right, into = np.arange(5, dtype=np.float32), np.ones(5, np.float32), np.zeros(5, np.float32)
    triad(into, left, right, 3.0, 2)
    assert into.tolist() == [3.0, 4.0, 5.0, 6.0, 7.0]


def test_scatter_adds_the_rows_that_are_named() -> None:
    target, weight = np.array([0, 2, 2, 1, 0], np.uint16), np.array([1, 2, 4, 8, 16], np.float32)
    into = np.zeros(3, np.float32)
    n_added = scatter(np.array([2, 0]), np.array([0, 2, 3, 5], np.uint32), target, weight, into)
    # Rows 2 and 0: synapses 3, 4 and 0, 1.
    assert into.tolist() == [17.0, 8.0, 2.0]
    assert int(n_added) == 4
