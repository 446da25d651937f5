"""What the page on lives shows of checkpoints is true."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "life.md").read_text(encoding="utf-8")


def test_the_example_runs_and_its_futures_differ(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    exec(compile(str(code), "life.md", "exec"), {})  # noqa: S102 (our own page)
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == ["seed 7", "seed 8", "seed 9"]
    assert (tmp_path / "burned.zarr.zip").is_file()


@pytest.mark.parametrize("option", ["--from", "--checkpoint", "--checkpoint-at"])
def test_the_page_names_every_option(option: str) -> None:
    assert f"{option} " in PAGE
