"""Importing many files at once: which are taken, which are not, and why."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.intake.importing import add_all, require_openable
from corpus.library import Library
from tests.corpus.made_up import docket, entry, pdf_bytes
from tests.pdf_maker import encrypt

ONE, TWO = "KITE-2031-0001-0001", "KITE-2031-0001-0002"
OFFICIAL = pdf_bytes("The official first comment.")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    made = docket(tmp_path / "docket", entry(ONE, OFFICIAL), entry(TWO, pdf_bytes("Second.")))
    return Library(tmp_path / "documents", made)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    folder = tmp_path / "given"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, data: bytes = b"Kites are fine.\n") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.slow
def test_import_takes_all_documents_of_a_folder(library: Library, given: Path) -> None:
    put(given, f"{ONE}.pdf", OFFICIAL)
    put(given, "deep/er/extra.html", b"<html><body><p>Extra.</p></body></html>")
    put(given, "README.md", b"# About")
    put(given, "data.json", b"{}")
    put(given, "broken.pdf", b"<html>Not found</html>")
    put(given, ".secret/hidden.txt")
    put(given, "empty.txt", b"")
    report = add_all(library, [given])
    assert {source.doc_id for source in report.added} == {ONE, "extra"}
    assert report.unchanged == ()
    assert {path.name for path, _ in report.skipped} == {
        "README.md",
        "data.json",
        "broken.pdf",
        "empty.txt",
    }
    assert {path.name: why for path, why in report.failed} == {
        "broken.pdf": "broken.pdf: the file is a web page, not a PDF.",
        "empty.txt": "empty.txt: the file is empty.",
    }
    again = add_all(library, [given])
    assert again.added == ()
    assert {source.doc_id for source in again.unchanged} == {ONE, "extra"}
    assert again.skipped == report.skipped


def test_a_readme_named_by_the_user_is_taken(library: Library, given: Path) -> None:
    report = add_all(library, [put(given, "README.md", b"# About kites")])
    assert [source.doc_id for source in report.added] == ["readme"]


def test_import_keeps_files_of_one_name_in_two_folders_apart(library: Library, given: Path) -> None:
    put(given, "a/comment.txt", b"one")
    put(given, "b/comment.txt", b"two")
    put(given, "c/comment.txt", b"two")
    report = add_all(library, [given])
    assert [source.doc_id for source in report.added] == ["comment", "comment-2"]
    assert [why for _, why in report.skipped] == ["b/comment.txt has the same bytes"]
    before = {path: path.stat().st_mtime_ns for path in library.folder.iterdir()}
    assert len(add_all(library, [given]).unchanged) == 2
    assert {path: path.stat().st_mtime_ns for path in library.folder.iterdir()} == before


def test_import_updates_the_file_of_the_same_path_but_not_its_commenter(
    library: Library, given: Path
) -> None:
    path = put(given, "a/attachment_1.txt", b"one")
    add_all(library, [given])
    library.add(path, commenter="Alpha", title="Alpha's letter")
    assert add_all(library, [given]).unchanged[0].commenter == "Alpha"
    put(given, "a/attachment_1.txt", b"one, revised")
    (source,) = add_all(library, [given]).added
    assert (source.doc_id, source.commenter, source.title) == ("attachment-1", "", "attachment 1")
    assert library.sources() == (source,)


def test_import_of_a_file_alone_is_no_update(library: Library, given: Path) -> None:
    add_all(library, [put(given, "attachment_1.txt", b"one")])
    add_all(library, [put(given, "attachment_1.txt", b"two")])
    add_all(library, [put(given, "attachment_1.txt", b"three").parent])
    assert [s.path.read_bytes() for s in library.sources()] == [b"one", b"two", b"three"]


def test_import_keeps_files_of_one_path_in_two_folders_apart(library: Library, given: Path) -> None:
    folders = [
        put(given, f"{data}/attachment_1.txt", data.encode()).parent for data in ("one", "two")
    ]
    report = add_all(library, folders)
    assert [source.doc_id for source in report.added] == ["attachment-1", "attachment-1-2"]
    assert len(add_all(library, folders).unchanged) == 2
    assert [s.path.read_bytes() for s in library.sources()] == [b"one", b"two"]


def test_import_keeps_a_renamed_file_when_another_has_its_old_name(
    library: Library, given: Path
) -> None:
    path = put(given, "b.txt", b"old")
    add_all(library, [given])
    path.rename(given / "a.txt")
    put(given, "b.txt", b"new")
    report = add_all(library, [given])
    assert report.skipped == ()
    assert [s.path.read_bytes() for s in library.sources()] == [b"old", b"new"]


def test_import_skips_what_would_replace_an_official_file(library: Library, given: Path) -> None:
    official = library.add(put(given, "official.pdf", OFFICIAL))
    other = put(given, "folder/0001_attachment_1.txt", b"Not the official text.")
    report = add_all(library, [other.parent])
    ((path, why),) = report.skipped
    assert path == other
    assert f"`askdocket corpus remove {ONE}`" in why
    assert (report.added, report.failed) == ((), ())
    assert library.sources() == (official,)


def test_import_prefers_the_official_of_two_files(library: Library, given: Path) -> None:
    put(given, "0001_attachment_1.pdf", pdf_bytes("Other."))
    put(given, f"{ONE}.pdf", OFFICIAL)
    report = add_all(library, [given])
    assert [source.origin for source in report.added] == ["official"]
    assert [path.name for path, _ in report.skipped] == ["0001_attachment_1.pdf"]
    assert report.failed == ()


def test_importing_the_library_itself_changes_nothing(library: Library) -> None:
    put(library.folder, "0001_attachment_1.pdf", OFFICIAL)
    report = add_all(library, [library.folder])
    assert report.added == ()
    assert [path.name for path in library.folder.glob("[!.]*")] == ["0001_attachment_1.pdf"]


@pytest.mark.slow
def test_import_skips_a_file_that_cannot_be_opened(library: Library, given: Path) -> None:
    path = put(given, "letter.pdf", pdf_bytes("Longer strings."))
    (before,) = add_all(library, [given]).added
    locked = encrypt(put(given, "locked.pdf", pdf_bytes("Shorter.")), user_password="secret")
    path.write_bytes(path.read_bytes()[:200])
    put(given, "notes.docx", b"PK\x03\x04 and no more")
    large = put(given, "large.txt", b"Kites. " * 200)
    with large.open("r+b") as file:
        file.truncate(60_000_000)
    report = add_all(library, [given])
    assert {path.name: why.partition(": ")[2] for path, why in report.failed} == {
        "letter.pdf": "the file is broken, or no PDF.",
        "locked.pdf": "the file is protected by a password.",
        "notes.docx": "the file is broken, or no Word document.",
        "large.txt": "the file has 60 MB, more than the 50 MB of text that are read.",
    }
    assert report.added == ()
    assert library.sources() == (before,)
    with pytest.raises(UnreadableDocument, match="password") as caught:
        require_openable(locked)
    assert "without one" in caught.value.hint
