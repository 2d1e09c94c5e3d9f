"""What is at hand for a made-up docket, added, replaced, removed and imported in bulk."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.library import Library
from tests.corpus.made_up import docket, entry, pdf_bytes, sha256, write_digest

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


def ids(library: Library) -> list[str]:
    return [source.doc_id for source in library.sources()]


def test_an_empty_library_has_nothing_and_makes_no_folder(library: Library) -> None:
    assert library.sources() == ()
    assert not library.folder.exists()


def test_digests_stand_in_for_what_is_missing(library: Library, given: Path) -> None:
    digest = write_digest(library.docket, ONE)
    write_digest(library.docket, TWO)
    library.add(put(given, f"{TWO}.pdf", pdf_bytes("Second.")))
    first, second = library.sources()
    assert (first.doc_id, first.origin, first.path) == (ONE, "digest", digest)
    assert first.sha256 == sha256(digest.read_bytes())
    assert first.entry == library.docket.entry(ONE)
    assert (second.doc_id, second.origin) == (TWO, "official")
    assert [missing.doc_id for missing in library.missing()] == [ONE]


@pytest.mark.parametrize(
    "name",
    [
        f"{ONE}.pdf",
        f"{ONE.lower()}.PDF",
        "0001_attachment_1.pdf",
        f"{ONE}_attachment_1.pdf",
        f"{ONE} (1).pdf",
        "any name at all.pdf",
    ],
)
def test_the_official_file_is_known_by_its_bytes_and_takes_the_manifests_facts(
    library: Library, given: Path, name: str
) -> None:
    source = library.add(put(given, name, OFFICIAL), title="ignored", commenter="ignored")
    known = library.docket.entry(ONE)
    assert (source.doc_id, source.origin, source.differs) == (ONE, "official", False)
    assert (source.title, source.commenter, source.aliases) == (
        known.title,
        known.commenter,
        known.aliases,
    )
    assert source.path == library.folder / f"{ONE}.pdf"
    assert source.path.read_bytes() == OFFICIAL
    assert not (library.folder / "imports.json").exists()


@pytest.mark.parametrize("name", [f"{ONE}.pdf", f"{ONE.lower()}.pdf", "0001_attachment_1.pdf"])
def test_another_file_of_an_official_name_is_said_to_differ(
    library: Library, given: Path, name: str
) -> None:
    source = library.add(put(given, name, pdf_bytes("Not the official text.")))
    assert (source.doc_id, source.origin, source.differs) == (ONE, "imported", True)


def test_notes_about_a_comment_are_not_the_comment(library: Library, given: Path) -> None:
    source = library.add(put(given, f"{ONE} my notes.txt"))
    assert source.doc_id == f"{ONE} my notes".lower().replace(" ", "-")
    assert (source.kind, source.commenter, source.differs) == ("other", "", False)


def test_a_second_attachment_is_a_document_of_its_own(library: Library, given: Path) -> None:
    library.add(put(given, f"{ONE}_attachment_1.pdf", OFFICIAL))
    second = library.add(put(given, f"{ONE}_attachment_2.pdf", pdf_bytes("More.")))
    assert second.doc_id == f"{ONE}-attachment-2"
    assert second.commenter == library.docket.entry(ONE).commenter
    assert second.entry is None
    assert ids(library) == [ONE, f"{ONE}-attachment-2"]


def test_a_listed_comment_gets_its_commenter_from_the_listing(
    library: Library, given: Path
) -> None:
    source = library.add(put(given, "kite-2031-0001-0099.txt"))
    assert (source.doc_id, source.commenter, source.kind) == (
        "KITE-2031-0001-0099",
        "Ada Example",
        "comment",
    )


def test_a_foreign_file_is_named_by_its_stem_and_remembered(library: Library, given: Path) -> None:
    path = put(given, "Été_report--final draft.txt")
    source = library.add(path, commenter="Kite Club", url="https://kite.example/r")
    assert source.doc_id == "ete-report-final-draft"
    assert source.title == "Été report final draft"
    assert (source.kind, source.origin, source.commenter) == ("comment", "imported", "Kite Club")
    again = Library(library.folder, library.docket).sources()
    assert again == (source,)
    (record,) = json.loads((library.folder / "imports.json").read_text(encoding="utf-8"))
    assert record["file"] == "ete-report-final-draft.txt"


def test_adding_the_same_bytes_again_changes_nothing(library: Library, given: Path) -> None:
    path = put(given, "a.txt")
    first = library.add(path, title="Kites")
    before = {file: file.stat().st_mtime_ns for file in library.folder.iterdir()}
    assert library.add(path) == first
    assert library.add(put(given, "copy of a.txt")) == first
    assert {file: file.stat().st_mtime_ns for file in library.folder.iterdir()} == before


def test_other_bytes_under_an_id_that_is_given_replace_the_file(
    library: Library, given: Path
) -> None:
    library.add(put(given, "a.txt"), title="Kites", commenter="Alpha")
    source = library.add(put(given, "b.md", b"# Best"), doc_id="a")
    assert (source.path.name, source.title, source.commenter) == ("a.md", "Kites", "Alpha")
    assert library.sources() == (source,)


def test_files_of_one_name_are_documents_of_their_own_commenters(
    library: Library, given: Path
) -> None:
    first = library.add(put(given, "a/attachment_1.txt", b"one"), commenter="Alpha")
    second = library.add(put(given, "b/attachment_1.txt", b"two"))
    third = library.add(put(given, "c/attachment_1.txt", b"three"), commenter="Gamma")
    assert library.sources() == (first, second, third)
    assert [source.commenter for source in library.sources()] == ["Alpha", "", "Gamma"]
    assert [source.path.read_bytes() for source in library.sources()] == [b"one", b"two", b"three"]


def test_files_whose_names_only_look_alike_stay_apart(library: Library, given: Path) -> None:
    library.add(put(given, "my file.txt", b"one"))
    library.add(put(given, "my-file.txt", b"two"))
    assert ids(library) == ["my-file", "my-file-2"]


def test_a_copy_of_a_listed_comment_leaves_it_to_its_commenter(
    library: Library, given: Path
) -> None:
    listed = library.add(put(given, "kite-2031-0001-0099.txt"))
    assert library.add(put(given, "copy.txt"), commenter="Beta") == listed
    assert library.sources() == (listed,)


def test_a_file_put_there_by_hand_under_another_name_is_not_overwritten(
    library: Library, given: Path
) -> None:
    put(library.folder, "scan.pdf", OFFICIAL)
    library.add(put(given, "scan.pdf", pdf_bytes("Another scan.")))
    assert [(s.doc_id, s.origin) for s in library.sources()] == [
        (ONE, "official"),
        ("scan-2", "imported"),
    ]


@pytest.mark.parametrize("name", [f"{ONE}.pdf", "0001_attachment_1.txt"])
def test_an_official_file_is_replaced_only_after_it_was_removed(
    library: Library, given: Path, name: str
) -> None:
    official = library.add(put(given, "official.pdf", OFFICIAL))
    other = put(given, name, pdf_bytes("Not the official text."))
    with pytest.raises(UnreadableDocument, match=f"official file of {ONE}") as caught:
        library.add(other)
    assert f"`askdocket corpus remove {ONE}`" in caught.value.hint
    assert library.sources() == (official,)
    library.remove(ONE)
    assert library.add(other).differs


@pytest.mark.parametrize("wanted", ["../../escape", "a/b\\c", "..", "  "])
def test_a_given_id_never_leaves_the_folder(library: Library, given: Path, wanted: str) -> None:
    source = library.add(put(given, "a.txt"), doc_id=wanted)
    assert source.path.resolve().parent == library.folder.resolve()


def test_an_unknown_format_is_refused_with_the_known_ones(library: Library, given: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"table\.xlsx") as caught:
        library.add(put(given, "table.xlsx"))
    assert ".pdf" in caught.value.hint
    assert ".docx" in caught.value.hint
    assert not library.folder.exists()


def test_what_a_missing_file_is_refused_for(library: Library, given: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"none\.pdf: .*No such file"):
        library.add(given / "none.pdf")


def test_remove_takes_file_and_record_and_lets_the_digest_stand_in(
    library: Library, given: Path
) -> None:
    write_digest(library.docket, ONE)
    library.add(put(given, f"{ONE}.pdf", OFFICIAL))
    library.add(put(given, "a.txt"), title="Kites")
    library.remove("a")
    library.remove(ONE)
    assert [(source.doc_id, source.origin) for source in library.sources()] == [(ONE, "digest")]
    assert json.loads((library.folder / "imports.json").read_text()) == []
    with pytest.raises(UnknownDocument, match=ONE):
        library.remove(ONE)


def test_files_put_into_the_folder_by_hand_count(library: Library) -> None:
    put(library.folder, f"{ONE.lower()}.pdf", OFFICIAL)
    put(library.folder, "By hand.txt")
    put(library.folder, ".hidden.txt")
    put(library.folder, "half.pdf.part")
    assert [(s.doc_id, s.origin) for s in library.sources()] == [
        (ONE, "official"),
        ("by-hand", "imported"),
    ]


@pytest.mark.parametrize(
    "names", [("0001_attachment_1.pdf", f"{ONE}.pdf"), (f"{ONE}.pdf", "0001_attachment_1.pdf")]
)
def test_of_two_files_of_one_document_the_official_one_counts(
    library: Library, names: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    put(library.folder, names[0], pdf_bytes("Other."))
    put(library.folder, names[1], OFFICIAL)
    (source,) = library.sources()
    assert source.origin == "official"
    assert "are both" in caplog.text


def test_unchanged_files_are_not_hashed_again(library: Library, given: Path) -> None:
    source = library.add(put(given, "a.txt"))
    status = source.path.stat()
    source.path.write_bytes(b"X" * status.st_size)
    os.utime(source.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert library.sources() == (source,)  # same size and time: the hash is the remembered one
    os.utime(source.path)
    assert library.sources()[0].sha256 == sha256(b"X" * status.st_size)


@pytest.mark.parametrize("damage", ["{", "[]", '{"a.txt": 3}', "[1, 2]"])
def test_a_damaged_cache_of_hashes_is_only_slow(library: Library, given: Path, damage: str) -> None:
    source = library.add(put(given, "a.txt"))
    (library.folder / ".hashes.json").write_text(damage)
    assert library.sources() == (source,)


@pytest.mark.parametrize("damage", ["{", '[{"doc_id": "a"}]', "7"])
def test_a_damaged_record_is_said_so(library: Library, given: Path, damage: str) -> None:
    library.add(put(given, "a.txt"))
    (library.folder / "imports.json").write_text(damage)
    with pytest.raises(UnreadableDocument, match=r"imports\.json") as caught:
        library.sources()
    assert "delete it" in caught.value.hint


def test_a_record_of_an_unknown_kind_is_said_so(library: Library, given: Path) -> None:
    library.add(put(given, "a.txt"))
    path = library.folder / "imports.json"
    path.write_text(path.read_text().replace('"other"', '"rumour"'))
    with pytest.raises(UnreadableDocument, match="kind"):
        library.sources()


def test_a_document_without_fixed_bytes_does_not_differ(tmp_path: Path, given: Path) -> None:
    page = replace(entry("notice-2031", b""), kind="announcement")
    library = Library(tmp_path / "documents", docket(tmp_path / "docket", page))
    source = library.add(put(given, "notice-2031.txt"))
    assert (source.doc_id, source.kind, source.origin) == (
        "notice-2031",
        "announcement",
        "imported",
    )
    assert not source.differs
