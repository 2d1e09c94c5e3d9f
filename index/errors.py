"""Errors of building and opening an index."""

from corpus.errors import AskdocketError


class IndexMissing(AskdocketError):
    """No index has been built yet."""

    code = "index_missing"
    hint = "Run `askdocket index build` (or `askdocket up`, which also fetches the documents)."
    retryable = True


class IndexStale(AskdocketError):
    """The index on disk does not fit the settings: another embedding model, another format."""

    code = "index_stale"
    hint = "Run `askdocket index build`; documents that did not change are not read again."


class BuildRunning(AskdocketError):
    """Another process is building this index."""

    code = "build_running"
    hint = "Wait for the other build to end."
    retryable = True


class ModelUnavailable(AskdocketError):
    """A model cannot be loaded or reached."""

    code = "model_unavailable"
    hint = "Check ASKDOCKET_EMBEDDING_MODEL and ASKDOCKET_LLM; `askdocket settings` shows both."
    retryable = True
