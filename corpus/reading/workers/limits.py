"""What reading one file may cost."""

import resource
from dataclasses import dataclass

_MOST_WRITTEN_BYTES = 1_000_000
"""Readers write nothing; libraries may write caches, and the interpreter its messages."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost.

    Attributes:
        timeout_s: seconds without optical character recognition, after which it is given up.
        memory_mb: address space of the process that reads it, in MiB.
        ocr_timeout_s: seconds of optical character recognition, after which the rest of the
            file's pages without text are left unread.
    """

    timeout_s: float = 300.0
    memory_mb: int = 4096
    ocr_timeout_s: float = 3600.0

    def apply(self) -> None:
        """Bind this process, and those that it starts, for good."""
        memory = self.memory_mb << 20
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN_BYTES, _MOST_WRITTEN_BYTES))
