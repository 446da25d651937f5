"""Floor 2a. How synapses and neurons change with use: the words of each rule."""

from typing import Annotated

from pydantic import Field

from neurotag.plasticity.consolidation import Consolidation
from neurotag.plasticity.disinhibition import Disinhibition
from neurotag.plasticity.homeostasis import IntrinsicExcitability, SynapticScaling
from neurotag.plasticity.inhibitory import InhibitorySTDP
from neurotag.plasticity.modulated import ModulatedSTDP
from neurotag.plasticity.pair import PairSTDP
from neurotag.plasticity.three_factor import ThreeFactor
from neurotag.plasticity.triplet import TripletSTDP

Rule = Annotated[
    ThreeFactor | PairSTDP | TripletSTDP | ModulatedSTDP | InhibitorySTDP, Field(discriminator="kind")
]

__all__ = [
    "Consolidation",
    "Disinhibition",
    "InhibitorySTDP",
    "IntrinsicExcitability",
    "ModulatedSTDP",
    "PairSTDP",
    "Rule",
    "SynapticScaling",
    "ThreeFactor",
    "TripletSTDP",
]
