"""From an understood question to ranked passages."""

from rag.retrieval.filters import document_mask
from rag.retrieval.reranking import CrossEncoderReranker, Reranker
from rag.retrieval.retriever import Retrieved, Retriever
from rag.retrieval.trace import Place, Trace

__all__ = [
    "CrossEncoderReranker",
    "Place",
    "Reranker",
    "Retrieved",
    "Retriever",
    "Trace",
    "document_mask",
]
