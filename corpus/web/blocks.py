"""From a tree of elements, HTML's or trafilatura's, to the blocks that they make up."""

from lxml import etree

from corpus.structure.outline import Outline

INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font hi i ins kbd mark ref s samp small span
    strike strong sub sup time tt u var wbr""".split()
)
"""Elements within a line; all others begin and end one."""
_ROWS, _CELLS = frozenset({"tr", "row"}), frozenset({"td", "th", "cell"})
_ITEMS = frozenset({"li", "item", "dt", "dd"})
_QUOTATIONS = frozenset({"blockquote", "quote"})
_LEVELS = {f"h{level}": level for level in range(1, 7)}
_CELL_SEPARATOR = " | "


def add_blocks(root: etree._Element, outline: Outline) -> None:
    """Add the text of a tree to an outline, block by block, a table's row being one.

    Takes HTML's elements and those of trafilatura's own trees (head, item, quote, row, hi), to any
    depth; the tree holds no comments.
    """
    walk = _Walk(outline)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
            if element is not root:
                walk.text(element.tail)
    walk.flush()


class _Walk:
    """Where the walk stands: the line gathered so far, and what it is inside of."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._line: list[str] = []
        self._chars = self._bold_chars = 0
        self._bold = self._items = self._quotations = self._rows = 0
        self._levels: list[int] = []
        self._cells: list[list[str]] = []

    def enter(self, element: etree._Element) -> None:
        if element.tag not in INLINE:
            self.flush()
        if self._rows == 1 and element.tag in _CELLS:
            self._cells.append([])
        if level := _level(element):
            self._levels.append(level)
        self._count(element, 1)
        self.text(element.text)

    def leave(self, element: etree._Element) -> None:
        if element.tag not in INLINE:
            self.flush()
        if _level(element):
            self._levels.pop()
        self._count(element, -1)
        if self._rows == 0 and self._cells:
            if any(self._cells):
                cells = (" ".join(lines) for lines in self._cells)
                self._outline.add("row", _CELL_SEPARATOR.join(cells))
            self._cells = []

    def text(self, text: str | None) -> None:
        if text:
            chars = len(text) - text.count(" ")
            self._line.append(text)
            self._chars += chars
            self._bold_chars += chars if self._bold else 0

    def flush(self) -> None:
        """End the line, and add it as what it is inside of says."""
        line = " ".join("".join(self._line).split())
        bold = self._bold_chars == self._chars
        self._line, self._chars, self._bold_chars = [], 0, 0
        if not line:
            return
        if self._cells:
            self._cells[-1].append(line)
        elif self._levels:
            self._outline.heading(line, self._levels[-1])
        elif self._quotations:
            self._outline.add("quotation", line)
        elif self._items:
            self._outline.add("item", line)
        else:
            self._outline.add("paragraph", line, bold=bold)

    def _count(self, element: etree._Element, step: int) -> None:
        tag = element.tag
        self._rows += step * (tag in _ROWS)
        self._items += step * (tag in _ITEMS)
        self._quotations += step * (tag in _QUOTATIONS)
        self._bold += step * (tag in ("b", "strong") or element.get("rend") == "#b")


def _level(element: etree._Element) -> int:
    """Level of a heading (1-6), 0 for other elements."""
    tag = element.get("rend", "") if element.tag == "head" else element.tag
    return _LEVELS.get(tag, 0)
