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
    text = lines[0]
    for line in lines[1:]:
        if text.text.endswith(LINE_END_HYPHEN) or _URL_END.search(text.text[-_NEAR:]):
            text = text + line
        elif _BROKEN_WORD.search(text.text[-2:]) and line.text[:1].isalpha():
            end = len(text) - 1
            text = text.replaced([(end, end + 1, LINE_END_HYPHEN)]) + line
        else:
            text = joined(" ", (text, line))
    return text
