"""What was read is found again: by whom, for how long, and after damage."""

import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.content import Content
from corpus.library import Source
from corpus.reading.cache import ReadingCache
from tests.corpus.contents import source_of
from tests.made_document import of_pages

WORDS = of_pages(["A page of text."])
PICTURES = of_pages(["A page of text.", ""])
ADA, BEN, CY = (
    replace(source_of(Path(f"{name}.txt")), sha256=name) for name in ("ada", "ben", "cy")
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A cache that knows three files."""
    path = tmp_path / "cache" / "reading.sqlite"
    with ReadingCache(path, ocr="none") as cache:
        for source in (ADA, BEN, CY):
            cache.put(source, WORDS)
    return path


def found(path: Path, *sources: Source, ocr: str = "none") -> list[str | None]:
    """Texts of the sources; None for those that are not known."""
    with ReadingCache(path, ocr=ocr) as cache:
        contents = [cache.get(source) for source in sources]
    return [None if content is None else content.text for content in contents]


def rows(path: Path) -> int:
    connection = sqlite3.connect(path)
    [(count,)] = connection.execute("SELECT count(*) FROM contents")
    connection.close()
    return int(count)


def test_what_was_put_is_found(path: Path) -> None:
    assert found(path, ADA, replace(ADA, sha256="dan")) == [WORDS.text, None]


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, notice="2031-00001"),
        replace(ADA, path=Path("ada.md")),
        replace(ADA, origin="digest"),
    ],
)
def test_what_is_read_in_another_way_is_another_content(path: Path, other: Source) -> None:
    assert found(path, other) == [None]


@pytest.mark.parametrize("damage", [b"this is no database at all", b""], ids=["noise", "empty"])
def test_a_damaged_cache_is_made_anew(path: Path, damage: bytes) -> None:
    path.write_bytes(damage * 1000)
    assert found(path, ADA) == [None]
    with ReadingCache(path, ocr="none") as cache:
        cache.put(ADA, WORDS)
    assert found(path, ADA) == [WORDS.text]


def test_a_cache_damaged_inside_is_made_anew(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + bytes(len(whole) - 4096))
    assert found(path, ADA) == [None]


def test_a_damaged_content_is_not_found(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE contents SET content = substr(content, 1, 40)")
    connection.close()
    assert found(path, ADA) == [None]


def test_a_cache_that_cannot_be_written_knows_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the folder's place")
    with ReadingCache(tmp_path / "file" / "reading.sqlite", ocr="none") as cache:
        cache.put(ADA, WORDS)
        cache.keep([ADA])
        assert cache.get(ADA) is None


@pytest.mark.parametrize(("content", "is_found"), [(PICTURES, False), (WORDS, True)])
def test_only_what_lacks_text_depends_on_what_reads_pictures(
    path: Path, content: Content, is_found: bool
) -> None:
    with ReadingCache(path, ocr="none") as cache:
        cache.put(ADA, content)
    assert found(path, ADA) == [content.text]
    assert found(path, ADA, ocr="tesseract 5") == [content.text if is_found else None]


def test_other_readers_read_anew_and_forget(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading.cache.READER_VERSION", 10**6)
    assert found(path, ADA) == [None]
    with ReadingCache(path, ocr="none") as cache:
        cache.put(ADA, WORDS)
        cache.keep([ADA])
    assert rows(path) == 1


def test_what_nobody_asks_for_is_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for days, wanted, kept in ((20, [ADA, BEN], 3), (40, [], 2)):
        monkeypatch.setattr("corpus.reading.cache.time.time", lambda: now + days * 86_400)  # noqa: B023
        with ReadingCache(path, ocr="none") as cache:
            cache.keep(wanted)
        assert rows(path) == kept
