"""A citation with what the source panel shows beside it: page images, text around it, digest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote
from urllib.parse import urlencode

from corpus.errors import AskdocketError
from corpus.library.digests import Digest, digest_of
from corpus.library.manifest import Docket
from rag.types import Citation

if TYPE_CHECKING:
    from index.store import Snapshot

_log = logging.getLogger(__name__)

CONTEXT_CHARS = 280
"""Characters shown on each side of a quote: two or three lines of the panel."""

MAX_IMAGES = 2
"""Page images shown for one quote: a sentence crosses one page break, hardly ever two."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page image, to be fetched by the browser when it is shown."""

    number: int
    href: str


@dataclass(frozen=True, slots=True)
class Source:
    """A citation, the text before and after it, its page images, and its document's digest.

    `before` and `after` are empty, and there are no images, where the document is not at hand.
    """

    citation: Citation
    before: str = ""
    after: str = ""
    images: tuple[PageImage, ...] = ()
    digest: Digest | None = None


def read_source(snapshot: Snapshot, docket: Docket, citation: Citation, *, images: bool) -> Source:
    """Put a citation together with the text around it.

    Args:
        snapshot: the index now current; it may be newer than the one that was searched.
        docket: as its manifest describes it, with its digests.
        citation: what to show.
        images: whether the browser can fetch page images.
    """
    digest = _digest(docket, citation.doc_id)
    try:
        record, text = snapshot.document(citation.doc_id), snapshot.text(citation.doc_id)
    except AskdocketError:
        # gone from the index since: the quote itself still stands
        return Source(citation, digest=digest)
    start, end = citation.start, citation.end
    if text[start:end] != citation.quote:
        return Source(citation, digest=digest)
    shown: tuple[PageImage, ...] = ()
    if images and citation.origin != "digest" and record.path.lower().endswith(".pdf"):
        shown = _images(citation)
    return Source(citation, _tail(text[:start]), _head(text[end:]), shown, digest)


def _digest(docket: Docket, doc_id: str) -> Digest | None:
    try:
        return digest_of(docket, doc_id)
    except AskdocketError as error:
        _log.warning("no digest of %s is shown: %s", doc_id, error)
        return None


def _images(citation: Citation) -> tuple[PageImage, ...]:
    last = min(citation.page_end, citation.page_start + MAX_IMAGES - 1)
    return tuple(
        PageImage(number, image_href(citation.doc_id, number, citation.quote))
        for number in range(citation.page_start, last + 1)
    )


def image_href(doc_id: str, page: int, quote: str) -> str:
    """Address of a page image with the quote marked, or its part on this page.

    Relative to the chat page, so that it works behind a prefix.
    """
    path = f"v1/documents/{url_quote(doc_id, safe='')}/pages/{page}/image"
    return f"{path}?{urlencode({'quote': quote})}"


def _tail(text: str) -> str:
    cut = text[-CONTEXT_CHARS:]
    if len(cut) == len(text):
        return cut.strip()
    return "… " + cut.partition(" ")[2].strip()


def _head(text: str) -> str:
    cut = text[:CONTEXT_CHARS]
    if len(cut) == len(text):
        return cut.strip()
    return cut.rpartition(" ")[0].strip() + " …"
