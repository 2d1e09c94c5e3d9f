"""The documents of a docket that are at hand, in one folder."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.digests import digest_path
from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.files import copy_atomically, sha256_of, storing
from corpus.formats import KNOWN_SUFFIXES, detect_format
from corpus.manifest import Docket, Entry
from corpus.naming import Identity, identify, slug, tidy_title
from corpus.records import Hashes, Record, load_records, save_records
from corpus.source import Source, source_of_digest, source_of_file
from corpus.types import Kind

__all__ = ["Library", "Source"]

_log = logging.getLogger(__name__)


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

        The same bytes again change nothing; other bytes under the same id replace the file. A
        document of the docket keeps the manifest's title, commenter, kind and address.

        Args:
            path: the file.
            title: what to call it; the file's name, tidied, where not given.
            commenter: who speaks in it.
            kind: comment where a commenter is given, else other.
            url: official page for a reader.
            doc_id: id to give it; else the docket's where the file is known, else from its name.
            name: what tells this file from others of the same name, such as its path in the
                folder imported; the file's name where not given.

        Raises:
            UnreadableDocument: missing, empty, of an unknown format, or not what it is named.
            StorageFailed: the folder cannot be written.
        """
        detect_format(path)
        sha256 = _hash(path)
        identity = self.identity_of(path, sha256, doc_id)
        records = load_records(self.folder)
        name = name or path.name
        if identity is not None:
            wanted = identity.doc_id
        elif doc_id is not None:
            wanted = slug(doc_id)
        else:
            wanted = self._own_id(slug(path.stem), name, sha256, records)
        target = self._store(path, sha256, wanted)
        if identity is None:
            old = records.get(wanted)
            record = Record(
                doc_id=wanted,
                file=target.name,
                name=old.name if old else name,
                title=title or (old.title if old else tidy_title(path.stem)),
                commenter=commenter or (old.commenter if old else ""),
                kind=kind or (old.kind if old and not commenter else _kind_of(commenter)),
                url=url or (old.url if old else ""),
            )
            if record != old:
                save_records(self.folder, {**records, wanted: record})
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

    def _store(self, path: Path, sha256: str, doc_id: str) -> Path:
        """Bring the file in under its id, unless it is there; other files of the id go."""
        old = self._files().get(doc_id)
        if old is not None and old.sha256 == sha256:
            return old.path
        target = self.folder / f"{doc_id}{path.suffix.lower()}"
        copy_atomically(path, target)
        if old is not None and old.path != target:
            with storing(old.path):
                old.path.unlink()
        return target

    def _own_id(self, wanted: str, name: str, sha256: str, records: dict[str, Record]) -> str:
        """The id of a file new or known: by its name of last time, by its bytes, or a free one."""
        for record in records.values():
            if record.name == name:
                return record.doc_id
        files = self._files()
        for source in files.values():
            # Without a record it was put there by hand, or by a run killed before it wrote one.
            if source.sha256 == sha256:
                return source.doc_id
        number, free = 1, wanted
        while free in records or free in files:
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
