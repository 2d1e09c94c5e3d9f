"""Threads of the libraries that search: one each, for the embedding model needs the cores."""

from functools import cache

import faiss
from threadpoolctl import threadpool_limits


@cache
def spare_threads() -> None:
    """Let FAISS and NumPy's BLAS work in the thread that calls them, for the rest of the process.

    What they compute for one question takes a few milliseconds; their idle threads go on spinning
    for as long and slow OpenVINO's. On 2 cores the median question takes 22 instead of 32 ms.
    """
    faiss.omp_set_num_threads(1)
    threadpool_limits(limits=1, user_api="blas")
