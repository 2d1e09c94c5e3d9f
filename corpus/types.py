"""The words of the document side: Document and Page."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np

from corpus.content import SEPARATOR, Block, Content
from corpus.traced import pages_at

Kind = Literal["rfc", "comment", "announcement", "other"]
"""rfc: the agency's own notice; comment: a submission; announcement: the agency's press release."""

Origin = Literal["official", "imported", "digest"]
"""official: the docket's own file, checked by its sha256; imported: a file the user gave;
digest: our own summary of a document that is not at hand."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as numbered in the file (1-based). A page without text is kept, with empty text."""

    doc_id: str
    number: int
    text: str

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"page numbers start at 1, got {self.number}")


@dataclass(frozen=True, slots=True)
class PageSpan:
    """From text[start] to the start of the next span all characters stand on one page (1-based).

    Pages do not only rise: the notes of all pages follow the body of all pages.
    """

    start: int
    page: int


@dataclass(frozen=True, eq=False)
class Document:
    """A document read: what its file says, and who speaks in it.

    For a digest, pages are those of the original that it digests.
    """

    doc_id: str
    title: str
    commenter: str
    kind: Kind
    origin: Origin
    url: str
    path: Path
    sha256: str
    content: Content

    @property
    def text(self) -> str:
        """The body of all pages, then the notes of all pages; see Content."""
        return self.content.text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The pieces that make up the text, in its order."""
        return self.content.blocks

    @cached_property
    def page_spans(self) -> tuple[PageSpan, ...]:
        """Which page each part of the text stands on; the first span starts at 0."""
        pages = pages_at(self.content.origins)
        if not len(pages):
            return ()
        starts = [0, *(np.flatnonzero(np.diff(pages)) + 1).tolist()]
        return tuple(PageSpan(start, int(pages[start])) for start in starts)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page of the file, 1..n: its part of the body, then its notes."""
        parts: dict[int, list[str]] = {n: [] for n in range(1, self.content.page_count + 1)}
        starts = [*(span.start for span in self.page_spans), len(self.text)]
        for span, (start, end) in zip(self.page_spans, pairwise(starts), strict=True):
            parts[span.page].append(self.text[start:end].strip())
        return tuple(
            Page(self.doc_id, number, SEPARATOR.join(filter(None, texts)))
            for number, texts in parts.items()
        )

    @property
    def unreadable_pages(self) -> tuple[int, ...]:
        """Numbers of the pages that gave no text, ascending."""
        return () if self.origin == "digest" else tuple(sorted(self.content.unreadable))

    def pages_of(self, start: int, end: int) -> tuple[int, int]:
        """First and last page (1-based) that the range [start, end) of `text` touches."""
        return pages_of(self.page_spans, start, end)


def pages_of(spans: Sequence[PageSpan], start: int, end: int) -> tuple[int, int]:
    """First and last page (1-based) touched by [start, end), from a document's page spans.

    Args:
        spans: by ascending start, the first 0.
        start: offset of the first character.
        end: offset after the last character, greater than start.

    Raises:
        ValueError: the range is empty or negative.
    """
    if not 0 <= start < end:
        raise ValueError(f"empty or negative range [{start}, {end})")

    def span_at(offset: int) -> int:
        return bisect_right(spans, offset, key=lambda span: span.start) - 1

    touched = [span.page for span in spans[span_at(start) : span_at(end - 1) + 1]]
    return min(touched), max(touched)


def ranges_on_page(
    spans: Sequence[PageSpan], length: int, page: int
) -> tuple[tuple[int, int], ...]:
    """The parts [start, end) of a document's text that stand on a page (1-based), in order.

    Args:
        spans: by ascending start, the first 0.
        length: of the text, in characters.
        page: the page; one that has no text has no parts.
    """
    ends = [*(span.start for span in spans[1:]), length]
    return tuple(
        (span.start, end) for span, end in zip(spans, ends, strict=True) if span.page == page
    )
