"""How a comment says which of the agency's questions it answers: "Question 5b:", "Q1(a)"."""

import re

_LETTER = r"(?:\.?[a-z](?![a-z])|\s?\([a-z]\))"
_ROMAN = r"(?:\.?(?:i{1,3}|iv|vi{0,3}|ix|x)(?![a-z])|\s?\((?:i{1,3}|iv|vi{0,3}|ix|x)\))"
_NUMBER = rf"\d{{1,2}}(?!\d)(?:{_LETTER}{_ROMAN}?)?"
_AND = r"(?:\s?,\s?(?:and\s|&\s)?|\s(?:and|&|or|to|through)\s|\s?[-–]\s?)"
_QUESTIONS = rf"questions?\s?#?(?P<numbers>{_NUMBER}(?:{_AND}#?{_NUMBER})*)"
_ASKER = r"(?:the\s)?(?:(?:NTIA|RFC|RFI|agency)(?:['’]s)?\s){0,2}"
_LEAD = (
    r"(?:(?:our\s)?(?:responses?|answers?|reply|replies|comments?)\s(?:to|on)\s|responsive\sto\s"
    rf"|re(?:garding)?:?\s|on\s)?{_ASKER}"
)
_SHORT = rf"Q\.?\s?(?P<short>{_NUMBER})"

_HEAD = re.compile(rf"[\W_]*{_LEAD}(?:{_QUESTIONS}|{_SHORT})(?:[.)]*\s?[:–—-]|[.)]*\s*$)", re.I)
_SENTENCE = re.compile(rf"[\W_]*{_LEAD}{_QUESTIONS}[.)]+\s", re.I)
_IN_HEADING = re.compile(rf"\b{_QUESTIONS}(?![\w(])", re.I)
_IN_BRACKETS = re.compile(rf"\({_ASKER}{_QUESTIONS}\)[\W_]*$", re.I)
_ALONE = re.compile(rf"(?P<numbers>\d{{1,2}}{_LETTER}{_ROMAN}?)[.):]*", re.I)
_PLACE = re.compile(
    rf"[\W_]*(?:(?:{_LEAD}{_QUESTIONS}|{_SHORT}|{_NUMBER}|[a-z]|[ivx]{{1,4}})(?!\w)[\W_]*){{0,3}}",
    re.I,
)
_SHORT_BLOCK_CHARS = 120
_ONE = re.compile(_NUMBER, re.I)


def numbers_named(text: str, *, heading: bool) -> tuple[str, ...]:
    """Numbers of the questions that a block is labelled with, as the notice writes them.

    Args:
        text: the block's.
        heading: whether it is one: a heading may name the question anywhere, other blocks only
            at their beginning, or, short ones, in brackets at their end.

    Returns:
        None, one or several; of a span ("1-3") its first and last.
    """
    if heading:
        found = _HEAD.match(text) or _IN_HEADING.search(text) or _ALONE.fullmatch(text)
    else:
        found = _HEAD.match(text) or _SENTENCE.match(text) or _ALONE.fullmatch(text)
        if not found and len(text) <= _SHORT_BLOCK_CHARS:
            found = _IN_BRACKETS.search(text)
    if not found:
        return ()
    groups = found.groupdict()
    listed = groups.get("numbers") or groups.get("short") or ""
    return tuple(_plain(match.group()) for match in _ONE.finditer(listed))


def without_label(text: str) -> str:
    """What stands before a question, less its number: "Question 5b: “" gives nothing."""
    label = _PLACE.match(text)
    return text[label.end() :] if label else text


def _plain(number: str) -> str:
    """A number in the notice's way: "2.d.i" as "2d(i)"."""
    parts = re.match(r"(\d+)[\W_]*([a-z]?)[\W_]*([ivx]*)", number.lower())
    if parts is None:
        raise ValueError(f"{number!r} is no question's number")
    top, letter, roman = parts.groups()
    return f"{int(top)}{letter}" + (f"({roman})" if roman else "")
