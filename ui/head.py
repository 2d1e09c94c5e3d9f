"""The head of the page: which docket, which model, which documents."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import AskdocketError

if TYPE_CHECKING:
    from index.store import Snapshot
    from rag.assistant import Assistant

HOSTED = ("http://", "https://")


def head_html(assistant: Assistant) -> str:
    """Head of the page as of now: the index may have changed since the last visit."""
    docket = assistant.docket
    try:
        snapshot = assistant.snapshot()
    except AskdocketError as error:
        documents, digests = f"{error.message} {error.hint}", ""
    else:
        documents = documents_text(snapshot, docket.comments_in_docket)
        digests = digests_text(snapshot)
    model = model_text(assistant.model_name, assistant.settings.llm)
    note = f'<p class="ad-digests">{escape(digests)}</p>' if digests else ""
    return (
        '<div class="ad-head"><h1>Askdocket</h1>'
        f'<p class="ad-docket"><b>{escape(docket.docket_id)}</b> {escape(docket.title)}</p>'
        f'<p class="ad-status"><span>{escape(model)}</span> <span>{escape(documents)}</span></p>'
        f"{note}</div>"
    )


def model_text(model_name: str, llm: str) -> str:
    """Which model writes, and where it runs."""
    if not model_name:
        return "No model: quotes only."
    if llm.startswith(HOSTED):
        # Only the host: an address may carry a user name and password.
        return f"Answers written by {model_name}, at {urlsplit(llm).hostname or 'another machine'}."
    return f"Answers written by {model_name}, in process."


def documents_text(snapshot: Snapshot, comments_in_docket: int) -> str:
    """How much of the docket is in the index."""
    comments = sum(document.kind == "comment" for document in snapshot.documents)
    total = len(snapshot.documents)
    noun = "document" if total == 1 else "documents"
    return f"{total} {noun} in the index: {comments} of {comments_in_docket} comments."


def digests_text(snapshot: Snapshot) -> str:
    """That some documents are there only as digests; empty when none is."""
    digests = sum(document.origin == "digest" for document in snapshot.documents)
    if not digests:
        return ""
    which = "is here only as our own digest" if digests == 1 else "are here only as our own digests"
    return (
        f"{digests} of these documents {which}: the original is not at hand. A digest is not the "
        "commenter's words; answers say where one is used."
    )
