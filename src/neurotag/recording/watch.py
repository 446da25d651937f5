"""What is asked for before a run."""

from pydantic import Field, PositiveFloat

from neurotag.description import Description


class Watch(Description):
    """What a recording keeps. Modulators and the counts of each region are always kept; they are small."""

    spikes: bool = True
    """Keep every spike of every neuron."""
    regions: tuple[str, ...] = ()
    """Keep the spikes of these regions only; none named means all."""
    budget_mb: PositiveFloat = 512.0
    """Most space the spikes may take, 8 bytes each; when it is used up, spikes are no longer kept and the
    recording says so. The run goes on."""
    chunk_ms: float = Field(100.0, ge=1, le=10_000)
    """Time between two looks at the keyboard, the budget and the progress."""
