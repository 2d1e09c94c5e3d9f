"""Putting citations and text together: the only place where an answer's words come from."""

import re
from collections.abc import Iterator, Sequence

from corpus.types import Kind, pages_of
from index.store import Snapshot
from index.types import DocumentRecord
from rag.shortening import cuts_of, shown
from rag.types import Citation, Evidence

MARKER = re.compile(r"\[(\d{1,3})\]")
_QUOTING = "a quotation there: check whose words"
_OCR = "read by optical character recognition: check the page"
_THE: dict[Kind, tuple[str, str]] = {
    "rfc": ("the notice", "notices"),
    "comment": ("one commenter", "commenters"),
    "announcement": ("an announcement", "announcements"),
    "other": ("one other document", "other documents"),
}
_NUMBERS = "no one two three four five six seven eight nine".split()
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]<>#|~&])")


class Citations:
    """The citations of one answer, numbered from 1 in order of first use."""

    def __init__(self, snapshot: Snapshot, question: str) -> None:
        """Take the index version that is quoted, and what is asked."""
        self._snapshot = snapshot
        self._question = question
        self._cited: dict[tuple[str, int, int], Citation] = {}

    def __iter__(self) -> Iterator[Citation]:
        return iter(self._cited.values())

    def __len__(self) -> int:
        return len(self._cited)

    def has(self, evidence: Evidence) -> bool:
        """Whether this evidence is cited already."""
        return (evidence.doc_id, evidence.start, evidence.end) in self._cited

    def add(self, evidence: Evidence) -> tuple[Citation, bool]:
        """The citation of this evidence, and whether it is new.

        Raises:
            ValueError: the quote is not the document's text at its offsets; nothing unverified
                ever becomes a citation.
        """
        key = (evidence.doc_id, evidence.start, evidence.end)
        if key in self._cited:
            return self._cited[key], False
        document = self._snapshot.document(evidence.doc_id)
        if self._snapshot.text(evidence.doc_id)[evidence.start : evidence.end] != evidence.quote:
            raise ValueError(f"{evidence.doc_id}: quote differs from the text at {evidence.start}")
        page_start, page_end = pages_of(document.page_spans, evidence.start, evidence.end)
        citation = Citation(
            index=len(self._cited) + 1,
            doc_id=document.doc_id,
            title=document.title,
            commenter=document.commenter,
            kind=document.kind,
            origin=document.origin,
            page_start=page_start,
            page_end=page_end,
            start=evidence.start,
            end=evidence.end,
            quote=evidence.quote,
            verified=True,
            url=document.url,
            quoting=evidence.quoting,
            ocr=any(page_start <= page <= page_end for page in document.ocr_pages),
            cuts=cuts_of(evidence.quote, self._question),
        )
        self._cited[key] = citation
        return citation, True


def page_range(first: int, last: int) -> str:
    """Such as "p. 12" or "pp. 12-13"."""
    return f"p. {first}" if first == last else f"pp. {first}-{last}"


def page_label(citation: Citation) -> str:
    """Such as "p. 12" or "pp. 12-13"; for a digest, of the original."""
    pages = page_range(citation.page_start, citation.page_end)
    return f"original {pages}" if citation.origin == "digest" else pages


def quoted(citation: Citation) -> str:
    """A quote as a line of Markdown, with its page and marker; a digest's words get no quotes."""
    return f"> {escape_markdown(in_quotes(citation))} ({place(citation)}) [{citation.index}]"


def in_quotes(citation: Citation) -> str:
    """The words of a citation as shown, in quotation marks; a digest's, being ours, get none."""
    words = shown(citation.quote, citation.cuts)
    return words if citation.origin == "digest" else f"“{words}”"


def place(citation: Citation) -> str:
    """Where a quote stands, and what a reader must know of it: "p. 3, a quotation there"."""
    return ", ".join([page_label(citation), *remarks(citation)])


def remarks(citation: Citation) -> list[str]:
    """What a reader must know of a quote, each in a few words; for most quotes nothing."""
    said = []
    if citation.quoting:
        said.append(_QUOTING)
    if citation.ocr:
        said.append(_OCR)
    return said


def introduction(citation: Citation) -> str:
    """The line that says who is quoted below it."""
    who = escape_markdown(citation.commenter)
    return f"**Our digest of {who}:**" if citation.origin == "digest" else f"**{who}:**"


def lead(documents: Sequence[DocumentRecord], more: bool = False) -> str:
    """The line above quotes that says of how many documents they are.

    Args:
        documents: those quoted, each once.
        more: whether the question asks who says something, so that others may say so too.

    Returns:
        The line; empty for quotes of one document, unless there may be more.
    """
    kinds = [document.kind for document in documents]
    if not kinds or (len(kinds) == 1 and not more):
        return ""
    counts = {kind: kinds.count(kind) for kind in _THE if kind in kinds}
    named = [
        _THE[kind][0] if count == 1 else f"{_number(count)} {_THE[kind][1]}"
        for kind, count in counts.items()
    ]
    whose = f"{', '.join(named[:-1])} and {named[-1]}" if named[1:] else named[0]
    others = "; others may say so too" if more else ""
    if len(kinds) == 1:
        return f"What is nearest comes from {whose}{others}:"
    return f"Quotes of {whose}, the nearest to the question first{others}:"


def silence(document: DocumentRecord) -> str:
    """What stands for a document asked that does not answer, among others that do."""
    who = escape_markdown(document.commenter)
    if document.origin == "digest":
        found = "nothing in our digest answers this, though the original may"
    else:
        found = "nothing found that answers this"
    return f"**{who}:** {found}; what is nearest is listed below."


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def by_commenter(evidence: Sequence[Evidence]) -> list[list[Evidence]]:
    """Evidence, best first, grouped by document: groups and pieces in their order."""
    groups: dict[str, list[Evidence]] = {}
    for piece in evidence:
        groups.setdefault(piece.doc_id, []).append(piece)
    return list(groups.values())


def escape_markdown(text: str) -> str:
    """Text as plain text inside Markdown: no links, images, HTML, character codes or emphasis."""
    return re.sub(r"([\\`*_{}\[\]<>#|~]|&(?=#?\w+;))", r"\\\1", text)


def unescape_markdown(text: str) -> str:
    """What `escape_markdown` was given, character for character."""
    return _ESCAPE.sub(r"\1", text)
