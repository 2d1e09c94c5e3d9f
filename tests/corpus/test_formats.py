"""What a file is, and that every format has a reader."""

from pathlib import Path

import pytest

from corpus.content import Content
from corpus.errors import UnreadableDocument
from corpus.formats import KNOWN_SUFFIXES, detect_format
from corpus.library import Library
from corpus.reading.file import read_document
from tests.corpus.contents import put, source_of
from tests.corpus.made_up import docket, entry, pdf_bytes, write_digest, write_docx


def texts(path: Path) -> list[str]:
    return [page.text for page in read_document(source_of(path)).pages]


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"<!DOCTYPE html><html>Sign in", "is a web page, not a PDF"),
        ("a.pdf", b"\xef\xbb\xbf  <html>Sign in", "is a web page, not a PDF"),
        ("a.pdf", b"just words", "something else, not a PDF"),
        ("a.pdf", b"", "is empty"),
        ("a.docx", pdf_bytes("x"), "is a PDF, not a Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Word file"),
        ("a.html", pdf_bytes("x"), "is a PDF, not a web page"),
        ("a.txt", b"PK\x03\x04rest", "is not text"),
        ("a.txt", b"bi\0nary", "is not text"),
        ("a.txt", b" \n\t ", "holds no text"),
        ("a.md", b"---\n", "holds no text"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "holds no text"),
        ("a.xlsx", b"PK\x03\x04", "files of this format"),
        ("a", b"words", "files of this format"),
    ],
)
def test_what_a_file_is_refused_for(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = put(tmp_path, name, data)
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        read_document(source_of(path))
    assert caught.value.message.startswith(f"{name}: ")
    assert caught.value.hint


def test_whatever_a_reader_raises_makes_the_file_unreadable(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path) -> Content:
        raise AssertionError("a library's own")

    monkeypatch.setattr("corpus.web.read_html", fails)
    caplog.set_level("INFO", logger="corpus.reading.file")
    with pytest.raises(UnreadableDocument, match=r"^a\.html: .*AssertionError: a library's own"):
        read_document(source_of(put(tmp_path, "a.html", "<html>Kites.")))
    (record,) = (record for record in caplog.records if record.name == "corpus.reading.file")
    assert record.levelname == "INFO"
    assert record.exc_info


def test_an_error_of_our_own_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.web.parse_page", None)
    with pytest.raises(TypeError, match="not callable"):
        read_document(source_of(put(tmp_path, "a.html", "<html>Kites.")))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.pdf: .*No such file"):
        read_document(source_of(tmp_path / "gone.pdf"))


def test_a_text_file_is_what_it_holds(tmp_path: Path) -> None:
    assert detect_format(put(tmp_path, "a.txt", "<!doctype html><p>Kites.")) == "html"
    assert detect_format(put(tmp_path, "b.txt", pdf_bytes("x"))) == "pdf"
    assert detect_format(put(tmp_path, "c.TXT", "A letter about <html> tags.")) == "text"


def test_every_known_suffix_has_a_reader(tmp_path: Path) -> None:
    for suffix in KNOWN_SUFFIXES:
        path = tmp_path / f"kites{suffix}"
        if suffix == ".docx":
            write_docx(path)
        else:
            path.write_bytes(pdf_bytes("Kites.") if suffix == ".pdf" else b"Kites.")
        assert "ites" in texts(path)[0]


def test_a_document_read_carries_its_sources_facts(tmp_path: Path) -> None:
    source = source_of(put(tmp_path, "a.pdf", pdf_bytes("Page one.", "", "Page three.")))
    document = read_document(source)
    assert [page.text for page in document.pages] == ["Page one.", "", "Page three."]
    for field in ("doc_id", "title", "commenter", "kind", "origin", "url", "path", "sha256"):
        assert getattr(document, field) == getattr(source, field)


def test_a_digest_is_read_as_the_pages_of_its_original(tmp_path: Path) -> None:
    made = docket(tmp_path / "docket", entry("KITE-2031-0001-0001", b"x", pages=3))
    write_digest(made, "KITE-2031-0001-0001")
    (source,) = Library(tmp_path / "documents", made).sources()
    document = read_document(source)
    assert document.origin == "digest"
    assert document.title == source.title
    assert [page.text for page in document.pages] == ["It wants longer strings.", "", ""]
