"""`askdocket index`."""

from dataclasses import asdict

import click

from corpus.terminal import progress_bar
from index.build import build_from_settings, summary
from ui.cli.common import echo_json, json_option, reporting_errors, settings_of


@click.group()
def index() -> None:
    """Build the search index."""


@index.command()
@click.option("--full", is_flag=True, help="Read and embed everything again.")
@json_option
@click.pass_context
@reporting_errors
def build(context: click.Context, full: bool, as_json: bool) -> None:
    """Build the index of the documents at hand.

    Documents that did not change are neither read nor embedded again; a running server picks the
    new version up by itself.
    """
    with progress_bar() as progress:
        report = build_from_settings(settings_of(context), full=full, progress=progress)
    if as_json:
        echo_json(asdict(report))
    else:
        click.echo(summary(report))
