"""How a line is set: its type's size, bold, italic."""

import ctypes
import re
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2
from pypdfium2 import raw as pdfium_c

from corpus.pdf.glyphs import shown_size
from corpus.pdf.lines import Line
from corpus.traced import NO_GLYPH, glyphs_at

_BOLD = re.compile(r"bold|black|heavy|semibd|demi|-medi\b|^(?:\w+\+)?(?:CM|SF)BX", re.I)
_ITALIC = re.compile(r"ital|obliq|^(?:\w+\+)?(?:CM|SF)TI", re.I)
"""Names of styles, and of Computer Modern's fonts, which have their own."""
_FLAG_ITALIC, _FLAG_FORCE_BOLD = 1 << 6, 1 << 18
"""Bits of a font descriptor's flags, PDF 32000-1:2008, table 123."""
_STROKED = 2
"""Text render mode fill and stroke, table 106: how some programs make type bold."""
_NAME_BYTES = 128
_SAMPLES = 4


def with_fonts(textpage: pypdfium2.PdfTextPage, lines: Sequence[Line]) -> list[Line]:
    """Lines with the size of their type, and bold and italic where sampled glyphs all are so."""
    styles = _Styles(textpage)
    return [_with_font(textpage, line, styles) for line in lines]


def _with_font(textpage: pypdfium2.PdfTextPage, line: Line, styles: "_Styles") -> Line:
    # The spaces that pdfium puts in have no font.
    inked = [place for place, character in enumerate(line.text.text) if character != " "]
    step = max(1, len(inked) // _SAMPLES)
    glyphs = glyphs_at(line.text.origins[inked[step // 2 :: step]])
    sampled = [int(glyph) for glyph in glyphs if glyph != NO_GLYPH]
    if not sampled:
        return line
    found = [styles.of(glyph) for glyph in sampled]
    sizes = [shown_size(textpage, glyph) for glyph in sampled]
    return replace(
        line,
        size=round(max(sizes), 1) or line.size,  # the smaller may be a raised number's
        bold=all(bold for bold, _ in found),
        italic=all(italic for _, italic in found),
    )


class _Styles:
    """Bold and italic of single glyphs; fonts are told apart once each."""

    def __init__(self, textpage: pypdfium2.PdfTextPage) -> None:
        self._textpage = textpage
        self._buffer = ctypes.create_string_buffer(_NAME_BYTES)
        self._flags = ctypes.c_int()
        self._known: dict[tuple[bytes, int, int], tuple[bool, bool]] = {}

    def of(self, glyph: int) -> tuple[bool, bool]:
        pdfium_c.FPDFText_GetFontInfo(
            self._textpage.raw, glyph, self._buffer, _NAME_BYTES, ctypes.byref(self._flags)
        )
        found = pdfium_c.FPDFText_GetTextObject(self._textpage.raw, glyph)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(found) if found else 0
        key = (self._buffer.value, self._flags.value, mode)
        if key not in self._known:
            name, flags = key[0].decode("utf-8", errors="replace"), key[1]
            bold = bool(_BOLD.search(name)) or bool(flags & _FLAG_FORCE_BOLD) or mode == _STROKED
            italic = bool(_ITALIC.search(name)) or bool(flags & _FLAG_ITALIC)
            self._known[key] = (bold, italic)
        return self._known[key]
