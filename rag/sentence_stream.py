"""Cutting a model's stream of text into sentences as they are completed."""

import re
from collections.abc import Iterable, Iterator

from corpus.sentences import sentence_ranges

_MARKERS = re.compile(r"\s*\[(?:evidence\s*)?\d+(?:\s*[,;-]\s*\d+)*\]", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each sentence once it is complete, stripped of citation markers and list marks.

    Whatever numbers the model gives its sources are dropped: citations are set by code. The last
    sentence is left out where it was cut off.
    """
    text = ""
    for piece in pieces:
        text += piece
        ranges = sentence_ranges(text)
        if len(ranges) > 1:
            for start, end in ranges[:-1]:
                yield from _clean(text[start:end])
            text = text[ranges[-1][0] :]
    yield from _clean(text)


def _clean(sentence: str) -> Iterator[str]:
    plain = _LIST_MARK.sub("", _MARKERS.sub("", sentence).strip().replace("**", ""))
    if re.search(r"[.!?…][”’\"')]*$", plain):
        yield plain
