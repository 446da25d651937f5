"""The page about the lab says what runs."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "lab.md").read_text(encoding="utf-8")


def test_a_brain_that_lives_live(capsys: pytest.CaptureFixture[str]) -> None:
    *_, code = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    exec(compile(str(code), "lab.md", "exec"), {"__name__": "__main__"})  # noqa: S102 (our own page)
    assert capsys.readouterr().out == "(200, 12, 3)\nTrue\n"
