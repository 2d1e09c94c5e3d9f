"""The manifest of an index version: what it is made of, and whether its files are unharmed."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.files import sha256_of
from index.errors import IndexStale

FORMAT = 3
"""Changes when older code could not read what this code writes, or the other way round."""

_MANIFEST_FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class IndexManifest:
    """What an index version is made of.

    Attributes:
        format: FORMAT of the code that wrote it.
        version: name of the version's folder.
        fingerprint: SHA-256 over everything the index depends on; equal fingerprints mean
            equal indexes.
        docket: docket id.
        created: ISO time, UTC.
        embedding_model: its name.
        dim: length of a vector.
        projection: fingerprint of the projection that word pieces were stored by; empty where
            the index has none.
        documents: number of documents.
        pages: number of pages.
        passages: number of passages.
        failed: file name and reason of every document that could not be read.
        files: SHA-256 of every file in the folder except the manifest.
    """

    format: int
    version: str
    fingerprint: str
    docket: str
    created: str
    embedding_model: str
    dim: int
    projection: str
    documents: int
    pages: int
    passages: int
    failed: dict[str, str]
    files: dict[str, str]


def write_manifest(folder: Path, manifest: IndexManifest) -> None:
    """Write the manifest: last, since its presence says that the rest is complete."""
    text = json.dumps(asdict(manifest), indent=2, ensure_ascii=False)
    (folder / _MANIFEST_FILE).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> IndexManifest:
    """Read a version's manifest.

    Raises:
        IndexStale: it is missing, damaged, or of another format.
    """
    try:
        raw = json.loads((folder / _MANIFEST_FILE).read_text(encoding="utf-8"))
        if raw.get("format") != FORMAT:
            raise IndexStale(
                f"The index {folder.name} has format {raw.get('format')}, not {FORMAT}."
            )
        return IndexManifest(**raw)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise IndexStale(f"The index {folder.name} cannot be read: {error}.") from error


def check_files(folder: Path, manifest: IndexManifest) -> None:
    """Compare a version's files with the hashes that its manifest has of them.

    Raises:
        IndexStale: a file is missing, or not as it was written.
    """
    for name, sha256 in manifest.files.items():
        try:
            same = sha256_of(folder / name) == sha256
        except OSError as error:
            raise IndexStale(f"The index {folder.name} is damaged: {error}.") from error
        if not same:
            raise IndexStale(f"The index {folder.name} is damaged: {name} has changed.")
