"""Web addresses set with spaces around their signs: "https : / / example . org / a - page"."""

import re

from corpus.repair.edits import Edit
from corpus.repair.vocabulary import Vocabulary

_SIGNS = r"/\-_?=&#%~+"
_SPACED = re.compile(
    r"https?(?: : ?/ ?/| ?: / ?/| ?: ?/ /) ?"
    rf"(?:[^\s.{_SIGNS}()<>\[\]]+| ?[{_SIGNS}]+ ?| \. ?|\.(?=\S))+"
)
"""A full stop with a space only after it ends the sentence; elsewhere it is the address's."""
_OPENED = re.compile(r"https?:// (?=[\w-]+\.\w)")
_SPACE = re.compile(" ")


def address_edits(text: str, _: Vocabulary) -> list[Edit]:
    """Edits that take these spaces out, in order."""
    spaces = {
        space.start()
        for match in _SPACED.finditer(text)
        for space in _SPACE.finditer(
            text, match.start(), match.start() + len(match.group().rstrip())
        )
    }
    spaces |= {match.end() - 1 for match in _OPENED.finditer(text)}
    return [(place, place + 1, "") for place in sorted(spaces)]
