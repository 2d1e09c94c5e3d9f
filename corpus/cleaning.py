"""Characters that mean nothing to a reader taken out, and others written in one way."""

import unicodedata

UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file does not say what letter it is."""

LINE_END_HYPHEN = "\ufffe"
"""What pdfium puts in place of a hyphen at a line's end, the break itself left out."""


class _Strip(dict[int, str | int | None]):
    """Table for str.translate: invisible characters go, control characters become spaces."""

    def __missing__(self, code: int) -> str | int | None:
        category = unicodedata.category(chr(code))
        new: str | int | None = code
        if category in {"Cf", "Co", "Cs"}:
            new = None
        elif category == "Cc" and code not in (0x09, 0x0A, 0x0C, 0x0D):
            new = " "
        self[code] = new
        return new


_STRIP = _Strip()


def clean_characters(text: str) -> str:
    """NFKC, with invisible characters removed and control characters made spaces.

    Line breaks stay; runs of other white space become one space; lines are trimmed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\u2029", "\n")
    text = unicodedata.normalize("NFKC", text.translate(_STRIP))
    return "\n".join(" ".join(line.split()) for line in text.split("\n"))
