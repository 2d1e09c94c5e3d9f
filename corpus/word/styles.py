"""What the styles of a Word document say of its paragraphs and letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from docx.oxml.ns import qn

from corpus.content import BlockKind
from corpus.word.xml import is_on, value, whole

_HEADING = re.compile(r"heading ([1-9])", re.I)
_KINDS: dict[BlockKind, re.Pattern[str]] = {
    "contents": re.compile(
        r"toc (?:\d|heading)|contents \d|table of (?:figures|authorities)", re.I
    ),
    "quotation": re.compile(r"(?:intense )?quote|block (?:text|quote|quotation)|quotations?", re.I),
    "reference": re.compile(r"bibliography(?: \d)?", re.I),
}
"""Word's built-in styles keep these names in every language."""
_TITLE = "title"
_LEAST_INDENT_TWIPS = 500
"""A paragraph set in from both sides by a third of an inch or more is a block quotation; Word's
own quotation styles and its "Increase indent" use a half (720) or more."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is by its style and its own properties.

    Attributes:
        level: of a heading (0 for a title, then 1-9), None for other paragraphs.
        kind: of other paragraphs.
        list_id: the list that numbers it, or empty.
        list_level: its level in that list (from 0), None where its style decides.
        style_id: of its style.
        bold: its letters are bold unless they say otherwise.
    """

    level: int | None
    kind: BlockKind
    list_id: str
    list_level: int | None
    style_id: str
    bold: bool


class Styles:
    """The styles of a document, each with those that it is based on."""

    def __init__(self, root: Any | None) -> None:
        """root: of the styles part, or None where there is none."""
        styles = [] if root is None else list(root.iterchildren(qn("w:style")))
        self._styles = {style.get(qn("w:styleId"), ""): style for style in styles}
        self._default = next(
            (
                style.get(qn("w:styleId"), "")
                for style in styles
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) == "1"
            ),
            "",
        )
        self.switched = cache(self._switched)
        """Whether a style turns a switch such as "w:rPr/w:b" on; False where none is set."""

    def look(self, paragraph: Any) -> Look:
        """What a paragraph is."""
        own = paragraph.find(qn("w:pPr"))
        style_id = value(own, "w:pStyle") or self._default
        sources = [own, *(style.find(qn("w:pPr")) for style in self._chain(style_id))]
        sources = [source for source in sources if source is not None]
        level, kind = self._part(sources, style_id)
        list_id = _first(sources, "w:numPr/w:numId") or ""
        list_level = _first(sources, "w:numPr/w:ilvl")
        return Look(
            level=level,
            kind=kind,
            list_id="" if list_id == "0" else list_id,
            list_level=None if list_level is None else whole(list_level, 0),
            style_id=style_id,
            bold=self.switched(style_id, "w:rPr/w:b"),
        )

    def is_raised(self, style_id: str) -> bool:
        """Whether letters of a style stand above the line."""
        settings = (value(style, "w:rPr/w:vertAlign") for style in self._chain(style_id))
        return next(filter(None, settings), "") == "superscript"

    def _chain(self, style_id: str) -> Iterator[Any]:
        seen = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = value(self._styles[style_id], "w:basedOn") or ""

    def _names(self, style_id: str) -> list[str]:
        return [(value(style, "w:name") or "").strip() for style in self._chain(style_id)]

    def _switched(self, style_id: str, path: str) -> bool:
        settings = (is_on(style, path) for style in self._chain(style_id))
        return next((setting for setting in settings if setting is not None), False)

    def _part(self, sources: list[Any], style_id: str) -> tuple[int | None, BlockKind]:
        """Level of a heading or None, and kind of another paragraph."""
        for name in self._names(style_id):
            for kind, pattern in _KINDS.items():
                if pattern.fullmatch(name):
                    return None, kind
            if name.lower() == _TITLE:
                return 0, "heading"
            if heading := _HEADING.fullmatch(name):
                return int(heading[1]), "heading"
        outline = whole(_first(sources, "w:outlineLvl"), 9)
        if 0 <= outline < 9:
            return outline + 1, "heading"
        left = max(_indent(sources, "left"), _indent(sources, "start"))
        right = max(_indent(sources, "right"), _indent(sources, "end"))
        set_in = min(left, right) >= _LEAST_INDENT_TWIPS
        return None, "quotation" if set_in else "paragraph"


def _first(sources: list[Any], path: str) -> str | None:
    return next((found for source in sources if (found := value(source, path)) is not None), None)


def _indent(sources: list[Any], side: str) -> int:
    """Twips that a paragraph is set in from a side."""
    for source in sources:
        indent = source.find(qn("w:ind"))
        if indent is not None and indent.get(qn(f"w:{side}")) is not None:
            return whole(indent.get(qn(f"w:{side}")), 0)
    return 0
