"""Which paragraphs are headings: by how they are set, numbered and worded."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.pdf.numbering import numbering_of
from corpus.pdf.paragraphs import Paragraph, has_leaders
from corpus.pdf.sections import HeadingStyle

_MOST_LINES, _MOST_CHARS = 4, 300
_MOST_QUESTION_CHARS, _MOST_QUESTION_LINES = 600, 9
"""A question of the agency's, pasted as a heading, may be long."""
_LARGER = 1.08
_MOST_LARGE_WORDS, _MOST_CAPITAL_WORDS, _MOST_ITALIC_WORDS = 40, 20, 20
_MOST_PLAIN_CHARS, _MOST_PLAIN_WORDS = 80, 12
LEAST_BODY_CHARS = 150
"""A paragraph this long is text, not part of a letterhead or title page."""
_LEAST_SENTENCE_CHARS = 60
_BULLET = re.compile(r"[•●▪◦‣■○➢✓–—·*-]\s?")
_ENDS_OPEN = re.compile(r"(?:[,;]|\b(?:and|or|the|of))$")
_ENDS_CLOSED = re.compile(r"[.][\"”’)]*\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_INNER_STOP = re.compile(r"[a-z][.;] ")
_QUESTION_MARK = re.compile(r"\?[\"”’)]*\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_TITLE = re.compile(r"(?:[A-Z0-9IVX][\w.]*\s)?[A-Z“\"‘(].{1,80}[^.,;:!?)]\??")
_ONE_WORD = re.compile(
    r"(?:introduction|background|conclusions?|summary|discussion|recommendations?|definitions?|"
    r"overview|benefits|risks|appendix|acknowledge?ments|abstract|methodology)[:.]?",
    re.I,
)
"""Headings of one word that need no other sign."""
_NO_HEADING = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|.*\b\d{5}(?:-\d{4})?"
    r"|(?:in\s+the\s+matter|docket|rin|dear|sincerely|respectfully|attn|via)\b.*|(?:re|subject|by)\s*:.*|/s/.*"
    r"|(?:figure|fig\.|table|chart|exhibit|box)\s+\d+.*"
    r"|washington,?\s+d\.?\s?c\.?.*|\S+\.(?:net|com|org)"
    r"|\[?docket\b.*|\d+\s+\S.*\b(?:street|st|avenue|ave|road|suite|floor|nw)\b.*",
    re.I,
)
"""Dates, places with their ZIP codes, dockets' numbers, streets, the forms of a letter."""
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """How most of a document is set: size in points, bold."""

    size: float
    bold: bool


def body_style(paragraphs: Sequence[Paragraph]) -> BodyStyle:
    """The style with most characters."""
    weights: Counter[tuple[float, bool]] = Counter()
    for paragraph in paragraphs:
        for line in paragraph.lines:
            weights[line.size, line.bold] += len(line.text)
    if not weights:
        return BodyStyle(0.0, False)
    (size, bold), _ = weights.most_common(1)[0]
    return BodyStyle(size, bold)


def heading_style(
    paragraph: Paragraph,
    body: BodyStyle,
    after: Paragraph | None,
    *,
    in_list: HeadingStyle | None = None,
) -> HeadingStyle | None:
    """How a paragraph is set where it is a heading; None where it is none.

    Args:
        paragraph: to be judged.
        body: how the text around it is set.
        after: the paragraph that follows.
        in_list: how the paragraph before is set, if it is a list's item.
    """
    text = paragraph.text.text
    if paragraph.lines[0].row or not _may_be_heading(text, len(paragraph.lines)):
        return None
    numbering = numbering_of(text)
    asks = bool(_QUESTION_MARK.search(text))
    style = style_of(paragraph, numbering, body)
    if paragraph.item and numbering and not asks and _is_in_list(style, body, after, in_list):
        return None
    if _is_styled(text, style, body, asks=asks) or _is_bold_sentence(text, style, after):
        return style
    plain = _is_plain_heading(text, after, numbered=paragraph.item, asks=asks)
    return style if plain else None


def _is_in_list(
    style: HeadingStyle, body: BodyStyle, after: Paragraph | None, before: HeadingStyle | None
) -> bool:
    """Whether a numbered paragraph is one of a list's items: two in a row that are set alike."""
    items = [before] if before is not None else []
    if after is not None and after.item:
        items.append(style_of(after, numbering_of(after.text.text), body))
    return style in items


def style_of(paragraph: Paragraph, numbering: str, body: BodyStyle) -> HeadingStyle:
    """How a paragraph is set, heading or not."""
    lines = paragraph.lines
    size = max(line.size for line in lines)
    if all(line.bold for line in lines) and not body.bold:
        weight = 3
    elif _in_capitals(paragraph.text.text):
        weight = 2
    else:
        weight = 1 if all(line.italic for line in lines) else 0
    return HeadingStyle(numbering, round(size * 2) / 2, weight)


def _is_styled(text: str, style: HeadingStyle, body: BodyStyle, *, asks: bool) -> bool:
    """Whether a paragraph stands out from the body as headings do."""
    words = len(text.split())
    numbered = bool(style.numbering)
    if _ENDS_CLOSED.search(text) and not (numbered and style.weight >= 2):
        return False
    if len(text) > _MOST_CHARS and not numbered:
        return False
    return (
        style.weight == 3
        or (style.size >= _LARGER * body.size and _is_short(text, asks=asks))
        or (style.weight == 2 and (words <= _MOST_CAPITAL_WORDS or numbered))
        or (style.weight == 1 and (words <= _MOST_ITALIC_WORDS or asks))
    )


def _is_bold_sentence(text: str, style: HeadingStyle, after: Paragraph | None) -> bool:
    """A single sentence in bold before text that is not: a heading that says what is claimed."""
    return (
        style.weight == 3
        and after is not None
        and not after.item
        and not after.lines[0].bold
        and len(after.text) >= _LEAST_SENTENCE_CHARS
        and len(text.split()) <= _MOST_ITALIC_WORDS
        and not _INNER_STOP.search(text)
    )


def _is_short(text: str, *, asks: bool) -> bool:
    """Few words and no more than one sentence, or a question."""
    return asks or (len(text.split()) <= _MOST_LARGE_WORDS and not _INNER_STOP.search(text))


def _may_be_heading(text: str, lines: int) -> bool:
    asks = bool(_QUESTION_MARK.search(text)) or bool(numbering_of(text))
    if len(text) > (_MOST_QUESTION_CHARS if asks else _MOST_CHARS):
        return False
    if lines > (_MOST_QUESTION_LINES if asks else _MOST_LINES):
        return False
    if len(_LETTERS.findall(text)) < 3 or _BULLET.match(text) or text.lower().startswith("http"):
        return False
    return not (
        _ENDS_OPEN.search(text)
        or has_leaders(text)
        or "@" in text
        or _NO_HEADING.fullmatch(text.strip())
    )


def _in_capitals(text: str) -> bool:
    letters = _LETTERS.findall(text)
    return len(letters) >= 4 and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def _is_plain_heading(text: str, after: Paragraph | None, *, numbered: bool, asks: bool) -> bool:
    """A short line that ends like no sentence, before a paragraph that is one."""
    if after is None or len(after.text) < LEAST_BODY_CHARS or after.item:
        return False
    if not after.text.text[:1].isupper() and after.text.text[:1] not in '“"‘':
        return False
    if numbered:
        return asks or len(text.split()) <= _MOST_PLAIN_WORDS
    if len(text) > _MOST_PLAIN_CHARS:
        return False
    title = len(text.split()) > 1 and _TITLE.fullmatch(text) is not None
    return title or _ONE_WORD.fullmatch(text) is not None
