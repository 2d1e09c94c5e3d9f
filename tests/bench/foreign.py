"""Words of other notices in what was read of a Federal Register extract."""

import re
from pathlib import Path

import pypdfium2

_CLOSING = re.compile(r"\[FR Doc\.?\s*([\w–-]+)\s+Filed[^\]]*\]\s*(?:BILLING CODE\s+[\w–-]+)?")
_WORD = re.compile(r"[a-z0-9]+")
_RUN = 4
"""Words in a row that show where a text comes from; shorter runs are common phrases."""


def foreign_words(path: Path, notice: str, text: str) -> int:
    """How many words of a text stand in the file's other notices, and not in its own.

    Args:
        path: a PDF that holds pages of the Federal Register.
        notice: document number of the file's own notice, such as "2024-03763"; each notice ends
            with its number.
        text: what was read of the file.
    """
    raw = _raw_text(path)
    own: set[tuple[str, ...]] = set()
    foreign: set[tuple[str, ...]] = set()
    start = 0
    for match in _CLOSING.finditer(raw):
        is_own = match.group(1).replace("–", "-") == notice
        (own if is_own else foreign).update(_runs(_words(raw[start : match.end()])))
        start = match.end()
    foreign.update(_runs(_words(raw[start:])))
    words = _words(text)
    covered: set[int] = set()
    for position, run in enumerate(_runs(words)):
        if run in foreign and run not in own:
            covered.update(range(position, position + _RUN))
    return len(covered)


def _raw_text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[shift:] for shift in range(_RUN)), strict=False))
