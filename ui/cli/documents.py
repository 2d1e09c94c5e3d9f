"""`askdocket documents`."""

import click

from index.store import Snapshot
from index.types import DocumentRecord
from ui.cli.common import echo_json, json_option, open_index, reporting_errors, settings_of


@click.command()
@click.argument("doc_id", metavar="[ID]", required=False)
@click.option("--page", type=click.IntRange(min=1), help="Print the text of this page of ID.")
@json_option
@click.pass_context
@reporting_errors
def documents(context: click.Context, doc_id: str | None, page: int | None, as_json: bool) -> None:
    """List the documents in the index, or show one.

    With ID: what is known about that document; with --page too: the page's text, as quotes are
    checked against.
    """
    if page is not None and doc_id is None:
        raise click.UsageError("--page goes with the ID of a document.")
    snapshot = open_index(settings_of(context))
    if doc_id is None:
        _list(snapshot, as_json)
        return
    record = snapshot.document(doc_id)
    if page is None:
        _describe(record, as_json)
    else:
        _show_page(snapshot, record, page, as_json)


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


def _describe(record: DocumentRecord, as_json: bool) -> None:
    if as_json:
        from rag.api.document_schemas import DocumentOut

        echo_json(DocumentOut.of(record).model_dump(mode="json"))
        return
    lines = {
        "id": record.doc_id,
        "title": record.title,
        "commenter": record.commenter,
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


def _show_page(snapshot: Snapshot, record: DocumentRecord, page: int, as_json: bool) -> None:
    if not as_json:
        click.echo(snapshot.page(record.doc_id, page))
        return
    from rag.api.document_schemas import PageReply

    echo_json(PageReply.of(snapshot, record.doc_id, page).model_dump(mode="json"))
