"""Text files that hold descriptions: read as a mapping, or refused in one sentence."""

from pathlib import Path
from typing import Any

import yaml

from neurotag.errors import InputError

SUFFIXES = {".yaml", ".yml", ".json"}
MERGE = "tag:yaml.org,2002:merge"


def names_file(source: str | Path) -> bool:
    """Return whether this names a file, there or not, rather than something built in."""
    path = Path(source)
    try:
        return path.suffix.lower() in SUFFIXES or path.exists()
    except OSError:
        # The system refuses to look: too long a name, say.
        return False


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML (or JSON) file that must hold a mapping.

    Raises
    ------
    InputError
        If the file does not exist, cannot be read, is not text, is not YAML, names a field twice, or holds
        no mapping.
    """
    try:
        # PyYAML's safe loader, and no more lenient: it makes plain values only.
        content = yaml.load(_read(path), Loader=_Loader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise InputError(place, f"cannot be read as YAML: {problem}", "Mend the file there") from None
    except RecursionError:
        raise InputError(str(path), "is nested too deep", "Flatten it") from None
    if not isinstance(content, dict):
        kind = "nothing" if content is None else f"a {type(content).__name__}"
        raise InputError(
            str(path), f"must hold a mapping of fields (it holds {kind})", "Begin with 'name: ...'"
        )
    return content


def _read(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise InputError(str(path), "is not a file", "Name a file")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(str(path), "is not a text file in UTF-8", "Name a YAML file") from None
    except FileNotFoundError:
        raise InputError(str(path), "there is no such file", "Check the path and the spelling") from None
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", "Name another file") from None


class _Loader(yaml.SafeLoader):
    """Refuses a field that is there twice, of which YAML would keep the last without a word."""

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        # Here and not in construct_mapping: by then a merged field stands beside the one that replaces it.
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != MERGE:
                if key.value in seen:
                    problem = f"the field {key.value!r} is there twice"
                    raise yaml.composer.ComposerError(None, None, problem, key.start_mark)
                seen.add(key.value)
        return node
