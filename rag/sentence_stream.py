"""Cutting a model's stream of text into sentences as they are completed."""

import re
from collections.abc import Iterable, Iterator

from corpus.sentences import sentence_ranges

_MARKERS = re.compile(r"\s*\[(?:evidence\s*)?\d+(?:\s*[,;-]\s*\d+)*\]", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")
_TERMINAL = re.compile(r"[.!?…]")
_UNSETTLED = re.compile(r"[\s\d.,!?…“”‘’\"'()\[\]•-]*")
"""While only this follows a sentence, what comes next may still belong to it: after "at 10." the
text "1" may become "1 2" or "12 people"."""


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each sentence once it is complete, stripped of citation markers and list marks.

    However the text is cut into pieces, the sentences are the same. Whatever numbers the model
    gives its sources are dropped: citations are set by code. The last sentence is left out where
    it was cut off.
    """
    paragraph, given, begun = "", 0, 0  # `given` sentences are out, the next begins at `begun`
    for piece in pieces:
        *whole, paragraph = (paragraph + piece).split("\n")
        for line in whole:
            yield from _cleaned(line, sentence_ranges(line)[given:])
            given = begun = 0
        if not _TERMINAL.search(paragraph, begun):
            continue  # nothing can have ended: spares most of the work
        ranges = sentence_ranges(paragraph)
        while len(ranges) > 1 and _UNSETTLED.fullmatch(paragraph, ranges[-1][0]):
            ranges.pop()
        if len(ranges) > given + 1:
            yield from _cleaned(paragraph, ranges[given:-1])
            given, begun = len(ranges) - 1, ranges[-1][0]
    yield from _cleaned(paragraph, sentence_ranges(paragraph)[given:])


def _cleaned(text: str, ranges: Iterable[tuple[int, int]]) -> Iterator[str]:
    for start, end in ranges:
        marked = _MARKERS.sub("", text[start:end]).strip().replace("**", "")
        plain = _LIST_MARK.sub("", marked)
        if re.search(r"[.!?…][”’\"')]*$", plain):
            yield plain
