"""What all commands share: settings, errors, JSON."""

import functools
import json
import logging
import sqlite3
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import click

from corpus.errors import AskdocketError
from corpus.settings import Settings, load_settings
from corpus.terminal import FAILED

P = ParamSpec("P")
R = TypeVar("R")


def settings_of(context: click.Context) -> Settings:
    """The settings of this run: the options before the command, then the environment."""
    return load_settings(**(context.find_root().obj or {}))


def reporting_errors(command: Callable[P, R]) -> Callable[P, R]:
    """End a command that fails with one message, the way out, and exit code 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except AskdocketError as error:
            click.echo(f"Error: {error.message}\n{error.hint}", err=True)
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
