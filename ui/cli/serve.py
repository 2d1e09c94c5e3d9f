"""`askdocket up` and `askdocket serve`."""

import socket
from collections.abc import Callable

import click

from corpus.settings import Settings
from corpus.terminal import FAILED, progress_bar
from index.build import build_from_settings, summary
from index.errors import IndexMissing, IndexStale
from rag.assistant import Assistant
from ui.cli.common import default_of, reporting_errors, settings_of
from ui.cli.corpus import describe, sync_from_settings
from ui.cli.listen import listen, reserve

_GRACE_S = 3
"""Seconds that answers under way get to finish once the server is told to stop."""

Command = Callable[..., None]


def _address_options(command: Command) -> Command:
    for option in (
        click.option(
            "--port",
            type=click.IntRange(0, 65535),
            help="Port to listen on; 0 takes a free one.",
            show_default=default_of("port"),
        ),
        click.option("--host", help="Address to listen on.", show_default=default_of("host")),
    ):
        command = option(command)
    return command


@click.command()
@_address_options
@click.pass_context
@reporting_errors
def up(context: click.Context, host: str | None, port: int | None) -> None:
    """Get documents, build the index, serve the page.

    All there is to do. Running it again does only what is left to do.
    """
    settings = settings_of(context)
    with _reserved(settings, host, port) as address:
        click.echo(describe(sync_from_settings(settings)))
        with progress_bar() as progress:
            report = build_from_settings(settings, progress=progress)
        click.echo(summary(report))
        _serve(settings, address)


@click.command()
@_address_options
@click.pass_context
@reporting_errors
def serve(context: click.Context, host: str | None, port: int | None) -> None:
    """Serve the chat page and the HTTP API.

    The index is served as it is; one that is built later is picked up without a restart.
    """
    settings = settings_of(context)
    with _reserved(settings, host, port) as address:
        _serve(settings, address)


def _reserved(settings: Settings, host: str | None, port: int | None) -> socket.socket:
    """The address to serve on, taken before any long work: a port in use is told at once."""
    return reserve(host or settings.host, settings.port if port is None else port)


def _serve(settings: Settings, address: socket.socket) -> None:
    click.echo("Loading models ...", err=True)
    import uvicorn

    from rag.start import build_assistant
    from ui.server import create_server

    assistant = build_assistant(settings)
    _warn_without_index(assistant)
    config = uvicorn.Config(
        create_server(assistant),
        log_level="warning",
        access_log=False,  # it writes query strings, and so what people ask
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = uvicorn.Server(config)
    click.echo(f"Askdocket is at {listen(address)}  (API: /docs; stop with Ctrl-C)")
    try:
        server.run(sockets=[address])
    except KeyboardInterrupt:  # after an orderly end: to stop a server is no failure
        click.echo("Stopped.")
        return
    if not server.started:
        raise SystemExit(FAILED)


def _warn_without_index(assistant: Assistant) -> None:
    """Serving goes on without an index: the page and /readyz say what is missing."""
    try:
        assistant.snapshot()
    except (IndexMissing, IndexStale) as error:
        click.echo(
            f"Nothing can be answered yet: {error.message} {error.hint} It is picked up without "
            "a restart.",
            err=True,
        )
