"""The words of the document side: Document and Page."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

Kind = Literal["rfc", "comment", "announcement", "other"]
"""rfc: the agency's own notice; comment: a submission; announcement: the agency's press release."""

Origin = Literal["official", "imported", "digest"]
"""official: the docket's own file, checked by its sha256; imported: a file the user gave;
digest: our own summary of a document that is not at hand."""

PAGE_SEPARATOR = "\n"
"""Stands between two page texts in a document's text."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as numbered in the file (1-based). A page without text is kept, with empty text."""

    doc_id: str
    number: int
    text: str

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"page numbers start at 1, got {self.number}")


@dataclass(frozen=True)
class Document:
    """A document read: its page texts, and who speaks in it.

    A document's text is its page texts joined by PAGE_SEPARATOR; every offset maps to one page.
    For a digest, pages are those of the original that it digests.

    Raises:
        ValueError: pages are not numbered 1..n without gaps.
    """

    doc_id: str
    title: str
    commenter: str
    kind: Kind
    origin: Origin
    url: str
    path: Path
    sha256: str
    pages: tuple[Page, ...]

    def __post_init__(self) -> None:
        if [page.number for page in self.pages] != list(range(1, len(self.pages) + 1)):
            raise ValueError(f"{self.doc_id}: pages must be numbered 1..n without gaps")

    @cached_property
    def text(self) -> str:
        """All page texts, joined."""
        return PAGE_SEPARATOR.join(page.text for page in self.pages)

    @cached_property
    def page_starts(self) -> tuple[int, ...]:
        """Offset in `text` at which each page begins, in page order."""
        starts, position = [], 0
        for page in self.pages:
            starts.append(position)
            position += len(page.text) + len(PAGE_SEPARATOR)
        return tuple(starts)

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that gave no text."""
        if self.origin == "digest":
            return ()
        return tuple(page.number for page in self.pages if not page.text.strip())

    def pages_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last page (1-based) that the range [start, end) of `text` touches."""
        return pages_of(self.page_starts, start, end)


def pages_of(page_starts: tuple[int, ...], start: int, end: int) -> tuple[int, int]:
    """First and last page (1-based) touched by [start, end), from the offsets of the pages.

    Args:
        page_starts: offset of each page's first character, ascending, the first 0.
        start: offset of the first character.
        end: offset after the last character, greater than start.

    Raises:
        ValueError: the range is empty or negative.
    """
    if not 0 <= start < end:
        raise ValueError(f"empty or negative range [{start}, {end})")
    return bisect_right(page_starts, start), bisect_right(page_starts, end - 1)
