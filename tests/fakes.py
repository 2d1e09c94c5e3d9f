"""Small stand-ins for models and for the reader: they obey the same contracts and need nothing."""

import hashlib
from collections.abc import Generator, Iterable, Sequence

import numpy as np

from corpus.content import Content
from corpus.errors import UnreadableDocument
from corpus.library import Source
from corpus.progress import Progress
from corpus.reading.batch import Reading
from corpus.reading.file import document_of, read_document
from index.embedding import Encoded
from index.interaction import Projection
from index.types import FloatArray
from rag.generate.protocol import Message, Style
from rag.words import stems, words


class FakeEmbedder:
    """Bags of stemmed words hashed into unit vectors: texts that share words are near.

    A word piece is a word, and its state that of its stem; function words and the special pieces
    at both ends are all alike.
    """

    name = "fake"
    window_tokens = 256

    def __init__(self, dim: int = 256) -> None:
        self.dim = dim
        self.embedded: list[str] = []

    def count_tokens(self, texts: list[str]) -> list[int]:
        return [len(words(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.embedded += texts
        return self._bags([stems(text) for text in texts])

    def encode(self, texts: Sequence[str]) -> Encoded:
        tokens = [[[], *(stems(word) for word in words(text)), []] for text in texts]
        return Encoded(self.embed(texts), tuple(self._bags(pieces) for pieces in tokens))

    def _bags(self, bags: Sequence[Sequence[str]]) -> FloatArray:
        vectors = np.full((len(bags), self.dim), 1e-6, dtype=np.float32)
        for row, bag in enumerate(bags):
            for stem in bag:
                digest = hashlib.sha256(stem.encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dim] += 1.0
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def plain_projection(dim: int = 256, bias: float = 0.0) -> Projection:
    """Keeps the states of FakeEmbedder as they are; every word of a question counts alike."""
    return Projection(np.eye(dim, dtype=np.float32), np.zeros(dim, dtype=np.float32), bias)


class ReadHere:
    """Reads documents in this process, where the real reader starts others, which takes longer
    than most tests; and remembers them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Content] = {}

    def __call__(
        self, sources: Sequence[Source], *, fresh: bool, progress: Progress
    ) -> list[Reading]:
        readings = []
        for number, source in enumerate(sources, start=1):
            readings.append(self._reading(source, fresh))
            progress(number, len(sources), "documents read")
        return readings

    def _reading(self, source: Source, fresh: bool) -> Reading:
        key = (source.sha256, source.path.suffix, source.notice, source.origin)
        if key in self._known and not fresh:
            return Reading(source, document_of(source, self._known[key]), cached=True)
        try:
            document = read_document(source)
        except UnreadableDocument as error:
            return Reading(source, None, error.message, error.hint)
        self._known[key] = document.content
        return Reading(source, document)


class FakeGenerator:
    """Says what it was given to say, in order, and remembers its prompts.

    An exception among the replies is raised in the middle of the reply.
    """

    name = "scripted"

    def __init__(
        self,
        replies: Iterable[str | Exception],
        *,
        style: Style = "compose",
        context_tokens: int = 4096,
    ) -> None:
        self.style: Style = style
        self.context_tokens = context_tokens
        self.prompts: list[list[Message]] = []
        self._replies = list(replies)

    def count_tokens(self, messages: Sequence[Message]) -> int:
        return sum(len(message.content.split()) for message in messages)

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[str, None, None]:
        self.prompts.append(list(messages))
        reply = self._replies.pop(0) if self._replies else ""
        if isinstance(reply, Exception):
            yield "It was "
            raise reply
        for word in reply.split(" "):
            yield word + " "
