"""The text of a web page: its article, without menus, footers and scripts."""

import re
from html.parser import HTMLParser
from pathlib import Path

import trafilatura

from corpus.errors import UnreadableDocument
from corpus.plain import decode

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_CHARSET_BYTES = 2048  # HTML wants the declaration within its first 1024 bytes

_MENUS = ["//nav", "//footer", "//aside"]
"""Taken out beforehand: on pages of a few lines trafilatura 2.3 takes everything else too."""
_TABLE_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+\s*")
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "nav", "footer", "aside", "form"}
)
_INLINE = frozenset(
    """a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub
    sup time u var wbr""".split()
)


def read_html(path: Path) -> str:
    """Read the article of a web page, or all its visible text where no article is found.

    Raises:
        UnreadableDocument: the file cannot be opened.
    """
    html = _DECLARATION.sub("", _decode(path))
    article = trafilatura.extract(
        html, include_comments=False, favor_recall=True, prune_xpath=_MENUS
    )
    return _plain_tables(article) if article else visible_text(html)


def visible_text(html: str) -> str:
    """Text of a page outside scripts, menus and footers, one block element a line."""
    parser = _VisibleText()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\0"))
    return "\n".join(line for line in lines if line)


def _plain_tables(article: str) -> str:
    """Table rows as "cell | cell", without Markdown's frame."""
    lines = (line.strip() for line in article.split("\n") if not _TABLE_RULE.fullmatch(line))
    return "\n".join(
        line.strip("| ") if line.startswith("|") and line.endswith("|") else line for line in lines
    )


def _decode(path: Path) -> str:
    """By a byte order mark, the page's own declaration, or as other text files."""
    try:
        with path.open("rb") as file:
            head = file.read(_CHARSET_BYTES)
    except OSError as error:
        raise UnreadableDocument(f"{path.name}: {error.strerror or error}.") from error
    declared = _CHARSET.search(head)
    if declared and not head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = declared[1].decode("ascii").lower()
        if name not in ("utf-8", "utf8"):
            try:
                return path.read_bytes().decode(name, errors="replace")
            except LookupError:
                return decode(path)
    return decode(path)


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":
            self._unseen.clear()  # a head that was never closed
        if tag not in _INLINE:
            self.parts.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag not in _INLINE:
            self.parts.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\0", " "))
