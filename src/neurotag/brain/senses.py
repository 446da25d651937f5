"""Where events enter the brain: which neurons each kind of event drives, and how strongly."""

from pydantic import NonNegativeFloat, PositiveFloat, PositiveInt

from neurotag.brain.projection import Cells
from neurotag.description import Description


class SiteDrive(Description):
    """Drives the neurons of the touched site in a region with a body map."""

    region: str
    """The region."""
    cells: Cells = "excitatory"
    """Which of its neurons."""
    strength: NonNegativeFloat = 1.0
    """Mean conductance at pressure or intensity 1, in leak conductances."""


class PatternDrive(Description):
    """Drives a set of a region's excitatory neurons, drawn by the seed and the name of the thing."""

    region: str
    """The region."""
    n_cells: PositiveInt
    """Size of the set at scale 1."""
    strength: NonNegativeFloat = 1.0
    """Mean conductance at intensity 1, in leak conductances."""


class Senses(Description):
    """The ways in."""

    touch: tuple[SiteDrive, ...] = ()
    """Touch of a site."""
    heat: tuple[SiteDrive, ...] = ()
    """Heat at, or injury of, a site."""
    smell: tuple[PatternDrive, ...] = ()
    """A smell."""
    sound: tuple[PatternDrive, ...] = ()
    """A sound."""
    sight: tuple[PatternDrive, ...] = ()
    """A sight."""
    task: tuple[PatternDrive, ...] = ()
    """A talk or another task that is kept in mind."""
    emotion: tuple[PatternDrive, ...] = ()
    """A feeling."""
    episode: tuple[PatternDrive, ...] = ()
    """The index under which a named event is lived: its sparse set of memory and thought neurons."""
    thought: tuple[PatternDrive, ...] = ()
    """Recall: drives the same index neurons as ``episode``, from within."""
    relevance: tuple[PatternDrive, ...] = ()
    """What matters for survival by itself, in proportion to the event's relevance: as intensity."""
    kick_rate_hz: PositiveFloat = 500.0
    """Rate of the random input spikes that a driven neuron receives."""
