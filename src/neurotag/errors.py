"""Errors that say where, what is wrong and what to do. Open to every room.

Each class is also the builtin a caller would expect, and keeps its three parts in ``args`` so that it
survives the journey home from another process.
"""


class NeurotagError(Exception):
    """Base of every error this package raises on purpose.

    Parameters
    ----------
    where : str
        The place: a field path, a file, an option.
    what : str
        What is wrong there, with the value and the bound.
    advice : str
        What to do about it.
    """

    def __init__(self, where: str, what: str, advice: str) -> None:
        super().__init__(where, what, advice)
        self.where = where
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        stop = "" if self.advice.endswith("?") else "."
        return f"{self.where}: {self.what}. {self.advice}{stop}"


class DescriptionError(NeurotagError, ValueError):
    """A brain or a life that contradicts itself or holds a value out of bounds."""


class CompileError(NeurotagError, ValueError):
    """A description that cannot become a circuit."""


class InputError(NeurotagError, ValueError):
    """A file or an option that cannot be read as what it should be."""


class OutputError(NeurotagError, OSError):
    """A place that cannot be written."""

    def __str__(self) -> str:
        """Return the sentence a user reads."""
        return NeurotagError.__str__(self)


class SimulationError(NeurotagError, RuntimeError):
    """A run that ended badly."""
