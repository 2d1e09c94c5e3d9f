"""`askdocket ask` and `askdocket search`."""

from collections.abc import Callable
from typing import get_args

import click

from corpus.types import Kind
from rag.types import Answer, Citation, Filters
from ui.cli.common import echo_json, json_option, reporting_errors, settings_of

Command = Callable[..., None]


def _filter_options(command: Command) -> Command:
    for option in (
        click.option("--kind", type=click.Choice(get_args(Kind)), help="Only this kind."),
        click.option("--commenter", "commenters", multiple=True, help="Only this commenter."),
        click.option("--doc", "doc_ids", multiple=True, help="Only the document of this id."),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("question")
@_filter_options
@json_option
@click.pass_context
@reporting_errors
def ask(
    context: click.Context,
    question: str,
    doc_ids: tuple[str, ...],
    commenters: tuple[str, ...],
    kind: Kind | None,
    as_json: bool,
) -> None:
    """Answer QUESTION, with the quotes that the answer stands on."""
    from rag.api.schemas import AskReply
    from rag.start import build_assistant

    assistant = build_assistant(settings_of(context))
    answer = assistant.ask(question, filters=Filters(doc_ids, commenters, kind))
    if as_json:
        lookup = assistant.snapshot().document
        echo_json(AskReply.of(answer, lookup).model_dump(mode="json"))
    else:
        click.echo(answer_text(answer))


@click.command()
@click.argument("query")
@click.option("-k", default=10, type=click.IntRange(1, 50), help="Passages wanted.")
@_filter_options
@json_option
@click.pass_context
@reporting_errors
def search(
    context: click.Context,
    query: str,
    k: int,
    doc_ids: tuple[str, ...],
    commenters: tuple[str, ...],
    kind: Kind | None,
    as_json: bool,
) -> None:
    """Find the passages nearest to QUERY."""
    from rag.api.schemas import HitOut
    from rag.start import build_assistant

    assistant = build_assistant(settings_of(context))
    result = assistant.search(query, k=k, filters=Filters(doc_ids, commenters, kind))
    snapshot = assistant.snapshot()
    if as_json:
        echo_json(
            [HitOut.of(hit, snapshot.document).model_dump(mode="json") for hit in result.hits]
        )
        return
    for hit in result.hits:
        passage, document = hit.passage, snapshot.document(hit.passage.doc_id)
        where = _pages(passage.page_start, passage.page_end)
        click.secho(f"{hit.rank:>2}. {document.commenter} ({document.doc_id}), {where}", bold=True)
        click.echo(click.wrap_text(passage.text, 96, "    ", "    ") + "\n")


def answer_text(answer: Answer) -> str:
    """An answer with its citations, for a terminal."""
    parts = [answer.text]
    if answer.reason and answer.reason != answer.text:
        parts.append(f"({answer.reason})")
    if answer.citations:
        parts.append("Sources:\n" + "\n".join(_source(citation) for citation in answer.citations))
    coverage = answer.coverage
    line = (
        f"Searched {coverage.documents_searched} documents, cited {coverage.documents_cited}; "
        f"{coverage.comments_indexed} of the docket's {coverage.comments_in_docket} comments "
        "are here."
    )
    if coverage.digests_searched:
        line += f" {coverage.digests_searched} of them are digests of ours."
    if coverage.unreadable_pages:
        pages = ", ".join(f"{doc_id} p. {page}" for doc_id, page in coverage.unreadable_pages)
        line += f" Pages without text: {pages}."
    return "\n\n".join([*parts, line])


def _source(citation: Citation) -> str:
    who = f"{citation.commenter}, {citation.doc_id}"
    where = _pages(citation.page_start, citation.page_end)
    if citation.origin == "digest":
        who, where = f"Digest of {who}", f"original {where}"
    return f"[{citation.index}] {who}, {where}  {citation.url}"


def _pages(first: int, last: int) -> str:
    return f"p. {first}" if first == last else f"pp. {first}-{last}"
