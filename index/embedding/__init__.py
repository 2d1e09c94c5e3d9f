"""Embeddings: text to unit vectors, and to a vector for each of its word pieces."""

from index.embedding.loading import PACKAGED, PACKAGED_NAME, load_embedder, model_name
from index.embedding.protocol import Embedder, Encoded

__all__ = ["PACKAGED", "PACKAGED_NAME", "Embedder", "Encoded", "load_embedder", "model_name"]
