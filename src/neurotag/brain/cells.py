"""The kinds of neurons there are."""

from typing import Annotated

from pydantic import Field

from neurotag.brain.cell import Cell
from neurotag.brain.point_cells import AdExCell, ConductanceCell, CurrentCell

AnyCell = Annotated[Cell | CurrentCell | ConductanceCell | AdExCell, Field(discriminator="kind")]
