"""The command `askdocket`."""

from pathlib import Path

import click

from ui.cli.ask import ask, search
from ui.cli.common import default_of, quiet_logging
from ui.cli.corpus import corpus
from ui.cli.documents import documents
from ui.cli.evaluate import evaluate
from ui.cli.index import index
from ui.cli.serve import serve, up
from ui.cli.settings import settings
from ui.cli.verify import verify

_CONTEXT = {
    "help_option_names": ["-h", "--help"],
    "max_content_width": 100,
    "show_default": True,
}


@click.group(context_settings=_CONTEXT)
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for documents, indexes and caches.",
    show_default=default_of("home"),
)
@click.option("--docket", help="Docket to work on.", show_default=default_of("docket"))
@click.option(
    "--llm",
    help="Language model: embedded, none, a path, a hub name, or a server's address.",
    show_default=default_of("llm"),
)
@click.option("-v", "--verbose", is_flag=True, help="Say more while working.")
@click.version_option(package_name="askdocket")
@click.pass_context
def main(
    context: click.Context, home: Path | None, docket: str | None, llm: str | None, verbose: bool
) -> None:
    """Ask a public-comment docket anything; every statement carries an exact, checked quote.

    Start with `askdocket up`: it gets the documents, builds the index and serves the page.
    Settings come from the environment (prefix ASKDOCKET_) or a file .env; `askdocket settings`
    lists them.
    """
    quiet_logging(verbose)
    context.obj = {"home": home, "docket": docket, "llm": llm}


for command in (up, corpus, index, serve, ask, search, documents, evaluate, verify, settings):
    main.add_command(command)
