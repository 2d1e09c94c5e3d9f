"""Reading files in processes of their own, within limits: one bad file costs only itself."""

from corpus.workers.limits import Limits
from corpus.workers.messages import Outcome, Request
from corpus.workers.pool import Pool, WorkersUnavailable

__all__ = ["Limits", "Outcome", "Pool", "Request", "WorkersUnavailable"]
