"""What a web page says by elements within and before its lines, put into the text itself."""

import re
from collections import Counter

from lxml import etree

from corpus.plain.lines import pieces_of
from corpus.repair import repair_words
from corpus.structure.counting import counted
from corpus.structure.inline import LINE, RAISED, RAISED_END
from corpus.traced import Traced

_BULLET = "•"
_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_OPENING = ("p", "div", "span", "b", "strong", "i", "em")
_WHOLE = re.compile(r"-?[0-9]{1,7}")
_PARTED = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote")


def put_signs(root: etree._Element) -> None:
    """Write line ends, raised letters, quotation marks and the numbers of lists into the text.

    Preformatted text becomes paragraphs, and so do captions.
    """
    wanted = ("br", "sup", "q", "pre", "figcaption", "caption", "ol", "ul")
    for element in list(root.iter(*wanted)):
        if element.tag == "br":
            element.tag, element.text = "span", LINE
        elif element.tag == "sup":
            _wrap(element, RAISED, RAISED_END)
        elif element.tag == "q":
            element.tag = "span"
            _wrap(element, "“", "”")
        elif element.tag == "pre":
            _part_lines(element)
        elif element.tag in ("ol", "ul"):
            _number_items(element)
        else:
            element.tag = "p"


def lay_out(root: etree._Element) -> None:
    """Make plain blocks of tables that only lay out the page: those of one column are among them.

    A table of data has no headings, quotations or other tables in its cells.
    """
    rows = Counter(_table_of(row) for row in root.iter("tr"))
    cells = Counter(_table_of(cell) for cell in root.iter("td", "th"))
    parted = {_table_of(element) for element in root.iter(*_PARTED)}
    parts = [(part, _table_of(part)) for part in root.iter(*_TABLE_PARTS)]
    plain = {
        table
        for table in root.iter("table")
        if table in parted
        or rows[table] == cells[table]
        or table.get("role") in ("presentation", "none")
    }
    for part, table in parts:
        if part in plain or (table in plain and part.tag != "table"):
            part.tag = "div"


def _table_of(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors("table"), None)


def _wrap(element: etree._Element, before: str, after: str) -> None:
    """Put text at the beginning and the end of an element."""
    if len(element):
        element.text = before + (element.text or "")
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text = f"{before}{element.text or ''}{after}"


def _number_items(parent: etree._Element) -> None:
    """Write before each item of a list what a browser shows there."""
    style = _STYLES.get(parent.get("type", "1"), "decimal")
    unmarked = "list-style:none" in "".join(parent.get("style", "").lower().split())
    number = _whole(parent.get("start"), 1)
    for item in parent.iterchildren("li"):
        number = _whole(item.get("value"), number)
        label = _BULLET if parent.tag == "ul" else f"{counted(number, style)}."
        number += 1
        if not unmarked:
            _label(item, label)


def _label(item: etree._Element, label: str) -> None:
    """Put a label before the first words of an item, which may stand in an element of its own."""
    first = item
    while not (first.text or "").strip() and len(first) and first[0].tag in _OPENING:
        first = first[0]
    first.text = f"{label} {(first.text or '').lstrip()}"


def _whole(text: str | None, default: int) -> int:
    """A number of at most seven digits, or the default."""
    return int(text) if text and _WHOLE.fullmatch(text) else default


def _part_lines(element: etree._Element) -> None:
    """Make paragraphs of preformatted text: its lines where it is code, else as in a text file."""
    text = "".join(element.itertext())
    if element.find(".//code") is not None:
        texts = [line for line in text.split("\n") if line.strip()]
    else:
        pieces = [Traced.on_page(piece.text, 1) for piece in pieces_of([text])]
        texts = [piece.text for piece in repair_words(pieces)[0]]
    element.clear(keep_tail=True)
    element.tag = "div"
    for text in texts:
        etree.SubElement(element, "p").text = text
