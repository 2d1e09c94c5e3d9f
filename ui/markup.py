"""Answer text to HTML: a small, safe part of Markdown, everything else escaped.

An answer's text quotes documents and may be a model's: nothing of it becomes a tag, a link or an
image. Known are paragraphs, lists, `> ` quotes, `**bold**` and the markers of known citations.
"""

import re
from collections.abc import Mapping
from html import escape

from rag.compose import MARKER, page_label
from rag.types import Citation

_BULLET = re.compile(r"\s{0,3}[-*•]\s+(.*)")
_NUMBERED = re.compile(r"\s{0,3}(\d{1,3}[.)]\s+.*)")  # keeps its number: it may be the RFC's
_QUOTED = re.compile(r"^\s{0,3}>\s?(.*)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Inside quotation marks a bracketed number is the document's own, such as a footnote's.
_INLINE = re.compile(
    rf"{_ESCAPED.pattern}|“[^”]*”|(?P<run>(?:\s*\[\d{{1,3}}\])+)"
    r"|\*\*(?P<bold>(?:\\.|[^*\\\n])+)\*\*"
)

Block = tuple[str, list[str]]


def plain_text(text: str) -> str:
    """An answer's text without its Markdown: for a memo or a mail."""
    lines = [_QUOTED.sub(r"    \1", line).rstrip() for line in text.splitlines()]
    return _unescaped("\n".join(lines).replace("**", ""))


def marker(number: int, citation: Citation) -> str:
    """The button of a marker: chooses the source that the panel shows."""
    label = escape(f"Source {citation.index}: {citation.commenter}, {page_label(citation)}")
    return (
        f'<button type="button" class="ad-mark" data-cite="{number}-{citation.index}"'
        f' aria-label="{label}" title="{label}">[{citation.index}]</button>'
    )


def answer_html(text: str, number: int, citations: tuple[Citation, ...]) -> str:
    """HTML of an answer's text.

    Args:
        text: Markdown with markers.
        number: the exchange's number, which every marker carries.
        citations: those known; a bracketed number without one stays plain text.
    """
    known = {citation.index: citation for citation in citations}
    return "".join(_block(kind, lines, number, known) for kind, lines in _blocks(text))


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    for line in text.splitlines():
        kind, content = _kind(line)
        if kind == "end":
            blocks.append(("end", []))
        elif blocks and blocks[-1][0] == kind:
            blocks[-1][1].append(content)
        elif kind == "p" and blocks and blocks[-1][0] in ("ul", "ol"):
            blocks[-1][1][-1] += " " + content.strip()
        else:
            blocks.append((kind, [content]))
    return [block for block in blocks if block[0] != "end"]


def _kind(line: str) -> tuple[str, str]:
    if not line.strip():
        return "end", ""
    for kind, pattern in (("quote", _QUOTED), ("ol", _NUMBERED), ("ul", _BULLET)):
        found = pattern.fullmatch(line)
        if found:
            return kind, found[1]
    return "p", line


def _block(kind: str, lines: list[str], number: int, known: Mapping[int, Citation]) -> str:
    if kind == "quote":
        return f"<blockquote>{_paragraphs(lines, number, known)}</blockquote>"
    if kind in ("ul", "ol"):
        items = "".join(f"<li>{_inline(line, number, known)}</li>" for line in lines)
        return f"<{kind}>{items}</{kind}>"
    return f"<p>{'<br>'.join(_inline(line, number, known) for line in lines)}</p>"


def _paragraphs(lines: list[str], number: int, known: Mapping[int, Citation]) -> str:
    """Lines of a quote: an empty one ends a paragraph."""
    paragraphs = " ".join(line.strip() or "\n" for line in lines).split("\n")
    return "".join(
        f"<p>{_inline(words.strip(), number, known)}</p>" for words in paragraphs if words.strip()
    )


def _markers(run: str, number: int, known: Mapping[int, Citation]) -> str:
    """Markers that stand together, kept on one line; numbers without a citation stay text."""
    indexes = [int(found[1]) for found in MARKER.finditer(run)]
    if not any(index in known for index in indexes):
        return escape(run)
    buttons = [
        marker(number, known[index]) if index in known else f"[{index}]" for index in indexes
    ]
    return f'<span class="ad-marks">{"".join(buttons)}</span>'


def _inline(text: str, number: int, known: Mapping[int, Citation]) -> str:
    parts, position = [], 0
    for found in _INLINE.finditer(text):
        parts.append(escape(text[position : found.start()]))
        if found["run"]:
            parts.append(_markers(found["run"], number, known))
        elif found["bold"]:
            parts.append(f"<strong>{escape(_unescaped(found['bold']))}</strong>")
        else:
            parts.append(escape(_unescaped(found[0])))
        position = found.end()
    return "".join(parts) + escape(text[position:])


def _unescaped(text: str) -> str:
    """Backslashes taken off that keep a document's characters from being read as Markdown."""
    return _ESCAPED.sub(r"\1", text)
