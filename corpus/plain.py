"""Pages of plain text and Markdown files."""

import re
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles

from corpus.cleaning import join_lines
from corpus.errors import UnreadableDocument
from corpus.flattened import article_of

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WRAPPED_CHARS = 120
"""Nine of ten lines at most this long: the lines were broken at a margin, not at paragraphs."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RULE = re.compile(r" {0,3}(?:[-*_] *){3,}|[=]{3,}")
_TABLE_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?\s*)?")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s+\S+.*")
_BLOCK_START = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|\||>)")
_INLINE = (
    (re.compile(r"!\[([^\[\]]*)\]\([^()]*\)"), r"\1"),  # picture: its description
    (re.compile(r"\[([^\[\]]+)\](?:\([^()]*\)|\[[^\[\]]*\])"), r"\1"),  # link: its text
    (re.compile(r"<((?:https?://|mailto:)[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^>]*>"), " "),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ASIDE = 0xE000  # escaped signs wait in the private use area while marks are removed


def decode(path: Path) -> str:
    """A text file's text: by its byte order mark, else UTF-8, else Windows-1252.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}.") from error
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), "")
    if encoding:
        text = raw.decode(encoding, errors="replace")
    else:
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(path: Path) -> list[str]:
    """Read a text file's pages: form feeds end them; without any it is one page.

    Of a web page that was flattened into one line only its article is kept.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    pages = decode(path).split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()  # pdftotext and others end the last page with a form feed too
    if len(pages) == 1:
        pages = [article_of(pages[0])]
    wrapped = _is_wrapped(pages)
    return [_unwrap(page) if wrapped else page for page in pages]


def read_markdown(path: Path) -> str:
    """Read a Markdown file as text: headings, emphasis, links and fences lose their marks.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    text = _without_comments(_FRONT_MATTER.sub("", decode(path)))
    paragraphs: list[str] = []
    code: set[int] = set()
    in_code = open_paragraph = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            in_code, open_paragraph = not in_code, False
        elif in_code:
            code.add(len(paragraphs))
            paragraphs.append(line)
        elif not line.strip() or any(
            mark.fullmatch(line) for mark in (_RULE, _TABLE_RULE, _DEFINITION)
        ):
            open_paragraph = False
        elif open_paragraph and not _BLOCK_START.match(line):
            paragraphs[-1] += " " + line.strip()
        else:
            paragraphs.append(line.strip())
            open_paragraph = not re.match(r"\s*(?:#{1,6}\s|\|)", line)
    return "\n".join(
        paragraph if number in code else _inline(paragraph)
        for number, paragraph in enumerate(paragraphs)
    )


def _without_comments(text: str) -> str:
    """The text without "<!-- … -->"; a pattern would take quadratic time where none ends."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        kept.append(text[position:start])
        position = end + len("-->")
    return "".join([*kept, text[position:]])


def _inline(line: str) -> str:
    line = re.sub(r"^(?:>\s?)+", "", line)
    line = re.sub(r"^#{1,6}\s+|\s+#+$", "", line)
    if line.startswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip("|").split("|"))
    line = _ESCAPE.sub(lambda match: chr(_ASIDE + ord(match[1])), line)
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return re.sub(r"[\ue021-\ue07e]", lambda match: chr(ord(match[0]) - _ASIDE), line)


def _is_wrapped(pages: Sequence[str]) -> bool:
    lengths = [len(line) for page in pages for line in page.split("\n") if line.strip()]
    return len(lengths) > 3 and quantiles(lengths, n=10)[8] <= _WRAPPED_CHARS


def _unwrap(page: str) -> str:
    blocks = re.split(r"\n[ \t]*\n", page)
    return "\n".join(join_lines([line.strip() for line in block.split("\n")]) for block in blocks)
