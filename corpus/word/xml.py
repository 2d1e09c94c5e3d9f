"""Small questions to the XML of Word documents (ECMA-376, WordprocessingML)."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

_OFF = ("0", "false", "off")


def value(element: Any, path: str) -> str | None:
    """Attribute w:val of the first element at a path such as "w:pPr/w:pStyle", or None."""
    found = None if element is None else element.find("/".join(map(qn, path.split("/"))))
    return None if found is None else found.get(qn("w:val"), "")


def is_on(element: Any, path: str) -> bool | None:
    """Whether the switch at a path is on; None where it is not set."""
    found = value(element, path)
    return None if found is None else found.lower() not in _OFF


def whole(text: str | None, default: int) -> int:
    """A number of at most six digits, or the default."""
    digits = (text or "").removeprefix("-")
    is_whole = digits.isascii() and digits.isdigit() and len(digits) <= 6
    return int(text or "") if is_whole else default


def related(part: Any, name: str) -> Iterator[Any]:
    """Roots of the parts of a kind ("footnotes", "numbering") that a part is related to."""
    for relation in part.rels.values():
        if relation.reltype.rpartition("/")[2] == name and not relation.is_external:
            yield parse_xml(relation.target_part.blob)
