"""Page images: what is marked, where, and when nothing is."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.traced import NO_GLYPH, glyphs_at
from rag.highlight import Highlight
from rag.page_image import MAX_SCALE, PageImage, page_image
from tests.made_document import printed_lines
from tests.pdf_maker import LEADING, TOP, make_pdf

LINES = (
    "Open weights let many outside re-",
    "searchers test a model,64 and they",
    "find different flaws café sooner.",
    "A party may object. The cost is low.",
    "Risk is low. Risk is high.",
)
Y_OF_LINE = [792 - (TOP - n * LEADING) for n in range(len(LINES))]


def marked_lines(png: bytes, *, scale: float = 1.0) -> set[int]:
    """Numbers of the lines that yellow lies on, from the picture itself."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    found = set()
    for number, foot in enumerate(Y_OF_LINE):
        band = picture.crop((0, int((foot - 8) * scale), picture.width, int(foot * scale)))
        if any(blue < 150 < red for _, (red, _, blue) in band.getcolors(1_000_000) or ()):
            found.add(number)
    return found


def yellow_box(png: bytes) -> tuple[int, int, int, int]:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    red, _, blue = picture.split()
    yellow = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 100 else 0)
    box = yellow.getbbox()
    assert box
    return box


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "a.pdf", [LINES, ["Second page."]])


def said(pdf: Path, line: int, words: str = "", *, reads: str = "") -> Highlight:
    """Words of a line of the PDF with their glyphs; `reads` is what they should read instead."""
    page = printed_lines(pdf)
    printed = next(found for found in page if words in found.text) if words else page[line]
    start = printed.text.index(words)
    part = printed[start : start + len(words)] if words else printed
    return Highlight(reads or part.text, glyphs_at(part.origins))


def image_of(pdf: Path, *highlights: Highlight, scale: float = 1.0) -> PageImage:
    return page_image(pdf, 1, highlights=highlights, scale=scale)


@pytest.mark.parametrize(("line", "words"), [(0, "Open weights"), (3, "cost is low."), (4, "")])
def test_marks_the_line_of_the_words(pdf: Path, line: int, words: str) -> None:
    image = image_of(pdf, said(pdf, line, words))
    assert image.highlighted
    assert marked_lines(image.png) == {line}


def test_marks_only_the_words(pdf: Path) -> None:
    whole = yellow_box(image_of(pdf, said(pdf, 3)).png)
    left, _, right, _ = yellow_box(image_of(pdf, said(pdf, 3, "party may")).png)
    assert whole[0] < left < right < whole[2]


def test_marks_every_highlight(pdf: Path) -> None:
    assert marked_lines(image_of(pdf, said(pdf, 0), said(pdf, 2)).png) == {0, 2}


def test_nothing_to_mark(pdf: Path) -> None:
    image = image_of(pdf)
    assert not image.highlighted
    assert marked_lines(image.png) == set()


@pytest.mark.parametrize(
    "reads",
    [
        "OPEN weights let many outside re",
        "Open weights let many outsibe re",
    ],
)
def test_a_few_letters_may_differ_where_they_were_repaired(pdf: Path, reads: str) -> None:
    assert image_of(pdf, said(pdf, 0, reads=reads)).highlighted


def test_words_that_stand_elsewhere_by_now_are_not_marked(pdf: Path, tmp_path: Path) -> None:
    quote = said(pdf, 2)
    other = make_pdf(tmp_path / "b.pdf", [["One more line.", *LINES]])
    assert not image_of(other, quote).highlighted
    short = make_pdf(tmp_path / "c.pdf", [LINES[:1]])
    assert not image_of(short, quote).highlighted


@pytest.mark.parametrize("glyph", [NO_GLYPH, NO_GLYPH - 1, 10**6])
def test_glyphs_that_are_not_there_are_not_marked(pdf: Path, glyph: int) -> None:
    assert not image_of(pdf, Highlight("cost", np.full(4, glyph, dtype=np.int64))).highlighted


def test_characters_without_a_glyph_are_passed_over(pdf: Path) -> None:
    quote = said(pdf, 0, "Open weights")
    glyphs = quote.glyphs.copy()
    glyphs[4] = NO_GLYPH
    assert image_of(pdf, Highlight(quote.text, glyphs)).highlighted


def test_one_glyph_may_be_several_letters(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "half.pdf", [["½ ½ ½"]])
    [line] = printed_lines(pdf)
    glyphs = np.repeat(glyphs_at(line.origins), [3, 1, 3, 1, 3])
    assert image_of(pdf, Highlight("1⁄2 1⁄2 1⁄2", glyphs)).highlighted
    assert not image_of(pdf, Highlight("1⁄3 1⁄3 1⁄3", glyphs)).highlighted


def test_text_stays_black_under_the_mark(pdf: Path) -> None:
    plain = Image.open(io.BytesIO(page_image(pdf, 1).png)).convert("L")
    marked = image_of(pdf, said(pdf, 3), scale=2.0)
    assert Image.open(io.BytesIO(marked.png)).convert("L").getextrema()[0] == plain.getextrema()[0]


@pytest.mark.parametrize(("rotation", "size"), [(90, (792, 612)), (180, (612, 792))])
def test_a_turned_page_is_marked_where_the_words_are(
    tmp_path: Path, rotation: int, size: tuple[int, int]
) -> None:
    pdf = make_pdf(tmp_path / "s.pdf", [LINES])
    straight = yellow_box(image_of(pdf, said(pdf, 3, "cost")).png)
    pdf = make_pdf(tmp_path / "t.pdf", [LINES], rotation=rotation)
    turned = image_of(pdf, said(pdf, 3, "cost"))
    assert Image.open(io.BytesIO(turned.png)).size == size
    left, top, right, bottom = straight
    expected = {
        90: (792 - bottom, left, 792 - top, right),
        180: (612 - right, 792 - bottom, 612 - left, 792 - top),
    }[rotation]
    assert yellow_box(turned.png) == pytest.approx(expected, abs=2)


def test_scale_makes_the_picture_larger_up_to_a_bound(tmp_path: Path, pdf: Path) -> None:
    assert Image.open(io.BytesIO(page_image(pdf, 1, scale=1.5).png)).size == (918, 1188)
    with pytest.raises(ValueError, match="scale"):
        page_image(pdf, 1, scale=MAX_SCALE + 1)


def test_many_threads_may_draw_at_once(pdf: Path) -> None:
    quote = said(pdf, 3, "party")
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(lambda _: image_of(pdf, quote, scale=0.5), range(16)))
    assert len({image.png for image in images}) == 1


def test_what_cannot_be_drawn(tmp_path: Path, pdf: Path) -> None:
    with pytest.raises(UnknownDocument, match="2 pages"):
        page_image(pdf, 3)
    with pytest.raises(UnknownDocument, match="cannot be opened"):
        page_image(tmp_path / "gone.pdf", 1)
    other = tmp_path / "page.html"
    other.write_text("<p>No PDF.</p>")
    with pytest.raises(UnknownDocument, match="not a PDF"):
        page_image(other, 1)
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing")
    with pytest.raises(UnreadableDocument):
        page_image(broken, 1)
