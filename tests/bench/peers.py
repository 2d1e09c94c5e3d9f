"""Retrieval by other tools, as their documentation has it, over the same page texts.

Each is a pair of functions in one: it takes the pages, builds its index, and gives back a function
from a question to hits. All embed with the same packaged model, by sentence-transformers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

HITS = 10
_CHARS, _OVERLAP = 1000, 200
_WORDS = 160


@dataclass(frozen=True, slots=True)
class PageText:
    """A page of a document."""

    doc_id: str
    page: int
    text: str


Found = list[dict[str, Any]]
"""Hits as `rag.evaluate.score` takes them: doc_id, page, text."""
Search = Callable[[str], Found]


def langchain(pages: Sequence[PageText], model_folder: str) -> Search:
    """LangChain: RecursiveCharacterTextSplitter of 1000/200 characters, FAISS."""
    from langchain_community.vectorstores import FAISS
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings

    model = _model(model_folder)

    class Embedded(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return model.encode(texts, normalize_embeddings=True).tolist()

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    pieces = [
        Document(page_content=text, metadata={"doc_id": page.doc_id, "page": page.page})
        for page, text in _pieces(pages)
    ]
    store = FAISS.from_documents(pieces, Embedded())
    return lambda question: [
        {**found.metadata, "text": found.page_content}
        for found in store.similarity_search(question, k=HITS)
    ]


def llamaindex(pages: Sequence[PageText], model_folder: str) -> Search:
    """LlamaIndex: VectorStoreIndex with its default splitter (1024 tokens, overlap 200)."""
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.base.embeddings.base import BaseEmbedding

    model = _model(model_folder)

    class Embedded(BaseEmbedding):
        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return model.encode(texts, normalize_embeddings=True).tolist()

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    documents = [
        Document(text=page.text, metadata={"doc_id": page.doc_id, "page": page.page})
        for page in pages
    ]
    index = VectorStoreIndex.from_documents(documents, embed_model=Embedded(embed_batch_size=32))
    retriever = index.as_retriever(similarity_top_k=HITS)
    return lambda question: [
        {
            "doc_id": found.node.metadata["doc_id"],
            "page": found.node.metadata["page"],
            "text": found.node.get_content(),
        }
        for found in retriever.retrieve(question)
    ]


def txtai(pages: Sequence[PageText], model_folder: str) -> Search:
    """Txtai: hybrid (dense and BM25), over the pieces that LangChain's splitter makes."""
    from txtai import Embeddings

    pieces = _pieces(pages)
    embeddings = Embeddings(path=model_folder, hybrid=True)
    embeddings.index((number, text, None) for number, (_, text) in enumerate(pieces))
    return lambda question: [
        {"doc_id": pieces[n][0].doc_id, "page": pieces[n][0].page, "text": pieces[n][1]}
        for n, _ in embeddings.search(question, HITS)
    ]


def bm25(pages: Sequence[PageText], model_folder: str) -> Search:
    """BM25 alone (bm25s, its own tokenizer with English stop words), pieces of 160 words."""
    import bm25s

    pieces = []
    for page in pages:
        words = page.text.split()
        pieces += [
            (page, " ".join(words[first : first + _WORDS]))
            for first in range(0, len(words), _WORDS)
        ]
    index = bm25s.BM25()
    tokens = bm25s.tokenize([text for _, text in pieces], stopwords="en", show_progress=False)
    index.index(tokens, show_progress=False)

    def search(question: str) -> Found:
        asked = bm25s.tokenize([question], stopwords="en", show_progress=False)
        [rows], _ = index.retrieve(asked, k=HITS, show_progress=False)
        return [
            {"doc_id": pieces[n][0].doc_id, "page": pieces[n][0].page, "text": pieces[n][1]}
            for n in rows
        ]

    return search


def _model(folder: str) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(folder, device="cpu")


def _pieces(pages: Sequence[PageText]) -> list[tuple[PageText, str]]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=_CHARS, chunk_overlap=_OVERLAP)
    return [(page, text) for page in pages for text in splitter.split_text(page.text)]
