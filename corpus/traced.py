"""Text whose every character knows where it stands in the file."""

import re
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

Origins = npt.NDArray[np.int64]
"""One number a character: page (1-based) * 2**32 + index of the page's glyph it was made from, or
+ NO_GLYPH where nothing on the page stands for it (the space between two lines)."""

NO_GLYPH = 0xFFFFFFFF
_PAGE_BITS = 32


def origins_at(page: int, glyphs: npt.ArrayLike) -> Origins:
    """Origins of characters made from these glyphs of a page (1-based), same shape as `glyphs`."""
    return (np.int64(page) << _PAGE_BITS) + np.asarray(glyphs, dtype=np.int64)


def pages_at(origins: Origins) -> npt.NDArray[np.int64]:
    """Page (1-based) of each character, same shape as `origins`."""
    return origins >> _PAGE_BITS


def glyphs_at(origins: Origins) -> npt.NDArray[np.int64]:
    """Glyph of each character in its page, NO_GLYPH where it has none; same shape as `origins`."""
    return origins & NO_GLYPH


class Traced:
    """An immutable text with the origin of each of its characters.

    Slices, joins and substitutions keep the origins; len(origins) == len(text) always.
    """

    __slots__ = ("origins", "text")

    def __init__(self, text: str, origins: Origins) -> None:
        """Take a text and its origins.

        Raises:
            ValueError: they differ in length.
        """
        if len(text) != len(origins):
            raise ValueError(f"{len(text)} characters, {len(origins)} origins")
        self.text = text
        self.origins = origins

    @classmethod
    def on_page(cls, text: str, page: int) -> "Traced":
        """Text of a page (1-based) whose place on it is not known."""
        return cls(text, np.full(len(text), origins_at(page, NO_GLYPH), dtype=np.int64))

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> "Traced":
        return Traced(self.text[part], self.origins[part])

    def __add__(self, other: "Traced") -> "Traced":
        return Traced(self.text + other.text, np.concatenate((self.origins, other.origins)))

    def strip(self) -> "Traced":
        """Without white space at either end."""
        start = len(self.text) - len(self.text.lstrip())
        return self[start : max(start, len(self.text.rstrip()))]

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> "Traced":
        """Replace every match; see `replaced` for what becomes of the origins."""
        edits = [
            (match.start(), match.end(), new if isinstance(new, str) else new(match))
            for match in pattern.finditer(self.text)
        ]
        return self.replaced(edits)

    def replaced(self, edits: Iterable[tuple[int, int, str]]) -> "Traced":
        """Replace ranges [start, end), given in order and apart from each other, by texts.

        Characters that an edit keeps at its beginning or end keep their origins; the others take
        that of the first character replaced, or, where nothing is replaced, the page of the
        character before with NO_GLYPH.

        Raises:
            ValueError: the ranges overlap or are out of order.
        """
        texts: list[str] = []
        origins: list[Origins] = []
        position = 0
        for start, end, new in edits:
            if start < position or end < start:
                raise ValueError(f"edit [{start}, {end}) follows one that ends at {position}")
            old = self.text[start:end]
            if new == old:
                continue
            texts += [self.text[position:start], new]
            origins += [self.origins[position:start], self._new_origins(start, end, new)]
            position = end
        if not texts:
            return self
        texts.append(self.text[position:])
        origins.append(self.origins[position:])
        return Traced("".join(texts), np.concatenate(origins))

    def _new_origins(self, start: int, end: int, new: str) -> Origins:
        old = self.text[start:end]
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        middle = len(new) - head - tail
        if start + head < end - tail:
            filler = self.origins[start + head]
        elif len(self.origins):
            before = self.origins[max(0, start + head - 1)]
            filler = origins_at(int(before >> _PAGE_BITS), NO_GLYPH)
        else:
            raise ValueError("an empty text has no page to insert into")
        return np.concatenate(
            (
                self.origins[start : start + head],
                np.full(middle, filler, dtype=np.int64),
                self.origins[end - tail : end],
            )
        )


def joined(separator: str, parts: Iterable[Traced]) -> Traced:
    """Parts with a separator between each two, which stands on the page of the text before it."""
    texts: list[str] = []
    origins: list[Origins] = []
    for part in parts:
        if not len(part):
            continue
        if texts:
            page = int(origins[-1][-1] >> _PAGE_BITS)
            texts.append(separator)
            origins.append(np.full(len(separator), origins_at(page, NO_GLYPH), dtype=np.int64))
        texts.append(part.text)
        origins.append(part.origins)
    if not texts:
        return Traced("", np.empty(0, dtype=np.int64))
    return Traced("".join(texts), np.concatenate(origins))


def _common(left: str, right: str) -> int:
    """Length of the longest common beginning."""
    length = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        length += 1
    return length
