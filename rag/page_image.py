"""A PDF's page as a picture, with words highlighted where they stand for certain."""

import io
import math
import sys
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw as pdfium_c

from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.traced import NO_GLYPH
from rag.highlight import Highlight

DEFAULT_SCALE = 2.0
MIN_SCALE = 0.5
MAX_SCALE = 4.0
"""Pixels per point; 1 is 72 pixels to the inch."""

_MAX_PIXELS = 24_000_000
"""A letter page at the largest scale has 7.8 million; a poster is made smaller."""
_MIN_AGREEMENT = 0.9
"""Share of a quote's letters that its glyphs must have on the page; a few differ where letters
were repaired. Else the file is not the one that was indexed, or pdfium counts otherwise."""
_YELLOW = (255, 235, 90)

# pdfium keeps global state; its documentation forbids calls from two threads at once.
_PDFIUM = threading.Lock()

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points, y upwards."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page as PNG; `highlighted` says whether anything is marked in it."""

    png: bytes
    highlighted: bool


def page_image(
    path: Path, number: int, *, highlights: Sequence[Highlight] = (), scale: float = DEFAULT_SCALE
) -> PageImage:
    """Draw one page of a PDF and mark words on it.

    Args:
        path: the file.
        number: the page, 1-based.
        highlights: what to mark; one whose glyphs read otherwise on this page is not marked.
        scale: pixels per point, MIN_SCALE to MAX_SCALE; less is used for a huge page.

    Raises:
        UnknownDocument: the file is gone, is no PDF, or has no such page.
        UnreadableDocument: the PDF is broken or encrypted.
        ValueError: scale is out of bounds.
    """
    if not MIN_SCALE <= scale <= MAX_SCALE:
        raise ValueError(f"scale must be {MIN_SCALE} to {MAX_SCALE}, got {scale}")
    _check_is_pdf(path)
    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(path) as document:
                if not 1 <= number <= len(document):
                    raise UnknownDocument(f"{path.name} has {len(document)} pages, no {number}.")
                picture, boxes = _draw(document[number - 1], highlights, scale)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"{path.name}, page {number}: {error}.") from error
    if boxes:
        picture = _paint(picture, boxes)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return PageImage(file.getvalue(), bool(boxes))


def _check_is_pdf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            is_pdf = b"%PDF-" in file.read(1024)
    except OSError as error:
        raise UnknownDocument(
            f"The file {path.name} cannot be opened: {error.strerror}.",
            hint="Run `askdocket corpus sync` and `askdocket index build`.",
        ) from error
    if not is_pdf:
        raise UnknownDocument(
            f"{path.name} is not a PDF, so it has no page to show.",
            hint="The page's text is at the same address without /image.",
        )


def _draw(
    page: pypdfium2.PdfPage, highlights: Sequence[Highlight], scale: float
) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """The page's picture and, in its pixels, the boxes to mark."""
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale)
    to_pixels = bitmap.get_posconv(page).to_bitmap
    boxes = []
    for left, bottom, right, top in _marked_boxes(page, highlights):
        # The page may be turned, so either corner may be the upper left one.
        (x0, y0), (x1, y1) = to_pixels(left, bottom), to_pixels(right, top)
        boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return bitmap.to_pil().convert("RGB"), boxes


def _marked_boxes(page: pypdfium2.PdfPage, highlights: Sequence[Highlight]) -> list[_Box]:
    """One box for each line of each highlight that reads on the page as it should."""
    textpage = page.get_textpage()
    boxes: list[_Box] = []
    for highlight in highlights:
        words = _by_glyph(highlight)
        if _agree(textpage, words):
            boxes += _lines([textpage.get_charbox(glyph, loose=True) for glyph, _ in words])
    return boxes


def _by_glyph(highlight: Highlight) -> list[tuple[int, str]]:
    """Each glyph with the characters made from it: one, or the letters of a ligature; no spaces."""
    pairs = (
        (glyph, character)
        for glyph, character in zip(highlight.glyphs.tolist(), highlight.text, strict=True)
        if glyph != NO_GLYPH and not character.isspace()
    )
    return [
        (glyph, "".join(character for _, character in group))
        for glyph, group in groupby(pairs, key=itemgetter(0))
    ]


def _agree(textpage: pypdfium2.PdfTextPage, words: Sequence[tuple[int, str]]) -> bool:
    """Whether these glyphs are those letters; one that pdfium has no letter for does not count."""
    if max((glyph for glyph, _ in words), default=0) >= textpage.count_chars():
        return False
    same = others = 0
    for glyph, characters in words:
        wanted = _letters(characters)
        code = pdfium_c.FPDFText_GetUnicode(textpage, glyph)
        there = _letters(chr(code) if code <= sys.maxunicode else "")
        if wanted and there == wanted:
            same += len(wanted)
        elif wanted and there:
            others += len(wanted)
    return same > 0 and same >= _MIN_AGREEMENT * (same + others)


def _letters(text: str) -> str:
    """Letters and digits only, in lower case, ligatures and accents undone."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, folded))


def _lines(boxes: Sequence[_Box]) -> list[_Box]:
    """Join the boxes of characters, in reading order, into one box a line."""
    joined: list[_Box] = []
    for box in boxes:
        if joined and _on_one_line(joined[-1], box):
            last = joined[-1]
            left, bottom = min(last[0], box[0]), min(last[1], box[1])
            joined[-1] = (left, bottom, max(last[2], box[2]), max(last[3], box[3]))
        else:
            joined.append(box)
    return joined


def _on_one_line(line: _Box, box: _Box) -> bool:
    """Whether they share half of the lower one's height and follow each other closely."""
    height = min(line[3] - line[1], box[3] - box[1])
    overlap = min(line[3], box[3]) - max(line[1], box[1])
    gap = box[0] - line[2]
    return overlap > height / 2 and -height < gap < 3 * height


def _paint(picture: Image.Image, boxes: list[tuple[int, int, int, int]]) -> Image.Image:
    """Lay translucent yellow over the boxes, as a highlighter does: black stays black."""
    layer = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        pen.rectangle(box, fill=_YELLOW)
    return ImageChops.multiply(picture, layer)
