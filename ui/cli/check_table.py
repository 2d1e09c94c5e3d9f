"""The table of `askdocket corpus check`: a line for each document, 100 columns wide."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.checking import Check

WIDTH = 100
_ID_WIDTH = 20
_LETTERS = "abcdefghi"
"""Heads of the columns of repairs: more than nine do not fit."""
_OTHER = "all others"
_ROW = "{:<20}{:>6}{:>4}{:>4}{}{:>5}{:>6}{:>5}{:>5}"
_REPAIR = "{:>5}"
_LEGEND = (
    "bad: pages without text. ocr: pages read by optical character recognition. odd: words that "
    "still look damaged. notes: footnotes and endnotes. sect: headings. asks: questions of the "
    "notice that the document asks or speaks to."
)


def table(checks: Sequence[Check]) -> Iterator[str]:
    """The lines of the table, with one of totals and what the heads mean.

    A document that cannot be read has the reason in place of figures; an id that is longer than
    its column has a line of its own.
    """
    columns = _repair_columns(checks)
    letters = _LETTERS[: len(columns)]
    yield _row(
        "document", ("pages", "bad", "ocr"), tuple(letters), ("odd", "notes", "sect", "asks")
    )
    for check in checks:
        name = check.source.doc_id
        if len(name) > _ID_WIDTH:
            yield name
            name = ""
        if check.error:
            yield from wrapped(f"{name:<{_ID_WIDTH}}  {check.error}")
        else:
            yield _figures(name, [check], columns)
    yield _figures("total", checks, columns)
    if columns:
        names = [_OTHER if len(column) > 1 else column[0] for column in columns]
        pairs = zip(letters, names, strict=True)
        yield from wrapped(f"Repaired: {', '.join(f'{a} {name}' for a, name in pairs)}.")
    yield from wrapped(_LEGEND)


def wrapped(text: str, *, indent: int = 2) -> list[str]:
    """A text in lines that fit the table's width, all but the first indented."""
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)


def _repair_columns(checks: Sequence[Check]) -> list[list[str]]:
    """Classes of repairs, the most frequent first; the rarest share the last column."""
    totals = _repairs(checks)
    classes = sorted(totals, key=lambda name: (-totals[name], name))
    own = len(_LETTERS) if len(classes) <= len(_LETTERS) else len(_LETTERS) - 1
    return [*([name] for name in classes[:own]), *filter(None, [classes[own:]])]


def _repairs(checks: Sequence[Check]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for check in checks:
        totals.update(check.repairs)
    return totals


def _figures(name: str, checks: Sequence[Check], columns: Sequence[Sequence[str]]) -> str:
    """The figures of one document, or of several together."""
    repairs = _repairs(checks)
    return _row(
        name,
        (
            sum(check.pages for check in checks),
            sum(len(check.unreadable) for check in checks),
            sum(len(check.ocr_pages) for check in checks),
        ),
        [sum(repairs[name] for name in column) for column in columns],
        (
            sum(len(check.suspicious) for check in checks),
            sum(check.notes for check in checks),
            sum(check.sections for check in checks),
            len({number for check in checks for number in check.questions}),
        ),
    )


def _row(
    name: str,
    pages: Sequence[str | int],
    repairs: Sequence[str | int],
    rest: Sequence[str | int],
) -> str:
    cells = "".join(_REPAIR.format(cell) for cell in repairs)
    return _ROW.format(name, *pages, cells, *rest)
