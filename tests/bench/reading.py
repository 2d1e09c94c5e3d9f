"""How good the text is that the readers give: figures of all PDFs of a folder.

    python -m tests.bench.reading FOLDER [--docket ID] [--json]

docs/reading.md says what each figure means, and how those of an earlier version are had.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from corpus.library import Source
from tests.bench.foreign import foreign_words
from tests.bench.reader import FolderRead, read_folder, text_of
from tests.bench.sample import SamplePage, letters_of, load_sample
from tests.bench.versions import module
from tests.bench.wordlist import WordList

find_questions = module("corpus.notice.questions", "corpus.questions").find_questions

_COMMON = 8
"""Of the words that no list holds, how many are shown for a document."""


@dataclass(frozen=True, slots=True)
class DocumentFigures:
    """What was counted in one document.

    Attributes:
        words: lower-case words; see wordlist.lower_case_words.
        unknown: those that the word lists do not hold.
        unknown_ratio: their share of the words, 0-1.
        marks_left: words with what looks like a note's number behind them.
        most_common: the most frequent unknown words.
    """

    doc_id: str
    pages: int
    words: int
    unknown: int
    unknown_ratio: float
    marks_left: int
    most_common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleFigures:
    """What of the hand-checked pages is not as on paper.

    Headings and notes are missed where they are not told apart from the body.
    """

    sentences: int
    broken: int
    interrupted: int
    interrupted_broken: int
    headings: int
    headings_missed: int
    notes: int
    notes_missed: int
    defects: tuple[str, ...]


def document_figures(document: Any, words: WordList) -> DocumentFigures:
    """Count one document's words."""
    text = text_of(document)
    strange, total = words.unknown(text)
    return DocumentFigures(
        document.doc_id,
        len(document.pages),
        total,
        strange.total(),
        strange.total() / max(1, total),
        words.marks_left(text),
        tuple(word for word, _ in strange.most_common(_COMMON)),
    )


def sample_figures(sample: Sequence[SamplePage], documents: Mapping[str, Any]) -> SampleFigures:
    """Compare the hand-checked pages with the documents, by doc_id."""
    broken = [
        (page, sentence)
        for page in sample
        for sentence in page.broken_in(text_of(documents[page.doc_id]))
    ]
    missed = [(page, *_missed(page, documents[page.doc_id])) for page in sample]
    return SampleFigures(
        sentences=sum(len(page.sentences) for page in sample),
        broken=len(broken),
        interrupted=sum(bool(one.interrupted) for page in sample for one in page.sentences),
        interrupted_broken=sum(bool(one.interrupted) for _, one in broken),
        headings=sum(len(page.headings) for page in sample),
        headings_missed=sum(len(headings) for _, headings, _ in missed),
        notes=sum(len(page.notes) for page in sample),
        notes_missed=sum(len(notes) for _, _, notes in missed),
        defects=(
            *(f"{page.doc_id} p. {page.page}: broken: {one.first} ..." for page, one in broken),
            *(
                f"{page.doc_id} p. {page.page}: not told apart: {', '.join((*headings, *notes))}"
                for page, headings, notes in missed
                if headings or notes
            ),
        ),
    )


def _missed(page: SamplePage, document: Any) -> tuple[list[str], list[str]]:
    """A page's headings and notes that are no blocks of that kind on that page."""
    blocks = [
        block
        for block in getattr(document, "blocks", ())
        if page.page in document.pages_of(block.start, block.end)
    ]
    titles = [
        letters_of(document.text[block.start : block.end])
        for block in blocks
        if block.kind == "heading"
    ]
    numbers = {block.number for block in blocks if block.kind in ("note", "reference")}
    return (
        [one for one in page.headings if not any(letters_of(one) in title for title in titles)],
        [one for one in page.notes if one not in numbers],
    )


def notice_figures(pairs: Iterable[tuple[Source, Any]]) -> dict[str, int]:
    """Questions found in the notices, and words in them that are not theirs."""
    notices = [(source, document) for source, document in pairs if source.kind == "rfc"]
    return {
        "questions": sum(len(find_questions(document)) for _, document in notices),
        "foreign_words": sum(
            foreign_words(source.path, source.notice, text_of(document))
            for source, document in notices
            if source.notice
        ),
    }


def figures_of(read: FolderRead) -> dict[str, Any]:
    """All figures of a folder that was read, as they are shown with --json."""
    words = WordList(map(text_of, read.documents))
    rows = [document_figures(document, words) for document in read.documents]
    by_id = {document.doc_id: document for document in read.documents}
    sample = [page for page in load_sample() if page.doc_id in by_id]
    return {
        "documents": [asdict(row) for row in rows],
        "pages": sum(row.pages for row in rows),
        "words": sum(row.words for row in rows),
        "unknown": sum(row.unknown for row in rows),
        "unknown_ratio_mean": sum(row.unknown_ratio for row in rows) / max(1, len(rows)),
        "unknown_ratio_worst": max((row.unknown_ratio for row in rows), default=0.0),
        "marks_left": sum(row.marks_left for row in rows),
        "sample": asdict(sample_figures(sample, by_id)),
        **notice_figures(zip(read.sources, read.documents, strict=True)),
        "cold_s": read.cold_s,
        "unchanged_s": read.unchanged_s,
    }


def _show(figures: dict[str, Any]) -> None:
    click.echo(
        "document              pages   words  unknown       marks  most common unknown words"
    )
    for row in figures["documents"]:
        click.echo(
            f"{row['doc_id']:<20}  {row['pages']:>5}  {row['words']:>6}  {row['unknown']:>5} "
            f"{row['unknown_ratio']:>7.2%}  {row['marks_left']:>4}  {' '.join(row['most_common'])}"
        )
    sample = figures["sample"]
    unchanged = figures["unchanged_s"]
    click.echo(
        f"""
pages                       {figures["pages"]}
words, not in the lists     {figures["words"]}, {figures["unknown"]}
share, mean of documents    {figures["unknown_ratio_mean"]:.2%}
share, worst document       {figures["unknown_ratio_worst"]:.2%}
marks of notes left         {figures["marks_left"]}
questions of the notice     {figures["questions"]}
words of foreign notices    {figures["foreign_words"]}
sample: sentences broken    {sample["broken"]} of {sample["sentences"]}
  of those with a page end  {sample["interrupted_broken"]} of {sample["interrupted"]}
sample: headings missed     {sample["headings_missed"]} of {sample["headings"]}
sample: notes missed        {sample["notes_missed"]} of {sample["notes"]}
seconds, cold               {figures["cold_s"]:.1f}
seconds, unchanged          {"nothing is kept" if unchanged is None else f"{unchanged:.1f}"}"""
    )
    for defect in sample["defects"]:
        click.echo(defect)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--docket", default="NTIA-2023-0009", show_default=True, help="Docket of the files.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def main(folder: Path, docket: str, as_json: bool) -> None:
    """Measure the text of all PDFs of FOLDER."""
    figures = figures_of(read_folder(folder, docket))
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        _show(figures)


if __name__ == "__main__":
    main()
