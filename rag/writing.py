"""Sentences that a language model wrote and the verifier let through, with what they stand on."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from index.errors import ModelUnavailable
from index.store import Snapshot
from index.types import DocumentRecord
from rag.generate.protocol import Generator as LanguageModel
from rag.generate.protocol import Message
from rag.prompts import answer_prompt, rewrite_prompt
from rag.sentence_stream import sentences
from rag.types import Evidence, Turn
from rag.verify import Verifier

_MOST_SENTENCES = 4
_HISTORY_TURNS = 4
_REWRITE_TOKENS = 80
_SHORTENED_RATIO = 0.7
"""A sentence longer than this share of the quote it stands above saves nobody any reading."""


@dataclass
class Writer:
    """One answer's use of a language model.

    Attributes:
        model: continues the prompts.
        verifier: decides what is shown.
        snapshot: index version that the evidence is from.
        max_tokens: longest generated answer, in tokens.
        dropped: sentences so far that the evidence did not support.
    """

    model: LanguageModel
    verifier: Verifier
    snapshot: Snapshot
    max_tokens: int
    dropped: int = field(default=0, init=False)

    def compose(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn]
    ) -> Generator[tuple[str, Evidence], None, None]:
        """Answer from numbered evidence; yield each supported sentence with what supports it.

        Args:
            question: what was asked, standing alone.
            evidence: best first; as much of it as fits the model is shown.
            history: turns before the question; given up before evidence is.

        Raises:
            ModelUnavailable, GenerationTimeout: see Generator.stream.
        """
        prompt, shown = self._prompt(question, evidence, history)
        names = [self._names(piece) for piece in shown]
        written: set[str] = set()
        with closing(self.model.stream(prompt, max_tokens=self.max_tokens)) as pieces:
            for sentence in sentences(pieces):
                if len(written) >= _MOST_SENTENCES:
                    return
                if sentence.casefold() in written:
                    continue
                best = self.verifier.support(sentence, question, shown, names)
                if best is None:
                    self.dropped += 1
                    continue
                written.add(sentence.casefold())
                yield sentence, shown[best]

    def rewrite(self, piece: Evidence) -> str | None:
        """One sentence that shortens a piece of evidence, or None where none was faithful.

        Raises:
            ModelUnavailable, GenerationTimeout: see Generator.stream.
        """
        prompt = rewrite_prompt(piece.quote)
        limit = min(self.max_tokens, _REWRITE_TOKENS)
        if self.model.count_tokens(prompt) + limit > self.model.context_tokens:
            return None
        with closing(self.model.stream(prompt, max_tokens=limit)) as pieces:
            sentence = next(sentences(pieces), None)
        if sentence is None or len(sentence) > _SHORTENED_RATIO * len(piece.quote):
            return None
        if self.verifier.restates(sentence, piece, self._names(piece)):
            return sentence
        self.dropped += 1
        return None

    def _prompt(
        self, question: str, evidence: Sequence[Evidence], history: Sequence[Turn]
    ) -> tuple[list[Message], list[Evidence]]:
        """The longest prompt that fits the model, and the evidence it shows.

        Raises:
            ModelUnavailable: not even the question and one piece of evidence fit.
        """
        room = self.model.context_tokens - self.max_tokens
        turns, shown = list(history[-_HISTORY_TURNS:]), list(evidence)
        while True:
            told = [(self._record(piece).commenter, piece.quote) for piece in shown]
            prompt = answer_prompt(question, told, turns)
            if self.model.count_tokens(prompt) <= room:
                return prompt, shown
            if turns:
                turns = turns[1:]
            elif len(shown) > 1:
                shown = shown[:-1]
            else:
                raise ModelUnavailable(
                    "The question and its evidence do not fit the language model's context.",
                    hint="Ask a shorter question, raise ASKDOCKET_LLM_CONTEXT_TOKENS, or lower "
                    "ASKDOCKET_LLM_MAX_TOKENS.",
                )

    def _record(self, piece: Evidence) -> DocumentRecord:
        return self.snapshot.document(piece.doc_id)

    def _names(self, piece: Evidence) -> str:
        return " ".join(self._record(piece).names)
