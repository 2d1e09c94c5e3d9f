"""A notice taken apart."""

from pathlib import Path

import pytest

from corpus.library.digests import read_digest
from corpus.library.manifest import load_docket
from corpus.notice.request import parse_request
from corpus.pdf import read_pdf
from corpus.types import Document
from tests.corpus.voices.kites import BACKGROUND, DEFINITION, Piece, document, notice

DOCKET = "NTIA-2023-0009"
RFC = "NTIA-2023-0009-0001"


def parts(read: Document) -> list[tuple[str, str]]:
    return [(part.name, read.text[part.start : part.end]) for part in parse_request(read).parts]


def parts_of(*pieces: Piece) -> list[tuple[str, str]]:
    return parts(document(*pieces, kind="rfc"))


def test_parts_without_headings_questions_and_closing_matter() -> None:
    found = parts(notice())
    assert found[:2] == [("background", BACKGROUND), ("definitions", DEFINITION)]
    assert [name for name, _ in found] == ["background", "definitions", "instructions"]


def test_titles_at_the_head_of_paragraphs() -> None:
    assert parts_of(
        "AGENCY: Bureau of Kites.", "SUMMARY: Kites fly.", "DATES: March.", "In the evening."
    ) == [("summary", "SUMMARY: Kites fly.")]


def test_all_that_supplements_is_background_where_no_heading_says_more() -> None:
    supplementary: Piece = ("heading", "SUPPLEMENTARY INFORMATION:", ("S",))
    found = parts_of(
        "DATES: March.", supplementary, ("heading", "I. Kites", ("S", "K")), "Old.", "1. Why?"
    )
    assert found == [("background", "Old.")]


def test_a_heading_of_the_same_level_ends_a_part_and_a_lower_one_does_not() -> None:
    found = parts_of(
        ("heading", "Background", ("Background",)),
        "Kites are old.",
        ("heading", "Strings", ("Background", "Strings")),
        "They break.",
        ("heading", "Contacts", ("Contacts",)),
        "Write to us.",
    )
    assert found == [("background", "Kites are old."), ("background", "They break.")]


def test_short_paragraphs_may_be_titles() -> None:
    assert parts_of("Terminology", "A kite is a toy.", "How to submit", "By mail.") == [
        ("definitions", "A kite is a toy."),
        ("instructions", "By mail."),
    ]


def test_a_digest_is_not_exact_and_other_documents_have_no_parts() -> None:
    assert parse_request(notice()).exact
    assert not parse_request(notice(origin="digest")).exact
    other = parse_request(document("Background", "Old."))
    assert not other.parts
    assert not other.questions


@pytest.mark.real
def test_the_real_notice(real_corpus: Path) -> None:
    entry = load_docket(DOCKET).entry(RFC)
    content = read_pdf(real_corpus / f"{RFC}.pdf", notice=entry.notice)
    read = Document(RFC, "", "", "rfc", "official", "", Path(), "", content)
    request = parse_request(read)
    assert [part.name for part in request.parts] == [
        "summary",
        "background",
        "definitions",
        "instructions",
    ]
    assert len(request.questions) == 52
    texts = {q.number: read.text[q.start : q.end] for q in request.questions}
    assert texts["5c"] == (
        "c. What are the prospects for developing effective safeguards in the future?"
    )
    pages = {q.number: read.pages_of(q.start, q.end) for q in request.questions}
    assert pages["1"] == (4, 4)
    assert pages["5b"] == (4, 5)
    assert pages["9"] == (5, 5)


def test_the_digest_of_the_real_notice_has_its_questions() -> None:
    docket = load_docket(DOCKET)
    request = parse_request(read_digest(docket.digests_dir / f"{RFC}.md", docket.entry(RFC)))
    assert len(request.questions) == 52
    assert {"definitions", "background", "instructions"} <= {part.name for part in request.parts}
    assert not request.exact
