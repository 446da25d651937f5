"""A found set and frozen twins -> how easily it ignites, what it does then, and how that has changed."""

from neurotag.neurotags.probing.dials import (
    READING_UNITS,
    Dial,
    Reading,
    describe_dial,
    measure_dials,
    say_counted,
)
from neurotag.neurotags.probing.ignite import (
    FEWEST_ON_TWINS,
    TWIN_VITALS,
    excitatory_of,
    measure_on_twins,
)

__all__ = [
    "FEWEST_ON_TWINS",
    "READING_UNITS",
    "TWIN_VITALS",
    "Dial",
    "Reading",
    "describe_dial",
    "excitatory_of",
    "measure_dials",
    "measure_on_twins",
    "say_counted",
]
