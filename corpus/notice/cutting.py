"""Cutting a Federal Register extract to the one notice it is kept for.

A printed page of the Federal Register carries the end of the notice before and the start of the
one after. Each notice ends with its own number, "[FR Doc. 2024-03763 Filed ...]", and a billing
code (Document Drafting Handbook, Office of the Federal Register, sections on closing matter).
"""

import re
from collections.abc import Sequence

_END = re.compile(r"\[FR Doc\.?\s*([\w–-]+)\s+Filed[^\]]*\]\s*(?:BILLING CODE\s+[\w–-]+)?\s*")
_FURNITURE = re.compile(
    r"^(?:VerDate .*|\w+ on \w+ with [A-Z]+|(?:\d+ )?Federal Register ?/ ?Vol\. .*)$", re.MULTILINE
)


def strip_furniture(text: str) -> str:
    """Remove the printer's lines and running heads of Federal Register pages."""
    return _FURNITURE.sub("", text)


def cut_to_notice(pages: Sequence[str], notice: str) -> list[str]:
    """Keep of each page what belongs to the notice.

    Args:
        pages: raw page texts of an extract.
        notice: Federal Register document number, such as "2024-03763".

    Returns:
        As many pages; those outside the notice are empty. Pages in which no end of that notice
        is found come back whole: then the file is no extract of this form.
    """
    own = notice.replace("–", "-")
    ends = [
        (number, match.end(), match.group(1).replace("–", "-") == own)
        for number, page in enumerate(pages)
        for match in _END.finditer(page)
    ]
    mine = [position for position, end in enumerate(ends) if end[2]]
    if not mine:
        return list(pages)
    last_page, last_offset, _ = ends[mine[0]]
    first_page, first_offset = ends[mine[0] - 1][:2] if mine[0] else (0, 0)
    kept = []
    for number, page in enumerate(pages):
        start = first_offset if number == first_page else 0
        stop = last_offset if number == last_page else len(page)
        kept.append(page[start:stop] if first_page <= number <= last_page else "")
    return kept
