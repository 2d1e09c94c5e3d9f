"""Writing files so that a reader, or a run after a crash, never sees half of one."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import AskdocketError

_BLOCK_BYTES = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageFailed(AskdocketError):
    """The documents folder cannot be written: the disk is full, or the folder is not ours."""

    code = "storage_failed"
    hint = "Check the folder's permissions, or set ASKDOCKET_HOME to another folder."
    retryable = True


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turn what the operating system says about writing `path` into a StorageFailed.

    Raises:
        StorageFailed: the block met an OSError.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFailed(
                f"The disk is full: {path} cannot be written.",
                hint=f"Free some space on the disk of {path.parent}, then run the same command "
                "again: what has arrived is kept.",
            ) from error
        raise StorageFailed(f"{path} cannot be written: {error.strerror or error}.") from error


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file's bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(path: Path, text: str) -> None:
    """Write a text file whole or not at all.

    Raises:
        StorageFailed: it cannot be written.
    """
    scratch = _scratch(path)
    with storing(path):
        with scratch.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)


def copy_atomically(source: Path, target: Path) -> None:
    """Copy a file whole or not at all; the folder of the target is made where it is missing.

    Raises:
        OSError: the source cannot be read.
        StorageFailed: the target cannot be written.
    """
    scratch = _scratch(target)
    with source.open("rb") as reader, storing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as writer:
            while block := reader.read(_BLOCK_BYTES):
                writer.write(block)
            writer.flush()
            os.fsync(writer.fileno())
        scratch.replace(target)


def _scratch(path: Path) -> Path:
    # One fixed hidden name a target: what a killed run leaves, the next run overwrites.
    return path.with_name(f".{path.name}.tmp")
