"""How long work reports where it is."""

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int, str], None]
"""Called with (done, total, label): `done` of `total` units, `label` naming the current one."""


def silent(done: int, total: int, label: str) -> None:
    """Report nothing."""
