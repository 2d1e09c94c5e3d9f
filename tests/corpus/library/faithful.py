"""Checks a packaged digest against its original: nothing copied, every figure on its page.

For a writer of digests: `python -m tests.corpus.library.faithful [ID ...]` (with none: all).
The originals come from ASKDOCKET_TEST_CORPUS, as in the tests.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pypdfium2

from corpus.errors import UnreadableDocument
from corpus.library.digests import DigestBlock, list_digests, parse_digest
from corpus.library.manifest import Entry, load_docket

DOCKET = load_docket("NTIA-2023-0009")
WORDS_OF_A_COMMENT = range(200, 401)
"""How many words the statements of a comment's digest may have in all."""
LONGEST_RUN = 6
"""So many words of the original in a row may stand in a digest; beyond that it is a copy."""

FIXED_TERMS = (
    "National Telecommunications and Information Administration",
    "Assistant Secretary of Commerce for Communications and Information",
    "Secretary of Commerce",
    "Safe, Secure, and Trustworthy Development and Use of Artificial Intelligence",
    "dual-use foundation model",
    "dual-use foundation models",
    "open foundation model",
    "open foundation models",
    "widely available model weights",
    "widely available weights",
)
"""Names, and terms that another wording would falsify."""

_FIGURE = re.compile(r"(?<![A-Za-z0-9])\d+(?:[.,:^]\d+)*")
_QUESTION = re.compile(r"\bQuestions? \d+\w*")


def packaged(doc_id: str) -> tuple[Path, Entry]:
    """The digest's file and its document in the manifest."""
    return DOCKET.digests_dir / f"{doc_id}.md", DOCKET.entry(doc_id)


def tokens(text: str) -> list[str]:
    """The lower-case words and numbers of a text, those parted at the end of a line rejoined."""
    text = re.sub(r"[\ufffe\u00ad-]?\r?\n|\ufffe", " ", text.replace("^", ""))
    return re.findall(r"[a-z0-9]+", text.lower())


def runs(words: Sequence[str], length: int = LONGEST_RUN + 1) -> set[tuple[str, ...]]:
    """All runs of so many words."""
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def original_pages(corpus: Path, doc_id: str) -> list[str]:
    """The text of each page of the original, as its PDF holds it."""
    with pypdfium2.PdfDocument(corpus / f"{doc_id}.pdf") as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def copied_runs(blocks: Sequence[DigestBlock], pages: Sequence[str], entry: Entry) -> list[str]:
    """What the digest has word for word from the original, names and fixed terms aside."""
    original = runs(tokens("\n".join(pages)))
    terms = (*FIXED_TERMS, entry.commenter, *entry.aliases)
    parts = [part for block in blocks for part in _without(terms, block.text)]
    return [" ".join(run) for part in parts for run in runs(part) & original]


def figures_elsewhere(blocks: Sequence[DigestBlock], pages: Sequence[str]) -> list[str]:
    """The figures of the digest that are not on the pages that their statement names."""
    found = []
    for block in blocks:
        there = _figures(pages[block.page_start - 1 : block.page_end])
        where = f"p. {block.page_start}-{block.page_end} ({block.text[:40]}…)"
        for figure in _FIGURE.findall(_QUESTION.sub("", block.text)):
            powers = figure.split("^")  # a page may have 10^26 as 1026 or as 10 26
            if not ({figure, "".join(powers)} & there or (powers[1:] and there.issuperset(powers))):
                found.append(f"{figure} is not on {where}")
    return found


def problems(corpus: Path, doc_id: str) -> Iterator[str]:
    """What is wrong with the packaged digest of that document."""
    path, entry = packaged(doc_id)
    try:
        blocks = parse_digest(path, entry).blocks
    except UnreadableDocument as error:
        yield error.message
        return
    pages = original_pages(corpus, doc_id)
    words = sum(len(block.text.split()) for block in blocks)
    if entry.kind == "comment" and words not in WORDS_OF_A_COMMENT:
        yield f"{words} words instead of {WORDS_OF_A_COMMENT[0]} to {WORDS_OF_A_COMMENT[-1]}"
    yield from (f"copied: {run}" for run in copied_runs(blocks, pages, entry))
    yield from figures_elsewhere(blocks, pages)


def _without(terms: Sequence[str], text: str) -> list[list[str]]:
    joined = f" {' '.join(tokens(text))} "
    for term in sorted(terms, key=len, reverse=True):
        joined = joined.replace(f" {' '.join(tokens(term))} ", " | ")
    return [part.split() for part in joined.split("|")]


def _figures(pages: Sequence[str]) -> set[str]:
    """Figures of the pages, whole and in their parts: the mark of a note may follow a full stop."""
    found = {figure for page in pages for figure in _FIGURE.findall(page)}
    return found | {part for figure in found for part in re.split(r"[.,:]", figure)}


def main() -> None:
    corpus = Path(os.environ.get("ASKDOCKET_TEST_CORPUS", f"../shared/corpus/{DOCKET.docket_id}"))
    doc_ids = sys.argv[1:] or [path.stem for path in list_digests(DOCKET)]
    found = [f"{doc_id}: {problem}" for doc_id in doc_ids for problem in problems(corpus, doc_id)]
    click.echo("\n".join(found) or f"{len(doc_ids)} digests: nothing found.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
