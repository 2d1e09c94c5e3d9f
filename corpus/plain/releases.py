"""An article that stands on one line, such as a press release, parted into its pieces."""

import re
from collections.abc import Iterator, Sequence

from corpus.plain.lines import Piece

_RELEASE_LINE = re.compile(r"\s+(?=(?:FOR )?IMMEDIATE RELEASE\b)")
_RELEASE_END = re.compile(
    r"(?:FOR )?IMMEDIATE RELEASE\b"
    r"(?:.{0,200}?\S@\S{1,80}\.[a-z]{2,}|.{0,40}?\b\d{1,2}, \d{4})\s+(?=[A-Z“\"])"
)
"""A release's first line ends with the address of the press office, or else with the date."""
_BULLET = re.compile(r"\s+\*\s+(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[^.\s][^.\s])[.!?][”\")]?\s+(?=[A-Z“\"])")
_ABOUT = re.compile(r"(?<=[.!?] )About (?:the )?([A-Z][^.]{2,100}?) (?=(?:The )?\1\b)")
_LEAST_ADDRESS_WORDS = 3
_WORD = re.compile(r"[\w'’.]+(?:-[\w'’.]+)*")


def article_pieces(article: str, address: str) -> Iterator[Piece]:
    """Headline, lines about the release, text and lists of an article.

    Args:
        article: all of it, on one line, an item of a list after " * ".
        address: of its page, or empty; its last part is often made of the headline's words.
    """
    release = _RELEASE_LINE.search(article)
    if release:
        headline, article = article[: release.start()], article[release.end() :]
        end = _headline_end(headline, _address_words(address))
        yield Piece("heading", headline[:end], 1, "headline")
        if headline[end:].strip():
            yield Piece("paragraph", headline[end:].strip(), 1)
        opening = _RELEASE_END.match(article)
        if opening:
            yield Piece("paragraph", opening.group().strip(), 1)
            article = article[opening.end() :]
    first, *items = _BULLET.split(article)
    yield from _boilerplate(first)
    for number, item in enumerate(items, start=1):
        closed = _SENTENCE_END.search(item) if number == len(items) else None
        yield Piece("item", f"• {item[: closed.end()] if closed else item}".strip(), 1)
        if closed:
            yield from _boilerplate(item[closed.end() :])


def _boilerplate(text: str) -> Iterator[Piece]:
    """Paragraphs of a text, cut where "About X" heads a sentence that begins with "X"."""
    begun = 0
    for about in _ABOUT.finditer(text):
        yield Piece("paragraph", text[begun : about.start()].strip(), 1)
        yield Piece("heading", about.group().strip(), 1, "about")
        begun = about.end()
    yield Piece("paragraph", text[begun:].strip(), 1)


def _address_words(address: str) -> list[str]:
    return address.rstrip("/").rpartition("/")[2].lower().split("-")


def _headline_end(headline: str, address: Sequence[str]) -> int:
    """Where the headline ends and other lines begin: at its last word that the address has.

    Without such an address the whole is the headline.
    """
    if len(address) < _LEAST_ADDRESS_WORDS:
        return len(headline)
    end = position = 0
    for word in _WORD.finditer(headline):
        parts = re.split(r"\W+", word.group().lower())
        if address[position : position + len(parts)] == parts:
            position += len(parts)
            end = word.end()
    return end if position == len(address) else len(headline)
