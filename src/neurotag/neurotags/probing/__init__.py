"""A found set and frozen twins -> how easily it ignites, what it does then, and how that has changed."""

from neurotag.neurotags.probing.cueing import FEWEST_ON_TWINS, excitatory_of
from neurotag.neurotags.probing.dials import Dial, describe_dial, measure_dials
from neurotag.neurotags.probing.ignite import TWIN_VITALS, measure_on_twins

__all__ = [
    "FEWEST_ON_TWINS",
    "TWIN_VITALS",
    "Dial",
    "describe_dial",
    "excitatory_of",
    "measure_dials",
    "measure_on_twins",
]
