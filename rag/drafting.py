"""From evidence to the words of an answer: generated and verified, extractive, or none."""

import logging
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from corpus.errors import AskdocketError
from index.store import Snapshot
from rag.compose import (
    Citations,
    by_commenter,
    escape_markdown,
    introduction,
    lead,
    quoted,
    silence,
)
from rag.evidence import ASKED_FOR
from rag.types import Citation, Evidence, Mode, SentenceReady, Turn
from rag.understanding import Understood
from rag.writing import Writer

_log = logging.getLogger(__name__)

_SAME_RATIO, _OTHER_RATIO, _MANY_RATIO = 0.02, 0.4, 0.05
"""Shares of the best score from which evidence is quoted: of the best one's document, of another
one, of another one where the question wants many. A quote of another document is beside the point
more often than another place of the same: on dev.jsonl, with 0.05 for all, 0.88 of the documents
cited are right; with these 0.95, and a quote is evidence for 0.94 of the questions."""
_MOST_QUOTES, _MOST_OF_MANY = 5, 8
_MOST_REWRITTEN = 3
_MOST_NEAREST = 3

_NOT_SUPPORTED = (
    "Quotes only: what the model wrote was not close enough to the documents to be shown."
)
_IN_THEIR_WORDS = "In the documents’ own words:"


@dataclass(frozen=True)
class Draft:
    """The words of an answer and what they stand on; fields as in Answer."""

    text: str
    mode: Mode
    citations: tuple[Citation, ...]
    reason: str
    dropped: int = 0
    nearest: tuple[Citation, ...] = ()


def abstained(
    reason: str, snapshot: Snapshot, evidence: Sequence[Evidence], question: str
) -> Draft:
    """A draft that says why there is no answer, and what comes nearest to the question."""
    nearest = _nearest(snapshot, evidence, question)
    return Draft(reason, "abstained", (), reason, nearest=nearest)


class Drafter:
    """Writes one answer from its evidence."""

    def __init__(
        self, snapshot: Snapshot, understood: Understood, writer: Writer | None, notice: str = ""
    ) -> None:
        """Take what an answer needs.

        Args:
            snapshot: index version that is quoted.
            understood: what was asked; each document that it asks is quoted if it has evidence.
            writer: of sentences; None for quotes alone.
            notice: what the reader must know besides, for a person.
        """
        self._snapshot = snapshot
        self._understood = understood
        self._writer = writer
        self._notice = notice
        self._citations = Citations(snapshot, understood.query)
        self._parts: list[str] = []
        self._generated = False

    def draft(
        self, evidence: Sequence[Evidence], history: Sequence[Turn], silent: Sequence[str] = ()
    ) -> Generator[SentenceReady, None, Draft]:
        """Yield the pieces of the answer as they are ready; the value returned is the Draft.

        Args:
            evidence: best first, at least one piece of a document that is not silent.
            history: turns before the question.
            silent: documents asked that do not answer, though others do.
        """
        beside = [piece for piece in evidence if piece.doc_id in silent]
        evidence = [piece for piece in evidence if piece.doc_id not in silent]
        reason = self._notice
        if self._writer is not None and self._writer.model.style == "compose":
            try:
                yield from self._composed(self._writer, evidence, history)
            except AskdocketError as error:
                reason = _failure(error)
        reason = (yield from self._quotes(_worth_quoting(evidence, self._understood))) or reason
        for doc_id in silent:
            yield self._ready(f"\n\n{silence(self._snapshot.document(doc_id))}", ())
        asked_to_compose = self._writer is not None and self._writer.model.style == "compose"
        if asked_to_compose and not self._generated:
            reason = reason or _NOT_SUPPORTED
        mode: Mode = "generated" if self._generated else "extractive"
        dropped = self._writer.dropped if self._writer else 0
        nearest = _nearest(self._snapshot, beside, self._understood.query)
        text, citations = "".join(self._parts), tuple(self._citations)
        return Draft(text, mode, citations, reason, dropped, nearest)

    def _composed(
        self, writer: Writer, evidence: Sequence[Evidence], history: Sequence[Turn]
    ) -> Iterator[SentenceReady]:
        own = [piece for piece in evidence if not piece.quoting]
        if not own:
            return  # whoever is quoted there would be reported as the commenter
        for sentence, piece in writer.compose(self._understood.query, own, history):
            citation, new = self._citations.add(piece)
            self._generated = True
            before = " " if self._parts else ""
            text = f"{before}{escape_markdown(sentence)} [{citation.index}]"
            yield self._ready(text, (citation,) if new else ())

    def _quotes(self, evidence: Sequence[Evidence]) -> Generator[SentenceReady, None, str]:
        """Quotes of the evidence not cited yet, by commenter; returns why a model failed, or ""."""
        left = [piece for piece in evidence if not self._citations.has(piece)]
        failure = ""
        if left and self._parts:
            yield self._ready(f"\n\n{_IN_THEIR_WORDS}", ())
        groups = by_commenter(left)
        wants_all = self._understood.asks_openly or self._understood.asks_for_many
        leading = lead([self._snapshot.document(group[0].doc_id) for group in groups], wants_all)
        for number, group in enumerate(groups):
            cited = [self._citations.add(piece)[0] for piece in group]
            gist = ""
            if number < _MOST_REWRITTEN and not failure:
                try:
                    gist = self._gist(group)
                except AskdocketError as error:
                    failure = _failure(error)
            lines = "\n>\n".join(quoted(citation) for citation in cited)
            before = "\n\n" if self._parts else f"{leading}\n\n" if leading else ""
            yield self._ready(f"{before}{introduction(cited[0])}{gist}\n\n{lines}", tuple(cited))
        return failure

    def _gist(self, group: Sequence[Evidence]) -> str:
        """The best piece of a group in one shorter sentence, where the model has a faithful one."""
        if self._writer is None or self._writer.model.style != "rewrite":
            return ""
        best = max(group, key=lambda piece: piece.score)
        # In other words, it would read as if the commenter said what somebody else says.
        sentence = None if best.quoting else self._writer.rewrite(best)
        if sentence is None:
            return ""
        self._generated = True
        return f" {escape_markdown(sentence)} [{self._citations.add(best)[0].index}]"

    def _ready(self, text: str, citations: tuple[Citation, ...]) -> SentenceReady:
        self._parts.append(text)
        return SentenceReady(text, citations)


def _worth_quoting(evidence: Sequence[Evidence], understood: Understood) -> list[Evidence]:
    """What was asked for by number; or what is nearly as good as the best, and the best of each
    document that the question asks."""
    best = {
        piece.doc_id: piece for piece in reversed(evidence) if piece.doc_id in understood.doc_ids
    }
    many = understood.asks_for_many
    asked = () if many else {evidence[0].doc_id, *understood.doc_ids}
    other = _MANY_RATIO if many else _OTHER_RATIO
    worth = [
        piece
        for piece in evidence
        if piece.score >= (_SAME_RATIO if piece.doc_id in asked else other)
    ]
    most = _MOST_OF_MANY if many else _MOST_QUOTES
    whole = sum(piece.score >= ASKED_FOR for piece in evidence)
    worth = worth[: max(most, whole)]
    return [piece for piece in evidence if piece in worth or piece in best.values()]


def _nearest(
    snapshot: Snapshot, evidence: Sequence[Evidence], question: str
) -> tuple[Citation, ...]:
    """Citations of the best evidence that is no answer, numbered by themselves."""
    citations = Citations(snapshot, question)
    for piece in evidence[:_MOST_NEAREST]:
        citations.add(piece)
    return tuple(citations)


def _failure(error: AskdocketError) -> str:
    _log.warning("generation failed: %s", error)
    return f"{error.message} {error.hint}"
