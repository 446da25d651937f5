"""What the tests of this room write their files with."""

from collections.abc import Callable
from pathlib import Path

Write = Callable[[str, str], Path]
