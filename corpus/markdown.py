"""Markdown files."""

import re
from pathlib import Path

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from corpus.content import Content
from corpus.encoding import decode, file_bytes
from corpus.web import content_of_tree, parse_page, prepare

_FRONT_MATTER = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)


def read_markdown(path: Path) -> Content:
    """Read a Markdown file (CommonMark, with tables, strike-through and footnotes).

    What is struck through is read, as it is on the page.

    Raises:
        UnreadableDocument: it cannot be opened.
    """
    text = _FRONT_MATTER.sub("", decode(file_bytes(path)))
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin)
    root = parse_page(f"<html><body>{parser.render(text)}</body></html>", path.name)
    return content_of_tree(root, prepare(root))
