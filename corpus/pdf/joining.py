"""Lines joined into one, words and addresses that a line's end broke made whole."""

import re
from collections.abc import Sequence

from corpus.cleaning import LINE_END_HYPHEN
from corpus.traced import Traced, joined

_URL_END = re.compile(r"(?:https?://|www\.)\S*[/_.=&?%#~-]$")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_NEAR = 200
"""Characters before a line's end in which an address is looked for."""


def join_lines(lines: Sequence[Traced]) -> Traced:
    """Lines joined by spaces, but for words and addresses that a line's end broke."""
    parts: list[Traced] = []
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        text = line.text
        unbroken = text.endswith(LINE_END_HYPHEN) or _URL_END.search(text[-_NEAR:])
        if after is None or unbroken:
            parts.append(line)
        elif _BROKEN_WORD.search(text[-2:]) and after.text[:1].isalpha():
            parts.append(line.replaced([(len(text) - 1, len(text), LINE_END_HYPHEN)]))
        else:
            parts.append(line.replaced([(len(text), len(text), " ")]))
    return joined("", parts)
