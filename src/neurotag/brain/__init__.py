"""Floor 2b. What there is: regions, projections, cells, a body, and the built-in brains."""

from neurotag.brain.abstract_cell import AbstractCell
from neurotag.brain.body import Body, Fibres, Site
from neurotag.brain.brain import Alarm, Brain
from neurotag.brain.cell import Cell
from neurotag.brain.cells import AnyCell
from neurotag.brain.library import BUILT_IN, load_brain
from neurotag.brain.modulators import Driver, Modulators, Transmitter
from neurotag.brain.point_cells import AdExCell, ConductanceCell, CurrentCell
from neurotag.brain.projection import (
    Convergence,
    Everywhere,
    FixedIndegree,
    FixedTotal,
    Neighbours,
    Pattern,
    Projection,
    SameSite,
)
from neurotag.brain.region import Region
from neurotag.brain.senses import PatternDrive, Senses, SiteDrive

__all__ = [
    "BUILT_IN",
    "AbstractCell",
    "AdExCell",
    "Alarm",
    "AnyCell",
    "Body",
    "Brain",
    "Cell",
    "ConductanceCell",
    "Convergence",
    "CurrentCell",
    "Driver",
    "Everywhere",
    "Fibres",
    "FixedIndegree",
    "FixedTotal",
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
    "Transmitter",
    "load_brain",
]
