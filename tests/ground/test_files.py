"""Text files are read as a mapping, or refused in one sentence."""

from pathlib import Path

import pytest

from neurotag.errors import InputError
from neurotag.files import names_file, read_mapping

REFUSED = {
    "a list": ("- 1\n- 2\n", "must hold a mapping of fields (it holds a list). Begin with 'name: ...'."),
    "nothing": ("# no more\n", "must hold a mapping of fields (it holds nothing). Begin with 'name: ...'."),
    "no yaml": ("a: [1\nb: 2\n", "line 2, column 2: cannot be read as YAML: "),
    "a field twice": (
        "a: 1\nb: 2\na: 3\n",
        "line 3, column 1: cannot be read as YAML: the field 'a' is there twice.",
    ),
    "code": ("a: !!python/name:os.system\n", "could not determine a constructor for the tag"),
    "too deep": ("a: " + "[" * 5000, "is nested too deep. Flatten it."),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_read_mapping_refuses(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_mapping(path)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nowhere.yaml", "there is no such file. Check the path and the spelling."),
        ("", "is not a file. Name a file."),
        ("x" * 300 + ".yaml", "cannot be read ("),
    ],
    ids=["absent", "folder", "too long"],
)
def test_read_mapping_refuses_what_is_no_file(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        read_mapping(tmp_path / name)
    assert sentence in str(caught.value)


def test_read_mapping_refuses_what_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "life.yaml"
    path.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(InputError, match="is not a text file in UTF-8"):
        read_mapping(path)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("name: x\nevents: [1, 2]\n", {"name": "x", "events": [1, 2]}),
        ('{"name": "x", "events": [1, 2]}', {"name": "x", "events": [1, 2]}),
        ("\ufeffname: x\n", {"name": "x"}),
        ("a: &a {x: 1}\nl: {l: {b: &b {<<: *a, x: 2}}}\nc: {<<: *b}\n", {"x": 2}),
    ],
    ids=["yaml", "json", "byte order mark", "merged fields"],
)
def test_read_mapping_reads(tmp_path: Path, text: str, content: dict[str, object]) -> None:
    path = tmp_path / "life.yaml"
    path.write_text(text, encoding="utf-8")
    read = read_mapping(path)
    assert read.get("c", read) == content


@pytest.mark.parametrize(
    ("source", "is_file"),
    [("life.yaml", True), ("LIFE.YML", True), ("brain.json", True), ("stove", False), ("x" * 400, False)],
)
def test_names_file_tells_files_from_built_in_names(source: str, is_file: bool) -> None:
    assert names_file(source) is is_file
