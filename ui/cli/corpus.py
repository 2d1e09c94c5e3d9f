"""`askdocket corpus`."""

from dataclasses import asdict
from pathlib import Path
from typing import get_args

import click

from corpus.intake.importing import add_all, require_openable
from corpus.intake.sync import SyncReport, sync
from corpus.settings import Settings
from corpus.terminal import FAILED, progress_bar
from corpus.types import Kind
from ui.cli.check import check
from ui.cli.common import echo_json, json_option, reporting_errors, settings_of
from ui.cli.library import library_of, source_as_dict


@click.group()
def corpus() -> None:
    """Get, import and check the documents."""


def sync_from_settings(settings: Settings) -> SyncReport:
    """Bring the docket's documents in, as the settings say."""
    with progress_bar() as progress:
        return sync(
            library_of(settings),
            corpus_dir=settings.corpus_dir,
            download=settings.download,
            connect_timeout_s=settings.download_connect_timeout_s,
            pause_s=settings.download_pause_s,
            progress=progress,
        )


def describe(report: SyncReport) -> str:
    """What a sync did, for a person."""
    counts = {
        "imported": len(report.imported),
        "downloaded": len(report.downloaded),
        "already here": len(report.kept),
        "as digest": len(report.digests),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    return "\n".join([f"Documents: {said or 'none'}.", *report.notices])


@corpus.command("sync")
@json_option
@click.pass_context
@reporting_errors
def sync_command(context: click.Context, as_json: bool) -> None:
    """Get the docket's documents.

    From the folder ASKDOCKET_CORPUS_DIR where that is set, else from their official addresses;
    where neither has a document, our own digest of it stands in, and answers say so.
    Files that fail are named, and leave the exit code at 0.
    """
    report = sync_from_settings(settings_of(context))
    if as_json:
        echo_json(asdict(report))
    else:
        click.echo(describe(report))


@corpus.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--commenter", help="Who speaks in the file; makes it a comment.")
@click.option("--title", help="Title of the document.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Kind of document.")
@click.option("--url", help="Official page of the document.")
@json_option
@click.pass_context
@reporting_errors
def import_command(
    context: click.Context,
    paths: tuple[Path, ...],
    commenter: str | None,
    title: str | None,
    kind: Kind | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Import files or folders.

    PDF, text, Markdown, HTML and DOCX can be read. A file named by a document's id
    (NTIA-2023-0009-0125.pdf) becomes that document; others are added under a name made of their
    own. --commenter, --title, --kind and --url describe a single file.
    Files that fail are named; the exit code stays 0 where any was imported or was here already.
    """
    library = library_of(settings_of(context))
    described = {"commenter": commenter, "title": title, "kind": kind, "url": url}
    if any(described.values()):
        if len(paths) != 1 or not paths[0].is_file():
            raise click.UsageError("--commenter, --title, --kind and --url go with one file.")
        require_openable(paths[0])
        source = library.add(paths[0], title=title, commenter=commenter, kind=kind, url=url)
        added, unchanged, skipped = [source], [], []
    else:
        with progress_bar() as progress:
            report = add_all(library, paths, progress=progress)
        added, unchanged = list(report.added), list(report.unchanged)
        skipped = [(str(path), why) for path, why in report.skipped]
    if as_json:
        echo_json(
            {
                "added": [source_as_dict(source) for source in added],
                "unchanged": [source_as_dict(source) for source in unchanged],
                "skipped": [{"path": path, "reason": why} for path, why in skipped],
            }
        )
    else:
        click.echo(f"{len(added)} imported, {len(unchanged)} unchanged, {len(skipped)} skipped.")
        for source in added:
            click.echo(f"  {source.doc_id}  {source.commenter or source.title}  ({source.kind})")
        for path, why in skipped:
            click.echo(f"  skipped {path}: {why}")
        if added:
            click.echo("Run `askdocket index build` to make them searchable.")
    if skipped and not added and not unchanged:
        raise SystemExit(FAILED)


@corpus.command()
@click.argument("doc_id")
@click.pass_context
@reporting_errors
def remove(context: click.Context, doc_id: str) -> None:
    """Remove a document's file.

    DOC_ID is its id, as `askdocket corpus check` shows it. The next index build forgets it.
    """
    library_of(settings_of(context)).remove(doc_id)
    click.echo(f"{doc_id} removed. Run `askdocket index build` to take it out of the index.")


corpus.add_command(check)
