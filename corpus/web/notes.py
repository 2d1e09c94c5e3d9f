"""Footnotes of a web page: where its own links or roles mark them plainly."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

from corpus.structure.inline import RAISED, RAISED_END, call, without_signs
from corpus.web.blocks import INLINE

_NUMBER = re.compile(r"[\[(]?(\d{1,3}|[a-z]|[ivxl]{1,6}|[*†‡§]{1,3})[\]).]?")
_PRINTED = re.compile(rf"{RAISED}?{_NUMBER.pattern}(?:{RAISED_END}\s*|\s+|(?<=[\].)]))")
_ADDRESS = re.compile(r"#_?(?:.*note|.*foot|ftn|edn|fn|en|cite|ref)[-_:.a-z]*\d*", re.I)
_BACK = re.compile(r"[\s↩↑⤴^\ufe0e\ufe0f]*(?:back|return|jump up)?[\s↩↑⤴^\ufe0e\ufe0f]*", re.I)
_ROLES = frozenset({"doc-footnote", "doc-endnote"})
_NO_NOTES = frozenset("h1 h2 h3 h4 h5 h6 html body main article section table ul ol dl".split())
_MOST_CHARS = 5000
"""A target that holds more than this is a part of the page, not a note."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken out of a page: its number as printed, and its text."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class _Call:
    link: etree._Element
    number: str
    anchor: str


def take_notes(root: etree._Element) -> list[Note]:
    """Take the notes out of a page, and put the sign of a call where it refers to them.

    A note is what has the role of one, or what a number links to, further down on the page, that
    is raised, in brackets, or has the address of one.

    Returns:
        The notes in the page's order.
    """
    elements = list(root.iter())
    order = {element: place for place, element in enumerate(elements)}
    numbers: dict[etree._Element, str] = {}
    for note, calls in _calls(root, order).items():
        if len({each.anchor for each in calls}) == 1 and _length(note) <= _MOST_CHARS:
            numbers[note] = calls[0].number
            for each in calls:
                _replace(each.link, call(each.number))
    for element in elements:
        if element.get("role", "") in _ROLES:
            numbers.setdefault(element, "")
    notes = []
    for element in sorted(numbers, key=order.__getitem__):
        notes.append(_note(element, numbers[element]))
        element.clear(keep_tail=True)
        element.tag = "div"
    return [note for note in notes if note.text]


def _calls(
    root: etree._Element, order: dict[etree._Element, int]
) -> dict[etree._Element, list[_Call]]:
    """What numbers link to, each with the links."""
    anchors = {element.get("name", ""): element for element in root.iter("a")}
    anchors |= {element.get("id", ""): element for element in order}
    found = defaultdict(list)
    for link in root.iter("a"):
        anchor = link.get("href", "").removeprefix("#")
        number = _number(link)
        target = anchors.get(anchor) if number and anchor else None
        while target is not None and target.tag in INLINE:
            target = target.getparent()
        if target is not None and order[target] > order[link] and target.tag not in _NO_NOTES:
            found[target].append(_Call(link, number, anchor))
    return found


def _number(link: etree._Element) -> str:
    """The number of the note that a link seems to refer to, or nothing."""
    text = "".join(link.itertext())
    number = _NUMBER.fullmatch(without_signs(text).strip())
    if number is None or not link.get("href", "").startswith("#"):
        return ""
    plain = (
        link.find(".//sup") is not None
        or next(link.iterancestors("sup"), None) is not None
        or text.strip().startswith("[")
        or link.get("role") == "doc-noteref"
        or _ADDRESS.fullmatch(link.get("href", ""))
    )
    return number[1] if plain else ""


def _note(element: etree._Element, number: str) -> Note:
    """The note's text, without its number and the links back to where it is referred to."""
    for link in element.iter("a"):
        text = without_signs("".join(link.itertext()))
        if link.get("href", "").startswith("#") and _BACK.fullmatch(text):
            _replace(link, "")
    text = " ".join("".join(element.itertext()).split())
    printed = _PRINTED.match(text)
    if printed and number in ("", printed[1]):
        return Note(printed[1], text[printed.end() :])
    return Note(number, text)


def _replace(link: etree._Element, text: str) -> None:
    link.clear(keep_tail=True)
    link.text = text


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))
