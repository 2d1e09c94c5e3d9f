"""Where a quote stands on a page: every character by its glyph, and nothing when in doubt."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Block, Content, content_of_blocks
from corpus.traced import Traced, origins_at
from corpus.types import ranges_on_page
from rag.highlight import Highlight, find_quote
from tests.made_document import document, of_pieces, piece
from tests.properties import bounded


def printed(text: str, page: int) -> Traced:
    """Text of a page whose glyphs are numbered as its characters."""
    return Traced(text, origins_at(page, np.arange(len(text))))


FIRST, SECOND = "A party may object. Risk is low. Risk is", "high. The cost of open weights is low."
NOTE = "The cost of open weights is low, says Ada."
CONTENT = content_of_blocks(
    [
        (printed(FIRST + " ", 1) + printed(SECOND, 2), Block(0, 0, "paragraph")),
        (printed(NOTE, 2), Block(0, 0, "note")),
    ],
    2,
)


def found(quote: str, page: int, content: Content = CONTENT) -> tuple[Highlight, ...]:
    ranges = ranges_on_page(document(content).page_spans, len(content.text), page)
    return find_quote(content, ranges, quote)


@pytest.mark.parametrize(
    ("quote", "page", "start"),
    [
        ("A party may object.", 1, 0),
        ("A  party\n may object.", 1, 0),
        ("party", 1, 2),
        ("cost of open weights is low.", 2, 10),
    ],
)
def test_a_quote_is_found_with_its_glyphs(quote: str, page: int, start: int) -> None:
    [highlight] = found(quote, page)
    assert highlight.text == " ".join(quote.split())
    assert highlight.glyphs.tolist() == list(range(start, start + len(highlight.text)))


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " \n",
        "A party may abject.",
        "art",  # only inside "party"
        "Risk is",  # twice
        "high. The cost of open weights",  # on the other page
        "ARTY MAY OBJECT, said nobody",
    ],
)
def test_nothing_is_found_when_not_certain(quote: str) -> None:
    assert found(quote, 1) == ()


def test_a_quote_across_pages_has_a_part_on_each() -> None:
    quote = "Risk is high. The cost of open weights"
    [first], [second] = found(quote, 1), found(quote, 2)
    assert (first.text, second.text) == ("Risk is ", "high. The cost of open weights")
    assert first.glyphs[0] == FIRST.rindex("Risk")
    assert second.glyphs[0] == 0


def test_a_long_quote_is_found_in_body_and_notes() -> None:
    assert [h.text for h in found("The cost of open weights is low", 2)] == [
        "The cost of open weights is low"
    ] * 2


def test_where_no_glyphs_are_known_there_is_nothing_to_mark() -> None:
    content = of_pieces([piece("A party may object to open weights.")])
    assert found("A party may object to open weights.", 1, content) == ()


@bounded
@given(st.data())
def test_every_quote_of_a_page_is_marked_by_its_own_glyphs(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(CONTENT.text) - 30))
    end = data.draw(st.integers(start + 25, len(CONTENT.text)))
    quote = CONTENT.text[start:end].strip()
    marked = [(page, h) for page in (1, 2) for h in found(quote, page)]
    assert sum(len(h.text.strip()) for _, h in marked) >= len(quote.replace("\n", "")) - 2
    for page, highlight in marked:
        source = {1: (FIRST + " ",), 2: (SECOND, NOTE)}[page]
        glyphs = highlight.glyphs[highlight.glyphs < 999]
        shown = highlight.text.replace("\n", "")
        assert (
            any(
                "".join(text[glyph] for glyph in glyphs if glyph < len(text)) == shown
                for text in (*source, "".join(source))
            )
            or page == 2
        )


@pytest.mark.parametrize("quote", ["a " * 5000, "a" * 10_000, "ab" * 5000])
def test_a_hostile_text_takes_no_quadratic_time(quote: str) -> None:
    text = (quote * 40).strip()
    content = content_of_blocks([(printed(text, 1), Block(0, 0, "paragraph"))], 1)
    began = time.process_time()
    found(quote + "b", 1, content)
    assert time.process_time() - began < 2
