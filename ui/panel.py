"""The source panel: one card for each citation, kept hidden in its answer until it is chosen."""

from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from corpus.library.digests import Digest
from rag.compose import page_label, page_range, remarks
from rag.types import Citation
from ui.sources import PageImage, Source

EMPTY_PANEL = (
    '<div id="ad-source" role="region" aria-label="Source" tabindex="-1"></div>'
    '<p class="ad-panel-empty">Each statement of an answer carries a number. '
    "Choose one to read here the exact quote, who wrote it, and on which page.</p>"
)


def card(source: Source, number: int, total: int) -> str:
    """The card of one source.

    Args:
        source: what to show.
        number: number of the exchange, part of the card's key.
        total: sources of that answer.
    """
    citation = source.citation
    return (
        f'<div class="ad-card" data-card="{number}-{citation.index}" hidden>'
        f'<p class="ad-card-place">Source {citation.index} of {total} '
        f'<span class="ad-card-question">for question {number}</span></p>'
        f"{_identity(citation)}{_mark(citation)}{_remarks(citation)}"
        f'<blockquote class="ad-quote" cite="{escape(_safe(citation.url))}">'
        f"{escape(citation.quote)}</blockquote>"
        f"{_link(citation)}{_context(source)}{_images(source)}"
        f"{_digest(source.digest)}</div>"
    )


def _identity(citation: Citation) -> str:
    return (
        f'<h3 class="ad-commenter"><bdi>{escape(citation.commenter)}</bdi></h3>'
        f'<p class="ad-document"><bdi>{escape(citation.title)}</bdi></p>'
        f'<p class="ad-where"><span class="ad-id">{escape(citation.doc_id)}</span>, '
        f"<b>{page_label(citation)}</b></p>"
    )


def _mark(citation: Citation) -> str:
    """What the quote is worth, said plainly."""
    if citation.origin == "digest":
        words = "Our digest, not the commenter's words: read the original."
        return f'<p class="ad-check ad-check-digest">{words}</p>'
    if not citation.verified:
        return '<p class="ad-check ad-check-digest">Not checked against the page.</p>'
    words = "Exact quote, checked against the page"
    if citation.origin == "imported":
        words += " of the imported file"
    return f'<p class="ad-check ad-check-exact">{words}</p>'


def _remarks(citation: Citation) -> str:
    """Whose words they are where not the commenter's, and how the page was read."""
    said = "; ".join(remarks(citation))
    return f'<p class="ad-check ad-check-digest">{said[0].upper()}{said[1:]}.</p>' if said else ""


def _safe(url: str) -> str:
    """The address if it is a web page's, else nothing: never a script or a local file."""
    parts = urlsplit(url)
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def _link(citation: Citation) -> str:
    url = _safe(citation.url)
    if not url:
        return ""
    host = urlsplit(url).hostname or ""
    return (
        f'<p class="ad-official"><a href="{escape(url)}" target="_blank"'
        f' rel="noopener noreferrer">Official page at {escape(host)}'
        '<span class="ad-sr"> (opens in a new tab)</span> <span aria-hidden="true">↗</span></a></p>'
    )


def _context(source: Source) -> str:
    if not source.before and not source.after:
        return ""
    return (
        '<h4>In its place</h4><p class="ad-context">'
        f"{escape(source.before)} <mark>{escape(source.citation.quote)}</mark> "
        f"{escape(source.after)}</p>"
    )


def _digest(digest: Digest | None) -> str:
    """The document in short, folded away: who speaks, and what they want."""
    if digest is None:
        return ""
    parts = []
    for heading, blocks in groupby(digest.blocks, key=lambda block: block.heading):
        statements = "".join(
            f"<li>{escape(block.text)} ({page_range(block.page_start, block.page_end)})</li>"
            for block in blocks
        )
        parts.append(f"<h4>{escape(heading)}</h4><ul>{statements}</ul>")
    return (
        '<details class="ad-digest"><summary>This document in short</summary>'
        f'<p class="ad-check ad-check-digest">Our digest, not the commenter\'s words. '
        f"Kind of commenter: {escape(digest.commenter_kind)}.</p>{''.join(parts)}</details>"
    )


def _images(source: Source) -> str:
    if not source.images:
        return ""
    return "<h4>On the page</h4>" + "".join(_image(source, image) for image in source.images)


def _image(source: Source, image: PageImage) -> str:
    """A page image; page.js fetches it when the card is shown, and says what came of it."""
    label = escape(f"Page {image.number} of {source.citation.title}")
    href = escape(image.href)
    return (
        f'<figure class="ad-page" data-page="{href}">'
        f'<a href="{href}" target="_blank" rel="noopener noreferrer"><img alt="{label}"></a>'
        f'<figcaption>Page {image.number}. <span class="ad-marked" hidden>The quote is marked. '
        '</span><span class="ad-unmarked" hidden>The quote could not be marked on the image. '
        "</span>Select it to see it in full size.</figcaption></figure>"
        f'<p class="ad-page-failed" hidden>The image of page {image.number} cannot be shown now; '
        "quote and page number were checked against the page's text.</p>"
    )
