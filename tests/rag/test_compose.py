"""Citations and their words: numbered once, checked, labelled, and plain text in Markdown."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.store import Snapshot
from index.types import DocumentRecord
from rag.compose import (
    MARKER,
    Citations,
    by_commenter,
    escape_markdown,
    introduction,
    lead,
    page_label,
    quoted,
    remarks,
    silence,
    unescape_markdown,
)
from rag.types import Citation, Evidence
from tests.docket_maker import ARC, FOX, GUILD, HOSTILE, NOTICE, PILOTS


def piece(snapshot: Snapshot, doc_id: str, quote: str, score: float = 1.0) -> Evidence:
    start = snapshot.text(doc_id).index(quote)
    return Evidence(doc_id, start, start + len(quote), quote, score)


def test_citations_are_numbered_by_first_use_and_once(snapshot: Snapshot) -> None:
    citations = Citations(snapshot, "")
    arc = piece(snapshot, ARC, "In 2029 pilots reported 57 kites near runways")
    guild = piece(snapshot, GUILD, "Our members counted 4,200 flights last summer")
    assert not citations.has(arc)
    assert [citations.add(p) for p in (guild, arc, guild)] == [
        (one := next(iter(citations)), True),
        (two := list(citations)[1], True),
        (one, False),
    ]
    assert citations.has(arc)
    assert len(citations) == 2
    assert (one.index, one.doc_id, two.index, two.doc_id) == (1, GUILD, 2, ARC)


def test_a_citation_is_what_the_document_says(snapshot: Snapshot) -> None:
    quote = "Every new flyer should take a training course of ten hours"
    citation, _ = Citations(snapshot, "").add(piece(snapshot, GUILD, quote))
    assert citation == Citation(
        index=1,
        doc_id=GUILD,
        title="Comment of Kite Flyers' Guild, Inc.",
        commenter="Kite Flyers' Guild, Inc.",
        kind="comment",
        origin="official",
        page_start=2,
        page_end=2,
        start=citation.start,
        end=citation.start + len(quote),
        quote=quote,
        verified=True,
        url=f"https://docket.example/{GUILD}",
    )
    assert quote in snapshot.page(GUILD, 2)


def test_a_citation_says_when_most_of_it_is_somebody_elses(snapshot: Snapshot) -> None:
    own = piece(snapshot, GUILD, "paper kites have never hurt a person")
    plain, _ = Citations(snapshot, "").add(own)
    citation, _ = Citations(snapshot, "").add(replace(own, quoting=True))
    assert (plain.quoting, citation.quoting) == (False, True)
    assert quoted(citation) == (
        "> “paper kites have never hurt a person” (p. 1, a quotation there: check whose words) [1]"
    )


class Recognised:
    """A snapshot whose documents' second pages were read by optical character recognition."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.text = snapshot.text

    def document(self, doc_id: str) -> DocumentRecord:
        return replace(self._snapshot.document(doc_id), ocr_pages=(2,))


def test_a_citation_says_when_its_page_was_recognised(snapshot: Snapshot) -> None:
    citations = Citations(Recognised(snapshot), "")  # type: ignore[arg-type]
    first, _ = citations.add(piece(snapshot, GUILD, "Our members counted 4,200 flights"))
    second, _ = citations.add(piece(snapshot, GUILD, "Every new flyer should take a training"))
    assert (first.ocr, second.ocr) == (False, True)
    assert remarks(first) == []
    assert "(p. 2, read by optical character recognition: check the page)" in quoted(second)
    text = snapshot.text(ARC)
    across, _ = citations.add(Evidence(ARC, 10, len(text) - 10, text[10:-10], 1.0))
    assert across.ocr


@pytest.mark.parametrize("change", ["quote", "start", "doc_id"])
def test_a_quote_that_is_not_the_documents_text_is_never_cited(
    snapshot: Snapshot, change: str
) -> None:
    exact = piece(snapshot, GUILD, "Our members counted 4,200 flights")
    wrong = {
        "quote": replace(exact, quote=exact.quote.replace("4,200", "4,300")),
        "start": replace(exact, start=exact.start + 1),
        "doc_id": replace(exact, doc_id=ARC),
    }[change]
    citations = Citations(snapshot, "")
    with pytest.raises(ValueError, match="differs"):
        citations.add(wrong)
    assert len(citations) == 0


def test_pages_are_labelled(snapshot: Snapshot) -> None:
    text = snapshot.text(ARC)
    across = Evidence(ARC, 10, len(text) - 10, text[10:-10], 1.0)
    citation, _ = Citations(snapshot, "").add(across)
    assert page_label(citation) == "pp. 1-3"
    assert page_label(replace(citation, page_end=1)) == "p. 1"
    assert page_label(replace(citation, page_end=1, origin="digest")) == "original p. 1"


def test_a_digest_is_ours_and_nobodys_words(snapshot: Snapshot) -> None:
    citation, _ = Citations(snapshot, "").add(
        piece(
            snapshot, PILOTS, "It says that beacons weigh 30 grams and that kites can carry them."
        )
    )
    assert introduction(citation) == "**Our digest of Harbour Pilots Union:**"
    assert quoted(citation) == (
        "> It says that beacons weigh 30 grams and that kites can carry them. (original p. 2) [1]"
    )


def test_a_document_that_does_not_answer_is_named(snapshot: Snapshot) -> None:
    record = snapshot.document(ARC)
    said = "**Airport Runway Council (ARC):** nothing found that answers this; what"
    assert silence(record).startswith(said)
    of_digest = silence(replace(record, origin="digest"))
    assert "nothing in our digest answers this, though the original may; what" in of_digest


def test_a_quote_stands_in_quotation_marks_with_page_and_marker(snapshot: Snapshot) -> None:
    citation, _ = Citations(snapshot, "").add(
        piece(snapshot, GUILD, "paper kites have never hurt a person")
    )
    assert quoted(citation) == "> “paper kites have never hurt a person” (p. 1) [1]"
    assert introduction(citation) == "**Kite Flyers' Guild, Inc.:**"


def test_a_line_before_quotes_says_whose_they_are(snapshot: Snapshot) -> None:
    notice, arc, guild = (snapshot.document(doc_id) for doc_id in (NOTICE, ARC, GUILD))
    first = ", the nearest to the question first:"
    assert lead([]) == lead([arc]) == ""
    assert lead([arc, guild]) == f"Quotes of two commenters{first}"
    assert lead([arc, notice]) == f"Quotes of the notice and one commenter{first}"
    assert lead([arc, notice, guild]) == f"Quotes of the notice and two commenters{first}"
    assert lead([arc] * 12) == f"Quotes of 12 commenters{first}"
    other = replace(arc, kind="announcement")
    assert lead([other, notice, arc]).startswith(
        "Quotes of the notice, one commenter and an announcement"
    )


def test_evidence_is_grouped_by_document_and_stays_in_order() -> None:
    pieces = [
        Evidence("b", 50, 60, "", 0.9),
        Evidence("a", 5, 9, "", 0.8),
        Evidence("b", 10, 20, "", 0.7),
    ]
    assert by_commenter(pieces) == [[pieces[0], pieces[2]], [pieces[1]]]
    assert by_commenter([]) == []


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE_LINES = [
    *HOSTILE,
    "`code` and ~~struck~~ and __under__ and # heading | cell",
    "back\\slash \\[x](y) and \\\\<b>",
    "&lt;b&gt; &#91;1&#93; &amp;",
    "<https://evil.example> and <img src=x onerror=alert(1)>",
]


@pytest.mark.parametrize("line", HOSTILE_LINES)
def test_text_of_documents_stays_plain_text(line: str) -> None:
    """As a Markdown renderer sees it: the page's own is at hand with Gradio."""
    markdown = pytest.importorskip("markdown_it", reason="NO MARKDOWN RENDERER: install gradio")
    parsed = _Tags()
    parsed.feed(
        markdown.MarkdownIt("commonmark", {"html": True}).render(f"> “{escape_markdown(line)}”")
    )
    assert set(parsed.tags) <= {"blockquote", "p"}
    assert parsed.text.strip() == f"“{line}”"


@pytest.mark.parametrize("line", ["see [7] there", "[1]", "\\[2]", "[[3]]"])
def test_markers_in_documents_are_no_markers(line: str) -> None:
    assert MARKER.findall(escape_markdown(line)) == []


@given(st.text(st.sampled_from("\\`*_{}[]<>#|~&;.>ab1 “")))
def test_escaping_can_be_undone(line: str) -> None:
    assert unescape_markdown(escape_markdown(line)) == line


def test_plain_text_stays_as_it_is() -> None:
    line = "AT&T’s kites (and others') fly—100 % of them! 10^26 at $5; ok?"
    assert escape_markdown(line) == line


def test_a_hostile_quote_keeps_its_exact_words(snapshot: Snapshot) -> None:
    citation, _ = Citations(snapshot, "").add(piece(snapshot, FOX, HOSTILE[2]))
    assert citation.quote == HOSTILE[2]
    assert "](" not in quoted(citation).replace("\\]", "")
