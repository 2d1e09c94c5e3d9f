"""The documents of a docket that are at hand, in one folder."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.digests import digest_path
from corpus.errors import UnknownDocument, UnreadableDocument
from corpus.files import copy_atomically, sha256_of, storing
from corpus.formats import KNOWN_SUFFIXES, detect_format
from corpus.manifest import Docket, Entry
from corpus.naming import Identity, identify, slug, tidy_title
from corpus.records import Hashes, Record, load_records, save_records
from corpus.types import Kind, Origin

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """A document at hand, not yet read.

    Attributes:
        doc_id: id in the docket, or a name made of the imported file's own.
        aliases: other names of the commenter, from the manifest.
        origin: official (the bytes are the docket's own), imported, or digest.
        path: the file to read.
        sha256: hex digest of that file.
        size_bytes: its size.
        notice: Federal Register document number where the file holds parts of other notices.
        entry: the manifest's entry of this document; None where the manifest has none.
    """

    doc_id: str
    title: str
    commenter: str
    aliases: tuple[str, ...]
    kind: Kind
    origin: Origin
    url: str
    path: Path
    sha256: str
    size_bytes: int
    notice: str
    entry: Entry | None = None

    @property
    def differs(self) -> bool:
        """Whether this stands in for an official file whose bytes are known, and is not it."""
        return self.origin == "imported" and self.entry is not None and bool(self.entry.sha256)


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
                found[entry.doc_id] = _digest_source(entry, digest)
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
            wanted = self._free_id(slug(path.stem), name, sha256, records)
        target = self._store(path, sha256, wanted)
        if identity is None:
            old = records.get(wanted)
            record = Record(
                doc_id=wanted,
                file=target.name,
                name=name,
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
            source = self._source(path, sha256, size_bytes, records.get(path.name))
            other = found.get(source.doc_id)
            if other is not None:
                _log.warning("%s and %s are both %s", other.path, path, source.doc_id)
            if other is None or (source.origin, other.origin) == ("official", "imported"):
                found[source.doc_id] = source
        hashes.save()
        return found

    def _source(self, path: Path, sha256: str, size_bytes: int, record: Record | None) -> Source:
        identity = None if record else identify(self.docket, path.stem, sha256)
        if identity is None:
            identity = _foreign(path, record)
        official = identity.entry is not None and identity.entry.sha256 == sha256
        return Source(
            doc_id=identity.doc_id,
            title=identity.title,
            commenter=identity.commenter,
            aliases=identity.aliases,
            kind=identity.kind,
            origin="official" if official else "imported",
            url=identity.url,
            path=path,
            sha256=sha256,
            size_bytes=size_bytes,
            notice=identity.notice,
            entry=identity.entry,
        )

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

    def _free_id(self, wanted: str, name: str, sha256: str, records: dict[str, Record]) -> str:
        """The id for a file of that name: its own of last time, else the first that is free."""
        for record in records.values():
            if record.name == name:
                return record.doc_id
        # A file without a record was put there by hand, or by a run killed before it wrote one.
        taken = {doc_id for doc_id, file in self._files().items() if file.sha256 != sha256}
        number, free = 1, wanted
        while free in records or free in taken:
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


def _foreign(path: Path, record: Record | None) -> Identity:
    """A file that is none of the docket's: as recorded, or, when put here by hand, by its name."""
    own = Identity(
        doc_id=slug(path.stem),
        title=tidy_title(path.stem),
        commenter="",
        aliases=(),
        kind="other",
        url="",
        notice="",
        entry=None,
    )
    if record is None:
        return own
    return replace(
        own,
        doc_id=record.doc_id,
        title=record.title,
        commenter=record.commenter,
        kind=record.kind,
        url=record.url,
    )


def _digest_source(entry: Entry, path: Path) -> Source:
    return Source(
        doc_id=entry.doc_id,
        title=f"Digest of {entry.title}",
        commenter=entry.commenter,
        aliases=entry.aliases,
        kind=entry.kind,
        origin="digest",
        url=entry.url,
        path=path,
        sha256=_hash(path),
        size_bytes=path.stat().st_size,
        notice="",
        entry=entry,
    )


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}.") from error


def _kind_of(commenter: str | None) -> Kind:
    return "comment" if commenter else "other"
