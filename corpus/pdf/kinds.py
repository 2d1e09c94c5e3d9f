"""What kind of block each paragraph is, and under which headings it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.content import BlockKind
from corpus.pdf import contents
from corpus.pdf.characters import RAISED_DIGITS, UNRAISED
from corpus.pdf.headings import LEAST_BODY_CHARS, BodyStyle, body_style, heading_style, style_of
from corpus.pdf.lines import Line
from corpus.pdf.numbering import numbering_of
from corpus.pdf.paragraphs import Paragraph
from corpus.pdf.sections import HeadingStyle, Sections

_BIBLIOGRAPHY = re.compile(
    r"(?:[\dIVXA-Z]{1,4}[.)]?\s+)?(?:(?:selected|list of)\s+)?"
    r"(?:references|bibliography|works cited|literature cited|sources(?: cited)?)[:.]?",
    re.I,
)
_ENDNOTES = re.compile(
    r"(?:[\dIVXA-Z]{1,4}[.)]?\s+)?(?:end\s?notes|foot\s?notes|notes|citations)[:.]?", re.I
)
_RAISED_ENTRY = re.compile(rf"[{RAISED_DIGITS}]{{1,3}}")
_ENTRY = re.compile(r"\[?(\d{1,3})[\].)]?\s+\S")
_QUOTE_INDENT = 1.2
"""Type sizes that a block quote is set in from both margins of the text, at least."""
_LEAST_QUOTE_LINES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A paragraph with its kind and the headings it stands under.

    section: the headings' places among the paragraphs, outermost first; that of a part's title
        before them.
    number: of an endnote, as printed; otherwise empty.
    """

    paragraph: Paragraph
    kind: BlockKind
    section: tuple[int, ...]
    number: str = ""


def judge(paragraphs: Sequence[Paragraph], part_starts: Sequence[int]) -> list[Judged]:
    """Tell headings, items, quotations, rows, contents and references from paragraphs.

    Args:
        paragraphs: of the body, in reading order.
        part_starts: pages (1-based) on which another part of the file begins.
    """
    judge_one = _Judge(paragraphs, part_starts)
    return [judge_one.next(number) for number in range(len(paragraphs))]


class _Judge:
    """Goes through the paragraphs once, in order."""

    def __init__(self, paragraphs: Sequence[Paragraph], part_starts: Sequence[int]) -> None:
        self._paragraphs = paragraphs
        self._starts = list(part_starts)
        self._sections = Sections()
        self._part: tuple[int, ...] = ()
        self._front_end = 0
        self._styles_after: frozenset[HeadingStyle] = frozenset()
        self._in_list: HeadingStyle | None = None  # of the list's item before
        self._contents = contents.contents_of(paragraphs)
        self._list: BlockKind | None = None  # what a bibliography's or notes' heading began
        self._styles = _part_styles(paragraphs, part_starts)
        self._margins = _Margins(paragraphs)
        self._begin_part(0)

    def next(self, number: int) -> Judged:
        paragraph = self._paragraphs[number]
        page = paragraph.lines[0].page
        if self._starts and page >= self._starts[0]:
            self._starts.pop(0)
            self._sections.leave()
            self._list = None
            self._part = (_title(self._paragraphs, number),)
            self._begin_part(number)
        if number in self._contents:
            return Judged(paragraph, "contents", self._path)
        after = self._paragraphs[number + 1] if number + 1 < len(self._paragraphs) else None
        style = heading_style(paragraph, self._style(page), after, in_list=self._in_list)
        self._in_list = None
        if style is not None and not self._is_entry(paragraph):
            return self._heading(number, style)
        if self._list is not None and (label := self._note_label(paragraph)):
            return Judged(paragraph, "note", self._path, label)
        if self._list is not None:
            return Judged(paragraph, "reference", self._path)
        return Judged(paragraph, self._plain_kind(number), self._path)

    def _begin_part(self, number: int) -> None:
        """Find the part's front matter, which ends with its first paragraph of text."""
        page = self._starts[0] if self._starts else None
        places = [
            place
            for place in range(number, len(self._paragraphs))
            if page is None or self._paragraphs[place].lines[0].page < page
        ]
        found = {place: self._style_at(place) for place in places}
        self._front_end = next(
            (
                place
                for place in places
                if found[place] is None and len(self._paragraphs[place].text) >= LEAST_BODY_CHARS
            ),
            number,
        )
        self._styles_after = frozenset(
            style for place, style in found.items() if style is not None and place > self._front_end
        )

    def _is_front_matter(self, number: int, style: HeadingStyle) -> bool:
        """Whether a heading is a title page's or letterhead's, so that nothing stands under it.

        Those right before the first text are not, nor those before them that are set like later
        ones.
        """
        if number >= self._front_end:
            return False
        after = self._style_at(number + 1)
        if number + 1 == self._front_end:
            return style.weight == 0
        return after is None or style not in self._styles_after

    def _style_at(self, place: int) -> HeadingStyle | None:
        paragraph = self._paragraphs[place]
        after = self._paragraphs[place + 1] if place + 1 < len(self._paragraphs) else None
        return heading_style(paragraph, self._style(paragraph.lines[0].page), after)

    @property
    def _path(self) -> tuple[int, ...]:
        path = self._sections.path
        return path if self._part == path[:1] else (*self._part, *path)

    def _style(self, page: int) -> BodyStyle:
        return next(style for start, style in reversed(self._styles) if page >= start)

    def _is_entry(self, paragraph: Paragraph) -> bool:
        """Inside a bibliography even a styled line may be an entry: it needs to look like one."""
        return self._list is not None and bool(
            _ENTRY.match(paragraph.text.text.translate(UNRAISED))
        )

    def _note_label(self, paragraph: Paragraph) -> str:
        """The number of an endnote: raised, or plain under a heading that promises notes."""
        text = paragraph.text.text
        raised = _RAISED_ENTRY.match(text)
        plain = _ENTRY.match(text) if self._list == "note" else None
        return raised.group().translate(UNRAISED) if raised else plain.group(1) if plain else ""

    def _heading(self, number: int, style: HeadingStyle) -> Judged:
        paragraph = self._paragraphs[number]
        title = " ".join(paragraph.text.text.split())
        self._list = None
        if contents.TITLE.fullmatch(title.strip(" :.")):
            return Judged(paragraph, "contents", self._path)
        if _BIBLIOGRAPHY.fullmatch(title):
            self._list = "reference"
        elif _ENDNOTES.fullmatch(title):
            self._list = "note"
        elif self._is_front_matter(number, style):
            return Judged(paragraph, "heading", (*self._path, number))
        self._sections.enter(style, number)
        return Judged(paragraph, "heading", self._path)

    def _plain_kind(self, number: int) -> BlockKind:
        paragraph = self._paragraphs[number]
        if paragraph.lines[0].row:
            return "row"
        if paragraph.item:
            numbering = numbering_of(paragraph.text.text)
            self._in_list = style_of(paragraph, numbering, self._style(paragraph.lines[0].page))
            return "item"
        if number < self._front_end or (number and self._paragraphs[number - 1].item):
            return "paragraph"
        before = self._paragraphs[number - 1].text.text if number else ""
        left, right = self._margins.around(paragraph.lines[0])
        return "quotation" if _is_set_in(paragraph, before, left, right) else "paragraph"


def _is_set_in(paragraph: Paragraph, before: str, left: float, right: float) -> bool:
    """Whether a paragraph is set as a block quote between these margins, in points.

    Set in from the left alone it is one where quotation marks or a colon before it say so.
    """
    indent = _QUOTE_INDENT * paragraph.lines[0].size
    inner_left = min(line.left for line in paragraph.lines)
    inner_right = max(line.right for line in paragraph.lines)
    if inner_left < left + indent or inner_right - inner_left < 0.5 * (right - left):
        return False
    announced = paragraph.text.text[:1] in '“"‘' and before.rstrip(RAISED_DIGITS + " ").endswith(
        ":"
    )
    both = inner_right <= right - indent and len(paragraph.lines) >= _LEAST_QUOTE_LINES
    return both or announced


def _part_styles(
    paragraphs: Sequence[Paragraph], part_starts: Sequence[int]
) -> list[tuple[int, BodyStyle]]:
    bounds = [1, *part_starts, float("inf")]
    return [
        (int(start), body_style([p for p in paragraphs if start <= p.lines[0].page < end]))
        for start, end in pairwise(bounds)
    ]


class _Margins:
    """Where the column that a line stands in begins and ends on its page, in points."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._spans: dict[int, list[tuple[float, float]]] = {}
        for paragraph in paragraphs:
            for line in paragraph.lines:
                self._spans.setdefault(line.page, []).append((line.left, line.right))

    def around(self, line: Line) -> tuple[float, float]:
        """Left and right end of the lines above and below a line."""
        spans = [
            (left, right)
            for left, right in self._spans[line.page]
            if left < line.right and right > line.left
        ]
        return min(left for left, _ in spans), max(right for _, right in spans)


def _title(paragraphs: Sequence[Paragraph], number: int) -> int:
    """Place of the first paragraph in the largest type on the page of paragraph `number`."""
    page = paragraphs[number].lines[0].page
    places = [
        place
        for place in range(number, min(len(paragraphs), number + 20))
        if paragraphs[place].lines[0].page == page and len(paragraphs[place].text) > 3
    ]
    return max(places, key=lambda place: paragraphs[place].lines[0].size, default=number)
