"""What the commands show on a terminal while they work."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from corpus.progress import Progress

FAILED = 1
"""Exit code of a command that failed; bad usage is 2, as click has it."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A progress bar on standard error; nothing where that is no terminal.

    A new bar begins when the work starts over or its size changes.
    """
    bar: tqdm | None = None

    def show(done: int, total: int, label: str) -> None:
        nonlocal bar
        if bar is None or total != bar.total or done < bar.n:
            if bar is not None:
                bar.close()
            bar = tqdm(total=total, disable=None, file=sys.stderr, dynamic_ncols=True)
        bar.set_description_str(label, refresh=False)
        bar.update(done - bar.n)
        bar.refresh()

    try:
        yield show
    finally:
        if bar is not None:
            bar.close()
