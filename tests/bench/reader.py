"""Reading all files of a folder with the code at hand, be it today's or that of a year ago.

A figure before a change is worth nothing if it was taken otherwise than the one after. So these
functions ask of a document only what readers of all versions give.
"""

import tempfile
import time
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.files import sha256_of
from corpus.library import Source
from corpus.types import Document
from tests.bench.versions import module

load_docket = module("corpus.library.manifest", "corpus.manifest").load_docket
source_of_file = module("corpus.library.source", "corpus.source").source_of_file
read_document = module("corpus.reading.file", "corpus.read").read_document

_HAS_CONTENT = any(field.name == "content" for field in fields(Document))
"""Whether documents are text with blocks; before, they were page texts."""


@dataclass(frozen=True, slots=True)
class FolderRead:
    """Documents in the order of their files, and wall time.

    unchanged_s: of reading them once more when no file has changed; None where nothing is kept.
    """

    sources: list[Source]
    documents: list[Any]
    cold_s: float
    unchanged_s: float | None


def read_folder(folder: Path, docket: str) -> FolderRead:
    """Read every PDF of a folder, which all must be readable."""
    known = load_docket(docket, folder)
    sources = [
        source_of_file(known, path, sha256_of(path), path.stat().st_size, record=None)
        for path in sorted(folder.glob("*.pdf"))
    ]
    if not _HAS_CONTENT:
        start = time.perf_counter()
        documents = [read_document(source) for source in sources]
        return FolderRead(sources, documents, time.perf_counter() - start, None)
    with tempfile.TemporaryDirectory() as scratch:
        cache_path = Path(scratch) / "readings.sqlite"
        documents, cold_s = _timed(sources, cache_path)
        _, unchanged_s = _timed(sources, cache_path)
    return FolderRead(sources, documents, cold_s, unchanged_s)


def text_of(document: Any) -> str:
    """A document's text, in which a sentence that its reader joins across pages is on one line."""
    if _HAS_CONTENT:
        return str(document.text)
    return " ".join(page.text for page in document.pages)


def _timed(sources: list[Source], cache_path: Path) -> tuple[list[Any], float]:
    batch = module("corpus.reading.batch", "corpus.reading")
    start = time.perf_counter()
    readings = batch.read_all(sources, cache_path=cache_path)
    seconds = time.perf_counter() - start
    unread = [reading.error for reading in readings if reading.document is None]
    if unread:
        raise SystemExit("\n".join(unread))
    return [reading.document for reading in readings], seconds
