"""What the README shows is true."""

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def example() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    return str(code)


def test_the_example_runs_and_a_thorn_leaves_its_mark_on_the_rose(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    room: dict[str, object] = {}
    exec(compile(example(), "README.md", "exec"), room)  # noqa: S102 (our own README)
    assert "The whole life was lived." in capsys.readouterr().out
    assert (tmp_path / "rose.html").is_file()
    measures = room["measures"]
    assert isinstance(measures, dict)
    assert measures["alarm_rose_after"] > measures["alarm_rose_before"]


def test_the_example_is_short() -> None:
    assert len([line for line in example().splitlines() if line.strip()]) <= 20


@pytest.mark.parametrize("path", re.findall(r"\]\(((?!http)[^)]+)\)", README))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (Path(__file__).parents[2] / path).exists()
