"""Brains by name or from a file."""

from collections.abc import Callable
from pathlib import Path

from neurotag.brain.brain import Brain
from neurotag.brain.everyday import everyday, vulnerable
from neurotag.description import parse, suggest
from neurotag.errors import InputError
from neurotag.files import names_file, read_mapping

BUILT_IN: dict[str, Callable[[], Brain]] = {"everyday": everyday, "vulnerable": vulnerable}
"""The brains that come with the package, by name."""


def load_brain(source: str | Path) -> Brain:
    """Return a brain by its built-in name, or from a YAML or JSON file.

    Raises
    ------
    InputError
        If there is neither a built-in brain nor a file of this name, or the file is not YAML.
    DescriptionError
        If the file does not describe a brain.

    Examples
    --------
    >>> load_brain("everyday").title
    'a healthy brain'
    """
    name = str(source)
    if name in BUILT_IN:
        return BUILT_IN[name]()
    if names_file(source):
        return parse(Brain, read_mapping(Path(source)), where=str(source))
    raise InputError(f"brain {name!r}", "is neither a built-in brain nor a file", suggest(name, BUILT_IN))
