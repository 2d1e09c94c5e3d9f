"""What stands around a quote, and which page images can be asked for."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from corpus.library.manifest import Docket
from tests.corpus.made_up import docket, entry, write_digest
from tests.ui.harbour import MENDED, REGISTER, ROOM, STAGED, ScriptedSnapshot
from ui.sources import CONTEXT_CHARS, Source, read_source

SNAPSHOT = ScriptedSnapshot()
DOCKET = Docket("DEMO-2031-0001", "Harbour", "The Agency", 41, (), (), Path())


def test_the_text_around_a_quote_is_the_documents_and_ends_at_words() -> None:
    source = read_source(SNAPSHOT, DOCKET, ROOM, images=True)
    text = SNAPSHOT.text(ROOM.doc_id)
    before = source.before.removeprefix("… ")
    assert source.before.startswith("… ")
    assert text[: ROOM.start].rstrip().endswith(before)
    assert text[: ROOM.start].rstrip()[-len(before) - 1] == " "
    assert len(before) <= CONTEXT_CHARS
    assert source.after == text[ROOM.end :].strip()


def test_a_quote_across_a_page_break_has_an_image_of_each_page() -> None:
    images = read_source(SNAPSHOT, DOCKET, ROOM, images=True).images
    assert [image.number for image in images] == [2, 3]
    address = urlsplit(images[1].href)
    assert address.path == "v1/documents/DEMO-2031-0001-0007/pages/3/image"
    assert parse_qs(address.query) == {"quote": [ROOM.quote]}


def test_there_is_no_image_of_a_digest_or_where_a_key_is_asked_for() -> None:
    assert read_source(SNAPSHOT, DOCKET, REGISTER, images=True).images == ()
    assert read_source(SNAPSHOT, DOCKET, STAGED, images=False).images == ()


def test_a_quote_that_the_index_no_longer_has_there_stands_alone() -> None:
    gone = replace(MENDED, doc_id="DEMO-2031-0001-9999")
    moved = replace(MENDED, start=MENDED.start + 1, end=MENDED.end + 1)
    assert read_source(SNAPSHOT, DOCKET, gone, images=True) == Source(gone)
    assert read_source(SNAPSHOT, DOCKET, moved, images=True) == Source(moved)


def test_a_document_is_shown_with_its_digest_and_without_a_broken_one(tmp_path: Path) -> None:
    of = docket(tmp_path, entry(ROOM.doc_id, b""))
    path = write_digest(of, ROOM.doc_id)
    source = read_source(SNAPSHOT, of, ROOM, images=True)
    assert source.digest is not None
    assert [block.text for block in source.digest.blocks] == ["It wants longer strings."]
    assert source.before  # beside the words around the quote
    path.write_text("nothing", encoding="utf-8")
    assert read_source(SNAPSHOT, of, ROOM, images=True).digest is None
