"""Figures of documents that were read."""

from pathlib import Path

import numpy as np

from corpus.checking import Check, SuspiciousWord, TopHeading, check_all
from corpus.content import Content
from corpus.library import Source
from corpus.reading.batch import Reading
from corpus.traced import origins_at
from corpus.types import Document
from tests.made_document import document, of_pieces, piece

ASKED = "1. What lamps should a harbour keep lit on nights of thick fog and heavy rain?"


def reading(made: Document) -> Reading:
    return Reading(source(made.doc_id), made)


def source(doc_id: str) -> Source:
    path = Path(f"/documents/{doc_id}.pdf")
    return Source(doc_id, "Kites", "Ada", (), "comment", "imported", "", path, "0", 1, "")


def checked(*pieces: object, **parts: object) -> Check:
    return check_all([reading(document(of_pieces(pieces, **parts)))])[0]  # type: ignore[arg-type]


def test_a_document_is_counted() -> None:
    found = checked(
        piece("Summary", "heading", section=("Summary",)),
        piece("All lamps are lit at dusk.", section=("Summary",)),
        piece("Lamps", "heading", section=("Summary", "Lamps"), page=2),
        piece("Annex", "heading", section=("Annex",), page=3),
        piece("See the log.", "note", number="1", page=2),
        page_count=3,
        repairs={"hyphen": 2},
        unreadable={3: "no text"},
        ocr_pages=(2,),
    )
    assert (found.pages, found.notes, found.sections) == (3, 1, 3)
    assert found.headings == (TopHeading("Summary", 1), TopHeading("Annex", 3))
    assert found.repairs == {"hyphen": 2}
    assert found.unreadable == {3: "no text"}
    assert found.ocr_pages == (2,)
    assert not found.error


def test_a_damaged_word_has_its_page_also_where_its_letters_stand_in_another_word() -> None:
    found = checked(piece("It was unclassiffied.", page=1), piece("An unclassif ied ship.", page=2))
    assert SuspiciousWord("unclassiffied", 1) in found.suspicious
    assert SuspiciousWord("unclassif", 2) in found.suspicious


def test_a_file_that_cannot_be_read_has_its_reason_and_way_out() -> None:
    [found] = check_all([Reading(source("torn"), None, "torn.pdf is broken.", "Save it again.")])
    assert (found.error, found.hint, found.pages) == ("torn.pdf is broken.", "Save it again.", 0)


def test_the_notice_tells_which_questions_a_comment_speaks_to_and_whose_words_they_are() -> None:
    notice = document(
        of_pieces([piece(ASKED), piece("2. Who should pay for the oil that they burn?")]),
        doc_id="notice",
        kind="rfc",
    )
    answer = of_pieces(
        [
            piece(ASKED),
            piece("Every lamp that there is."),
            piece("The pilots wrote that “no lamp was lit on the night the ship was lost”."),
        ]
    )
    asked, answered = check_all([reading(notice), reading(document(answer))])
    assert asked.questions == ("1", "2")
    assert answered.questions == ("1",)
    assert answered.agency_words in range(14, 17)
    assert answered.quoted_words in range(10, 14)
    assert asked.agency_words == 0


def test_a_digest_has_no_pages_without_text() -> None:
    origins = np.full(5, origins_at(1, 0), dtype=np.int64)
    made = document(
        Content("Lamps", origins, 2, of_pieces([piece("Lamps")]).blocks, unreadable={2: "no text"}),
        origin="digest",
    )
    assert check_all([reading(made)])[0].unreadable == {}
