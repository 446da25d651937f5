"""Floor 2a. How synapses change with use: the words of each rule."""

from neurotag.plasticity.three_factor import Consolidation, Disinhibition, ThreeFactor

__all__ = ["Consolidation", "Disinhibition", "ThreeFactor"]
