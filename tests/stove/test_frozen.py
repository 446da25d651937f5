"""The stove without plasticity."""

from collections.abc import Callable

import pytest

from neurotag.measure import Measures


@pytest.mark.parametrize("probe", ["touch_back", "touch_hand", "thought", "warmth"])
def test_a_frozen_brain_remembers_nothing(measured: Callable[[str, int], Measures], probe: str) -> None:
    m = measured("frozen", 0)
    # The twins before and after have the same weights and meet the same background: bit for bit the same.
    assert m[f"alarm_{probe}_after"] == m[f"alarm_{probe}_before"]


def test_a_frozen_brain_still_feels_the_heat(measured: Callable[[str, int], Measures]) -> None:
    m = measured("frozen", 0)
    assert m["withdrawal_ms"] is not None
    assert (m["alarm_heat"] or 0) > 50
