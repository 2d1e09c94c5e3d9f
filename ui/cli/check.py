"""`askdocket corpus check`."""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click

from corpus import ocr
from corpus.checking import Check, check_all
from corpus.errors import UnknownDocument
from corpus.library import Source
from corpus.reading.batch import Limits, read_all
from corpus.settings import Settings
from corpus.terminal import FAILED, progress_bar
from ui.cli.check_table import WIDTH, table, wrapped
from ui.cli.common import echo_json, json_option, reporting_errors, settings_of
from ui.cli.library import library_of, source_as_dict

_NAMES = 18
"""Width of the names of details."""


@click.command()
@click.argument("doc_id", metavar="[ID]", required=False)
@json_option
@click.pass_context
@reporting_errors
def check(context: click.Context, doc_id: str | None, as_json: bool) -> None:
    """Read every document and report what reading made of it.

    A line for each: pages, those without text, what was repaired, words that still look damaged,
    footnotes, headings, and the notice's questions it speaks to. With ID: that document's
    unreadable pages with the reason, its repairs, damaged words with their pages, questions and
    main headings.
    """
    settings = settings_of(context)
    library = library_of(settings)
    sources = _chosen(library.sources(), doc_id)
    checks = _checks(sources, settings)
    missing = [entry.doc_id for entry in library.missing()]
    if doc_id is not None:
        checks = [one for one in checks if one.source.doc_id == doc_id]
        _show_one(checks[0], as_json)
    elif as_json:
        echo_json(
            {
                "documents": [_as_dict(one) for one in checks],
                "missing": missing,
                "total": _total(checks),
            }
        )
    else:
        _show_all(checks, missing)
    if any(one.error for one in checks):
        raise SystemExit(FAILED)


def _chosen(sources: Sequence[Source], doc_id: str | None) -> list[Source]:
    """All sources, or the one of that id with the notices that it is compared with."""
    if doc_id is None:
        return list(sources)
    if doc_id not in {source.doc_id for source in sources}:
        raise UnknownDocument(
            f"There is no document {doc_id} here.",
            hint="`askdocket corpus check` lists the documents that are here.",
        )
    return [source for source in sources if source.doc_id == doc_id or source.kind == "rfc"]


def _checks(sources: Sequence[Source], settings: Settings) -> list[Check]:
    limits = Limits(settings.read_timeout_s, settings.read_memory_mb, settings.ocr_timeout_s)
    with progress_bar() as progress:
        readings = read_all(
            sources,
            cache_path=settings.readings_path,
            limits=limits,
            ocr=settings.ocr,
            progress=progress,
        )
    return check_all(readings)


def _show_all(checks: Sequence[Check], missing: Sequence[str]) -> None:
    for line in table(checks):
        click.echo(line)
    for one in checks:
        for page, reason in one.unreadable.items():
            click.echo(f"{one.source.doc_id} p. {page}: {reason}")
    reasons = {reason for one in checks for reason in one.unreadable.values()}
    hints = [one.hint for one in checks if one.error and one.hint]
    for hint in dict.fromkeys([*hints, *(_way_out(reason) for reason in sorted(reasons))]):
        click.echo("\n".join(wrapped(hint)))
    digests = [one.source.doc_id for one in checks if one.source.origin == "digest"]
    if digests:
        click.echo("\n".join(wrapped(f"Only as our digest: {', '.join(digests)}.")))
    if missing:
        click.echo(f"{len(missing)} documents of the manifest are not at hand.")


def _show_one(check: Check, as_json: bool) -> None:
    if as_json:
        echo_json(_as_dict(check))
        return
    for name, value in _details(check):
        if value:
            click.echo("\n".join(wrapped(f"{name:<{_NAMES}}{value}", indent=_NAMES)))


def _details(check: Check) -> Iterator[tuple[str, object]]:
    """What there is to say of a document, name and value; what does not apply has no value."""
    source = check.source
    yield "id", source.doc_id
    yield "title", source.title
    yield "commenter", source.commenter
    yield "origin", source.origin
    yield "file", source.path
    yield "cannot be read", f"{check.error} {check.hint}".strip()
    yield "pages", check.pages
    for page, reason in check.unreadable.items():
        yield "unreadable", f"p. {page}: {reason}. {_way_out(reason)}"
    yield "read by OCR", ", ".join(f"p. {page}" for page in check.ocr_pages)
    yield "repaired", ", ".join(f"{name} {n}" for name, n in Counter(check.repairs).most_common())
    yield "looks damaged", ", ".join(f"{one.word} (p. {one.page})" for one in check.suspicious)
    yield "notes", check.notes
    yield "headings", check.sections
    for heading in check.headings:
        yield "", textwrap.shorten(f"p. {heading.page}: {heading.title}", WIDTH - _NAMES)
    yield "questions", ", ".join(check.questions)
    yield "agency's words", check.agency_words
    yield "others' words", check.quoted_words


def _way_out(reason: str) -> str:
    if reason == ocr.NOT_INSTALLED:
        return ocr.HINT
    return "Look at the page itself: nothing on it can be found or cited."


def _total(checks: Sequence[Check]) -> dict[str, object]:
    repairs: Counter[str] = Counter()
    for one in checks:
        repairs.update(one.repairs)
    return {
        "documents": len(checks),
        "unreadable_documents": sum(bool(one.error) for one in checks),
        "pages": sum(one.pages for one in checks),
        "unreadable_pages": sum(len(one.unreadable) for one in checks),
        "ocr_pages": sum(len(one.ocr_pages) for one in checks),
        "repairs": dict(repairs),
        "suspicious_words": sum(len(one.suspicious) for one in checks),
        "notes": sum(one.notes for one in checks),
        "sections": sum(one.sections for one in checks),
    }


def _as_dict(check: Check) -> dict[str, object]:
    return {
        **source_as_dict(check.source),
        "pages": check.pages,
        "unreadable_pages": list(check.unreadable),
        "unreadable": [
            {"page": page, "reason": reason} for page, reason in check.unreadable.items()
        ],
        "ocr_pages": list(check.ocr_pages),
        "repairs": dict(check.repairs),
        "suspicious_words": [asdict(one) for one in check.suspicious],
        "notes": check.notes,
        "sections": check.sections,
        "headings": [asdict(heading) for heading in check.headings],
        "questions": list(check.questions),
        "agency_words": check.agency_words,
        "quoted_words": check.quoted_words,
        "error": check.error,
        "hint": check.hint,
    }
