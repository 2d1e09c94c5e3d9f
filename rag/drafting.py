"""From evidence to the words of an answer: generated and verified, extractive, or none."""

import logging
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from corpus.errors import AskdocketError
from index.store import Snapshot
from rag.compose import Citations, by_commenter, introduction, quoted
from rag.generate.protocol import Generator as LanguageModel
from rag.generate.protocol import Message
from rag.prompts import answer_prompt
from rag.sentence_stream import sentences
from rag.types import Citation, Evidence, Mode, SentenceReady, Turn
from rag.understand import Understood
from rag.verify import Verifier

_log = logging.getLogger(__name__)

_MIN_SCORE = 0.3
"""Best evidence score under which nothing answers the question."""
_ALSO_RATIO = 0.8
"""Evidence with at least this share of the best score is quoted even where no sentence uses it."""
_MOST_QUOTES = 5
_MOST_SENTENCES = 4
_HISTORY_TURNS = 4

NOT_FOUND = "The documents searched do not answer this question."
_NOT_SUPPORTED = (
    "The model's sentences were not supported by the documents and are not shown; "
    "these are the passages that come closest."
)
_IN_THEIR_WORDS = "In the documents’ own words:"


@dataclass(frozen=True)
class Draft:
    """The words of an answer and what they stand on; fields as in Answer."""

    text: str
    mode: Mode
    citations: tuple[Citation, ...]
    reason: str
    dropped: int


class Drafter:
    """Writes one answer."""

    def __init__(
        self,
        snapshot: Snapshot,
        verifier: Verifier,
        generator: LanguageModel | None,
        *,
        max_tokens: int,
        notice: str = "",
    ) -> None:
        self._snapshot = snapshot
        self._verifier = verifier
        self._generator = generator
        self._max_tokens = max_tokens
        self._notice = notice
        self._citations = Citations(snapshot)
        self._parts: list[str] = []
        self._dropped = 0

    def draft(
        self,
        question: str,
        understood: Understood,
        evidence: Sequence[Evidence],
        history: Sequence[Turn],
    ) -> Generator[SentenceReady, None, Draft]:
        """Yield the pieces of the answer as they are ready; the generator's value is the Draft."""
        if understood.absent:
            return self._abstained(_absent_reason(understood))
        if not evidence or evidence[0].score < _MIN_SCORE:
            return self._abstained(NOT_FOUND)
        reason = self._notice
        if self._generator is not None:
            try:
                yield from self._generated(question, understood, evidence, history)
            except AskdocketError as error:
                _log.warning("generation failed: %s", error)
                reason = f"{error.message} {error.hint}"
            if not self._parts:
                reason = reason or _NOT_SUPPORTED
        mode: Mode = "generated" if self._parts else "extractive"
        yield from self._quotes(evidence)
        return Draft("".join(self._parts), mode, tuple(self._citations), reason, self._dropped)

    def _abstained(self, reason: str) -> Draft:
        return Draft(reason, "abstained", (), reason, 0)

    def _generated(
        self,
        question: str,
        understood: Understood,
        evidence: Sequence[Evidence],
        history: Sequence[Turn],
    ) -> Iterator[SentenceReady]:
        assert self._generator is not None
        prompt, used = self._prompt(question, evidence, history)
        names = [self._names(piece.doc_id) for piece in used]
        shown: set[str] = set()
        with closing(self._generator.stream(prompt, max_tokens=self._max_tokens)) as pieces:  # type: ignore[type-var]
            for sentence in sentences(pieces):
                if len(shown) >= _MOST_SENTENCES:
                    break
                best = self._verifier.support(sentence, understood.query, used, names)
                if best is None or sentence.casefold() in shown:
                    self._dropped += best is None
                    continue
                shown.add(sentence.casefold())
                citation, new = self._citations.add(used[best])
                text = f"{' ' if self._parts else ''}{sentence} [{citation.index}]"
                yield self._ready(text, (citation,) if new else ())

    def _prompt(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn]
    ) -> tuple[list[Message], Sequence[Evidence]]:
        """The longest prompt that fits the model, history given up before evidence."""
        assert self._generator is not None
        room = self._generator.context_tokens - self._max_tokens
        turns = list(history[-_HISTORY_TURNS:])
        pieces = list(evidence)
        while True:
            told = [(self._snapshot.document(p.doc_id).commenter, p.quote) for p in pieces]
            prompt = answer_prompt(question, told, turns)
            if self._generator.count_tokens(prompt) <= room or (not turns and len(pieces) == 1):
                return prompt, pieces
            if turns:
                turns = turns[1:]
            else:
                pieces = pieces[:-1]

    def _names(self, doc_id: str) -> str:
        document = self._snapshot.document(doc_id)
        return " ".join((document.commenter, *document.aliases))

    def _quotes(self, evidence: Sequence[Evidence]) -> Iterator[SentenceReady]:
        """Quotes of the evidence that no sentence cites, grouped by commenter."""
        least = _ALSO_RATIO * evidence[0].score
        worth = [piece for piece in evidence if piece.score >= least][:_MOST_QUOTES]
        left = [piece for piece in worth if not self._citations.has(piece)]
        if left and self._parts:
            yield self._ready(f"\n\n{_IN_THEIR_WORDS}", ())
        for group in by_commenter(left):
            cited = [self._citations.add(piece)[0] for piece in group]
            lines = "\n>\n".join(quoted(citation) for citation in cited)
            before = "\n\n" if self._parts else ""
            yield self._ready(f"{before}{introduction(cited[0])}\n\n{lines}", tuple(cited))

    def _ready(self, text: str, citations: tuple[Citation, ...]) -> SentenceReady:
        self._parts.append(text)
        return SentenceReady(text, citations)


def _absent_reason(understood: Understood) -> str:
    listed = "; ".join(f"{absent.commenter} ({absent.doc_id})" for absent in understood.absent)
    return (
        f"The docket lists a comment by {listed}, but that document is not among those at hand, "
        "so nothing can be said about it."
    )
