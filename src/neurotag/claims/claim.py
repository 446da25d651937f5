"""What a claim is: a statement, what it predicts, the lives that put it to the test, and what is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neurotag.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from neurotag.life import Life
    from neurotag.recording import Recording

Lived = dict[str, "Recording"]
"""The recordings of one seed, by the names of their arms."""


@dataclass(frozen=True)
class Arm:
    """One life of one brain.

    Attributes
    ----------
    name : str
        What the claim's measure calls it. Arms of the same brain, life and past are lived once, whatever
        they are called.
    life : Life
        What happens.
    brain : str
        A built-in brain.
    changes : tuple of str
        What differs in it, each as ``path=value``: what an ablation switches off.
    past : Arm, optional
        Goes on from the end of this one; none: from birth.
    """

    name: str
    life: Life
    brain: str = "everyday"
    changes: tuple[str, ...] = ()
    past: Arm | None = None

    def key(self) -> tuple[object, ...]:
        """Return what tells this arm's recording from another's."""
        past = self.past.key() if self.past else None
        return (self.brain, self.changes, self.life.digest(), past)

    def ancestry(self) -> Iterator[Arm]:
        """Yield the arms it goes on from, the oldest first, and itself."""
        if self.past is not None:
            yield from self.past.ancestry()
        yield self


@dataclass(frozen=True)
class Part:
    """One prediction of a claim: a number for each seed, and where the mean of them has to lie.

    Attributes
    ----------
    name : str
        The number's name in the reading.
    says : str
        The prediction in plain words.
    unit : str
        Of the number.
    low, high : float, optional
        The bounds, fixed before any run. Supported is what has its whole interval within them.
    control : str
        What the control is, in plain words; empty without one. Its number stands in the reading under
        ``<name>_control``, and must not keep the bounds.
    published : str
        What was found in people or animals, with its source.
    """

    name: str
    says: str
    unit: str
    low: float | None = None
    high: float | None = None
    control: str = ""
    published: str = ""

    def __post_init__(self) -> None:
        """Refuse a part that nothing could fail."""
        if self.low is None and self.high is None:
            raise InputError(f"part {self.name!r}", "has no bound", "Give low, high or both")

    @property
    def control_name(self) -> str:
        """The control's name in the reading."""
        return f"{self.name}_control"

    @property
    def bounds(self) -> str:
        """The bounds in words."""
        if self.low is None:
            return f"at most {self.high:g}"
        return f"at least {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Chart:
    """What a claim draws besides the effect of each part: lines over a common axis.

    Attributes
    ----------
    x_label, y_label : str
        The axes, with their units.
    x : tuple of float
        Where the lines are read.
    lines : tuple of (str, str)
        Name of each line in the reading, and what a reader calls it.
    points : tuple of (str, tuple of float)
        Published values at the same places, if any; NaN where there is none.
    is_log : bool
        The x axis is logarithmic.
    """

    x_label: str
    y_label: str
    x: tuple[float, ...]
    lines: tuple[tuple[str, str], ...]
    points: tuple[tuple[str, tuple[float, ...]], ...] = ()
    is_log: bool = False


@dataclass(frozen=True)
class Reading:
    """What one seed came to.

    Attributes
    ----------
    values : dict of str to float
        A number for each part and each control, and whatever else is worth telling.
    lines : dict of str to list of float
        The lines of the chart.
    """

    values: Mapping[str, float]
    lines: Mapping[str, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """A statement of the article, and the experiment that answers for it.

    Attributes
    ----------
    name : str
        What the command line calls it.
    row : str
        Where it stands among the article's statements.
    statement : str
        What the article says, in other words.
    parts : tuple of Part
        What it predicts; the first is the one that the claim is summed up by.
    arms : tuple of Arm
        The lives.
    measure : callable
        Reads the recordings of one seed.
    published : str
        What the evidence says, with its source.
    disagrees : str
        Where the evidence disagrees with the article or with the model; empty where it does not.
    told : tuple of (str, str)
        Other values of the reading that are worth telling, with what a reader calls them and their unit.
    chart : Chart, optional
        What it draws besides.
    """

    name: str
    row: str
    statement: str
    parts: tuple[Part, ...]
    arms: tuple[Arm, ...]
    measure: Callable[[Lived], Reading]
    published: str
    disagrees: str = ""
    told: tuple[tuple[str, str], ...] = ()
    chart: Chart | None = None

    def lives(self) -> tuple[Arm, ...]:
        """Return every arm that must be lived, each after the one it goes on from, and each once."""
        every = {each.key(): each for arm in self.arms for each in arm.ancestry()}
        return tuple(every.values())
