"""A text's letters and digits, as texts are compared by."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The letters and digits of a text, in lower case.

    Attributes:
        codes: uint64, code point of each letter.
        offsets: int64, same shape, ascending: where the letter stands in the text.
        starts: bool, same shape: whether a word begins with it.
    """

    codes: Codes
    offsets: Numbers
    starts: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The letters that stand in text[start:end], as a range of positions."""
        first, last = np.searchsorted(self.offsets, (start, end))
        return int(first), int(last)

    def words(self, start: int, end: int) -> int:
        """How many words begin at the positions [start, end)."""
        return int(np.count_nonzero(self.starts[start:end]))


def letters_of(text: str) -> Letters:
    """The letters and digits of a text; those that fold to several letters are left out."""
    known = sorted(set(text))
    folded = [_fold(character) for character in known]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    places = np.searchsorted(np.array([ord(character) for character in known]), codes)
    values = np.array(folded, dtype=np.uint64)[places]
    offsets = np.flatnonzero(values).astype(np.int64)
    starts = np.ones(len(offsets), dtype=np.bool_)
    starts[1:] = np.diff(offsets) > 1
    return Letters(values[offsets], offsets, starts)


def _fold(character: str) -> int:
    folded = character.casefold()
    return ord(folded) if len(folded) == 1 and folded.isalnum() else 0
