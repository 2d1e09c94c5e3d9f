"""The documents of a docket that are at hand, in one folder."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.files import copy_atomically, sha256_of, storing
from corpus.formats import KNOWN_SUFFIXES, detect_format
from corpus.library.digests import digest_path
from corpus.library.manifest import Docket, Entry
from corpus.library.naming import Identity, identify, slug, tidy_title
from corpus.library.records import Hashes, Record, load_records, save_records
from corpus.library.source import Source, source_of_digest, source_of_file
from corpus.types import Kind

__all__ = ["Library", "OfficialKept", "Source"]

_log = logging.getLogger(__name__)


class OfficialKept(UnreadableDocument):
    """A file would take the place of an official one that is at hand."""


@dataclass(frozen=True, slots=True)
class Library:
    """The documents of a docket in a folder, with digests where originals are missing.

    Every call looks at the folder anew, so files put there by hand or by another process count.
    One process at a time may add and remove.

    Attributes:
        folder: where the documents lie; made when the first is added.
        docket: what the manifest says of them.
    """

    folder: Path
    docket: Docket

    def sources(self) -> tuple[Source, ...]:
        """Documents at hand, by doc_id; a digest stands in for a missing one that has one.

        Raises:
            UnreadableDocument: imports.json is damaged.
        """
        found = self._files()
        for entry in self.docket.documents:
            digest = digest_path(self.docket, entry.doc_id)
            if entry.doc_id not in found and digest is not None:
                found[entry.doc_id] = source_of_digest(entry, digest)
        return tuple(found[doc_id] for doc_id in sorted(found))

    def missing(self) -> tuple[Entry, ...]:
        """The manifest's documents whose files are not at hand, digests or not."""
        found = self._files()
        return tuple(entry for entry in self.docket.documents if entry.doc_id not in found)

    def add(
        self,
        path: Path,
        *,
        title: str | None = None,
        commenter: str | None = None,
        kind: Kind | None = None,
        url: str | None = None,
        doc_id: str | None = None,
        name: str | None = None,
    ) -> Source:
        """Copy a file into the library.

        The same bytes again change only what is said of them. Other bytes are a document of
        their own, under a free id, unless doc_id or name says which document they are: then they
        replace its file, and take over what was said of it only where doc_id is given. A
        document of the docket keeps the manifest's title, commenter, kind and address, and its
        official file is never replaced.

        Args:
            path: the file.
            title: what to call it; the file's name, tidied, where not given.
            commenter: who speaks in it.
            kind: comment where a commenter is given, else other.
            url: official page for a reader.
            doc_id: id to give it; else the docket's where the file is known, else from its name.
            name: its path in the folder imported; the same one again is an update. Not given for
                a file imported alone, whose name says nothing: many are attachment_1.pdf.

        Raises:
            OfficialKept: the official file of that document is at hand, and this is another.
            UnreadableDocument: missing, empty, of an unknown format, or not what it is named.
            StorageFailed: the folder cannot be written.
        """
        detect_format(path)
        sha256 = _hash(path)
        identity = self.identity_of(path, sha256, doc_id)
        if identity is not None:
            self._store(path, sha256, identity.doc_id)
            return self._files()[identity.doc_id]
        records = load_records(self.folder)
        wanted = slug(doc_id) if doc_id else self._own_id(slug(path.stem), name, sha256, records)
        there = self._files().get(wanted)
        same = there is not None and there.sha256 == sha256
        if there is not None and same and self._is_of_docket(there, records):
            return there
        target = self._store(path, sha256, wanted)
        record = records.get(wanted)
        # What was said of other bytes, their commenter above all, is not said of these.
        old = record if same or doc_id else None
        new = Record(
            doc_id=wanted,
            file=target.name,
            name=record.name if record else name or "",
            title=title or (old.title if old else tidy_title(path.stem)),
            commenter=commenter or (old.commenter if old else ""),
            kind=kind or (old.kind if old and not commenter else _kind_of(commenter)),
            url=url or (old.url if old else ""),
        )
        if new != record:
            save_records(self.folder, {**records, wanted: new})
        return self._files()[wanted]

    def remove(self, doc_id: str) -> None:
        """Remove a document's file; a digest of it, where there is one, then stands in.

        Raises:
            UnknownDocument: the folder has no file of that id.
            StorageFailed: the file cannot be removed.
        """
        source = self._files().get(doc_id)
        if source is None:
            raise UnknownDocument(
                f"There is no file of {doc_id} in {self.folder}.",
                hint="`askdocket corpus check` lists the documents that are here.",
            )
        with storing(source.path):
            source.path.unlink()
        records = load_records(self.folder)
        if records.pop(doc_id, None) is not None:
            save_records(self.folder, records)

    def identity_of(self, path: Path, sha256: str, doc_id: str | None = None) -> Identity | None:
        """Which document of the docket a file is; an id that is given stands for its name."""
        return identify(self.docket, doc_id or path.stem, sha256)

    def _files(self) -> dict[str, Source]:
        """Files of the folder by doc_id; of two with one id the official one, else the first."""
        records = {record.file: record for record in load_records(self.folder).values()}
        hashes = Hashes(self.folder)
        found: dict[str, Source] = {}
        for path in _documents_in(self.folder):
            try:
                sha256, size_bytes = hashes.of(path)
            except OSError as error:
                _log.warning("%s is left out: %s", path, error)
                continue
            source = source_of_file(
                self.docket, path, sha256, size_bytes, record=records.get(path.name)
            )
            other = found.get(source.doc_id)
            if other is not None:
                _log.warning("%s and %s are both %s", other.path, path, source.doc_id)
            if other is None or (source.origin, other.origin) == ("official", "imported"):
                found[source.doc_id] = source
        hashes.save()
        return found

    def _is_of_docket(self, source: Source, records: dict[str, Record]) -> bool:
        """Whether the manifest says what a file at hand is, and no record does."""
        known = identify(self.docket, source.path.stem, source.sha256)
        return known is not None and source.doc_id not in records

    def _store(self, path: Path, sha256: str, doc_id: str) -> Path:
        """Bring the file in under its id, unless it is there; other files of the id go.

        Raises:
            OfficialKept: the official file is there, and this is another.
        """
        old = self._files().get(doc_id)
        if old is not None and old.sha256 == sha256:
            return old.path
        if old is not None and old.origin == "official":
            raise OfficialKept(
                f"{path.name}: the official file of {doc_id} is at hand, and this is another.",
                hint=f"To use it all the same, run `askdocket corpus remove {doc_id}` first.",
            )
        target = self.folder / f"{doc_id}{path.suffix.lower()}"
        copy_atomically(path, target)
        if old is not None and old.path != target:
            with storing(old.path):
                old.path.unlink()
        return target

    def _own_id(
        self, wanted: str, name: str | None, sha256: str, records: dict[str, Record]
    ) -> str:
        """The id of a file new or known: by its name of last time, by its bytes, or a free one."""
        for record in records.values():
            if name and record.name == name:
                return record.doc_id
        files = self._files()
        for source in files.values():
            # Without a record it was put there by hand, or by a run killed before it wrote one.
            if source.sha256 == sha256:
                return source.doc_id
        # A file put there by hand may be one document and have the name of another.
        taken = {*records, *files, *(source.path.stem for source in files.values())}
        number, free = 1, wanted
        while free in taken:
            number += 1
            free = f"{wanted}-{number}"
        return free


def _documents_in(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        known = path.suffix.lower() in KNOWN_SUFFIXES
        if known and not path.name.startswith(".") and path.is_file():
            yield path


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}.") from error


def _kind_of(commenter: str | None) -> Kind:
    return "comment" if commenter else "other"
