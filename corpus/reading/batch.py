"""Reading the documents at hand: each in a worker process, or from the cache of those read before.

Parsers of PDFs, web pages and Word documents meet files that were made badly, or to do harm. So no
such file is read in the process that answers questions or builds an index, and what it may cost
there is bounded (corpus.reading.workers).
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.library import Source
from corpus.ocr.tesseract import version
from corpus.progress import Progress, silent
from corpus.reading.cache import ReadingCache
from corpus.reading.file import document_of, read_document
from corpus.reading.workers import Limits, Pool, Request
from corpus.types import Document

__all__ = ["Limits", "Reading", "read_all"]

_LABEL = "documents read"


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a document that was to be read.

    Attributes:
        document: None where it cannot be read.
        error: the reason then, in a sentence that names the file; else empty.
        hint: what to do about it.
        cached: whether it was read at another time.
        seconds: wall time.
    """

    source: Source
    document: Document | None
    error: str = ""
    hint: str = ""
    cached: bool = False
    seconds: float = 0.0


def read_all(
    sources: Sequence[Source],
    *,
    cache_path: Path,
    limits: Limits | None = None,
    ocr: bool = True,
    fresh: bool = False,
    progress: Progress = silent,
) -> list[Reading]:
    """Read documents; one that cannot be read costs only itself.

    What was read is kept as soon as it is, so that a run that was stopped goes on where it was.
    A reason why a file cannot be read is not kept: it may lie in the machine, or in a limit.

    Args:
        sources: the documents. Files are read by as many processes as there are cores; digests,
            which are ours, in this one.
        cache_path: SQLite file of contents read before; made where it is missing.
        limits: of each file.
        ocr: whether pages that are pictures of text are read by tesseract, if it is installed.
        fresh: read files again that were read before.
        progress: called whenever a document is done.

    Returns:
        One for each source, in their order.

    Raises:
        WorkersUnavailable: no process can be started to read files in.
    """
    limits = limits or Limits()
    readings: dict[int, Reading] = {}
    with ReadingCache(cache_path, ocr=_means(limits) if ocr else "off") as cache:
        for position, source in enumerate(sources):
            known = _known(source, None if fresh else cache)
            if known is not None:
                readings[position] = known
        progress(len(readings), len(sources), _LABEL)
        unread = [position for position in range(len(sources)) if position not in readings]
        # The largest first: none of them is left for the end, when the other cores are idle.
        unread.sort(key=lambda position: -sources[position].size_bytes)
        for number, reading in _read([sources[position] for position in unread], limits, ocr):
            readings[unread[number]] = reading
            if reading.document is not None:
                cache.put(reading.source, reading.document.content)
            progress(len(readings), len(sources), _LABEL)
        cache.keep(sources)
    return [readings[position] for position in range(len(sources))]


def _means(limits: Limits) -> str:
    """What there is to read pictures of text."""
    found = version()
    return f"tesseract {found}, {limits.ocr_timeout_s:g} s" if found else "none"


def _known(source: Source, cache: ReadingCache | None) -> Reading | None:
    """What needs no worker: digests and what was read before."""
    began = time.monotonic()
    if source.origin == "digest":
        try:
            return Reading(source, read_document(source), seconds=time.monotonic() - began)
        except UnreadableDocument as error:
            return Reading(source, None, error.message, error.hint)
    content = None if cache is None else cache.get(source)
    if content is None:
        return None
    seconds = time.monotonic() - began
    return Reading(source, document_of(source, content), cached=True, seconds=seconds)


def _read(sources: Sequence[Source], limits: Limits, ocr: bool) -> Iterator[tuple[int, Reading]]:
    """Each source's position and reading, as they are done."""
    requests = [Request(source.path, notice=source.notice, ocr=ocr) for source in sources]
    with Pool(limits) as pool:
        for number, outcome in pool.outcomes(requests):
            source = sources[number]
            document = None if outcome.content is None else document_of(source, outcome.content)
            yield (
                number,
                Reading(source, document, outcome.error, outcome.hint, seconds=outcome.seconds),
            )
