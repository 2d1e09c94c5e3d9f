"""Passages, embeddings, the FAISS and BM25 indexes, and their versions on disk."""
