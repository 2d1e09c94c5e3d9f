"""Where a quote stands on a page: the glyphs that its characters were made from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.content import Content
from corpus.traced import NO_GLYPH, glyphs_at

_CERTAIN_CHARS = 20
"""From this many characters on, every occurrence is marked; a shorter quote must stand alone on
the page and begin and end with a word, else "art" would be found in "party"."""


@dataclass(frozen=True, slots=True, eq=False)
class Highlight:
    """Characters of a page, to be marked.

    Attributes:
        text: what they should read, in the document's cleaned text.
        glyphs: index on the page of the glyph that each was made from, shape (len(text),);
            NO_GLYPH where there is none.
    """

    text: str
    glyphs: npt.NDArray[np.int64]


def find_quote(
    content: Content, page_ranges: Sequence[tuple[int, int]], quote: str
) -> tuple[Highlight, ...]:
    """The parts of a quote that stand on one page.

    Args:
        content: the document's.
        page_ranges: the parts [start, end) of its text that stand on the page.
        quote: words of the text, whatever white space is between them; perhaps across pages.

    Returns:
        Nothing where the quote is not found for certain, or where it is not known which glyphs
        its characters were made from, as in formats other than PDF.
    """
    found = []
    for start, end in _occurrences(content.text, page_ranges, " ".join(quote.split())):
        for page_start, page_end in page_ranges:
            part = slice(max(start, page_start), min(end, page_end))
            glyphs = glyphs_at(content.origins[part])
            if (glyphs != NO_GLYPH).any():
                found.append(Highlight(content.text[part], glyphs))
    return tuple(found)


def _occurrences(
    text: str, page_ranges: Sequence[tuple[int, int]], quote: str
) -> list[tuple[int, int]]:
    """Ranges at which a quote stands, of those that touch the page; none when not certain."""
    if not quote:
        return []
    spaced = text.replace("\n", " ")
    starts = dict.fromkeys(
        start
        for page_start, page_end in page_ranges
        for start in _starts(spaced, quote, page_start, page_end)
    )
    found = [(start, start + len(quote)) for start in starts]
    if len(quote) >= _CERTAIN_CHARS:
        return found
    whole = [(start, end) for start, end in found if _is_whole(text, start, end)]
    return whole if len(whole) == 1 else []


def _starts(text: str, quote: str, page_start: int, page_end: int) -> Iterator[int]:
    """Where a quote begins that touches [page_start, page_end)."""
    first = max(0, page_start - len(quote) + 1)
    last = min(len(text), page_end + len(quote) - 1)
    start = text.find(quote, first, last)
    while start >= 0:
        yield start
        start = text.find(quote, start + len(quote), last)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on beyond the range."""
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())
