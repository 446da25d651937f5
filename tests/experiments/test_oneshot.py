"""Where one event was learned."""

from __future__ import annotations

from neurotag.experiments.oneshot import regions_with


def test_a_region_takes_part_from_one_neuron_in_twenty() -> None:
    assert regions_with({"fear": 0.05, "sight": 0.04, "memory": 0.5}) == 2.0
