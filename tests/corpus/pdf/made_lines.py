"""Lines as a page would give them, for tests of the steps after the glyphs."""

from collections.abc import Sequence

from corpus.pdf.lines import Line
from corpus.traced import Traced

SIZE, LEADING, LEFT, RIGHT, TOP = 12.0, 14.0, 72.0, 540.0, 700.0
"""Points: a letter page's text."""
FULL = RIGHT - LEFT


def line(
    text: str,
    *,
    baseline: float = TOP,
    page: int = 1,
    left: float = LEFT,
    right: float | None = None,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    row: bool = False,
) -> Line:
    """A line; as wide as its letters would be where `right` does not say."""
    return Line(
        page=page,
        text=Traced.on_page(text, page),
        left=left,
        bottom=baseline - 0.2 * size,
        right=left + 0.45 * size * len(text) if right is None else right,
        top=baseline + 0.8 * size,
        size=size,
        baseline=baseline,
        bold=bold,
        italic=italic,
        row=row,
    )


def stacked(
    texts: Sequence[str | tuple[str, dict[str, object]]],
    *,
    page: int = 1,
    top: float = TOP,
    leading: float = LEADING,
) -> list[Line]:
    """Lines under each other; with a text may come what differs, "gap" being extra space above."""
    lines = []
    baseline = top + leading
    for entry in texts:
        text, other = (entry, {}) if isinstance(entry, str) else (entry[0], dict(entry[1]))
        baseline -= leading + float(other.pop("gap", 0.0))  # type: ignore[arg-type]
        lines.append(line(text, baseline=baseline, page=page, **other))  # type: ignore[arg-type]
    return lines


def texts(lines: Sequence[Line]) -> list[str]:
    """Their words."""
    return [each.text.text for each in lines]


def prose(count: int, word: str = "kites") -> list[tuple[str, dict[str, object]]]:
    """Full lines of one paragraph, the last one ending a sentence."""
    line_of_words = " ".join([word] * 13)
    ends = [f"{line_of_words} and", *[f"{line_of_words} or"] * (count - 2), f"{line_of_words}."]
    return [(text, {"right": RIGHT}) for text in ends[:count]]
