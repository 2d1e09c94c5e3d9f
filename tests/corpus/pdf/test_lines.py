"""Glyphs of a page, those that are seen, and the lines that they make."""

from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from corpus.pdf.fonts import with_fonts
from corpus.pdf.glyphs import Glyphs, glyphs_of
from corpus.pdf.lines import Line, lines_of
from corpus.pdf.stray import with_marks
from corpus.pdf.turned import without_turned
from corpus.pdf.visible import seen_glyphs
from corpus.traced import NO_GLYPH, glyphs_at, pages_at
from tests.corpus.pdf.made_lines import line as made_line
from tests.corpus.pdf.placed import BLACK, HEIGHT, WHITE, WIDTH, Box, Placed, placed_pdf


def read(path: Path, number: int = 1) -> list[Line]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        textpage = page.get_textpage()
        glyphs = glyphs_of(page, textpage, number)
        lines = with_fonts(textpage, lines_of(glyphs, seen_glyphs(page, textpage, glyphs)))
        for line in lines:
            for character, glyph in zip(line.text.text, glyphs_at(line.text.origins), strict=True):
                if glyph != NO_GLYPH and character.isascii():
                    assert glyphs.text[glyph] == character
        textpage.close()
    return lines


def texts(path: Path, *things: Placed | Box, rotation: int = 0) -> list[str]:
    return [each.text.text for each in read(placed_pdf(path, [things], rotation=rotation))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kites.pdf"


def test_a_line_knows_its_place_and_type(path: Path) -> None:
    placed_pdf(path, [[], [Placed("Kites fly", 72, 700, 14, b"Helvetica-Bold")]])
    [line] = read(path, 2)
    assert line.text.text == "Kites fly"
    assert set(pages_at(line.text.origins).tolist()) == {2}
    assert (line.left, line.size) == (pytest.approx(72, abs=2), pytest.approx(14))
    assert line.baseline == pytest.approx(700, abs=4)
    assert (line.bold, line.italic) == (True, False)


def test_italic_type_is_told(path: Path) -> None:
    [line] = read(placed_pdf(path, [[Placed("Kites", 72, 700, font=b"Times-Italic")]]))
    assert (line.bold, line.italic) == (False, True)


def test_lines_follow_the_glyphs_not_the_order_of_drawing(path: Path) -> None:
    lower, upper = Placed("and strings", 72, 650), Placed("Kites", 72, 700)
    assert texts(path, upper, lower) == ["Kites", "and strings"]
    assert texts(path, lower, upper) == ["and strings", "Kites"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(path: Path, rotation: int) -> None:
    placed_pdf(path, [[Placed("Kites", 72, 700), Placed("fly", 72, 650)]], rotation=rotation)
    with pypdfium2.PdfDocument(path) as document:
        textpage = document[0].get_textpage()
        glyphs = glyphs_of(document[0], textpage, 1)
        textpage.close()
    sizes = (WIDTH, HEIGHT) if rotation == 180 else (HEIGHT, WIDTH)
    assert (glyphs.width, glyphs.height) == sizes
    left, bottom, _, _ = glyphs.boxes[glyphs.text.index("K")]
    wanted = {90: (700, 540), 180: (540, 92), 270: (92, 72)}[rotation]
    assert (left, bottom) == (pytest.approx(wanted[0], abs=16), pytest.approx(wanted[1], abs=16))


def test_raised_digits_become_superscripts(path: Path) -> None:
    words = [Placed("Kites fly.", 72, 700), Placed("37", 121, 705, 7), Placed("So", 132, 700)]
    [text] = texts(path, *words)
    assert text.replace(" ³", "³") == "Kites fly.³⁷ So"


def test_a_raised_number_drawn_after_its_line_is_put_before_it(path: Path) -> None:
    assert texts(path, Placed("Ada, On Kites", 80, 700), Placed("4", 74, 704, 7))[0][0] == "⁴"


def test_lowered_digits_are_digits(path: Path) -> None:
    assert texts(path, Placed("H", 72, 700), Placed("2", 81, 697, 7), Placed("O", 85, 700)) == [
        "H2O"
    ]


def test_a_bullet_stands_on_the_line_of_its_text(path: Path) -> None:
    assert texts(path, Placed("•", 72, 700), Placed("Kites", 108, 700)) == ["• Kites"]


def test_cells_of_a_table_stand_apart(path: Path) -> None:
    assert texts(path, Placed("Kites", 72, 700), Placed("Strings", 200, 700)) == [
        "Kites",
        "Strings",
    ]


@pytest.mark.parametrize(
    "unseen",
    [
        Placed("HIDDEN", 72, 600, colour=WHITE),
        Placed("HIDDEN", 72, 600, mode=3),
        Placed("HIDDEN", 72, 600, colour=(0, 0, 0, 0)),
        Placed("HIDDEN", 72, 600, size=1),
        Placed("HIDDEN", 72, 2000),
        Placed("HIDDEN", -300, 600),
    ],
    ids=["white", "no ink", "transparent", "tiny", "above the page", "left of the page"],
)
def test_what_nobody_sees_is_not_read(path: Path, unseen: Placed) -> None:
    assert texts(path, Placed("Kites", 72, 700), unseen, Placed("fly", 72, 500)) == ["Kites", "fly"]


def test_a_hidden_word_inside_a_line_is_not_read(path: Path) -> None:
    words = [
        Placed("Kites", 72, 700),
        Placed("no", 105, 700, colour=WHITE),
        Placed("fly", 122, 700),
    ]
    assert texts(path, *words) == ["Kites fly"]


def test_white_letters_on_black_are_read(path: Path) -> None:
    assert texts(path, Box(60, 590, 200, 30), Placed("Kites", 72, 600, colour=WHITE)) == ["Kites"]


def test_letters_without_ink_over_their_picture_are_read(path: Path) -> None:
    assert texts(path, Box(72, 600, 8, 9), Placed("Kites", 72, 600, mode=3, colour=BLACK)) == [
        "Kites"
    ]


def test_a_mark_drawn_apart_from_its_line_is_put_into_it(path: Path) -> None:
    placed_pdf(path, [[Placed("Kites", 72, 700), Placed("soar high", 106, 700)]])
    with pypdfium2.PdfDocument(path) as document:
        textpage = document[0].get_textpage()
        glyphs = glyphs_of(document[0], textpage, 1)
        [host] = lines_of(glyphs, seen_glyphs(document[0], textpage, glyphs))
        textpage.close()
    mark = made_line("4", left=100, baseline=704, size=7)
    [line] = with_marks([mark, host], glyphs)
    assert line.text.text == "Kites⁴ soar high"
    assert len(line.text.origins) == len(line.text)


def test_a_number_of_its_own_stays_a_line(path: Path) -> None:
    placed_pdf(path, [[Placed("Kites", 72, 700), Placed("4", 300, 640)]])
    lines = read(path)
    assert with_marks(lines, Glyphs(1, 0, 0, "", np.zeros((0, 4), dtype=np.float32))) == lines


@pytest.mark.parametrize(
    "box",
    [(612, 792, 0, 0), (0, 0, 0, 0), (-500, -500, 1500, 1500)],
    ids=["reversed", "empty", "huge"],
)
def test_an_odd_crop_box_hides_no_text(path: Path, box: tuple[int, int, int, int]) -> None:
    placed_pdf(path, [[Placed("Kites", 72, 700)]])
    with pypdfium2.PdfDocument(path) as document:
        document[0].set_cropbox(*box)
        document.save(path.with_name("cropped.pdf"))
    [found] = read(path.with_name("cropped.pdf"))
    assert found.text.text == "Kites"
    assert found.left == pytest.approx(72, abs=2)


def test_glyphs_that_clean_to_nothing_make_no_lines() -> None:
    boxes = np.array([[72, 700, 80, 712]] * 2, dtype=np.float32)
    assert lines_of(Glyphs(1, 612, 792, "\u200d\u200d", boxes), np.array([True, True])) == []


@pytest.mark.parametrize("degrees", [90, 45, -90])
def test_words_turned_against_the_text_are_left_out(path: Path, degrees: float) -> None:
    stamp = Placed("arXiv:2031", 30, 400, degrees=degrees)
    placed_pdf(path, [[Placed("Kites fly higher", 72, 700), stamp, Placed("than ever", 72, 380)]])
    with pypdfium2.PdfDocument(path) as document:
        textpage = document[0].get_textpage()
        glyphs = glyphs_of(document[0], textpage, 1)
        lines = lines_of(glyphs, seen_glyphs(document[0], textpage, glyphs))
        kept = [line.text.text for line in without_turned(textpage, lines)]
        textpage.close()
    assert len(lines) > 2
    assert kept == ["Kites fly higher", "than ever"]


def test_a_page_whose_text_is_turned_keeps_it(path: Path) -> None:
    placed_pdf(path, [[Placed("Kites fly high", 300, 100, degrees=90), Placed("Kite", 72, 700)]])
    with pypdfium2.PdfDocument(path) as document:
        textpage = document[0].get_textpage()
        glyphs = glyphs_of(document[0], textpage, 1)
        lines = lines_of(glyphs, seen_glyphs(document[0], textpage, glyphs))
        assert without_turned(textpage, lines) == lines
        textpage.close()
