"""The listener of hyperfocus."""

from __future__ import annotations

import numpy as np

from neurotag.experiments.hyperfocus import EVIDENCE, GLANCE_S, MOST_MS, listening_ms, score


def test_the_listener_names_what_fires_most_and_tosses_ties() -> None:
    own = np.array([3, 1, 0, 2])
    others = np.array([[1, 2, 0, 2], [0, 0, 0, 1]])
    # Right; wrong; a tie of three; a tie of two.
    assert score(own, others) == (1.0 + 0.0 + 1 / 3 + 1 / 2) / 4


def test_listening_takes_longer_where_the_lead_grows_more_slowly() -> None:
    others = np.zeros((2, 100), int)
    fast, slow = listening_ms(np.full(100, 3), others), listening_ms(np.full(100, 1), others)
    assert fast == EVIDENCE / 3 * GLANCE_S * 1000.0
    assert slow == 3 * fast


def test_a_listener_who_is_never_sure_counts_the_whole_second() -> None:
    assert listening_ms(np.ones(100, int), np.ones((2, 100), int)) == MOST_MS
