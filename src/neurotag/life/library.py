"""Lives by name or from a file."""

from importlib import resources
from pathlib import Path

from neurotag.description import parse, suggest
from neurotag.errors import InputError
from neurotag.files import names_file, read_mapping
from neurotag.life.life import Life


def built_in_lives() -> tuple[str, ...]:
    """Return the names of the lives that come with the package, the stove first."""
    names = [
        entry.name.removesuffix(".yaml") for entry in _folder().iterdir() if entry.name.endswith(".yaml")
    ]
    return tuple(sorted(names, key=lambda name: (name != "stove", name)))


def load_life(source: str | Path) -> Life:
    """Return a life by its built-in name, or from a YAML or JSON file.

    Raises
    ------
    InputError
        If there is neither a built-in life nor a file of this name, or the file is not YAML.
    DescriptionError
        If the file does not describe a life.

    Examples
    --------
    >>> load_life("stove").name
    'stove'
    """
    name = str(source)
    if name in built_in_lives():
        with resources.as_file(_folder() / f"{name}.yaml") as path:
            return parse(Life, read_mapping(path), where=f"life {name!r}")
    if names_file(source):
        return parse(Life, read_mapping(Path(source)), where=str(source))
    raise InputError(
        f"life {name!r}", "is neither a built-in life nor a file", suggest(name, built_in_lives())
    )


def _folder() -> resources.abc.Traversable:
    return resources.files("neurotag.life") / "library"
