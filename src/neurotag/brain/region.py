"""A region: a named group of neurons with a place in the head."""

from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from neurotag.brain.cells import AnyCell
from neurotag.description import Description
from neurotag.plasticity import Disinhibition


class Region(Description):
    """Excitatory and inhibitory neurons of one area, with the names people know it by."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """What descriptions and measures call it."""
    title: str = ""
    """What a reader calls it."""
    anatomy: str = ""
    """What an anatomist calls it."""
    mni_mm: tuple[float, float, float] | None = None
    """Where it lies, about, in MNI space: x (right), y (front), z (up), in millimetres."""
    mni_source: str = ""
    """Where the coordinates come from."""
    n_excitatory: PositiveInt
    """Number of excitatory neurons at scale 1."""
    n_inhibitory: NonNegativeInt
    """Number of inhibitory neurons at scale 1."""
    layout: Literal["scattered", "body_map"] = "scattered"
    """``body_map``: an equal share of the neurons for each site of the body, in map order."""
    nociceptive_share: float = Field(0.0, ge=0, le=1)
    """Share of the excitatory neurons that the danger pathway can reach, and the alarm is read from."""
    bias_shift_mV: float = 0.0
    """Added to the steady drive of the excitatory neurons."""
    is_relay: bool = False
    """The excitatory neurons of a relay do not tire and are not aroused by salience."""
    hush_mV: float = Field(0.0, ge=0)
    """Extra drive of the inhibitory neurons at salience 1: what salience takes attention away from."""
    salience_sensitivity: float = Field(1.0, ge=0)
    """How strongly salience gates learning at the synapses onto this region."""
    disinhibition: Disinhibition | None = None
    """How its excitatory neurons lose inhibition and get it back, where not as the brain's."""
    excitatory: AnyCell | None = None
    """Its excitatory neurons, where they are not the brain's."""
    inhibitory: AnyCell | None = None
    """Its inhibitory neurons, where they are not the brain's."""

    @property
    def heading(self) -> str:
        """What a figure writes beside it: the title, or the name in words where there is none."""
        return self.title or self.name.replace("_", " ").capitalize()
