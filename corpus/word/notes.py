"""Foot- and endnotes of a Word document: their texts, and the numbers that Word prints."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from corpus.structure.counting import counted
from corpus.word.xml import related, value, whole

_PARTS = {
    qn("w:footnoteReference"): ("footnotes", "w:footnote", "w:footnotePr", "decimal"),
    qn("w:endnoteReference"): ("endnotes", "w:endnote", "w:endnotePr", "lowerRoman"),
}
"""By the element that refers to a note: its part, its element, its settings, Word's own format."""
REFERENCES = frozenset(_PARTS)


@dataclass(frozen=True, slots=True)
class Called:
    """A note that the body refers to.

    Attributes:
        element: of the note.
        number: as printed.
        page: the page (1-based) of the call.
        at_end: it is an endnote.
        typed: its author typed the number.
    """

    element: Any
    number: str
    page: int
    at_end: bool
    typed: bool


class Notes:
    """Numbers the notes of a document in the order in which they are referred to."""

    def __init__(self, part: Any) -> None:
        """part: the document's main part."""
        self.called: list[Called] = []
        self._elements: dict[tuple[str, str], Any] = {}
        self._counts: Counter[str] = Counter()
        self._page = 0
        settings = [*related(part, "settings"), *part.element.iter(qn("w:sectPr"))]
        self._formats: dict[str, str] = {}
        for reference, (name, tag, properties, format_) in _PARTS.items():
            for root in related(part, name):
                for element in root.iterchildren(qn(tag)):
                    if element.get(qn("w:type"), "normal") == "normal":
                        self._elements[reference, element.get(qn("w:id"), "")] = element
            given = (value(each, f"{properties}/w:numFmt") for each in settings)
            self._formats[reference] = next(filter(None, given), format_)
            starts = (value(each, f"{properties}/w:numStart") for each in settings)
            self._counts[reference] = whole(next(filter(None, starts), "1"), 1) - 1
        restarts = (value(each, "w:footnotePr/w:numRestart") for each in settings)
        self._by_page = "eachPage" in restarts

    def call(self, reference: Any, page: int, mark: str) -> str:
        """The number of the note that an element refers to; nothing where there is no such note.

        Args:
            reference: the w:footnoteReference or w:endnoteReference.
            page: the page (1-based) on which it stands.
            mark: what the author typed as its number, or empty.
        """
        tag = reference.tag
        element = self._elements.pop((tag, reference.get(qn("w:id"), "")), None)
        if element is None:
            return ""
        at_end = tag == qn("w:endnoteReference")
        if self._by_page and not at_end and page != self._page:
            self._page, self._counts[tag] = page, 0
        number = mark
        if not mark:
            self._counts[tag] += 1
            count = self._counts[tag]
            number = counted(count, self._formats[tag]) or str(count)
        self.called.append(Called(element, number, page, at_end, bool(mark)))
        return number
