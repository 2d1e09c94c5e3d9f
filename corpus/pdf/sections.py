"""What stands under which heading."""

from dataclasses import dataclass

from corpus.pdf.numbering import rank_of

_SAME_SIZE = 0.4
"""Points within which two sizes are one."""


@dataclass(frozen=True, slots=True)
class HeadingStyle:
    """How a heading is set and numbered: headings alike are of one level.

    Attributes:
        numbering: its kind (corpus.pdf.numbering), or empty.
        size: of its type, in points, to a half.
        weight: 3 for bold, 2 for capitals, 1 for italic, 0 for type like the body's.
    """

    numbering: str
    size: float
    weight: int

    def outranks(self, other: "HeadingStyle") -> bool:
        """Whether it stands above the other: larger, else heavier, else of a higher numbering."""
        if abs(self.size - other.size) > _SAME_SIZE:
            return self.size > other.size
        if self.weight != other.weight:
            return self.weight > other.weight
        own, others = rank_of(self.numbering), rank_of(other.numbering)
        return own is not None and others is not None and own < others


class Sections:
    """The headings that what comes next stands under."""

    def __init__(self) -> None:
        self._open: list[tuple[HeadingStyle, int]] = []

    def enter(self, style: HeadingStyle, heading: int) -> None:
        """Begin the section of a heading, which is known by its place among the paragraphs.

        A heading like one that is open takes its place. Another one ends the sections of those
        that it outranks.
        """
        level = next(
            (n for n, (open_style, _) in enumerate(self._open) if open_style == style), None
        )
        if level is None:
            level = next(
                (n for n, (open_style, _) in enumerate(self._open) if style.outranks(open_style)),
                len(self._open),
            )
        self._open = [*self._open[:level], (style, heading)]

    def leave(self) -> None:
        """End all sections, where another part of the document begins."""
        self._open = []

    @property
    def path(self) -> tuple[int, ...]:
        """Headings of the open sections, outermost first."""
        return tuple(heading for _, heading in self._open)
