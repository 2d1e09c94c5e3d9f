"""Lines of pages that are pictures, from the words that are seen in them."""

import pytest

from corpus.ocr import OcrPage, OcrWord
from corpus.pdf.pictures import lines_of_picture

HIGH, DEEP = set("KTlhtd("), set("gpy,(")


def words(text: str, *, line: int, baseline: float, size: float, gap: float = 3) -> list[OcrWord]:
    """Words set in a type of that size, boxed as their letters reach."""
    found, left = [], 72.0
    for word in text.split(" "):
        top = baseline + (0.72 if HIGH & set(word) else 0.48) * size
        bottom = baseline - (0.2 * size if DEEP & set(word) else 0)
        right = left + 0.5 * size * len(word)
        found.append(OcrWord(word, left, bottom, right, top, line, 95))
        left = right + gap
    return found


def test_a_picture_without_words_has_no_lines() -> None:
    assert lines_of_picture(OcrPage((), 612, 792), 1) == []


def test_lines_know_the_size_of_their_type_whatever_their_letters() -> None:
    seen = [
        *words("Kites soar, they say", line=0, baseline=700, size=12),
        *words("as we saw", line=1, baseline=686, size=12.2),
        *words("1 Kite Guild, at 5", line=2, baseline=100, size=10),
        *words("see us", line=3, baseline=88, size=10),
    ]
    lines = lines_of_picture(OcrPage(tuple(seen), 612, 792), 3)
    assert [line.text.text for line in lines] == [
        "Kites soar, they say", "as we saw", "1 Kite Guild, at 5", "see us",
    ]  # fmt: skip
    assert lines[0].size == lines[1].size == pytest.approx(12.1, abs=0.2)
    assert lines[2].size == lines[3].size == pytest.approx(10, abs=0.2)
    assert [line.baseline for line in lines] == pytest.approx([700, 686, 100, 88], abs=1)
    assert {line.page for line in lines} == {3}


def test_words_far_apart_are_cells() -> None:
    seen = words("Kite high", line=0, baseline=700, size=12, gap=60)
    assert [line.text.text for line in lines_of_picture(OcrPage(tuple(seen), 612, 792), 1)] == [
        "Kite",
        "high",
    ]
