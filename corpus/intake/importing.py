"""Importing many files at once, where one bad file costs only itself."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.files import sha256_of
from corpus.formats import KNOWN_SUFFIXES
from corpus.library import Library, OfficialKept, Source
from corpus.library.records import load_records
from corpus.opening import open_file
from corpus.progress import Progress, silent
from corpus.reading.workers import Limits, Pool, Request

_UNKNOWN_FORMAT = "not of a format that can be read"
_ABOUT_FOLDER = "tells about the folder, is no document"
_OPENED_APART = {".pdf", ".docx"}
"""Opening a file of another format takes no more than looking at its first bytes."""
_LIMITS = Limits(timeout_s=60)
_ABOUT_FOLDER_STEMS = {"readme", "license", "licence", "changelog", "notice"}


@dataclass(frozen=True, slots=True)
class AddReport:
    """What became of the files of an import.

    Attributes:
        added: documents that are new, or whose file was replaced.
        unchanged: documents whose very bytes were there already.
        skipped: (file, why) for all others.
        failed: those of them that are documents but cannot be taken.
    """

    added: tuple[Source, ...]
    unchanged: tuple[Source, ...]
    skipped: tuple[tuple[Path, str], ...]
    failed: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: Path
    name: str  # path within the folder it was found in; the file's own where it was given alone
    in_folder: bool
    doc_id: str | None  # in the docket; None for a file of another name
    official: bool


def add_all(library: Library, paths: Sequence[Path], *, progress: Progress = silent) -> AddReport:
    """Add files, and all files under folders, to the library.

    Hidden files are passed over. Of several files that are one document of the docket, the
    official one is taken, else the first by name; one that is at hand is never replaced by
    another file, which is skipped. A file under a folder is an update of the one that had the
    same path there last time. A file that cannot even be opened is not taken, so it replaces none
    that can.

    Args:
        library: where to.
        paths: files and folders.
        progress: called for every file.

    Raises:
        StorageFailed: the library's folder cannot be written.
        WorkersUnavailable: no process can be started to open files in.
    """
    candidates, skipped = _candidates(library, paths)
    added: list[Source] = []
    unchanged: list[Source] = []
    failed: list[tuple[Path, str]] = []
    taken: dict[str | None, str] = {}
    before = {source.doc_id: source.sha256 for source in library.sources()}
    named = {record.name: record.doc_id for record in load_records(library.folder).values()}
    broken = _unopenable([candidate.path for candidate in candidates if not candidate.official])
    for number, candidate in enumerate(candidates):
        progress(number, len(candidates), candidate.name)
        if candidate.doc_id in taken:
            skipped.append((candidate.path, f"{taken[candidate.doc_id]} is the same document"))
            continue
        if candidate.path in broken:
            failed.append((candidate.path, broken[candidate.path].message))
            continue
        # Two folders may have files of one path: the second is no update of the first.
        update = candidate.in_folder and named.get(candidate.name) not in taken
        try:
            source = library.add(candidate.path, name=candidate.name if update else None)
        except OfficialKept as error:
            skipped.append((candidate.path, f"{error.message} {error.hint}"))
            continue
        except UnreadableDocument as error:
            failed.append((candidate.path, error.message))
            continue
        if source.doc_id in taken:
            skipped.append((candidate.path, f"{taken[source.doc_id]} has the same bytes"))
            continue
        taken[source.doc_id] = candidate.name
        if update:
            named[candidate.name] = source.doc_id
        same = before.get(source.doc_id) == source.sha256
        (unchanged if same else added).append(source)
    progress(len(candidates), len(candidates), "")
    return AddReport(tuple(added), tuple(unchanged), (*skipped, *failed), tuple(failed))


def require_openable(path: Path) -> None:
    """Make sure that a file can be opened.

    Raises:
        UnreadableDocument: it is missing, broken, protected by a password or of another format.
        WorkersUnavailable: no process can be started to open it in.
    """
    for error in _unopenable([path]).values():
        raise error


def _unopenable(paths: Sequence[Path]) -> dict[Path, UnreadableDocument]:
    """Which of these files cannot be opened, and why."""
    broken: dict[Path, UnreadableDocument] = {}
    apart = [path for path in paths if path.suffix.lower() in _OPENED_APART]
    for path in set(paths) - set(apart):
        try:
            open_file(path)
        except UnreadableDocument as error:
            broken[path] = error
    with Pool(_LIMITS) as pool:
        for position, outcome in pool.outcomes([Request(path, "open") for path in apart]):
            if outcome.error:
                broken[apart[position]] = UnreadableDocument(outcome.error, hint=outcome.hint)
    return broken


def _candidates(
    library: Library, paths: Sequence[Path]
) -> tuple[list[_Candidate], list[tuple[Path, str]]]:
    candidates: list[_Candidate] = []
    skipped: list[tuple[Path, str]] = []
    for given in paths:
        for path, name in _walk(given):
            if path.suffix.lower() not in KNOWN_SUFFIXES:
                skipped.append((path, _UNKNOWN_FORMAT))
            elif path != given and path.stem.casefold() in _ABOUT_FOLDER_STEMS:
                skipped.append((path, _ABOUT_FOLDER))
            else:
                candidates.append(_candidate(library, path, name, in_folder=path != given))
    # Sorting is stable: official files first, otherwise the order in which they were found.
    return sorted(candidates, key=lambda candidate: not candidate.official), skipped


def _candidate(library: Library, path: Path, name: str, *, in_folder: bool) -> _Candidate:
    try:
        sha256 = sha256_of(path)
    except OSError:
        return _Candidate(path, name, in_folder, None, official=False)  # adding it will say why
    identity = library.identity_of(path, sha256)
    if identity is None:
        return _Candidate(path, name, in_folder, None, official=False)
    official = identity.entry is not None and identity.entry.sha256 == sha256
    return _Candidate(path, name, in_folder, identity.doc_id, official)


def _walk(given: Path) -> Iterator[tuple[Path, str]]:
    if not given.is_dir():
        yield given, given.name
        return
    for folder, subfolders, files in os.walk(given):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for file in sorted(files):
            path = Path(folder) / file
            if not file.startswith("."):
                yield path, path.relative_to(given).as_posix()
