"""Claims with a label, beside the words of a real document that they are to rest on."""

import json
from dataclasses import dataclass
from pathlib import Path

KINDS = frozenset("right figure commenter negation overclaim name unsupported".split())
"""What a claim is: right, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, and where its quote begins and ends; the words between are not ours to keep."""

    id: str
    kind: str
    claim: str
    doc_id: str
    page: int
    begins: str
    ends: str


def load_labelled(path: Path) -> list[Labelled]:
    """The claims of a file of JSON lines."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        place = item["evidence"]
        found.append(
            Labelled(
                item["id"],
                item["kind"],
                item["claim"],
                place["doc_id"],
                place["page"],
                place["from"],
                place["to"],
            )
        )
    return found
