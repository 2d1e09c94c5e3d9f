"""Vectors of unit length, so that their products are cosines."""

import numpy as np

from index.types import FloatArray


def unit(vectors: FloatArray) -> FloatArray:
    """The rows of a float32 array, shape (n, dim), brought to unit length; zeros stay zeros."""
    rows: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-12)
    return rows
