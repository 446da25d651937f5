"""What was read once is not lived again, unless something changed that it hangs on."""

import json
import shutil
from pathlib import Path

import pytest
from tests.claims import tiny
from tests.claims.tiny import FEELS, FELT, FRAIL_ONE, STILL, cache, claim_of

from neurotag.claims import Cache, Reading, check_claims
from neurotag.claims import cache as cache_module
from neurotag.claims import perform as perform_module

__all__ = ["cache"]


@pytest.fixture
def no_life(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be lived."""

    def simulate(*_words: object, **_options: object) -> None:
        raise AssertionError("a life was lived")

    monkeypatch.setattr(perform_module, "simulate", simulate)


def test_a_second_run_lives_nothing(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check_claims([FEELS], seeds=2, cache=cache)
    monkeypatch.setattr(perform_module, "simulate", None)
    assert check_claims([FEELS], seeds=2, cache=cache) == first


def test_without_a_folder_nothing_is_kept_or_found() -> None:
    none = Cache(None)
    none.keep(FEELS, 0, (), Reading({"more": 1.0}))
    assert none.find(FEELS, 0, ()) is None


def keys(cache: Cache, *changes: str) -> tuple[bool, bool]:
    """Return whether the everyday claim and the vulnerable one are known with these changes."""
    return tuple(cache.find(claim, 0, changes) is not None for claim in (FEELS, FRAIL_ONE))  # type: ignore[return-value]


def test_a_changed_parameter_reruns_only_what_it_touches(cache: Cache) -> None:
    check_claims([FEELS], seeds=1, cache=cache)
    assert keys(cache) == (True, False)
    assert keys(cache, "modulators.salience_learning=0.2") == (False, False)
    # What the arms have already changes nothing.
    assert keys(cache, tiny.SCALE) == (True, False)


def test_other_seeds_lives_and_names_are_other_readings(cache: Cache) -> None:
    check_claims([FEELS], seeds=1, cache=cache)
    assert cache.find(FEELS, 1, ()) is None
    assert cache.find(claim_of("feels", FELT, tiny.AFTER), 0, ()) is None
    assert cache.find(claim_of("other", FELT, STILL), 0, ()) is None


def test_words_and_bounds_of_a_claim_are_no_part_of_its_reading(cache: Cache) -> None:
    check_claims([FEELS], seeds=1, cache=cache)
    stricter = claim_of("feels", *FEELS.arms, statement="Otherwise.", published="Somebody 2000")
    assert cache.find(stricter, 0, ()) is not None


CODE = '''"""What it is."""
TIMES = 2


def measure(lived):
    """Read."""
    return TIMES


CLAIM = 1
'''


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        ("What it is.", "What else.", True),
        ("CLAIM = 1", "CLAIM = 2  # stricter", True),
        ("    return TIMES", "    # twice\n    return TIMES", True),
        ("TIMES = 2", "TIMES = 3", False),
        ("return TIMES", "return 2 * TIMES", False),
    ],
)
def test_code_counts_and_words_do_not(tmp_path: Path, old: str, new: str, is_same: bool) -> None:
    before, after = tmp_path / "before.py", tmp_path / "after.py"
    before.write_text(CODE)
    after.write_text(CODE.replace(old, new))
    assert (cache_module._code_of(before) == cache_module._code_of(after)) is is_same


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"values": {"more": "many"}, "lines": {}}', '{"values": 3}']
)
def test_a_damaged_file_is_lived_again_and_mended(cache: Cache, content: str) -> None:
    first = check_claims([FEELS], seeds=1, cache=cache)
    assert cache.folder is not None
    (kept,) = cache.folder.iterdir()
    kept.write_text(content)
    assert cache.find(FEELS, 0, ()) is None
    assert check_claims([FEELS], seeds=1, cache=cache) == first
    assert json.loads(kept.read_text())["claim"] == "feels"


def test_files_are_whole_and_plain(cache: Cache) -> None:
    check_claims([FEELS], seeds=2, cache=cache)
    assert cache.folder is not None
    names = sorted(path.name for path in cache.folder.iterdir())
    assert [name.split("-")[:2] for name in names] == [["feels", "0"], ["feels", "1"]]
    assert all(name.endswith(".json") for name in names)


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("a file, no folder")
    (finding,) = check_claims([FEELS], seeds=1, cache=Cache(place))
    assert finding.seeds == (0,)
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_known_readings_need_no_life_even_of_claims_that_share(cache: Cache, no_life: None) -> None:
    cache.keep(FEELS, 0, (), Reading({"more": 90.0, "more_control": 3.0}, {"each": [90.0, 3.0]}))
    (finding,) = check_claims([FEELS], seeds=1, cache=cache)
    assert finding.answers[0].effect.mean == 90.0
