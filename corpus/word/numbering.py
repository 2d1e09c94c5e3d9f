"""Numbers of lists and headings, which Word computes and does not store."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

from corpus.structure.counting import counted
from corpus.word.xml import is_on, value, whole

BULLET = "•"
_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    restarts: bool


class Numbering:
    """Counts the paragraphs of a document's lists, which must be asked for in its order.

    Source: ECMA-376 part 1, 17.9 (Numbering).
    """

    def __init__(self, root: Any | None) -> None:
        """root: of the numbering part, or None where the document has no lists."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles: dict[tuple[str, str], int] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: defaultdict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of(self, list_id: str, style_id: str) -> int:
        """The level (from 0) of a list that a paragraph style stands for; 0 if none does."""
        return self._styles.get((self._lists.get(list_id, ""), style_id), 0)

    def label(self, list_id: str, level: int) -> str:
        """What Word prints before the next paragraph at a level (from 0) of a list.

        Nothing where the list is not known or counts in a way that is not known here.
        """
        of = self._lists.get(list_id, "")
        levels = self._levels.get(of, {})
        if level not in levels:
            return ""
        self._count(list_id, of, level)
        here = levels[level]
        if here.format == "bullet":
            return BULLET if here.text else ""
        numbers = {}
        for upper in map(int, _PLACE.findall(here.text)):
            its = levels.get(upper - 1)
            count = self._counts[of][upper - 1]
            number = its.start if count is None and its else count
            style = "decimal" if here.legal or its is None else its.format
            numbers[str(upper)] = counted(number or 0, style)
        if None in numbers.values():
            return ""
        return _PLACE.sub(lambda match: numbers[match[1]] or "", here.text)

    def _count(self, list_id: str, of: str, level: int) -> None:
        counts, levels = self._counts[of], self._levels[of]
        start = self._starts[list_id].get(level)
        count = counts[level]
        if start is not None and (list_id, level) not in self._begun:
            counts[level] = start
        else:
            counts[level] = levels[level].start if count is None else count + 1
        self._begun.add((list_id, level))
        for deeper in range(level + 1, _LEVELS):
            if deeper in levels and levels[deeper].restarts:
                counts[deeper] = None

    def _read(self, root: Any) -> None:
        linked: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in root.iterchildren(qn("w:abstractNum")):
            of = abstract.get(qn("w:abstractNumId"), "")
            self._levels[of] = {}
            for element in abstract.iterchildren(qn("w:lvl")):
                self._read_level(of, element)
            links[of] = value(abstract, "w:numStyleLink") or ""
            linked[value(abstract, "w:styleLink") or ""] = of
        for of, link in links.items():
            if link and link in linked:
                self._levels[of] = self._levels[linked[link]]
        for number in root.iterchildren(qn("w:num")):
            self._read_list(number)

    def _read_level(self, of: str, element: Any) -> None:
        level = whole(element.get(qn("w:ilvl")), 0)
        self._levels[of][level] = _Level(
            start=whole(value(element, "w:start"), 0),
            format=value(element, "w:numFmt") or "decimal",
            text=value(element, "w:lvlText") or "",
            legal=bool(is_on(element, "w:isLgl")),
            restarts=value(element, "w:lvlRestart") != "0",
        )
        if style := value(element, "w:pStyle"):
            self._styles[of, style] = level

    def _read_list(self, number: Any) -> None:
        list_id = number.get(qn("w:numId"), "")
        self._lists[list_id] = value(number, "w:abstractNumId") or ""
        self._starts[list_id] = {
            whole(change.get(qn("w:ilvl")), 0): whole(value(change, "w:startOverride"), 1)
            for change in number.iterchildren(qn("w:lvlOverride"))
            if value(change, "w:startOverride") is not None
        }
