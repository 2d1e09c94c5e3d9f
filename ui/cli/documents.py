"""`askdocket documents`."""

import textwrap
from itertools import groupby

import click

from corpus.library.digests import Digest, digest_of
from corpus.library.manifest import load_docket
from index.store import Snapshot
from index.types import DocumentRecord
from rag.compose import page_range
from ui.cli.common import echo_json, json_option, open_index, reporting_errors, settings_of

_WIDTH = 96


@click.group(invoke_without_command=True)
@json_option
@click.pass_context
@reporting_errors
def documents(context: click.Context, as_json: bool) -> None:
    """List the documents in the index, or show one."""
    if context.invoked_subcommand is None:
        _list(open_index(settings_of(context)), as_json)


@documents.command()
@click.argument("doc_id", metavar="ID")
@click.option("--page", type=click.IntRange(min=1), help="Print the text of this page instead.")
@json_option
@click.pass_context
@reporting_errors
def show(context: click.Context, doc_id: str, page: int | None, as_json: bool) -> None:
    """Show what is known about a document, and our digest of it.

    With --page: the page's text, as quotes are checked against.
    """
    settings = settings_of(context)
    snapshot = open_index(settings)
    record = snapshot.document(doc_id)
    if page is not None:
        _show_page(snapshot, record, page, as_json)
        return
    digest = digest_of(load_docket(settings.docket, settings.dockets_dir), doc_id)
    _describe(record, digest, as_json)


def _list(snapshot: Snapshot, as_json: bool) -> None:
    if as_json:
        from rag.api.document_schemas import DocumentOut, DocumentsReply

        outs = tuple(DocumentOut.of(record) for record in snapshot.documents)
        reply = DocumentsReply(documents=outs, index_version=snapshot.version)
        echo_json(reply.model_dump(mode="json"))
        return
    width = max(len(record.doc_id) for record in snapshot.documents)
    for record in snapshot.documents:
        click.echo(
            f"{record.doc_id:<{width}}  {record.kind:<12}  {record.origin:<8}  "
            f"{record.pages:>3} pp.  {record.commenter or record.title}"
        )
    total = len(snapshot.documents)
    noun = "document" if total == 1 else "documents"
    click.echo(f"{total} {noun} in index {snapshot.version}.", err=True)


def _describe(record: DocumentRecord, digest: Digest | None, as_json: bool) -> None:
    if as_json:
        from rag.api.document_schemas import DocumentReply

        echo_json(DocumentReply.of(record, digest).model_dump(mode="json"))
        return
    lines = {
        "id": record.doc_id,
        "title": record.title,
        "commenter": record.commenter,
        "who is": digest.commenter_kind if digest else "",
        "also known as": "; ".join(record.aliases),
        "kind": record.kind,
        "origin": record.origin,
        "pages": str(record.pages),
        "unreadable": "; ".join(f"p. {page}: {reason}" for page, reason in record.unreadable),
        "read by OCR": ", ".join(f"p. {page}" for page in record.ocr_pages),
        "official page": record.url,
        "file": record.path,
        "sha256": record.sha256,
    }
    for name, value in lines.items():
        if value:
            click.echo(f"{name:<14} {value}")
    if digest:
        click.echo(f"\nOur digest, not the commenter's words:\n{_digest_text(digest)}")


def _digest_text(digest: Digest) -> str:
    lines: list[str] = []
    for heading, blocks in groupby(digest.blocks, key=lambda block: block.heading):
        lines += ["", heading] if heading else [""]
        for block in blocks:
            text = f"{block.text} ({page_range(block.page_start, block.page_end)})"
            lines += textwrap.wrap(
                text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
            )
    return "\n".join(lines)


def _show_page(snapshot: Snapshot, record: DocumentRecord, page: int, as_json: bool) -> None:
    if not as_json:
        click.echo(snapshot.page(record.doc_id, page))
        return
    from rag.api.document_schemas import PageReply

    echo_json(PageReply.of(snapshot, record.doc_id, page).model_dump(mode="json"))
