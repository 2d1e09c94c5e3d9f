"""Pages of a PDF as clean text: pypdfium2 first, pypdf where that finds nothing.

pdfium reads all 789 pages of the first docket in 2 s where pypdf takes 30-60 s (docs/design.md).
"""

import logging
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdf.errors
import pypdfium2
from pypdfium2 import raw as pdfium_c

from corpus.cleaning import (
    LINE_END_HYPHEN,
    clean_characters,
    join_lines,
    join_notes,
    repair_hyphens,
    vocabulary,
)
from corpus.errors import UnreadableDocument
from corpus.notice import cut_to_notice, strip_furniture

_log = logging.getLogger(__name__)

_LINE_END = re.compile(rf"\r\n|(?<={LINE_END_HYPHEN})")
_EDGE_LINES = 3
"""Running heads and feet are looked for among this many lines at either end of a page."""
_REPEATED_RATIO = 0.3
"""A line at a page's edge that stands on more than this share of the pages is furniture..."""
_REPEATED_LENGTH = 15
"""...and so is one of at least this many characters on three pages: a chapter's running head.
Shorter ones may be footnotes such as "12 Ibid."."""
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—|]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—|]?(?:\s+of\s+\d+)?", re.I
)
_STAMP = re.compile(r"DocuSign Envelope ID: [0-9A-F-]{36}", re.I)
_BODY_RATIO = 0.15
"""Share of a page's characters that its body has at the least; the rest may be footnotes."""
_NOTE_START = re.compile(r"\d{1,3}\s*\S")
_NOTE_SIZE_RATIO = 0.93
"""Footnotes are set at most this large relative to the body (seen here: 0.75-0.9)."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float  # height of the font's box in points; 0 when unknown


def read_pdf(path: Path, *, notice: str = "") -> list[str]:
    """Read a PDF's pages as clean text, one paragraph a line, footnotes after the body.

    Args:
        path: the file.
        notice: Federal Register document number, where the file holds parts of other notices.

    Returns:
        One text for every page of the file, in order; empty where a page has no text.

    Raises:
        UnreadableDocument: not a PDF, broken, or encrypted with a password.
    """
    pages = _pdfium_pages(path)
    if not any(line.text.strip() for page in pages for line in page):
        pages = [[_Line(line, 0.0) for line in text.split("\n")] for text in _pypdf_pages(path)]
    if notice:
        pages = _cut(pages, notice)
    pages = _without_furniture(pages)
    words = vocabulary(line.text for page in pages for line in page)
    return [repair_hyphens(_page_text(page), words) for page in pages]


def _pdfium_pages(path: Path) -> list[list[_Line]]:
    try:
        document = pypdfium2.PdfDocument(path)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: the file cannot be opened: {error}.") from error
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument(f"{path.name}: {_reason(path, error)}.") from error
    with document:
        pages = []
        for number in range(len(document)):
            try:
                pages.append(_lines(document[number]))
            except pypdfium2.PdfiumError as error:
                _log.warning("%s: page %d cannot be read: %s", path.name, number + 1, error)
                pages.append([])
        return pages


def _reason(path: Path, error: Exception) -> str:
    with path.open("rb") as file:
        head = file.read(1024)
    if not head:
        return "the file is empty"
    if b"%PDF-" not in head:
        return "the file is not a PDF"
    if "password" in str(error).lower():
        return "the file is encrypted with a password"
    return "the file is broken"


def _lines(page: pypdfium2.PdfPage) -> list[_Line]:
    textpage = page.get_textpage()
    lines, position = [], 0
    for raw in _LINE_END.split(textpage.get_text_range()):
        size = _line_height(textpage, position, len(raw))
        position += len(raw) + (0 if raw.endswith(LINE_END_HYPHEN) else len("\r\n"))
        lines.append(_Line(clean_characters(raw.replace("\r", "\n").replace("\n", " ")), size))
    textpage.close()
    page.close()
    return lines


def _line_height(textpage: pypdfium2.PdfTextPage, start: int, length: int) -> float:
    """Largest height of the font's box among three characters spread over a line, in points.

    The box follows the font's size and the page's matrix; the nominal size alone is 1 in many
    files, where the matrix carries the size.
    """
    height = 0.0
    for index in {start + length // 4, start + length // 2, start + 3 * length // 4}:
        box = pdfium_c.FS_RECTF()
        if length and pdfium_c.FPDFText_GetLooseCharBox(textpage, index, box):
            height = max(height, float(box.top - box.bottom))
    return height


def _pypdf_pages(path: Path) -> list[str]:
    try:
        reader = pypdf.PdfReader(path)
        return [clean_characters(page.extract_text()) for page in reader.pages]
    except (pypdf.errors.PyPdfError, ValueError, KeyError, RecursionError) as error:
        _log.warning("%s: second reader failed too: %s", path.name, error)
        return []


def _cut(pages: list[list[_Line]], notice: str) -> list[list[_Line]]:
    """Keep the lines of the notice; see corpus.notice."""
    joined = ["\n".join(line.text for line in page) for page in pages]
    kept = [strip_furniture(text) for text in cut_to_notice(joined, notice)]
    cut = []
    for page, whole, text in zip(pages, joined, kept, strict=True):
        sizes = _sizes_by_line(page)
        cut.append([_Line(line, sizes.get(line, 0.0)) for line in text.split("\n") if whole])
    return cut


def _sizes_by_line(page: list[_Line]) -> dict[str, float]:
    return {line.text: line.size for line in page}


def _without_furniture(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Drop running heads, running feet and page numbers at the edges of pages."""
    pages = [[line for line in page if line.text] for page in pages]
    seen = Counter(key for page in pages for key in {_key(line.text) for line in _edges(page)})
    often = max(3, _REPEATED_RATIO * len(pages))
    furniture = {
        key
        for key, times in seen.items()
        if times >= often or (times >= 3 and len(key) >= _REPEATED_LENGTH)
    }
    return [_trim(page, furniture) for page in pages]


def _edges(page: list[_Line]) -> list[_Line]:
    return page if len(page) <= 2 * _EDGE_LINES else page[:_EDGE_LINES] + page[-_EDGE_LINES:]


def _key(text: str) -> str:
    """A line as a running head is compared: without its numbers, a Roman one at its end too."""
    return re.sub(r"\d+|(?<=\s)[ivxl]{1,6}$", "#", text.casefold())


def _trim(page: list[_Line], furniture: set[str]) -> list[_Line]:
    def is_furniture(line: _Line) -> bool:
        known = _PAGE_NUMBER.fullmatch(line.text) or _STAMP.fullmatch(line.text)
        return _key(line.text) in furniture or known is not None

    edge = {id(line) for line in _edges(page)}
    return [line for line in page if not (id(line) in edge and is_furniture(line))]


def _body_size(page: list[_Line]) -> float:
    """The largest size in which a fair share of the page's characters is set."""
    weights: Counter[float] = Counter()
    for line in page:
        weights[round(line.size, 1)] += len(line.text)
    least = _BODY_RATIO * weights.total()
    return max((size for size, weight in weights.items() if weight >= least), default=0.0)


def _page_text(page: list[_Line]) -> str:
    """Paragraphs of the body, then the page's footnotes."""
    body = _body_size(page)
    main: list[str] = []
    notes: list[str] = []
    in_notes = False
    for line in page:
        small = 0 < line.size <= _NOTE_SIZE_RATIO * body
        in_notes = small and (in_notes or bool(_NOTE_START.match(line.text)))
        (notes if in_notes else main).append(line.text)
    return "\n".join(text for text in (join_lines(main), join_notes(notes)) if text)
