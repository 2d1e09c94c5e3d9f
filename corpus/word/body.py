"""The body of a Word document, block by block."""

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from corpus.content import Content
from corpus.structure.inline import RAISED, RAISED_END, without_signs
from corpus.structure.outline import Outline
from corpus.word.notes import Notes
from corpus.word.numbering import Numbering
from corpus.word.runs import Runs
from corpus.word.styles import Look, Styles
from corpus.word.xml import is_on, related, value

_CELL = " | "
_CONTAINERS = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag"))
)
_SAME_PAGE = ("continuous", "nextColumn")
"""Kinds of sections that do not begin a page."""


def content_of_document(document: Document) -> Content:
    """Content of an open Word document; its footnotes in page order, its endnotes last."""
    part = document.part
    body = _Body(part)
    body.add(document.element.body)
    outline = body.outline
    outline.turn_to(max(outline.page, body.runs.page))
    for each in [*body.notes.called]:
        text = " ".join(body.texts(each.element)).strip()
        for mark in (each.number, f"{RAISED}{each.number}{RAISED_END}") if each.typed else ():
            text = text.removeprefix(mark)
        outline.note(each.number, text, outline.page if each.at_end else each.page)
    outline.pictures.update(body.runs.pictures)
    return outline.content()


class _Body:
    def __init__(self, part: Any) -> None:
        self.outline = Outline()
        self.notes = Notes(part)
        self._styles = Styles(next(related(part, "styles"), None))
        self._numbering = Numbering(next(related(part, "numbering"), None))
        self.runs = Runs(self._styles, self.notes)
        sections = [value(each, "w:type") for each in part.element.iter(qn("w:sectPr"))]
        self._sections = iter(sections[1:])

    def add(self, parent: Any) -> None:
        """Add paragraphs and tables in the document's order."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                self._add_paragraph(element)
            elif element.tag == qn("w:tbl"):
                for row in _own(element, "w:tr", "w:tbl"):
                    self.outline.turn_to(self.runs.page)
                    self.outline.add("row", self._row(row))
            elif element.tag in _CONTAINERS:
                self.add(element)
            self._add_boxes()

    def texts(self, parent: Any) -> Iterator[str]:
        """Texts of the paragraphs and rows in a note or a cell, with their labels."""
        for element in parent.iterchildren():
            if element.tag == qn("w:p"):
                yield self._labelled(element, self._styles.look(element))
            elif element.tag == qn("w:tbl"):
                for row in _own(element, "w:tr", "w:tbl"):
                    yield self._row(row)
            elif element.tag in _CONTAINERS:
                yield from self.texts(element)

    def _add_paragraph(self, paragraph: Any) -> None:
        if is_on(paragraph, "w:pPr/w:pageBreakBefore"):
            self.runs.turn()
        self.outline.turn_to(self.runs.page)
        look = self._styles.look(paragraph)
        line = self._labelled(paragraph, look)
        if look.level is not None:
            self.outline.heading(line, look.level)
        elif look.kind == "paragraph" and look.list_id:
            self.outline.add("item", line)
        else:
            self.outline.add(look.kind, line, bold=self.runs.is_bold(paragraph, look.bold))
        ends_section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
        if ends_section and next(self._sections, None) not in _SAME_PAGE:
            self.runs.turn()

    def _add_boxes(self) -> None:
        """Add the text boxes anchored in what was just added."""
        boxes, self.runs.boxes = self.runs.boxes, []
        for box in boxes:
            self.add(box)

    def _labelled(self, paragraph: Any, look: Look) -> str:
        """A paragraph's text after the number that Word prints before it."""
        text = self.runs.text(paragraph)
        mark_deleted = paragraph.find("/".join(map(qn, ("w:pPr", "w:rPr", "w:del")))) is not None
        if not look.list_id or (mark_deleted and not text.strip()):
            return text
        level = look.list_level
        if level is None:
            level = self._numbering.level_of(look.list_id, look.style_id)
        label = without_signs(self._numbering.label(look.list_id, level))
        return f"{label} {text}" if label and without_signs(text).strip() else text

    def _row(self, row: Any) -> str:
        """A row on one line; a table inside a cell is read as part of the cell."""
        cells = [
            " ".join(filter(None, map(str.strip, self.texts(cell))))
            for cell in _own(row, "w:tc", "w:tr")
        ]
        return _CELL.join(cells) if any(cells) else ""


def _own(parent: Any, tag: str, around: str) -> Iterator[Any]:
    """Descendants of a kind that belong to no other element of the parent's kind."""
    for element in parent.iter(qn(tag)):
        if next(element.iterancestors(qn(around))) is parent:
            yield element
