"""A web page parsed, and left with its text and signs for what its markup says."""

from lxml import etree, html

from corpus.errors import UnreadableDocument
from corpus.structure.inline import without_signs
from corpus.web.hidden import remove_hidden
from corpus.web.notes import Note, take_notes
from corpus.web.signs import lay_out, put_signs

_TOO_DEEP = "Excessive depth"


def parse_page(text: str, name: str) -> etree._Element:
    """Parse HTML as browsers do, faults and all.

    Args:
        text: the page.
        name: of the file, for errors.

    Raises:
        UnreadableDocument: elements are nested more than 2,048 deep, which is libxml2's limit, or
            there are none.
    """
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    raw = without_signs(text).encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(raw, parser=parser)
    except etree.ParserError as error:
        raise UnreadableDocument(f"{name}: the file holds no text.") from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableDocument(
            f"{name}: its elements are nested too deeply (more than 2,048).",
            hint="Open it in a browser and save it as PDF.",
        )
    return root


def prepare(root: etree._Element) -> list[Note]:
    """Leave of a page what its readers see, with signs for what its markup says.

    Returns:
        The page's notes, which are taken out of it.
    """
    remove_hidden(root)
    lay_out(root)
    put_signs(root)
    return take_notes(root)
