"""The lines of a Federal Register extract that belong to the one notice it is kept for."""

from collections.abc import Sequence
from dataclasses import replace

from corpus.notice.cutting import cut_to_notice, strip_furniture
from corpus.pdf.lines import Line


def lines_of_notice(pages: Sequence[Sequence[Line]], notice: str) -> list[list[Line]]:
    """Keep the lines of the notice, and of a line that another one shares its part of it.

    Args:
        pages: each page's lines in the order in which the file draws them.
        notice: Federal Register document number.
    """
    joined = ["\n".join(line.text.text for line in page) for page in pages]
    kept = cut_to_notice(joined, notice)
    return [
        _within(page, whole.find(part), part)
        for page, whole, part in zip(pages, joined, kept, strict=True)
    ]


def _within(page: Sequence[Line], start: int, part: str) -> list[Line]:
    end = start + len(part)
    lines, position = [], 0
    for line in page:
        first, last = max(0, start - position), min(len(line.text), end - position)
        if first < last and strip_furniture(line.text.text):
            text = line.text[first:last].strip()
            lines.append(line if len(text) == len(line.text) else replace(line, text=text))
        position += len(line.text) + 1
    return [line for line in lines if len(line.text)]
