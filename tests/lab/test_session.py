"""Sessions are small, open for ever, and live again; what is none is refused in a sentence."""

import json
import runpy
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lab.sitting import Sitting

from neurotag.errors import DescriptionError, InputError, NeurotagError
from neurotag.lab.player import Opening
from neurotag.lab.python_copy import write_script
from neurotag.lab.session import FORMAT, Session, dump, open_session, read, relive, wake

FORMATS = Path(__file__).parent / "formats"


@pytest.fixture(scope="module")
def session() -> Session:
    sitting = Sitting(Opening(brain="everyday", seed=5))
    sitting.live(20)
    sitting.press("song")
    sitting.press("stove")
    sitting.ask(what="lever", name="threat", value=0.5)
    sitting.pass_day("night")
    sitting.press("think")
    sitting.live(7)
    return sitting.player.session()


def test_a_session_survives_its_file(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "ünïcode sitting.neurotag.json"
    path.write_text(dump(session), "utf-8")
    assert open_session(path) == session
    assert path.stat().st_size < 10_000
    assert [press.cue for press in session.presses] == ["song", "stove", "lever:threat", "night", "think"]


def test_the_script_prints_the_digest_of_the_screen(
    session: Session, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "sitting.py"
    path.write_text(write_script(session), "utf-8")
    runpy.run_path(str(path), run_name="__main__")
    *_, digest = capsys.readouterr().out.split()
    assert digest == session.spikes


def test_a_session_goes_on_where_it_was(session: Session) -> None:
    live = wake(session)
    assert live.digest() == session.spikes
    assert live.awake_s == pytest.approx(session.awake_s)
    assert set(live.episodes) == {"song", "stove"}


def test_a_session_of_other_spikes_is_refused(session: Session) -> None:
    with pytest.raises(InputError, match="its spikes come out otherwise here"):
        wake(session.replace(spikes="0" * 64))


@pytest.mark.parametrize("path", sorted(FORMATS.glob("*.json")), ids=lambda path: path.stem)
def test_files_of_every_format_open_and_live_again(path: Path) -> None:
    session = open_session(path)
    assert session.format == FORMAT
    assert session.chapters
    if session.spikes:
        assert relive(session) == session.spikes
    else:
        assert relive(session)


def test_there_is_a_file_of_every_format() -> None:
    assert {json.loads(path.read_text("utf-8"))["format"] for path in FORMATS.glob("*.json")} == set(
        range(FORMAT + 1)
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no JSON"),
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("[]", "has no format"),
        ("{}", "has no format"),
        ('{"format": 99}', "this version reads up to 1"),
        ('{"format": -1}', "this version reads up to 1"),
        ('{"format": 1}', "brain"),
        ('{"format": 1, "brain": "everyday", "sead": 1}', "sead"),
        ('{"format": 1, "brain": "everyday", "seed": -1}', "seed"),
        ('{"format": 1, "brain": "everyday", "chapters": [{}]}', "chapters"),
        (" " * (8 * 2**20 + 1), "a session has at most"),
    ],
)  # fmt: skip
def test_what_is_no_session_is_refused_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises((InputError, DescriptionError), match=said):
        read(text, where="sitting.json")


def test_a_brain_or_a_place_that_is_not_there_is_named(session: Session) -> None:
    with pytest.raises(NeurotagError, match="mine"):
        wake(session.replace(brain="mine"))
    chapter = session.chapters[0].replace(levers={"threat": 0.7})
    with pytest.raises(DescriptionError, match=r"cannot stand at 0\.7"):
        wake(session.replace(chapters=(chapter,)))


def test_a_session_that_lasts_for_days_awake_is_refused(session: Session) -> None:
    chapter = session.chapters[0].replace(awake_s=1e6)
    with pytest.raises(InputError, match="a session is at most 6 h"):
        read(dump(session.replace(chapters=(chapter,))))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_broken_file_never_breaks_us(session: Session, data: st.DataObject) -> None:
    text = dump(session)
    at = data.draw(st.integers(0, len(text) - 1))
    n = data.draw(st.integers(0, 30))
    broken = text[:at] + data.draw(st.text(max_size=20)) + text[at + n :]
    with suppress(NeurotagError):
        read(broken)
