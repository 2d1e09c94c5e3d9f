"""Text repairs that need no geometry: characters, line-end hyphens, lines into paragraphs."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import quantiles

LINE_END_HYPHEN = "\ufffe"
"""What pdfium puts in place of a hyphen at a line's end, the break itself left out."""


class _Strip(dict[int, str | int | None]):
    """Table for str.translate: invisible characters go, control characters become spaces."""

    def __missing__(self, code: int) -> str | int | None:
        category = unicodedata.category(chr(code))
        new: str | int | None = code
        if category in {"Cf", "Co", "Cs"}:
            new = None
        elif category == "Cc" and code not in (0x09, 0x0A, 0x0C, 0x0D):
            new = " "
        self[code] = new
        return new


_STRIP = _Strip()

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BROKEN_WORD = re.compile(rf"([^\W\d_]+){LINE_END_HYPHEN}([^\W\d_]+)")
_ITEM = re.compile(r"(?:[•●▪◦‣■○–—-]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])\s+\S")
_CLOSED = re.compile(r"[.!?:;][”’\"')\]]*\d{0,3}$")
_NOTE = re.compile(r"\d{1,3}\s?[A-Z“\"(]")
_SENTENCE_END = re.compile(r"[^\d\s][.,][”\"]?$")
_MARKER = re.compile(r"\d{1,3} [A-Z“]")
"""A footnote's number that the reader put at the start of the line after its sentence."""
_SHORT_LINE_RATIO = 0.8
"""A line shorter than this share of a full line may end a paragraph."""


def clean_characters(text: str) -> str:
    """NFKC, with invisible characters removed and control characters made spaces.

    Line breaks stay; runs of other white space become one space; lines are trimmed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n")
    text = unicodedata.normalize("NFKC", text.translate(_STRIP))
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))


def clean_text(text: str) -> str:
    """Clean the text of a format that has paragraphs: one paragraph a line, no empty lines."""
    return "\n".join(line for line in clean_characters(text).split("\n") if line)


def vocabulary(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in `texts`, in lower case; hyphenated compounds are one word."""
    return Counter(word.lower() for text in texts for word in _WORD.findall(text))


def repair_hyphens(text: str, words: Counter[str]) -> str:
    """Rejoin words that a line end broke, keeping the hyphen where it belongs to the word.

    Args:
        text: text with LINE_END_HYPHEN marks.
        words: words of the whole document; they decide. The form seen more often elsewhere wins;
            seen neither way, the hyphen stays when both halves are words of their own.
    """

    def join(match: re.Match[str]) -> str:
        left, right = match.groups()
        joined, compound = (left + right).lower(), f"{left}-{right}".lower()
        if words[joined] != words[compound]:
            return left + right if words[joined] > words[compound] else f"{left}-{right}"
        both = words[left.lower()] and words[right.lower()]
        return f"{left}-{right}" if both else left + right

    return _BROKEN_WORD.sub(join, text).replace(LINE_END_HYPHEN, "-")


def join_lines(lines: Sequence[str]) -> str:
    """Join the lines of a page into paragraphs, one paragraph a line.

    A line ends its paragraph when the next begins a list item, when it is empty, or when it is
    short for this page and either closes a sentence or stands before a capital.
    """
    kept = [line for line in lines if line]
    if not kept:
        return ""
    full = quantiles((len(line) for line in kept), n=4)[2] if len(kept) > 3 else 80
    paragraphs = [kept[0]]
    for before, line in pairwise(kept):
        if _breaks(before, line, full):
            paragraphs.append(line)
        elif before.endswith(LINE_END_HYPHEN) or _ends_in_address(paragraphs[-1]):
            paragraphs[-1] += line
        else:
            paragraphs[-1] += " " + line
    return "\n".join(paragraphs)


def join_notes(lines: Sequence[str]) -> str:
    """Join the lines of a page's footnotes, one footnote a line."""
    notes: list[str] = []
    for line in lines:
        if notes and not _NOTE.match(line):
            notes[-1] += ("" if notes[-1].endswith(("/", LINE_END_HYPHEN)) else " ") + line
        else:
            notes.append(line)
    return "\n".join(notes)


def _ends_in_address(paragraph: str) -> bool:
    return paragraph.endswith(("/", "_")) and "://" in paragraph.rsplit(" ", 1)[-1]


def _breaks(before: str, line: str, full: float) -> bool:
    if before.endswith(LINE_END_HYPHEN):
        return False
    if _ITEM.match(line):
        return True
    if _MARKER.match(line) and _SENTENCE_END.search(before):
        return False
    short = len(before) < _SHORT_LINE_RATIO * full
    if not short:
        return False
    starts_anew = line[0].isupper() or line[0].isdigit() or line[0] in '“"‘('
    return starts_anew and (bool(_CLOSED.search(before)) or len(before) < 0.6 * full)
