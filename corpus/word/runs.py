"""The letters of a Word paragraph: what is shown of them, raised ones, breaks, calls of notes."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from corpus.structure.inline import LINE, PAGE, RAISED, RAISED_END, call, without_signs
from corpus.word.notes import REFERENCES, Notes
from corpus.word.styles import Styles
from corpus.word.xml import is_on, value, whole

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(
    [
        *map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:pPr", "w:rPr", "w:tblPr")),
        f"{_COMPATIBILITY}Fallback",
    ]
)
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): LINE,
    qn("w:noBreakHyphen"): "-",
}
_TEXTS = frozenset({qn("w:t"), f"{_MATHS}t"})
_PICTURES = frozenset(map(qn, ("w:drawing", "w:pict", "w:object")))
_WHITE = "ffffff"


class Runs:
    """Reads the letters of paragraphs in the document's order, and counts its pages."""

    def __init__(self, styles: Styles, notes: Notes) -> None:
        self.page = 1
        self.boxes: list[Any] = []
        """Text boxes met since this was last emptied: each a w:txbxContent."""
        self.pictures: set[int] = set()
        """Pages (1-based) with pictures."""
        self._styles = styles
        self._notes = notes
        self._new_page = False
        self._shaded = False

    def text(self, paragraph: Any) -> str:
        """A paragraph's text with the signs of corpus.structure.inline."""
        self._shaded = value(paragraph, "w:pPr/w:shd") is not None
        return "".join(self._pieces(paragraph))

    def turn(self) -> str:
        """Turn the page as the author wants; give the sign of it."""
        self._new_page = True
        self.page += 1
        return PAGE

    def is_bold(self, paragraph: Any, by_style: bool) -> bool:
        """Whether all letters of a paragraph are bold, where its style makes them so or not."""
        runs = [run for run in paragraph.iter(qn("w:r")) if run.find(qn("w:t")) is not None]
        own = (is_on(run, "w:rPr/w:b") for run in runs)
        return bool(runs) and all(by_style if bold is None else bold for bold in own)

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element.iterchildren():
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag == qn("w:r"):
                yield from self._run(child)
            elif tag in _TEXTS:
                yield self._letters(child.text or "")
            elif tag == qn("w:br"):
                yield self.turn() if child.get(qn("w:type")) == "page" else LINE
            elif tag == qn("w:lastRenderedPageBreak"):
                yield self._noted_break()
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag == qn("w:txbxContent"):
                self.boxes.append(child)
            elif tag == f"{_MATHS}sup":
                yield f"{RAISED}{''.join(self._pieces(child))}{RAISED_END}"
            else:
                if tag in _PICTURES:
                    self.pictures.add(self.page)
                yield from self._pieces(child)

    def _run(self, run: Any) -> Iterator[str]:
        if self._is_hidden(run):
            return
        reference = next((child for child in run if child.tag in REFERENCES), None)
        if reference is not None:
            follows = reference.get(qn("w:customMarkFollows"), "0") not in ("0", "false", "off")
            mark = "".join(text.text or "" for text in run.iterchildren(qn("w:t")))
            number = self._notes.call(reference, self.page, mark.strip() if follows else "")
            yield call(without_signs(number)) if number else ""
            yield mark if not follows else ""
            return
        text = "".join(self._pieces(run))
        yield f"{RAISED}{text}{RAISED_END}" if text.strip() and self._is_raised(run) else text

    def _letters(self, text: str) -> str:
        if text.strip():
            self._new_page = False
        return without_signs(text)

    def _noted_break(self) -> str:
        """A break that Word noted; just after the author's own it is the same one."""
        if self._new_page:
            self._new_page = False
            return ""
        self.page += 1
        return PAGE

    def _is_hidden(self, run: Any) -> bool:
        if is_on(run, "w:rPr/w:vanish"):
            return True
        # Cells and text boxes may be dark by styles of their own: white letters are seen there.
        colour = (value(run, "w:rPr/w:color") or "").lower()
        return (
            colour == _WHITE
            and not self._shaded
            and not any(value(run, path) for path in ("w:rPr/w:shd", "w:rPr/w:highlight"))
            and next(run.iterancestors(qn("w:tbl"), qn("w:txbxContent")), None) is None
        )

    def _is_raised(self, run: Any) -> bool:
        own = value(run, "w:rPr/w:vertAlign")
        if own is not None:
            return own == "superscript"
        if whole(value(run, "w:rPr/w:position"), 0) > 0:
            return True
        return self._styles.is_raised(value(run, "w:rPr/w:rStyle") or "")
