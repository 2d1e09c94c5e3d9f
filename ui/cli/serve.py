"""`askdocket up` and `askdocket serve`."""

import click

from corpus.settings import Settings
from corpus.terminal import progress_bar
from index.build import build_from_settings, summary
from ui.cli.common import reporting_errors, settings_of
from ui.cli.corpus import describe, sync_from_settings


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.pass_context
@reporting_errors
def up(context: click.Context, host: str | None, port: int | None) -> None:
    """Get the documents, build what changed, and serve the page: all there is to do.

    Running it again does only what is left to do.
    """
    settings = settings_of(context)
    click.echo(describe(sync_from_settings(settings)))
    with progress_bar() as progress:
        click.echo(summary(build_from_settings(settings, progress=progress)))
    _serve(settings, host, port)


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.pass_context
@reporting_errors
def serve(context: click.Context, host: str | None, port: int | None) -> None:
    """Serve the chat page and the HTTP API over the index as it is."""
    _serve(settings_of(context), host, port)


def _serve(settings: Settings, host: str | None, port: int | None) -> None:
    import uvicorn

    from rag.start import build_assistant
    from ui.server import create_server

    host, port = host or settings.host, settings.port if port is None else port
    click.echo("Loading models ...")
    app = create_server(build_assistant(settings))
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False)
    server = uvicorn.Server(config)
    with config.bind_socket() as listening:
        address, bound = listening.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        click.echo(f"Askdocket is at http://{shown}:{bound}  (API: /docs; stop with Ctrl-C)")
        server.run(sockets=[listening])
