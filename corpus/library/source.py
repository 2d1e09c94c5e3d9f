"""A document at hand, not yet read: Source."""

from dataclasses import dataclass
from pathlib import Path

from corpus.files import sha256_of
from corpus.library.manifest import Docket, Entry
from corpus.library.naming import Identity, identify, slug, tidy_title
from corpus.library.records import Record
from corpus.types import Kind, Origin


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


def source_of_file(
    docket: Docket, path: Path, sha256: str, size_bytes: int, *, record: Record | None
) -> Source:
    """A file of the documents folder as a source.

    Args:
        docket: the docket it may belong to.
        path: the file.
        sha256: hex digest of its bytes.
        size_bytes: its size.
        record: what was said of it when it was imported; None for a document of the docket, and
            for a file put into the folder by hand.
    """
    identity = _recorded(record) if record else identify(docket, path.stem, sha256)
    if identity is None:
        identity = _by_its_name(path)
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


def source_of_digest(entry: Entry, path: Path) -> Source:
    """The digest of a document that is not at hand as a source.

    Raises:
        OSError: the digest cannot be read.
    """
    return Source(
        doc_id=entry.doc_id,
        title=f"Digest of {entry.title}",
        commenter=entry.commenter,
        aliases=entry.aliases,
        kind=entry.kind,
        origin="digest",
        url=entry.url,
        path=path,
        sha256=sha256_of(path),
        size_bytes=path.stat().st_size,
        notice="",
        entry=entry,
    )


def _recorded(record: Record) -> Identity:
    return Identity(
        doc_id=record.doc_id,
        title=record.title,
        commenter=record.commenter,
        aliases=(),
        kind=record.kind,
        url=record.url,
        notice="",
        entry=None,
    )


def _by_its_name(path: Path) -> Identity:
    return Identity(
        doc_id=slug(path.stem),
        title=tidy_title(path.stem),
        commenter="",
        aliases=(),
        kind="other",
        url="",
        notice="",
        entry=None,
    )
