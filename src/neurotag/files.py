"""Text files that hold descriptions: read as a mapping, or refused in one sentence."""

from pathlib import Path
from typing import Any

import yaml

from neurotag.errors import InputError


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML (or JSON) file that must hold a mapping.

    Raises
    ------
    InputError
        If the file does not exist, is not text, is not YAML, or holds no mapping.
    """
    if not path.exists():
        raise InputError(str(path), "there is no such file", "Check the path and the spelling")
    if not path.is_file():
        raise InputError(str(path), "is not a file", "Name a file")
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise InputError(str(path), "is not a text file in UTF-8", "Name a YAML file") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}, line {mark.line + 1}, column {mark.column + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or "cannot be read"
        raise InputError(place, f"is not YAML: {problem}", "Mend the file there") from None
    if not isinstance(content, dict):
        kind = "nothing" if content is None else f"a {type(content).__name__}"
        raise InputError(
            str(path), f"must hold a mapping of fields (it holds {kind})", "Begin with 'name: ...'"
        )
    return content
