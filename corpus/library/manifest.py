"""The manifest of a docket: facts about its documents, none of their text."""

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from corpus.errors import UnknownDocket, UnknownDocument
from corpus.types import Kind

MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document whose file the manifest knows.

    Attributes:
        doc_id: id in the docket, such as NTIA-2023-0009-0125.
        kind: rfc, comment or announcement.
        title: what the document is called.
        commenter: who speaks in it; the agency for its own notices.
        aliases: other names by which people call the commenter, abbreviations included.
        organisation: False for a private person.
        date: ISO date of the document, or empty when not known.
        url: official page for a reader.
        file_urls: official addresses of the file itself, the preferred one first.
        sha256: hex digest of the official file, or empty when it has no fixed bytes.
        size_bytes: its size, or 0 when not fixed.
        pages: number of pages in the file.
        notice: Federal Register document number where the file holds parts of other notices.
    """

    doc_id: str
    kind: Kind
    title: str
    commenter: str
    aliases: tuple[str, ...]
    organisation: bool
    date: str
    url: str
    file_urls: tuple[str, ...]
    sha256: str
    size_bytes: int
    pages: int
    notice: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A comment that the docket lists but whose file the manifest does not know."""

    doc_id: str
    commenter: str
    organisation: bool


@dataclass(frozen=True, slots=True)
class Docket:
    """A docket as its manifest describes it.

    Attributes:
        docket_id: such as NTIA-2023-0009.
        title: title of the proceeding.
        agency: who asks.
        comments_in_docket: comments that the docket's listing names.
        documents: documents whose files are known, by doc_id.
        listed: the other comments of the listing.
        folder: where the manifest and the digests lie.
    """

    docket_id: str
    title: str
    agency: str
    comments_in_docket: int
    documents: tuple[Entry, ...]
    listed: tuple[Listed, ...]
    folder: Path

    def entry(self, doc_id: str) -> Entry:
        """The entry of that id.

        Raises:
            UnknownDocument: the manifest has none.
        """
        for entry in self.documents:
            if entry.doc_id == doc_id:
                return entry
        raise UnknownDocument(f"The manifest of {self.docket_id} has no document {doc_id}.")

    @property
    def digests_dir(self) -> Path:
        """Folder of the digests, one Markdown file a document, named by its id."""
        return self.folder / "digests"


def packaged_dockets() -> Path:
    """Folder of the dockets that come with Askdocket."""
    return Path(str(resources.files("corpus") / "dockets"))


def load_docket(docket_id: str, extra_folder: Path | None = None) -> Docket:
    """Load the manifest of a docket.

    Args:
        docket_id: name of the docket's folder.
        extra_folder: folder of further dockets, looked at first.

    Raises:
        UnknownDocket: there is no manifest of that docket, or it cannot be read.
    """
    folders = [packaged_dockets()] if extra_folder is None else [extra_folder, packaged_dockets()]
    for parent in folders:
        path = parent / docket_id / MANIFEST_NAME
        if path.is_file():
            return _parse(path)
    known = sorted(path.parent.name for f in folders for path in f.glob(f"*/{MANIFEST_NAME}"))
    raise UnknownDocket(f"No manifest for docket {docket_id!r}; known: {', '.join(known)}.")


def _parse(path: Path) -> Docket:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Docket(
            docket_id=raw["docket_id"],
            title=raw["title"],
            agency=raw["agency"],
            comments_in_docket=raw["comments_in_docket"],
            documents=tuple(_entry(item) for item in raw["documents"]),
            listed=tuple(Listed(**item) for item in raw["listed"]),
            folder=path.parent,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownDocket(f"{path} cannot be read: {error!r}.") from error


def _entry(item: dict[str, Any]) -> Entry:
    return Entry(
        **{**item, "aliases": tuple(item["aliases"]), "file_urls": tuple(item["file_urls"])}
    )
