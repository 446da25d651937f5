"""Floor 2b. What there is: regions, projections, cells, a body, and the built-in brains."""

from neurotag.brain.body import Body, Fibres, Site
from neurotag.brain.brain import Alarm, Brain
from neurotag.brain.cell import Cell
from neurotag.brain.library import BUILT_IN, load_brain
from neurotag.brain.modulators import Driver, Modulators
from neurotag.brain.projection import Convergence, Everywhere, Neighbours, Pattern, Projection, SameSite
from neurotag.brain.region import Region
from neurotag.brain.senses import PatternDrive, Senses, SiteDrive

__all__ = [
    "BUILT_IN",
    "Alarm",
    "Body",
    "Brain",
    "Cell",
    "Convergence",
    "Driver",
    "Everywhere",
    "Fibres",
    "Modulators",
    "Neighbours",
    "Pattern",
    "PatternDrive",
    "Projection",
    "Region",
    "SameSite",
    "Senses",
    "Site",
    "SiteDrive",
    "load_brain",
]
