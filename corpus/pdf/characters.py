"""A line's characters as they are read: compatibility forms undone, the invisible left out."""

import re
import unicodedata
from functools import lru_cache

from corpus.cleaning import LINE_END_HYPHEN, UNKNOWN
from corpus.traced import Traced

RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
"""Digits and minus to the superscript ones, which stand for raised ones until corpus.pdf.raised has
read what they mean."""
RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED_MINUS = "⁻"
UNRAISED = str.maketrans(RAISED_DIGITS + RAISED_MINUS, "0123456789-")
"""Superscript digits and minus to plain ones."""

_ODD = re.compile(r"[^\x20-\x7e]")
_SPACES = re.compile(r" {2,}")
_ACCENTED = re.compile(r"([^\W\d_]) ?([\u0300-\u036f]+)")
_ACCENTS = {"\u00a8": "\u0308", "\u00b4": "\u0301", "\u02c6": "\u0302", "\u02dc": "\u0303"}
"""Accents that files draw over the letter before, as characters of their own."""
_BULLET_FIRST = re.compile(r"^\s*[\ue000-\uf8ff](?=\s)")
"""A sign of a symbol font, whose codes lie in the private use area, alone before a text."""
_SYMBOL_FIRST, _SYMBOL_LAST, _SYMBOL_OFFSET = 0xF020, 0xF07E, 0xF000
"""Where symbol fonts put the characters of ASCII."""


def clean_line(raw: Traced) -> Traced:
    """Clean one line: NFKC but for raised digits, one space between words, none at the ends.

    Control characters, NUL among them, become UNKNOWN: they stand where a font does not say what
    its glyph means. LINE_END_HYPHEN stays.
    """
    text = raw
    if _ODD.search(text.text):
        text = text.sub(_BULLET_FIRST, "•")
        text = text.sub(_ODD, lambda match: _plain(match.group()))
        if _ACCENTED.search(text.text):
            text = text.sub(_ACCENTED, _composed)
    if "  " in text.text:
        text = text.sub(_SPACES, " ")
    return text.strip()


def _composed(match: re.Match[str]) -> str:
    """A letter with its accents as one character; the letter alone where there is none such."""
    letter = unicodedata.normalize("NFC", match.group(1) + match.group(2))
    return letter if len(letter) == 1 else match.group(1)


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character == LINE_END_HYPHEN or character in RAISED_DIGITS + RAISED_MINUS:
        return character
    if character in _ACCENTS:
        return _ACCENTS[character]
    category = unicodedata.category(character)
    if character in "\t\n\v\f\r\x85" or category in {"Zs", "Zl", "Zp"}:
        return " "
    if category == "Co" and _SYMBOL_FIRST <= ord(character) <= _SYMBOL_LAST:
        return chr(ord(character) - _SYMBOL_OFFSET)
    if category in {"Cc", "Co"}:
        return UNKNOWN
    if category == "No":
        return character  # "1½" must not become "11/2"
    if category in {"Cf", "Cs", "Cn"} or character in "\ufe0e\ufe0f":
        return ""
    return unicodedata.normalize("NFKC", character)
