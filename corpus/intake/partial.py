"""A file under way: what of it has arrived, and how it may be continued."""

import hashlib
import json
import logging
import os
from pathlib import Path

from corpus.files import storing, write_atomically

_log = logging.getLogger(__name__)


class Part:
    """What has arrived of a file, in `<target>.part`, and the answer it came with beside it.

    Attributes:
        target: where the whole file goes.
        path: where the bytes lie until then.
        sha256: hex digest of the whole file.
        size_bytes: size of the whole file.
    """

    def __init__(self, target: Path, sha256: str, size_bytes: int) -> None:
        self.target, self.sha256, self.size_bytes = target, sha256, size_bytes
        self.path = target.with_name(target.name + ".part")
        self._note = target.with_name(target.name + ".part.json")

    @property
    def size(self) -> int:
        """Bytes that have arrived."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def is_whole(self) -> bool:
        """Whether size and digest are those expected."""
        if self.size != self.size_bytes or not self.path.is_file():
            return False
        with storing(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256

    def range_headers(self, url: str) -> dict[str, str]:
        """Headers that ask for the rest only, where this address's answer can be continued."""
        if not 0 < self.size < self.size_bytes or not self._note.is_file():
            return {}
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            continued = note["url"] == url and bool(note["validator"])
            validator = str(note["validator"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.info("%s is ignored: %s", self._note, error)
            return {}
        if not continued:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": validator}

    def restart(self, url: str, validator: str) -> None:
        """Begin anew with an answer of that address."""
        self.discard()
        write_atomically(self._note, json.dumps({"url": url, "validator": validator}))

    def discard(self) -> None:
        """Throw away what has arrived."""
        with storing(self.path):
            self.path.unlink(missing_ok=True)
            self._note.unlink(missing_ok=True)

    def finish(self) -> None:
        """Put the whole file in its place."""
        with storing(self.target):
            with self.path.open("rb+") as file:
                os.fsync(file.fileno())
            self.path.replace(self.target)
            self._note.unlink(missing_ok=True)
