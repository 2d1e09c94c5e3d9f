"""What a worker is asked and what it answers, as bytes. No pickle: a worker that a hostile file
has taken over must not take over the process that asked it.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from corpus.content import Content
from corpus.packing import pack, unpack

READY = b"R"
"""Sent once by a worker that has started."""
_PAGE, _DONE, _FAILED = b"P", b"D", b"F"


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read, or only to open.

    Attributes:
        task: read gives the file's content; open gives none, and only says whether the file can
            be opened.
        notice: Federal Register document number where the file holds parts of other notices.
        ocr: whether pages without text may be read by optical character recognition.
    """

    path: Path
    task: Literal["read", "open"] = "read"
    notice: str = ""
    ocr: bool = True


@dataclass(frozen=True, slots=True)
class PageRecognised:
    """A page was read by optical character recognition; the file goes on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a request: a content, or the reason why there is none.

    Attributes:
        content: None where the file cannot be read, and where it was only to be opened.
        error: the reason, in a sentence that names the file; empty where there is none.
        hint: what to do about it.
        out_of_memory: whether the reason is the limit of memory.
        trace: the traceback where the reason is an error of our own code; else empty.
        seconds: wall time.
    """

    content: Content | None = None
    error: str = ""
    hint: str = ""
    out_of_memory: bool = False
    trace: str = ""
    seconds: float = 0.0


def request_bytes(request: Request) -> bytes:
    """A request as a message."""
    return json.dumps({**asdict(request), "path": str(request.path)}).encode()


def request_of(message: bytes) -> Request:
    """The request that `request_bytes` was given."""
    values = json.loads(message)
    return Request(**{**values, "path": Path(values["path"])})


def page_bytes(seconds: float) -> bytes:
    """The news of a page recognised as a message."""
    return _PAGE + json.dumps(seconds).encode()


def outcome_bytes(outcome: Outcome) -> bytes:
    """An outcome as a message; its seconds are the asker's to measure."""
    if outcome.error:
        values = [outcome.error, outcome.hint, outcome.out_of_memory, outcome.trace]
        return _FAILED + json.dumps(values).encode()
    return _DONE + (b"" if outcome.content is None else pack(outcome.content))


def answer_of(message: bytes) -> Outcome | PageRecognised:
    """What a worker says.

    Raises:
        ValueError: it says nothing of the kind.
    """
    kind, body = message[:1], message[1:]
    if kind == _PAGE:
        return PageRecognised(float(json.loads(body)))
    if kind == _FAILED:
        error, hint, out_of_memory, trace = json.loads(body)
        return Outcome(None, str(error), str(hint), bool(out_of_memory), str(trace))
    if kind == _DONE:
        return Outcome(content=unpack(body) if body else None)
    raise ValueError(f"a worker sent {message[:20]!r}")
