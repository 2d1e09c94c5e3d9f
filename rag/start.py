"""Wiring: an Assistant from the settings, models loaded once."""

import logging

from corpus.library.manifest import load_docket
from corpus.settings import Settings
from index.embedding import load_embedder, model_name
from index.errors import ModelUnavailable
from index.versions import IndexReader
from rag.assistant import Assistant
from rag.generate.factory import make_generator
from rag.generate.protocol import Generator
from rag.retrieval import CrossEncoderReranker

_log = logging.getLogger(__name__)


def build_assistant(settings: Settings) -> Assistant:
    """Load the models and make an Assistant; an index need not exist yet.

    Where the model that comes with Askdocket is not installed, answers are made of quotes alone,
    with a notice. A model that was asked for by name must be there.

    Raises:
        UnknownDocket: the docket has no manifest.
        ModelUnavailable: the embedding model, or the language model asked for, cannot be loaded.
    """
    docket = load_docket(settings.docket, settings.dockets_dir)
    embedder = load_embedder(settings.embedding_model, settings.models_dir)
    generator, notice = _generator(settings)
    reader = IndexReader(settings.index_dir, model_name(settings.embedding_model))
    reranker = CrossEncoderReranker(settings.reranker) if settings.reranker else None
    return Assistant(settings, docket, reader, embedder, generator, notice, reranker)


def _generator(settings: Settings) -> tuple[Generator | None, str]:
    key = settings.llm_api_key
    try:
        generator = make_generator(
            llm=settings.llm,
            llm_model=settings.llm_model,
            api_key=key.get_secret_value() if key else None,
            context_tokens=settings.llm_context_tokens,
            timeout_s=settings.llm_timeout_s,
            cache_dir=settings.models_dir,
        )
    except ModelUnavailable as error:
        if settings.llm != "embedded":
            raise
        _log.error("%s %s", error, error.hint)
        return None, f"{error.message} {error.hint}"
    return generator, ""
