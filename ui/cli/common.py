"""What all commands share: settings, the index and the models, errors, JSON."""

import functools
import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from corpus.errors import AskdocketError
from corpus.settings import Settings, load_settings, variable_of
from corpus.terminal import FAILED
from rag.types import Filters

if TYPE_CHECKING:
    from index.store import Snapshot
    from rag.assistant import Assistant

P = ParamSpec("P")
R = TypeVar("R")


def settings_of(context: click.Context) -> Settings:
    """The settings of this run: the options before the command, then the environment."""
    return load_settings(**(context.find_root().obj or {}))


def default_of(setting: str) -> str:
    """What --help says of an option that overrides a setting."""
    return f"{variable_of(setting)}, else {Settings.model_fields[setting].default}"


def open_index(settings: Settings) -> "Snapshot":
    """The index that the settings name.

    Raises:
        IndexMissing: there is none.
        IndexStale: it does not fit the settings.
    """
    from index.embedding import model_name
    from index.versions import current_folder, open_snapshot

    folder = current_folder(settings.index_dir)
    return open_snapshot(folder, model_name(settings.embedding_model))


def assistant_over_index(
    settings: Settings, *, filters: Filters | None = None, writes: bool = True
) -> "Assistant":
    """Load the models for one command.

    Index and filters are checked first: that takes no time, loading models takes seconds.

    Args:
        settings: which index and which models.
        filters: what the command will restrict its search to.
        writes: whether a language model is wanted.

    Raises:
        IndexMissing, IndexStale: there is no usable index.
        UnknownDocument: a filter names what the index does not have.
        ModelUnavailable: a model cannot be loaded.
    """
    from rag.retrieval import document_mask
    from rag.start import build_assistant

    document_mask(open_index(settings), filters or Filters())

    return build_assistant(settings if writes else settings.model_copy(update={"llm": "none"}))


def reporting_errors(command: Callable[P, R]) -> Callable[P, R]:
    """End a command that fails with one message, the way out, and exit code 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AskdocketError as error:
            click.echo(f"Error: {error.message}\n{error.hint}", err=True)
        except BrokenPipeError:
            raise  # `askdocket ... | head`: click ends quietly
        except (OSError, sqlite3.OperationalError) as error:
            click.echo(
                f"Error: {error}.\nCheck that the folder of ASKDOCKET_HOME can be written and that "
                "its disk is not full; what was complete before is untouched.",
                err=True,
            )
        raise SystemExit(FAILED)

    return wrapped


def echo_json(value: Any) -> None:
    """Write one JSON document to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def quiet_logging(verbose: bool) -> None:
    """Log to standard error; only warnings unless verbose."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s" if verbose else "%(message)s",
    )
    for noisy in ("httpx", "httpx2", "sentence_transformers", "transformers", "pypdf"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
