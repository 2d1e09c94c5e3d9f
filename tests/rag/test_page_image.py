"""Page images: what is marked, where, and when nothing is."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import UnknownDocument, UnreadableDocument
from rag.page_image import MAX_SCALE, page_image, part_on_page
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


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return make_pdf(tmp_path / "a.pdf", [LINES, ["Second page."]])


@pytest.mark.parametrize(
    ("quote", "lines"),
    [
        ("Open weights let many outside researchers test a model", {0, 1}),
        ("open  weights let MANY outside", {0}),
        ("researchers test a model, and they find diﬀerent flaws cafe sooner.", {0, 1, 2}),
        ("The cost is low.", {3}),
        ("Risk is high", {4}),
    ],
)
def test_marks_the_lines_of_the_quote(pdf: Path, quote: str, lines: set[int]) -> None:
    image = page_image(pdf, 1, quote=quote, scale=1.0)
    assert image.highlighted
    assert marked_lines(image.png) == lines


@pytest.mark.parametrize(
    "quote",
    [
        "",
        " … ",
        "Open weights let many outside researchers break a model",  # one word is another
        "art",  # only inside "party"
        "low",  # twice
        "Risk is",  # twice
        "Second page.",  # on another page
    ],
)
def test_marks_nothing_when_not_certain(pdf: Path, quote: str) -> None:
    image = page_image(pdf, 1, quote=quote, scale=1.0)
    assert not image.highlighted
    assert marked_lines(image.png) == set()


def test_a_long_quote_is_marked_at_every_occurrence(tmp_path: Path) -> None:
    line = "This very sentence stands here twice."
    pdf = make_pdf(tmp_path / "b.pdf", [[line, "Between.", line]])
    assert marked_lines(page_image(pdf, 1, quote=line, scale=1.0).png) == {0, 2}


def test_text_stays_black_under_the_mark(pdf: Path) -> None:
    plain = Image.open(io.BytesIO(page_image(pdf, 1).png)).convert("L")
    marked = page_image(pdf, 1, quote="The cost is low.")
    assert Image.open(io.BytesIO(marked.png)).convert("L").getextrema()[0] == plain.getextrema()[0]


def yellow_box(png: bytes) -> Sequence[int] | None:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    blue = picture.getchannel("B").point(lambda value: 255 if 80 < value < 100 else 0)
    return blue.getbbox()


@pytest.mark.parametrize(("rotation", "size"), [(90, (792, 612)), (180, (612, 792))])
def test_a_turned_page_is_marked_where_the_words_are(
    tmp_path: Path, rotation: int, size: tuple[int, int]
) -> None:
    straight = yellow_box(
        page_image(make_pdf(tmp_path / "s.pdf", [LINES]), 1, quote="cost", scale=1.0).png
    )
    turned = page_image(
        make_pdf(tmp_path / "t.pdf", [LINES], rotation=rotation), 1, quote="cost", scale=1.0
    )
    assert Image.open(io.BytesIO(turned.png)).size == size
    left, top, right, bottom = straight or (0, 0, 0, 0)
    expected = {
        90: (792 - bottom, left, 792 - top, right),
        180: (612 - right, 792 - bottom, 612 - left, 792 - top),
    }[rotation]
    assert yellow_box(turned.png) == pytest.approx(expected, abs=2)


def test_scale_makes_the_picture_larger_up_to_a_bound(tmp_path: Path, pdf: Path) -> None:
    assert Image.open(io.BytesIO(page_image(pdf, 1, scale=1.5).png)).size == (918, 1188)
    with pytest.raises(ValueError, match="scale"):
        page_image(pdf, 1, scale=MAX_SCALE + 1)


def test_a_row_of_digits_does_not_keep_the_search_busy(tmp_path: Path) -> None:
    pdf = make_pdf(tmp_path / "d.pdf", [["0 " * 40 for _ in range(25)]])
    quote = "0 " * 60 + "end"
    assert not page_image(pdf, 1, quote=quote, scale=0.5).highlighted


def test_many_threads_may_draw_at_once(pdf: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(lambda _: page_image(pdf, 1, quote="party", scale=0.5), range(16)))
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


TEXT = "One two three.\nfour five. Six two\nthree."
STARTS = (0, 15, 34)


@pytest.mark.parametrize(
    ("number", "quote", "part"),
    [
        (1, "two three", "two three"),
        (1, "three.\nfour", "three."),
        (2, "three.\nfour", "four"),
        (2, "Six two\nthree.", "Six two"),
        (3, "Six two\nthree.", "three."),
        (3, "One two", "One two"),  # not on this page: left as it is
        (2, "unheard of", "unheard of"),
        (2, "", ""),
    ],
)
def test_part_on_page(number: int, quote: str, part: str) -> None:
    assert part_on_page(TEXT, STARTS, number, quote).strip() == part
