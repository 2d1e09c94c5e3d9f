"""The conversation as HTML, built here from answers with every untrusted word escaped."""

from collections.abc import Sequence
from html import escape

from rag.compose import in_quotes, page_label, place
from rag.types import Answer, Citation, Coverage
from ui.conversation import Conversation, Exchange
from ui.export import as_record, as_text
from ui.markup import answer_html
from ui.panel import card
from ui.sources import Source

PAGES_SHOWN = 6
"""Pages of a kind (unreadable, say) named in an answer's coverage line; the rest is counted."""


def conversation_html(conversation: Conversation) -> str:
    """HTML of finished exchanges, oldest first."""
    return "".join(exchange_html(exchange) for exchange in conversation)


def exchange_html(exchange: Exchange) -> str:
    """HTML of one exchange, at whatever stage it is."""
    number = exchange.number
    return (
        f'<section class="ad-exchange" data-exchange="{number}" data-stage="{exchange.stage}"'
        f' data-announce="{escape(_announcement(exchange))}" aria-label="Question {number}">'
        f'<h2 class="ad-question"><span class="ad-number">{number}</span>'
        f'<span class="ad-words">{escape(exchange.question)}</span></h2>'
        f"{_progress(exchange)}{_body(exchange)}{_foot(exchange)}</section>"
    )


def welcome_html(docket_title: str, examples: Sequence[str]) -> str:
    """HTML of the empty conversation: what this is, and questions to begin with."""
    buttons = "".join(
        f'<li><button type="button" class="ad-example" data-ask="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in examples
    )
    listed = f'<h3>Questions to begin with</h3><ul class="ad-examples">{buttons}</ul>'
    return (
        '<section class="ad-welcome"><h2>Ask the docket</h2>'
        f"<p>Answers come only from the documents of <i>{escape(docket_title)}</i>. Every "
        "statement carries an exact quote with commenter and page; what the documents do not "
        f"say is not answered.</p>{listed if examples else ''}</section>"
    )


def progress_text(exchange: Exchange) -> str:
    """What is going on, in a few words; empty when nothing is."""
    if exchange.stage == "waiting":
        return "Waiting for its turn …"
    if exchange.stage == "searching":
        return "Searching the docket …"
    if exchange.stage == "writing":
        found = _count(exchange.passages_found, "passage")
        where = _count(exchange.documents_found, "document")
        return f"{found} found in {where}. Writing and checking the answer …"
    return ""


def coverage_text(coverage: Coverage) -> str:
    """What an answer is based on, and what it could not see, in a line."""
    parts = [
        f"Searched {_count(coverage.documents_searched, 'document')}, "
        f"cited {coverage.documents_cited}.",
        f"{coverage.comments_indexed} of the docket's {coverage.comments_in_docket} comments "
        f"{'is' if coverage.comments_indexed == 1 else 'are'} here.",
    ]
    if coverage.documents_searched < coverage.documents_indexed:
        parts.insert(1, f"{_count(coverage.documents_indexed, 'document')} in the index.")
    if coverage.digests_searched == 1:
        parts.append("1 document searched is only our own digest of the original.")
    elif coverage.digests_searched:
        parts.append(
            f"{coverage.digests_searched} documents searched are only our own digests of the "
            "originals."
        )
    if coverage.unreadable_pages:
        why = "; ".join(coverage.unreadable_reasons)
        pages = _pages(coverage.unreadable_pages) + (f" ({why})" if why else "")
        parts.append(f"Unreadable pages: {pages}.")
    if coverage.ocr_pages:
        parts.append(f"Read by optical character recognition: {_pages(coverage.ocr_pages)}.")
    return " ".join(parts)


def _pages(pages: tuple[tuple[str, int], ...]) -> str:
    named = "; ".join(f"{doc_id} p. {page}" for doc_id, page in pages[:PAGES_SHOWN])
    rest = len(pages) - PAGES_SHOWN
    return f"{named} and {rest} more" if rest > 0 else named


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _announcement(exchange: Exchange) -> str:
    """What a screen reader is told when it changes."""
    if exchange.running:
        return progress_text(exchange)
    if exchange.failure:
        return f"{exchange.failure.message} {exchange.failure.hint}"
    if exchange.stage == "stopped":
        return "Stopped."
    if exchange.answer and exchange.answer.abstained:
        return "No answer in these documents."
    return f"Answer complete, {_count(len(exchange.citations), 'source')}."


def _progress(exchange: Exchange) -> str:
    words = progress_text(exchange)
    return f'<p class="ad-progress">{words}</p>' if words else ""


def _body(exchange: Exchange) -> str:
    text = answer_html(exchange.text, exchange.number, exchange.citations)
    written = f'<div class="ad-answer">{text}</div>' if text else ""
    if exchange.failure:
        return written + _failure(exchange)
    if exchange.answer and exchange.answer.abstained:
        return _abstention(exchange.answer, text)
    if exchange.stage == "stopped":
        left = "What was checked by then stands above." if written else "Nothing was written yet."
        return f'{written}<p class="ad-stopped">Stopped. {left}</p>{_retry(exchange, "Ask again")}'
    return written + (_nearest(exchange.answer.nearest) if exchange.answer else "")


def _failure(exchange: Exchange) -> str:
    assert exchange.failure is not None
    return (
        '<div class="ad-failed"><h3>This question could not be answered</h3>'
        f"<p>{escape(exchange.failure.message)}</p><p>{escape(exchange.failure.hint)}</p>"
        f"{_retry(exchange, 'Send again')}</div>"
    )


def _retry(exchange: Exchange, label: str) -> str:
    question = escape(exchange.question)
    return (
        '<p class="ad-retry">'
        f'<button type="button" class="ad-button" data-ask="{question}">{label}</button> '
        f'<button type="button" class="ad-button" data-edit="{question}">Edit the question</button>'
        "</p>"
    )


def _abstention(answer: Answer, text: str) -> str:
    reason = escape(answer.reason)
    said = f"<p>{reason}</p>" if reason and answer.reason.strip() not in answer.text else ""
    return (
        '<div class="ad-abstained"><h3>These documents do not answer this</h3>'
        f"{text}{said}{_nearest(answer.nearest)}</div>"
    )


def _nearest(citations: Sequence[Citation]) -> str:
    """Quotes that come nearest to a question without an answer, and are said to be no more."""
    if not citations:
        return ""
    entries = "".join(
        f"<li><bdi>{escape(citation.commenter)}</bdi>, {escape(citation.doc_id)}, "
        f"{escape(place(citation))}: {escape(in_quotes(citation))}</li>"
        for citation in citations
    )
    return (
        "<h4>Nearest passages, which may be about something else</h4>"
        f'<ul class="ad-nearest">{entries}</ul>'
    )


def _foot(exchange: Exchange) -> str:
    """Under the answer: how it was made, its sources, what it covers, and ways to take it along."""
    parts = []
    answer = exchange.answer
    if answer and not answer.abstained:
        parts.append(f'<p class="ad-mode">{escape(_mode(answer))}</p>')
        if answer.reason:
            parts.append(f'<p class="ad-notice">{escape(answer.reason)}</p>')
    if exchange.sources:
        parts.append(_sources(exchange))
    if answer:
        parts.append(f'<p class="ad-coverage">{escape(coverage_text(answer.coverage))}</p>')
    if answer and not answer.abstained:
        parts.append(_take_along(exchange.number, answer))
    return f'<div class="ad-foot">{"".join(parts)}</div>' if parts else ""


def _mode(answer: Answer) -> str:
    if answer.mode == "extractive":
        return "Quotes only: no model has written any of this."
    words = f"Written by {answer.model}, each sentence checked against its quotes."
    if answer.dropped == 1:
        return f"{words} One sentence that no quote supported was left out."
    if answer.dropped:
        return f"{words} {answer.dropped} sentences that no quote supported were left out."
    return words


def _sources(exchange: Exchange) -> str:
    entries = "".join(_entry(exchange.number, source) for source in exchange.sources)
    total = len(exchange.sources)
    cards = "".join(card(source, exchange.number, total) for source in exchange.sources)
    return f'<h3>Sources</h3><ol class="ad-sources">{entries}</ol>{cards}'


def _entry(number: int, source: Source) -> str:
    citation = source.citation
    tags = "".join(f' <span class="ad-tag">{tag}</span>' for tag in _tags(citation))
    return (
        f'<li><button type="button" class="ad-entry" data-cite="{number}-{citation.index}">'
        f'<span class="ad-entry-number">{citation.index}</span>'
        f'<span class="ad-entry-words"><bdi>{escape(citation.commenter)}</bdi>, '
        f'<span class="ad-entry-place">{escape(citation.doc_id)}, {page_label(citation)}</span>'
        f"{tags}</span></button></li>"
    )


def _tags(citation: Citation) -> list[str]:
    marks = (("digest", citation.origin == "digest"), ("quotation", citation.quoting))
    return [tag for tag, holds in (*marks, ("OCR", citation.ocr)) if holds]


def _take_along(number: int, answer: Answer) -> str:
    name = f"askdocket-answer-{number}.json"
    return (
        '<p class="ad-take">'
        f'<button type="button" class="ad-button" data-copy="{escape(as_text(answer))}">'
        "Copy answer with sources</button> "
        f'<button type="button" class="ad-button" data-record="{escape(as_record(answer))}"'
        f' data-name="{name}">Download record</button></p>'
    )
