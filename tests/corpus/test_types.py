"""Documents, pages, and the page of every offset."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Block, Content, content_of_blocks
from corpus.traced import Traced
from corpus.types import Document, Origin, Page, PageSpan, pages_of
from tests.made_document import of_pages
from tests.properties import bounded


def document_of(content: Content, origin: Origin = "imported") -> Document:
    return Document(
        doc_id="kite",
        title="Kites",
        commenter="",
        kind="other",
        origin=origin,
        url="",
        path=Path("kite.txt"),
        sha256="",
        content=content,
    )


def document(*texts: str, origin: Origin = "imported") -> Document:
    return document_of(of_pages(texts), origin)


def over_a_page_break() -> Document:
    """A sentence on pages 1 and 2, with the note of page 1 after the body."""
    sentence = Traced.on_page("Kites fly ", 1) + Traced.on_page("higher.", 2)
    blocks = [
        (sentence, Block(0, 0, "paragraph")),
        (Traced.on_page("Ibid.", 1), Block(0, 0, "note", number="1")),
    ]
    return document_of(content_of_blocks(blocks, 3))


def test_the_text_is_the_blocks_joined() -> None:
    made = document("One.\nTwo.", "", "Three.")
    assert made.text == "One.\nTwo.\nThree."
    assert made.page_spans == (PageSpan(0, 1), PageSpan(10, 3))
    assert [page.text for page in made.pages] == ["One.\nTwo.", "", "Three."]


def test_a_page_has_its_part_of_the_body_then_its_notes() -> None:
    made = over_a_page_break()
    assert made.text == "Kites fly higher.\nIbid."
    assert made.page_spans == (PageSpan(0, 1), PageSpan(10, 2), PageSpan(18, 1))
    assert made.pages == (
        Page("kite", 1, "Kites fly\nIbid."),
        Page("kite", 2, "higher."),
        Page("kite", 3, ""),
    )
    assert made.pages_of(0, 17) == (1, 2)
    assert made.pages_of(18, 23) == (1, 1)


def test_a_document_without_text_has_a_page() -> None:
    made = document()
    assert (made.text, made.page_spans, made.pages) == ("", (), (Page("kite", 1, ""),))


def test_pages_start_at_one() -> None:
    with pytest.raises(ValueError, match="start at 1"):
        Page("kite", 0, "")


def test_nothing_can_be_changed() -> None:
    made = document("One.")
    with pytest.raises(FrozenInstanceError):
        made.title = "Other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        made.pages[0].text = "Other"  # type: ignore[misc]


def test_unreadable_pages_are_named_but_not_in_a_digest() -> None:
    texts = ("One.", "", " \n", "Four.")
    assert document(*texts).unreadable_pages == (2, 3)
    assert document(*texts, origin="digest").unreadable_pages == ()


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_an_empty_or_negative_range_has_no_pages(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="empty or negative"):
        pages_of((PageSpan(0, 1), PageSpan(10, 2)), start, end)


PIECES = st.lists(
    st.lists(st.tuples(st.integers(1, 5), st.text("ab ", min_size=1, max_size=4)), min_size=1),
    max_size=6,
)
"""Blocks, each of pieces of text with their pages."""


@bounded
@given(PIECES, st.data())
def test_every_offset_maps_to_its_page(
    blocks: list[list[tuple[int, str]]], data: st.DataObject
) -> None:
    texts = []
    pages: list[int] = []
    for block in blocks:
        traced = [Traced.on_page(text, page) for page, text in block]
        whole = traced[0]
        for piece in traced[1:]:
            whole = whole + piece
        texts.append((whole, Block(0, 0, "paragraph")))
        pages += [pages[-1]] if pages else []  # a separator belongs to the page that it ends
        pages += [page for page, text in block for _ in text]
    made = document_of(content_of_blocks(texts, 5))
    assert len(pages) == len(made.text)
    if not pages:
        return
    start = data.draw(st.integers(0, len(pages) - 1))
    end = data.draw(st.integers(start + 1, len(pages)))
    touched = pages[start:end]
    assert made.pages_of(start, end) == (min(touched), max(touched))
