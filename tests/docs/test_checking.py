"""The worked claim of the page about checking runs as it is printed."""

import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")


def test_a_claim_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    exec(compile(str(code), "checking.md", "exec"), {"__name__": "__main__"})  # noqa: S102 (our own page)
    verdict, touched, rested = capsys.readouterr().out.split()
    assert verdict == "supported"
    assert float(touched) > 600.0 > float(rested) > 0.0


def test_ablations_lead_somewhere() -> None:
    from neurotag.claims.brains import changed_brain  # noqa: PLC0415 (only this test needs it)

    changes = re.findall(r"^\| `([^`]+=[^`]*)` \|", PAGE, flags=re.MULTILINE)
    assert len(changes) == 8
    for change in changes:
        assert changed_brain("everyday", (change,)).digest() != changed_brain("everyday").digest()
