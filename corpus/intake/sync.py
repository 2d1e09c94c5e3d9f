"""Getting a docket's documents: from a folder, or one by one from their official addresses."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from corpus.errors import CorpusMissing, DownloadFailed
from corpus.formats import KNOWN_SUFFIXES
from corpus.intake.download import Downloader, Unreachable
from corpus.intake.importing import add_all
from corpus.library import Library, Source
from corpus.library.manifest import Entry
from corpus.progress import Progress, silent

_UNREACHABLE_IN_A_ROW = 3
"""A machine without a network must not wait for a time-out a document."""
_NAMED = 5
"""Documents that a notice names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, and what a person should know of the documents now at hand.

    Attributes:
        imported: ids of documents taken from the folder, new or replaced.
        downloaded: ids of documents fetched.
        kept: ids of documents whose files were at hand before and still are.
        failed: (id or file, reason) of what could not be had.
        digests: ids of documents that a digest stands in for.
        notices: plain sentences for a person; none when all is well.
    """

    imported: tuple[str, ...]
    downloaded: tuple[str, ...]
    kept: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    digests: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Log:
    imported: list[str] = field(default_factory=list)
    downloaded: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    gave_up: bool = False  # said so in a notice of its own


def sync(
    library: Library,
    *,
    corpus_dir: Path | None = None,
    download: bool = True,
    connect_timeout_s: float = 5.0,
    pause_s: float = 0.5,
    progress: Progress = silent,
    sleep: Callable[[float], None] = time.sleep,
) -> SyncReport:
    """Bring the docket's documents into the library, as far as they can be had.

    Run again it does only what is left to do; it may be killed at any time.

    Args:
        library: where the documents go.
        corpus_dir: folder to import from, instead of downloading.
        download: whether missing documents may be fetched where corpus_dir is None.
        connect_timeout_s: longest wait for a connection, in seconds.
        pause_s: seconds between two downloads.
        progress: called for every document.
        sleep: waits that many seconds.

    Raises:
        CorpusMissing: corpus_dir is no folder, or there is no document and no digest at all.
        StorageFailed: the disk is full, or the library's folder cannot be written.
    """
    log = _Log()
    if corpus_dir is not None:
        _import(library, corpus_dir, log, progress)
    elif download:
        with Downloader(connect_timeout_s=connect_timeout_s, sleep=sleep) as downloader:
            _download(library, downloader, log, progress, lambda: sleep(pause_s))
    return _report(library, log)


def _import(library: Library, corpus_dir: Path, log: _Log, progress: Progress) -> None:
    if not corpus_dir.is_dir():
        raise CorpusMissing(
            f"There is no folder {corpus_dir}.",
            hint="Set ASKDOCKET_CORPUS_DIR to a folder of documents, or unset it to have them "
            "downloaded.",
        )
    report = add_all(library, [corpus_dir], progress=progress)
    log.imported += [source.doc_id for source in report.added]
    log.failed += [(path.name, reason) for path, reason in report.failed]
    if not report.added and not report.unchanged:
        log.notices.append(f"No document was taken from {corpus_dir}.")


def _download(
    library: Library,
    downloader: Downloader,
    log: _Log,
    progress: Progress,
    pause: Callable[[], None],
) -> None:
    wanted = [entry for entry in library.missing() if entry.sha256]
    in_a_row = 0
    for number, entry in enumerate(wanted):
        progress(number, len(wanted), entry.doc_id)
        if number:
            pause()
        try:
            _fetch(library, downloader, entry)
        except DownloadFailed as error:
            log.failed.append((entry.doc_id, error.message))
            in_a_row = in_a_row + 1 if isinstance(error, Unreachable) else 0
        else:
            log.downloaded.append(entry.doc_id)
            in_a_row = 0
        if in_a_row == _UNREACHABLE_IN_A_ROW:
            log.gave_up = True
            log.notices.append(
                f"Downloading was given up after {in_a_row} documents in a row whose servers "
                f"could not be reached; {len(wanted) - number - 1} were not tried. Check the "
                "network connection and run `askdocket corpus sync` again."
            )
            break
    progress(len(wanted), len(wanted), "")


def _fetch(library: Library, downloader: Downloader, entry: Entry) -> None:
    suffix = _suffix(entry.file_urls)
    target = library.folder / f"{entry.doc_id}{suffix}"
    downloader.fetch(entry.file_urls, target, sha256=entry.sha256, size_bytes=entry.size_bytes)


def _suffix(urls: Sequence[str]) -> str:
    """The file's suffix by its addresses; a docket's files are PDFs unless an address says so."""
    suffixes = (PurePosixPath(urlsplit(url).path).suffix.lower() for url in urls)
    return next((suffix for suffix in suffixes if suffix in KNOWN_SUFFIXES), ".pdf")


def _report(library: Library, log: _Log) -> SyncReport:
    sources = library.sources()
    if not sources:
        raise CorpusMissing(
            f"No document of {library.docket.docket_id} is at hand, and no digest. "
            + " ".join(log.notices)
        )
    new = {*log.imported, *log.downloaded}
    files = [source for source in sources if source.origin != "digest"]
    digests = tuple(source.doc_id for source in sources if source.origin == "digest")
    return SyncReport(
        imported=tuple(log.imported),
        downloaded=tuple(log.downloaded),
        kept=tuple(source.doc_id for source in files if source.doc_id not in new),
        failed=tuple(log.failed),
        digests=digests,
        notices=(*log.notices, *_notices(library, sources, log)),
    )


def _notices(library: Library, sources: Sequence[Source], log: _Log) -> list[str]:
    notices = []
    total = len(library.docket.documents)
    if log.failed and not log.gave_up:
        names = _names([name for name, _ in log.failed])
        notices.append(f"Could not be fetched or read: {names}.")
    if differing := [source.doc_id for source in sources if source.differs]:
        notices.append(
            f"Not the official file, byte for byte: {_names(differing)}. Quotes from it are "
            "quotes from the file that was imported."
        )
    if digests := sum(source.origin == "digest" for source in sources):
        notices.append(
            f"{_count(digests, total)} not at hand: short digests of ours stand in, "
            "and no quote from those is the commenter's own words. To get the originals, "
            "run `askdocket corpus sync` where the network reaches their official addresses, or "
            "set ASKDOCKET_CORPUS_DIR to a folder that holds them."
        )
    at_hand = {source.doc_id for source in sources}
    absent = [e.doc_id for e in library.docket.documents if e.doc_id not in at_hand]
    if absent:
        notices.append(
            f"{_count(len(absent), total)} not at hand, and no digest stands in: no answer can "
            f"draw on {_names(absent)}."
        )
    return notices


def _count(some: int, total: int) -> str:
    return f"{some} of {total} documents {'is' if some == 1 else 'are'}"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
