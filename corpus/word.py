"""Pages of a Word document (.docx)."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from corpus.errors import UnreadableDocument

_MOST_BYTES = 200_000_000
"""Uncompressed; a long report with pictures has some 20 MB, a zip bomb claims gigabytes."""

_BROKEN = (
    OpcError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    SyntaxError,  # of which lxml's errors are
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
)
"""What python-docx 1.2 and zipfile raise on damaged files, found by damaging one at random."""

_BREAK = "\f"
_LAID_OUT_BREAK = "\v"
"""Where Word itself began a new page when it last showed the document."""
_CELL = " | "
_HIDDEN = frozenset(map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:pPr", "w:rPr", "w:tblPr")))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CONTAINERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml")))
_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:lastRenderedPageBreak"): _LAID_OUT_BREAK,
}


def read_docx(path: Path) -> list[str]:
    """Read a Word document's pages, one paragraph or table row a line, footnotes last.

    Pages end at page breaks: the author's, and those that Word noted when it last laid the
    document out. A document that notes none, though it may be long, is one page. Tables give
    their cells as "cell | cell"; text inserted under tracked changes counts, deleted text not.

    Raises:
        UnreadableDocument: not a Word document, broken, or larger than 200 MB unpacked.
    """
    _refuse_bomb(path)
    try:
        document = docx.Document(str(path))
        notes = _notes(document.part)
        lines = list(_lines(document.element.body))
    except _BROKEN as error:
        raise UnreadableDocument(
            f"{path.name}: the file is no sound Word document ({error})."
        ) from error
    return [_with_notes(page, notes) for page in _pages("\n".join(lines))]


def _refuse_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(item.file_size for item in archive.infolist())
    except _BROKEN as error:
        raise UnreadableDocument(
            f"{path.name}: the file is no sound Word document ({error})."
        ) from error
    if total > _MOST_BYTES:
        raise UnreadableDocument(
            f"{path.name}: unpacked it has {total / 1e6:,.0f} MB, more than the "
            f"{_MOST_BYTES / 1e6:,.0f} MB that are read.",
            hint="Save it without its pictures, or as PDF.",
        )


def _lines(parent: Any) -> Iterator[str]:
    """Paragraphs and table rows in the document's order."""
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            before = element.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
            new_page = before is not None and before.get(qn("w:val")) not in ("0", "false", "off")
            yield (_BREAK if new_page else "") + "".join(_text(element))
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                if next(row.iterancestors(qn("w:tbl"))) is element:
                    yield _row(row)
        elif element.tag in _CONTAINERS:
            yield from _lines(element)


def _row(row: Any) -> str:
    """A row on one line; a table inside a cell is read as part of the cell."""
    cells = []
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is row:
            cells.append(" ".join(" ".join(_lines(cell)).replace("\n", " ").split(" ")).strip())
    return _CELL.join(cells)


def _text(element: Any) -> Iterator[str]:
    for child in element.iterchildren():
        tag = child.tag
        if tag in _HIDDEN or tag == _FALLBACK:
            continue
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag == qn("w:br"):
            yield _BREAK if child.get(qn("w:type")) == "page" else "\n"
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag in _REFERENCES:
            yield f"\0{_REFERENCES[tag]} {child.get(qn('w:id'))}\0"
        else:
            yield from _text(child)
            if tag == qn("w:p"):  # a paragraph inside a text box
                yield "\n"


def _pages(text: str) -> list[str]:
    """Cut at page breaks; one that Word noted just after the author's own is the same one."""
    pages = [""]
    authored = False
    start = 0
    for position, sign in enumerate(text):
        if sign not in (_BREAK, _LAID_OUT_BREAK):
            continue
        pages[-1] += text[start:position]
        start = position + 1
        if sign == _BREAK or not authored or pages[-1].strip():
            pages.append("")
        authored = sign == _BREAK
    pages[-1] += text[start:]
    return pages


def _notes(part: Any) -> dict[str, str]:
    """Texts of footnotes and endnotes, by "footnotes 3"."""
    notes: dict[str, str] = {}
    for relation in part.rels.values():
        name = relation.reltype.rpartition("/")[2]
        if name not in _REFERENCES.values() or relation.is_external:
            continue
        for note in parse_xml(relation.target_part.blob).iterchildren():
            text = " ".join(" ".join(_lines(note)).split())
            notes[f"{name} {note.get(qn('w:id'))}"] = text
    return notes


def _with_notes(page: str, notes: dict[str, str]) -> str:
    """A page with its footnotes' texts after it, where it refers to any."""
    pieces = page.split("\0")
    called = [notes[key] for key in pieces[1::2] if notes.get(key)]
    return "\n".join(["".join(pieces[::2]), *called])
