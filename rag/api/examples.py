"""Examples shown at /docs. Commenter and quote are made up."""

from typing import Final

from pydantic import JsonValue

Examples = dict[str, JsonValue]

_DOC_ID = "NTIA-2023-0009-0125"
_TEXT = "Widely available weights let outside researchers test a model."
_SOURCE: Final[Examples] = {
    "doc_id": _DOC_ID,
    "title": "Comment of Example Institute",
    "commenter": "Example Institute",
    "kind": "comment",
    "page_start": 4,
    "page_end": 4,
    "url": f"https://www.regulations.gov/comment/{_DOC_ID}",
}

SEARCH: Final[Examples] = {
    "examples": [{"query": "benefits of open weights", "k": 5, "filters": {"kind": "comment"}}]
}
ASK: Final[Examples] = {
    "examples": [
        {"question": "What do commenters say about monitoring risks?"},
        {
            "question": "And about liability?",
            "history": [{"role": "user", "content": "What do commenters say about risks?"}],
            "stream": True,
        },
    ]
}
HIT: Final[Examples] = {
    "examples": [
        _SOURCE
        | {
            "rank": 1,
            "score": 0.62,
            "passage_id": "0f3c9a51d2b7e846",
            "section": "3. Benefits › Research",
            "question": "3b",
            "text": _TEXT,
        }
    ]
}
CITATION: Final[Examples] = {
    "examples": [
        _SOURCE
        | {
            "index": 1,
            "origin": "official",
            "start": 9120,
            "end": 9120 + len(_TEXT),
            "quote": _TEXT,
            "verified": True,
            "quoting": False,
            "ocr": False,
            "cuts": [],
        }
    ]
}
ERROR: Final[Examples] = {
    "examples": [
        {
            "code": "unknown_document",
            "message": "There is no document NTIA-2023-0009-9999.",
            "hint": "GET /v1/documents lists the documents that are here.",
        }
    ]
}
