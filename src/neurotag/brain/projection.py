"""A projection: the connections from the neurons of one region to those of another, or of the same."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeFloat, PositiveFloat, PositiveInt

from neurotag.description import Description

Probability = Annotated[float, Field(gt=0, le=1)]
Cells = Literal["excitatory", "inhibitory"]


class Everywhere(Description):
    """Each source reaches each target with one probability."""

    kind: Literal["everywhere"] = "everywhere"
    probability: Probability
    """Chance of a connection at scale 1; it falls as the brain grows, so that fan-in stays the same."""


class SameSite(Description):
    """Like ``everywhere``, but only between neurons of the same site of the body."""

    kind: Literal["same_site"] = "same_site"
    probability: Probability
    """Chance of a connection at scale 1."""


class Neighbours(Description):
    """Connections that thin out with the distance between sites in the body map."""

    kind: Literal["neighbours"] = "neighbours"
    probabilities: tuple[Probability, ...] = Field(min_length=1)
    """Chance at distance 0, 1, 2, ... sites; the last holds beyond."""


class Convergence(Description):
    """Each site reaches its own random share of the target's nociceptive neurons."""

    kind: Literal["convergence"] = "convergence"
    probability: Probability
    """Chance of a connection onto a chosen neuron, at scale 1."""
    share: Probability
    """Share of the nociceptive neurons that one site chooses."""


class FixedIndegree(Description):
    """Each target draws so many sources, each anew: one may be drawn twice, and a neuron may draw itself."""

    kind: Literal["indegree"] = "indegree"
    number: PositiveInt
    """Synapses per target, at any scale."""


class FixedTotal(Description):
    """So many synapses, source and target of each drawn at random: pairs may be drawn twice."""

    kind: Literal["total"] = "total"
    number: PositiveInt
    """Synapses in all, at scale 1; they grow with the brain, so that fan-in stays the same."""


Pattern = Annotated[
    Everywhere | SameSite | Neighbours | Convergence | FixedIndegree | FixedTotal, Field(discriminator="kind")
]


class Projection(Description):
    """Who connects to whom, how strongly, how late, and whether it learns."""

    source: str
    """Region the axons come from."""
    target: str
    """Region they end in."""
    source_cells: Cells = "excitatory"
    """Neurons the axons come from."""
    target_cells: Cells = "excitatory"
    """Neurons they end on."""
    pattern: Pattern
    """Who meets whom."""
    weight: NonNegativeFloat
    """Mean birth weight, in the unit of the target's kind of cell (leak conductances for ``Cell``)."""
    weight_spread: NonNegativeFloat = 0.5
    """Spread of the birth weights; 0 makes them equal: where they are fixed, a third of the memory."""
    weight_law: Literal["lognormal", "normal"] = "lognormal"
    """How they spread: log-normally with this sigma, or normally with this share of the mean, cut at 0."""
    weight_max: PositiveFloat | None = None
    """Ceiling for learning; required with a rule."""
    delay_ms: PositiveFloat
    """Time from a spike to its arrival, on average."""
    delay_spread_ms: NonNegativeFloat = 0.0
    """Standard deviation of normally spread delays, cut at the step; 0: all alike."""
    n_delays: PositiveInt | None = None
    """Number of different delays that stand for the spread, each for an equal share of the synapses; none: as
    many as there are steps."""
    rule: str | None = None
    """Name of the rule in ``Brain.rules`` by which it learns; none means fixed."""

    @property
    def label(self) -> str:
        """Name of the projection, such as ``touch->danger`` or ``fear->sight.inhibitory``."""
        source = self.source if self.source_cells == "excitatory" else f"{self.source}.inhibitory"
        target = self.target if self.target_cells == "excitatory" else f"{self.target}.inhibitory"
        return f"{source}->{target}"
