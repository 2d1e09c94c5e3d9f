"""Pages that a question asks for: "on page 12 of EPIC's comment"."""

import re

_PAGES = re.compile(
    r"[,(]?\s*\b(?:(?:on|at|from|in|see)\s+(?:the\s+)?)?(?:pages?|pp?\.)\s?(\d{1,4})"
    r"(?:\s?(?:-|–|to|and|through)\s?(\d{1,4}))?(?![\w])\)?(?:\s+of\b)?",
    re.IGNORECASE,
)
_MOST = 50
"""Of a range of pages; more is no wish for a page."""


def pages_asked_for(question: str) -> tuple[int, ...]:
    """Numbers of the pages a question asks for, ascending; as a PDF counts them, from 1."""
    found: set[int] = set()
    for match in _PAGES.finditer(question):
        first = int(match.group(1))
        last = int(match.group(2) or first)
        if 0 < first <= last < first + _MOST:
            found |= set(range(first, last + 1))
    return tuple(sorted(found))


def without_pages(question: str) -> str:
    """The question without its wishes for pages."""
    return " ".join(_PAGES.sub(" ", question).split())
