"""Documents, pages, and the page of every offset."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import PAGE_SEPARATOR, Document, Origin, Page, pages_of
from tests.properties import bounded


def document(*texts: str, origin: Origin = "imported") -> Document:
    return Document(
        doc_id="kite",
        title="Kites",
        commenter="",
        kind="other",
        origin=origin,
        url="",
        path=Path("kite.txt"),
        sha256="",
        pages=tuple(Page("kite", number, text) for number, text in enumerate(texts, start=1)),
    )


def test_the_text_is_the_pages_joined() -> None:
    made = document("One.", "", "Three.")
    assert made.text == "One.\n\nThree."
    assert made.page_starts == (0, 5, 6)


def test_a_document_without_pages_has_no_text() -> None:
    assert (document().text, document().page_starts) == ("", ())


def test_pages_start_at_one() -> None:
    with pytest.raises(ValueError, match="start at 1"):
        Page("kite", 0, "")


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (2, 1), (1, 1)])
def test_pages_have_no_gaps(numbers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="kite: pages must be numbered"):
        Document(
            doc_id="kite",
            title="",
            commenter="",
            kind="other",
            origin="imported",
            url="",
            path=Path("kite.txt"),
            sha256="",
            pages=tuple(Page("kite", number, "") for number in numbers),
        )


def test_nothing_can_be_changed() -> None:
    made = document("One.")
    with pytest.raises(FrozenInstanceError):
        made.title = "Other"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        made.pages[0].text = "Other"  # type: ignore[misc]


def test_pages_of_white_space_are_unreadable_but_not_in_a_digest() -> None:
    texts = ("One.", "", " \n", "Four.")
    assert document(*texts).unreadable_pages == (2, 3)
    assert document(*texts, origin="digest").unreadable_pages == ()


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_an_empty_or_negative_range_has_no_pages(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="empty or negative"):
        pages_of((0, 10), start, end)


def page_of_every_offset(texts: list[str]) -> list[int]:
    """The page of each character; a separator belongs to the page that it ends."""
    return [number for number, text in enumerate(texts, 1) for _ in text + PAGE_SEPARATOR][:-1]


@bounded
@given(st.lists(st.text("ab \n", max_size=9), min_size=1, max_size=6), st.data())
def test_pages_of_agrees_with_the_page_of_every_offset(
    texts: list[str], data: st.DataObject
) -> None:
    made = document(*texts)
    pages = page_of_every_offset(texts)
    assert len(pages) == len(made.text)
    if not pages:
        return
    start = data.draw(st.integers(0, len(pages) - 1))
    end = data.draw(st.integers(start + 1, len(pages)))
    assert made.pages_of(start, end) == (pages[start], pages[end - 1])
