"""Reading files in processes of their own, within limits: one bad file costs only itself."""

from corpus.reading.workers.limits import Limits
from corpus.reading.workers.messages import Outcome, Request
from corpus.reading.workers.pool import Pool, WorkersUnavailable

__all__ = ["Limits", "Outcome", "Pool", "Request", "WorkersUnavailable"]
