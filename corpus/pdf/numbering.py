"""The numbers and letters that headings and items of lists begin with."""

import re

_FORMS = (
    ("part", 0, re.compile(r"(?:part|section|appendix|annex|chapter)\s+[\dA-Z]+\b", re.I)),
    ("question part", 5, re.compile(r"(?:question|q)\s*\d{1,2}\s*[.(]?\s?[a-z]\b", re.I)),
    ("question", 3, re.compile(r"(?:question|q)\s*\d{1,2}", re.I)),
    ("numbered roman", 6, re.compile(r"\(?\d{1,2}\.?[a-z][.(]+[ivx]+[.)]")),
    ("numbered letter", 5, re.compile(r"\(?\d{1,2}\.?[a-z][.)]")),
    ("decimal", 4, re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s")),
    ("roman", 1, re.compile(r"[IVX]{1,5}[.)]\s")),
    ("letter", 2, re.compile(r"\(?[A-Z][.)]\s")),
    ("number", 3, re.compile(r"\(?\d{1,2}[.):]\s|\d{1,2}\s+[A-Z]")),
    ("small roman", 7, re.compile(r"\(?[ivx]{1,5}[.)]\s")),
    ("small letter", 6, re.compile(r"\(?[a-z][.)]\s")),
)


def numbering_of(text: str) -> str:
    """The kind of numbering that a text begins with, or an empty text."""
    return next((name for name, _, form in _FORMS if form.match(text)), "")


def rank_of(numbering: str) -> int | None:
    """How deep headings of that kind of numbering usually stand, 0 the outermost; None for none."""
    return next((rank for name, rank, _ in _FORMS if name == numbering), None)
