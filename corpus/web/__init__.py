"""Web pages: the article, without menus, footers and what a browser does not show."""

import codecs
import re
from pathlib import Path

import trafilatura
from lxml import etree

from corpus.content import Content
from corpus.encoding import decode, file_bytes
from corpus.structure.outline import Outline
from corpus.web.blocks import add_blocks
from corpus.web.hidden import remove_menus
from corpus.web.notes import Note
from corpus.web.page import parse_page, prepare

__all__ = ["content_of_tree", "parse_page", "prepare", "read_html"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_CHARSET_BYTES = 2048  # HTML wants the declaration within its first 1024 bytes
_CODECS = re.compile(
    r"utf-8|cp125\d|cp866|cp874|iso8859-\d+|koi8-[ru]|mac-roman|gbk|gb2312|gb18030|big5|"
    r"euc_jp|shift_jis|euc_kr"
)
"""Python's names of the encodings that web pages may declare (https://encoding.spec.whatwg.org).
Its others (UTF-7, punycode, …) are no encodings of pages; one that says it is UTF-16 is not."""
_WESTERN = ("iso8859-1", "ascii")
"""What browsers take for Windows-1252."""


def read_html(path: Path) -> Content:
    """Read the article of a web page, or all its visible text where no article is found.

    Raises:
        UnreadableDocument: the file cannot be opened, or is nested too deeply.
    """
    raw = file_bytes(path)
    root = parse_page(decode(raw, _declared(raw[:_CHARSET_BYTES])), path.name)
    notes = prepare(root)
    remove_menus(root)
    return content_of_tree(_article(root), notes)


def content_of_tree(root: etree._Element, notes: list[Note]) -> Content:
    """Content of a tree of HTML's or trafilatura's elements, and of notes taken out of it."""
    outline = Outline()
    add_blocks(root, outline)
    for note in notes:
        outline.note(note.number, note.text)
    return outline.content()


def _article(root: etree._Element) -> etree._Element:
    """The article's tree, its one title included; the whole page where no article is found."""
    try:
        found = trafilatura.bare_extraction(
            root, include_comments=False, include_formatting=True, favor_recall=True
        )
    except RecursionError:  # lists nested in lists, hundreds deep
        return root
    if found is None or found.body is None or not "".join(found.body.itertext()).strip():
        return root
    titles = [title for title in root.iter("h1") if "".join(title.itertext()).strip()]
    if len(titles) == 1 and not any(head.get("rend") == "h1" for head in found.body.iter("head")):
        head = etree.Element("head", rend="h1")
        head.text = "".join(titles[0].itertext())
        found.body.insert(0, head)
    return found.body


def _declared(head: bytes) -> str:
    """Python's name of the encoding that a page declares, or nothing."""
    declared = _CHARSET.search(head)
    try:
        name = codecs.lookup(declared[1].decode("ascii")).name if declared else ""
    except LookupError:
        return ""
    if name in _WESTERN:
        return "cp1252"
    return name if _CODECS.fullmatch(name) else ""
