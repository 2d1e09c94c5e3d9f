"""What the documents folder remembers: facts about imported files, and files' hashes."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

from corpus.errors import UnreadableDocument
from corpus.files import StorageFailed, sha256_of, write_atomically
from corpus.types import Kind

_log = logging.getLogger(__name__)

IMPORTS_NAME = "imports.json"
_HASHES_NAME = ".hashes.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What was said about an imported file that the docket's manifest does not know.

    Attributes:
        file: its name in the documents folder.
        name: the name or relative path it was imported from; the same one again is an update.
    """

    doc_id: str
    file: str
    name: str
    title: str
    commenter: str
    kind: Kind
    url: str


def load_records(folder: Path) -> dict[str, Record]:
    """Records of the folder by doc_id; none where the folder has no imports.json.

    Raises:
        UnreadableDocument: imports.json is damaged.
    """
    path = folder / IMPORTS_NAME
    if not path.is_file():
        return {}
    try:
        records = [Record(**item) for item in json.loads(path.read_text(encoding="utf-8"))]
        if not all(record.kind in get_args(Kind) for record in records):
            raise ValueError(f"a kind is none of {', '.join(get_args(Kind))}")
    except (TypeError, ValueError) as error:
        raise UnreadableDocument(
            f"{path} cannot be read: {error}.",
            hint="Mend it or delete it; deleting loses only the imported files' titles, "
            "commenters and addresses.",
        ) from error
    return {record.doc_id: record for record in records}


def save_records(folder: Path, records: dict[str, Record]) -> None:
    """Write imports.json whole or not at all.

    Raises:
        StorageFailed: it cannot be written.
    """
    rows = [asdict(records[doc_id]) for doc_id in sorted(records)]
    write_atomically(folder / IMPORTS_NAME, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


class Hashes:
    """SHA-256 of the folder's files, computed again only when size or time of change differ."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / _HASHES_NAME
        self._known = self._load()
        self._seen: dict[str, list[int | str]] = {}

    def of(self, path: Path) -> tuple[str, int]:
        """Hex digest and size in bytes of a file of the folder.

        Raises:
            OSError: the file cannot be read.
        """
        status = path.stat()
        row = self._known.get(path.name)
        if row is None or row[:2] != [status.st_size, status.st_mtime_ns]:
            row = [status.st_size, status.st_mtime_ns, sha256_of(path)]
        self._seen[path.name] = row
        return str(row[2]), status.st_size

    def save(self) -> None:
        """Keep the hashes asked for; a folder that cannot be written costs only time."""
        if self._seen == self._known or not self._folder.is_dir():
            return
        try:
            write_atomically(self._path, json.dumps(self._seen))
        except StorageFailed as error:
            _log.warning("hashes are not kept: %s", error)

    def _load(self) -> dict[str, list[int | str]]:
        # A cache: when it is missing or damaged, every file is hashed again.
        if not self._path.is_file():
            return {}
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            _log.warning("%s is ignored: %s", self._path, error)
            return {}
        if not isinstance(rows, dict):
            return {}
        return {name: row for name, row in rows.items() if isinstance(row, list) and len(row) == 3}
