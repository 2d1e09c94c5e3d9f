"""The manifest of a version: it comes back, and a damaged or foreign one is refused."""

import json
from pathlib import Path

import pytest

from index.errors import IndexStale
from index.manifest import FORMAT, check_files, read_manifest
from tests.index.made_version import fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "v1"
    folder.mkdir()
    fill(folder)
    return folder


def files_of(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("format_", [FORMAT - 1, FORMAT + 1, str(FORMAT), None])
def test_another_format_is_refused(folder: Path, format_: object) -> None:
    raw = json.loads((folder / "manifest.json").read_text())
    raw["format"] = format_
    (folder / "manifest.json").write_text(json.dumps(raw))
    with pytest.raises(IndexStale, match=f"format {format_}, not {FORMAT}"):
        read_manifest(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"format": 1}', "null"])
def test_a_damaged_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(IndexStale, match="v1"):
        read_manifest(folder)


def test_the_manifest_comes_back(folder: Path) -> None:
    manifest = read_manifest(folder)
    assert manifest.version == "v1"
    assert manifest.failed == {"broken.pdf": "broken.pdf: the file is broken."}
    assert sorted(manifest.files) == [name for name in files_of(folder) if name != "manifest.json"]
    check_files(folder, manifest)
