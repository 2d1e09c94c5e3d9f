"""`askdocket ask` and `askdocket search`."""

from collections.abc import Callable
from typing import get_args

import click

from corpus.types import Kind
from rag.compose import in_quotes, page_range, place, unescape_markdown
from rag.types import Answer, Citation, Filters
from rag.understanding import check_question
from ui.cli.common import (
    assistant_over_index,
    echo_json,
    json_option,
    reporting_errors,
    settings_of,
)
from ui.cli.explain import trace_text, understood_text
from ui.render import coverage_text

Command = Callable[..., None]


def _filter_options(command: Command) -> Command:
    for option in (
        click.option(
            "--kind", type=click.Choice(get_args(Kind)), help="Only documents of this kind."
        ),
        click.option(
            "--commenter",
            "commenters",
            metavar="NAME",
            multiple=True,
            help="Only this commenter, by name or alias; may be given again.",
        ),
        click.option(
            "--doc",
            "doc_ids",
            metavar="ID",
            multiple=True,
            help="Only the document of this id; may be given again.",
        ),
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
    """Answer a question, with exact quotes.

    QUESTION is one argument: put it in quotation marks. Every statement of the answer carries a
    marker, [1], and the list of sources says who is quoted there and on which page.
    """
    from rag.api.schemas import AskReply

    settings = settings_of(context)
    check_question(question, settings.max_question_chars)
    filters = Filters(doc_ids, commenters, kind)
    assistant = assistant_over_index(settings, filters=filters)
    answer = assistant.ask(question, filters=filters)
    if as_json:
        lookup = assistant.snapshot().document
        echo_json(AskReply.of(answer, lookup).model_dump(mode="json"))
    else:
        click.echo(answer_text(answer))


@click.command()
@click.argument("query")
@click.option("-k", default=10, type=click.IntRange(1, 50), help="Passages wanted.")
@click.option("--explain", is_flag=True, help="Say what was understood and how hits were found.")
@_filter_options
@json_option
@click.pass_context
@reporting_errors
def search(
    context: click.Context,
    query: str,
    k: int,
    explain: bool,
    doc_ids: tuple[str, ...],
    commenters: tuple[str, ...],
    kind: Kind | None,
    as_json: bool,
) -> None:
    """Find the passages nearest to a query.

    QUERY is one argument, a question or key words. No language model is loaded.
    """
    from rag.api.explanation import ExplanationOut
    from rag.api.schemas import HitOut

    settings = settings_of(context)
    check_question(query, settings.max_question_chars)
    filters = Filters(doc_ids, commenters, kind)
    assistant = assistant_over_index(settings, filters=filters, writes=False)
    result = assistant.search(query, k=k, filters=filters)
    snapshot = assistant.snapshot()
    if as_json:
        hits = [HitOut.of(hit, snapshot.document).model_dump(mode="json") for hit in result.hits]
        explanation = ExplanationOut.of(result.understood, result.traces).model_dump(mode="json")
        echo_json({"hits": hits, "explanation": explanation} if explain else hits)
        return
    if explain:
        click.echo(understood_text(result.understood, snapshot) + "\n")
    for hit, trace in zip(result.hits, result.traces, strict=True):
        passage, document = hit.passage, snapshot.document(hit.passage.doc_id)
        where = page_range(passage.page_start, passage.page_end)
        click.secho(f"{hit.rank:>2}. {document.commenter} ({document.doc_id}), {where}", bold=True)
        if explain:
            click.echo(f"    {trace_text(hit, trace)}")
        click.echo(click.wrap_text(passage.text, 96, "    ", "    ") + "\n")


def answer_text(answer: Answer) -> str:
    """An answer with its citations, for a terminal."""
    # An abstention is not Markdown: it may name what the question names, backslashes and all.
    parts = [answer.text if answer.abstained else unescape_markdown(answer.text)]
    if answer.reason and answer.reason != answer.text:
        parts.append(f"({answer.reason})")
    if answer.nearest:
        near = "\n".join(_near(citation) for citation in answer.nearest)
        parts.append(f"Nearest passages, which may be about something else:\n{near}")
    if answer.citations:
        parts.append("Sources:\n" + "\n".join(_source(citation) for citation in answer.citations))
    return "\n\n".join([*parts, coverage_text(answer.coverage)])


def _near(citation: Citation) -> str:
    where = f"{citation.commenter}, {citation.doc_id}, {place(citation)}"
    return f"- {where}: {in_quotes(citation)}"


def _source(citation: Citation) -> str:
    who = f"{citation.commenter}, {citation.doc_id}"
    if citation.origin == "digest":
        who = f"Digest of {who}"
    elif citation.origin == "imported":
        who += " (imported file)"
    return f"[{citation.index}] {who}, {place(citation)}  {citation.url}".rstrip()
