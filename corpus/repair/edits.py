"""What the repairs share: edits of a text, and the word that stands at a place in it."""

import re

Edit = tuple[int, int, str]
"""text[start:end] is to be replaced by a new text."""

LONGEST_WORD = 40
"""Letters looked at on either side of a place: a hostile file may hold a word of a million."""
_ADDRESS_CHARS = 300
_ADDRESS_SIGNS = "/.@%_=&"
_ADDRESS = re.compile(
    r"://|www\.|[^\W_]@[^\W_]|[^\W_]\.(?:com|org|gov|edu|net|io|ai|co|eu|uk)\b|/\S*/|%\d|\w_\w|[=&]"
)


def letters_before(text: str, end: int) -> str:
    """The letters that end right before text[end]."""
    start, least = end, max(0, end - LONGEST_WORD)
    while start > least and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def letters_after(text: str, start: int) -> str:
    """The letters that begin at text[start]."""
    end, most = start, min(len(text), start + LONGEST_WORD)
    while end < most and text[end].isalpha():
        end += 1
    return text[start:end]


def in_address(text: str, place: int) -> bool:
    """Whether text[place] stands in a web address, an e-mail address or a path."""
    start, end = max(0, place - _ADDRESS_CHARS), place + _ADDRESS_CHARS
    before = text[start:place].rsplit(None, 1)[-1] if not _ends_in_space(text, place) else ""
    token = before + (text[place:end].split(None, 1) or [""])[0]
    return any(sign in token for sign in _ADDRESS_SIGNS) and bool(_ADDRESS.search(token))


def _ends_in_space(text: str, place: int) -> bool:
    return place == 0 or text[place - 1].isspace()
