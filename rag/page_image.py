"""A PDF's page as a picture, with a quote highlighted where it is found for certain.

A quote comes from cleaned text, a page holds raw characters: hyphens at line ends, ligatures, lost
or added spaces, footnote numbers glued to words. So only letters and digits are compared.
"""

import io
import math
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageDraw
from pypdfium2 import raw as pdfium_c

from corpus.errors import UnknownDocument, UnreadableDocument

DEFAULT_SCALE = 2.0
MIN_SCALE = 0.5
MAX_SCALE = 4.0
"""Pixels per point; 1 is 72 pixels to the inch."""

_MAX_PIXELS = 24_000_000
"""A letter page at the largest scale has 7.8 million; a poster is made smaller."""
_CERTAIN_CHARS = 20
"""From this many letters and digits on, every occurrence is marked; a shorter quote must stand
alone on the page and begin and end with a word, else "art" would be found in "party"."""
_YELLOW = (255, 235, 90)
_NOTE_NUMBER = r"\d{0,3}"
"""What a page may have before a word of the quote: the number of a footnote."""

# pdfium keeps global state; its documentation forbids calls from two threads at once.
_PDFIUM = threading.Lock()

_Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points, y upwards."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A picture of a page as PNG; `highlighted` says whether the quote is marked in it."""

    png: bytes
    highlighted: bool


@dataclass(frozen=True, slots=True)
class _Letters:
    """Letters and digits of a page, normalised, and the index of the character each is from."""

    text: str
    origins: tuple[int, ...]
    edges: frozenset[int]  # positions in `text` at which a word may begin or end


def page_image(
    path: Path, number: int, *, quote: str = "", scale: float = DEFAULT_SCALE
) -> PageImage:
    """Draw one page of a PDF and mark a quote on it.

    Args:
        path: the file.
        number: the page, 1-based.
        quote: words to mark; nothing is marked unless they are found for certain.
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
                picture, boxes = _draw(document[number - 1], quote, scale)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"{path.name}, page {number}: {error}.") from error
    if boxes:
        picture = _paint(picture, boxes)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return PageImage(file.getvalue(), bool(boxes))


def part_on_page(text: str, page_starts: tuple[int, ...], number: int, quote: str) -> str:
    """The part of a quote that stands on one page.

    Args:
        text: the document's text.
        page_starts: offset in it at which each page begins.
        number: the page, 1-based.
        quote: a range of the text, perhaps across a page break.

    Returns:
        The part of the first occurrence that touches the page; the quote as it is when none does.
    """
    page_start = page_starts[number - 1]
    page_end = page_starts[number] if number < len(page_starts) else len(text)
    start = text.find(quote, max(0, page_start - len(quote) + 1)) if quote else -1
    if start < 0 or start >= page_end:
        return quote
    return text[max(start, page_start) : min(start + len(quote), page_end)]


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
    page: pypdfium2.PdfPage, quote: str, scale: float
) -> tuple[Image.Image, list[tuple[int, int, int, int]]]:
    """The page's picture and, in its pixels, the boxes to mark."""
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MAX_PIXELS / (width * height)))
    bitmap = page.render(scale=scale)
    to_pixels = bitmap.get_posconv(page).to_bitmap
    boxes = []
    for left, bottom, right, top in _quote_boxes(page, quote):
        # The page may be turned, so either corner may be the upper left one.
        (x0, y0), (x1, y1) = to_pixels(left, bottom), to_pixels(right, top)
        boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return bitmap.to_pil().convert("RGB"), boxes


def _quote_boxes(page: pypdfium2.PdfPage, quote: str) -> list[_Box]:
    """One box for each line of each occurrence of the quote; none when it is not certain."""
    textpage = page.get_textpage()
    raw = [pdfium_c.FPDFText_GetUnicode(textpage, n) for n in range(textpage.count_chars())]
    letters = _letters("".join(map(chr, raw)))
    boxes: list[_Box] = []
    for start, end in _find_quote(letters, quote):
        indexes = sorted(set(letters.origins[start:end]))
        boxes += _lines([textpage.get_charbox(index, loose=True) for index in indexes])
    return boxes


def _letters(text: str) -> _Letters:
    found: list[str] = []
    origins: list[int] = []
    edges = {0}
    for index, character in enumerate(text):
        plain = _plain(character)
        found += plain
        origins += [index] * len(plain)
        if not plain:
            edges.add(len(found))
    return _Letters("".join(found), tuple(origins), frozenset(edges | {len(found)}))


def _plain(text: str) -> str:
    """Letters and digits only, in lower case, ligatures and accents undone."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(filter(str.isalnum, folded))


def _find_quote(letters: _Letters, quote: str) -> list[tuple[int, int]]:
    """Ranges of the page's letters at which the quote stands; empty when that is not certain."""
    words = [plain for word in re.split(r"[\W_]+", quote) if (plain := _plain(word))]
    if not words:
        return []
    # Never before a digit: in a row of numbers the search could then try for ever.
    noted = [("" if word[0].isdigit() else _NOTE_NUMBER) + re.escape(word) for word in words[1:]]
    found = _spans("".join(words), letters.text) or _spans(words[0] + "".join(noted), letters.text)
    if sum(map(len, words)) >= _CERTAIN_CHARS:
        return found
    whole = [span for span in found if letters.edges.issuperset(span)]
    return whole if len(whole) == 1 else []


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(pattern, text)]


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
