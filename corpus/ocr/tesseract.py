"""What tesseract, the program for optical character recognition, sees in a picture.

It is called directly: the package pytesseract would pass each picture through files, which a
worker that is ended in between leaves behind.
"""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_PROGRAM = "tesseract"
_LEAST_DPI = 70.0
_LEAST_SIGN_CONFIDENCE = 50.0
"""Of a word without letter or digit: below it is dust, above it a dash or a bullet."""
_WORD = "5"
"""The level of words in tesseract's table."""


class UnreadablePage(Exception):
    """A page's words cannot be had; the message is the reason, in a few words."""


@dataclass(frozen=True, slots=True)
class OcrWord:
    """A word seen on a page.

    Attributes:
        left: with bottom, right and top its box, in points from the lower left corner of the
            page as it reads, y upwards.
        line: equal for words of one line; lines are counted in reading order.
        confidence: tesseract's, 0 to 100.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    line: int
    confidence: float


@dataclass(frozen=True, slots=True)
class OcrPage:
    """What is seen on a page, turned so that its lines run from left to right.

    Attributes:
        words: in reading order; none where the page is blank.
        width: of the page as it reads, in points.
        height: likewise.
        turned: degrees by which the page, as it is shown, was turned clockwise to read.
    """

    words: tuple[OcrWord, ...]
    width: float
    height: float
    turned: int = 0


def installed() -> bool:
    """Whether tesseract is there."""
    return shutil.which(_PROGRAM) is not None


def version() -> str:
    """Version of tesseract; empty where it is not installed."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return ""
    said = subprocess.run(  # noqa: S603 - tesseract's own path
        [program, "--version"], capture_output=True, text=True, check=False, timeout=30
    )
    found = re.search(r"tesseract v?([\w.-]+)", said.stdout + said.stderr)
    return found[1] if found else "unknown"


def read_picture(picture: npt.NDArray[np.uint8], scale: float, *, timeout_s: float) -> OcrPage:
    """Read the words in a picture, whichever way up they stand.

    Args:
        picture: levels of grey, shape (rows, columns).
        scale: pixels a point.
        timeout_s: seconds for tesseract.

    Raises:
        UnreadablePage: tesseract fails, or takes too long.
    """
    words = _words(_table(picture, max(_LEAST_DPI, 72 * scale), timeout_s), scale)
    rows, columns = picture.shape
    return _upright(words, columns / scale, rows / scale)


def _table(picture: npt.NDArray[np.uint8], dpi: float, timeout_s: float) -> str:
    """Tesseract's table of what it sees, tab-separated."""
    rows, columns = picture.shape
    # Page segmentation 1 finds out which way up the page stands; without the data for that
    # (package tesseract-ocr-osd) tesseract takes it to be upright.
    arguments = ["stdin", "stdout", "-l", "eng", "--psm", "1", "--dpi", f"{dpi:.0f}", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [shutil.which(_PROGRAM) or _PROGRAM, *arguments],
            input=b"P5 %d %d 255\n" % (columns, rows) + picture.tobytes(),
            capture_output=True,
            timeout=timeout_s,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise UnreadablePage(f"a picture that takes longer than {timeout_s:g} s to read") from None
    except OSError as error:
        raise UnreadablePage(f"a picture, and tesseract cannot run: {error.strerror}") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().split("\n")
        raise UnreadablePage(f"a picture, and tesseract fails: {said[-1]}") from error
    return done.stdout.decode(errors="replace")


def _words(table: str, scale: float) -> list[OcrWord]:
    """Words of a table, boxes in points of the picture, y downwards from its upper edge."""
    words: list[OcrWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.split("\n"):
        cells = row.rstrip("\r").split("\t")
        if len(cells) != 12 or cells[0] != _WORD or not cells[11].strip():
            continue
        confidence, text = float(cells[10]), cells[11].strip()
        if confidence < _LEAST_SIGN_CONFIDENCE and not any(map(str.isalnum, text)):
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        line = lines.setdefault(tuple(cells[2:5]), len(lines))
        words.append(OcrWord(text, left, top + height, left + width, top, line, confidence))
    return words


def _upright(words: Sequence[OcrWord], width: float, height: float) -> OcrPage:
    """Words of a picture, y downwards, as those of the page as it reads, y upwards."""
    turned = _turned(words)
    upright = []
    for word in words:
        left, right, top, bottom = word.left, word.right, word.top, word.bottom
        if turned == 90:
            box = (height - bottom, height - top, left, right)
        elif turned == 180:
            box = (width - right, width - left, height - bottom, height - top)
        elif turned == 270:
            box = (top, bottom, width - right, width - left)
        else:
            box = (left, right, top, bottom)
        upright.append(box)
    if turned in (90, 270):
        width, height = height, width
    return OcrPage(
        tuple(
            replace(word, left=left, right=right, top=height - top, bottom=height - bottom)
            for word, (left, right, top, bottom) in zip(words, upright, strict=True)
        ),
        width,
        height,
        turned,
    )


def _turned(words: Sequence[OcrWord]) -> int:
    """Degrees by which a picture must be turned clockwise so that its lines run to the right."""
    right = down = 0.0
    for word, after in pairwise(words):
        if word.line == after.line:
            right += np.sign(after.left + after.right - word.left - word.right)
            down += np.sign(after.top + after.bottom - word.top - word.bottom)
    if abs(right) >= abs(down):
        return 180 if right < 0 else 0
    return 270 if down > 0 else 90
