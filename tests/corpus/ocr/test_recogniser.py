"""Pictures of text: read the right way up, or the reason why not."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from corpus.ocr.recogniser import Recogniser, UnreadablePage, is_blank, recognise
from corpus.ocr.tesseract import installed, version
from corpus.pdf import read_pdf
from tests.hostile_files import huge_picture
from tests.pdf_maker import Line, make_pdf, scan

LINES: list[Line] = [
    "Kites fly higher on longer strings than they",
    "do on short ones, as every child finds out by",
    "trying both on the same windy afternoon.",
]
WORDS = " ".join(map(str, LINES)).split()

needs_tesseract = pytest.mark.skipif(
    not installed(), reason="TESSERACT IS ABSENT: apt install tesseract-ocr"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kites.pdf"


@pytest.fixture
def pages(path: Path) -> Iterator[list[pypdfium2.PdfPage]]:
    """A page of text and a blank one, of which only pictures are left."""
    with pypdfium2.PdfDocument(scan(make_pdf(path, [LINES, []]))) as document:
        yield list(document)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program found in tesseract's place, which the test writes."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return folder / "tesseract"


def write_program(path: Path, text: str) -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.mark.slow
@needs_tesseract
@pytest.mark.parametrize("turned", [90, 180])
def test_words_are_read_whichever_way_up_they_stand(path: Path, turned: int) -> None:
    make_pdf(path, [LINES * 6])  # so few words as LINES has say too little of their direction
    scan(path, turned=turned)
    with pypdfium2.PdfDocument(path) as document:
        page = recognise(document[0])
    assert [word.text for word in page.words] == WORDS * 6
    assert page.turned == (360 - turned) % 360
    assert (round(page.width), round(page.height)) == (612, 792)
    first, last = page.words[0], page.words[-1]
    assert (first.left, first.bottom) == pytest.approx((60, 700), abs=5)  # as the maker set it
    assert first.left < first.right
    assert first.bottom < first.top
    assert last.top < first.bottom
    assert [word.line for word in page.words] == sorted(word.line for word in page.words)
    assert page.words[-1].line == 17


@pytest.mark.slow
@needs_tesseract
def test_a_rotation_by_the_file_is_undone_too(path: Path) -> None:
    scan(make_pdf(path, [LINES * 6]), turned=90)
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        page.set_rotation(270)
        assert [word.text for word in recognise(page).words] == WORDS * 6


@pytest.mark.slow
@needs_tesseract
def test_a_scanned_file_is_read_and_its_pages_are_marked(path: Path) -> None:
    make_pdf(path, [LINES, [], LINES])
    scan(path)
    content = read_pdf(path)
    assert content.ocr_pages == (1, 3)
    assert content.unreadable == {}
    assert content.text.split() == WORDS * 2


def test_blank_pages_are_told_from_pictures(pages: list[pypdfium2.PdfPage]) -> None:
    assert [is_blank(page) for page in pages] == [False, True]


def test_a_blank_page_is_readable_without_tesseract(
    pages: list[pypdfium2.PdfPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Recogniser()(pages[1]).words == ()
    with pytest.raises(UnreadablePage, match="tesseract is not installed"):
        Recogniser()(pages[0])
    assert version() == ""


def test_a_picture_that_cannot_be_drawn_is_not_a_blank_page(path: Path) -> None:
    path.write_bytes(huge_picture())
    with (
        pypdfium2.PdfDocument(path) as document,
        pytest.raises(UnreadablePage, match="too large to draw"),
    ):
        Recogniser()(document[0])


def test_what_is_switched_off_is_said(pages: list[pypdfium2.PdfPage]) -> None:
    with pytest.raises(UnreadablePage, match="ASKDOCKET_OCR is off"):
        Recogniser(enabled=False)(pages[0])


def test_time_for_a_file_is_bounded(pages: list[pypdfium2.PdfPage], stand_in: Path) -> None:
    write_program(stand_in, "cat > /dev/null; sleep 0.2")
    took: list[float] = []
    recogniser = Recogniser(budget_s=0.1, after_page=took.append)
    with pytest.raises(UnreadablePage, match="without readable words"):
        recogniser(pages[0])
    with pytest.raises(UnreadablePage, match=r"after 0\.1 s \(ASKDOCKET_OCR_TIMEOUT_S\)"):
        recogniser(pages[0])
    assert len(took) == 1
    assert took[0] >= 0.2


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("cat > /dev/null; echo 'no data for eng' >&2; exit 1", "fails: no data for eng"),
        ("exec sleep 20", "takes longer than 0.3 s"),
        ("kill -SEGV $$", "tesseract fails"),
    ],
)
def test_a_tesseract_that_fails_costs_only_the_page(
    pages: list[pypdfium2.PdfPage], stand_in: Path, program: str, reason: str
) -> None:
    write_program(stand_in, program)
    with pytest.raises(UnreadablePage, match=reason):
        recognise(pages[0], timeout_s=0.3)


def test_words_that_are_a_guess_are_no_text(pages: list[pypdfium2.PdfPage], stand_in: Path) -> None:
    row = r"5\t1\t1\t1\t1\t%d\t%d\t10\t40\t20\t%d\t%s\n"
    for confidence, expected in ((90, ["Kites", "fly"]), (69, None)):
        rows = "".join(
            f"printf '{row}' {number} {100 * number} {confidence} {word}\n"
            for number, word in enumerate(["Kites", "fly"], start=1)
        )
        write_program(stand_in, f"cat > /dev/null\n{rows}printf '{row}' 3 300 20 '~'")
        if expected:
            assert [word.text for word in recognise(pages[0]).words] == expected
        else:
            with pytest.raises(UnreadablePage, match="without readable words"):
                recognise(pages[0])


@needs_tesseract
@pytest.mark.real
def test_a_page_of_the_real_documents_survives_being_scanned(real_corpus: Path, path: Path) -> None:
    with pypdfium2.PdfDocument(real_corpus / "NTIA-2023-0009-0175.pdf") as document:
        words = document[2].get_textpage().get_text_range().split()
        with pypdfium2.PdfDocument.new() as one:
            one.import_pages(document, [2])
            one.save(path)
    with pypdfium2.PdfDocument(scan(path)) as document:
        seen = {word.text for word in recognise(document[0]).words}
    assert sum(word in seen for word in words) / len(words) > 0.95
