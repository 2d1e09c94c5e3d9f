"""Tables of contents: the lines that name pages."""

import re
from collections.abc import Sequence

from corpus.pdf.paragraphs import Paragraph, has_leaders

TITLE = re.compile(r"(?:table of )?contents\b|list of (?:figures|tables)\b", re.I)
"""What stands over a table of contents."""
_ENDS_IN_PAGE = re.compile(r"(?:^|[^\d.,$]\s)(?:\d{1,3}|[ivxl]{1,5})$")
_ROW_NUMBER = re.compile(r"^[^|]+ \| (\d{1,3})$")
_LEAST_ROWS = 5
_MOST_CONTENTS_GAP = 3
"""Lines without a page's number that may stand inside a table of contents: wrapped titles."""
_MOST_CONTENTS_CHARS, _MOST_ENTRY_CHARS, _LEAST_ENTRIES = 60, 400, 3


def contents_of(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Places of the lines of tables of contents."""
    texts = [paragraph.text.text for paragraph in paragraphs]
    found = {number for number, text in enumerate(texts) if has_leaders(text)}
    found |= _numbered_rows(paragraphs, texts)
    for number, text in enumerate(texts):
        if not TITLE.match(text) or len(text) > _MOST_CONTENTS_CHARS:
            continue
        page = paragraphs[number].lines[0].page
        entries = [number] if _is_entry(text) else []
        for place in range(number + 1, len(texts)):
            if paragraphs[place].lines[0].page > page + 1 or len(texts[place]) > _MOST_ENTRY_CHARS:
                break
            if _is_entry(texts[place]):
                entries.append(place)
            elif entries and place - entries[-1] > _MOST_CONTENTS_GAP:
                break
        if len(entries) >= _LEAST_ENTRIES:
            found.update(range(number, entries[-1] + 1))
    return found


def _numbered_rows(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> set[int]:
    """Rows one after the other that end in numbers of pages, which never fall."""
    found: set[int] = set()
    run: list[tuple[int, int]] = []
    for place, text in enumerate([*texts, ""]):
        match = _ROW_NUMBER.search(text)
        number = int(match.group(1)) if match and paragraphs[place].lines[0].row else -1
        if number < (run[-1][1] if run else 1):
            if len(run) >= _LEAST_ROWS:
                found |= {entry for entry, _ in run}
            run = []
        if number > 0:
            run.append((place, number))
    return found


def _is_entry(text: str) -> bool:
    return bool(_ENDS_IN_PAGE.search(text) or has_leaders(text))
