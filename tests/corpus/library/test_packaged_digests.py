"""The digests that come with Askdocket: complete, readable, and faithful to their originals."""

import re
from pathlib import Path

import pytest

from corpus.library.digests import list_digests, parse_digest, read_digest
from tests.corpus.library.faithful import (
    DOCKET,
    copied_runs,
    figures_elsewhere,
    original_pages,
    packaged,
    problems,
    runs,
    tokens,
)

RFC = "NTIA-2023-0009-0001"
QUESTIONS = [
    "1", "1a", "1b", "1c", "1d", "1d(i)", "2", "2a", "2b", "2c", "2d", "2d(i)", "2d(ii)", "2e", "2f",
    "3", "3a", "3b", "3c", "3d", "3e", "4", "5", "5a", "5b", "5c", "5d", "5e", "5f", "5g",
    "6", "6a", "6b", "6c", "6d", "7", "7a", "7b", "7c", "7d", "7d(i)", "7e", "7f", "7g", "7h", "7i",
    "7j", "8", "8a", "8b", "8c", "9",
]  # fmt: skip
PAGE_OF_QUESTION = {"1a": 4, "5a": 4, "5b": 4, "5c": 5, "7j": 5, "9": 5}
PACKAGED = [path.stem for path in list_digests(DOCKET)]


def test_every_packaged_digest_belongs_to_the_manifest() -> None:
    assert RFC in PACKAGED
    assert sorted(path.stem for path in DOCKET.digests_dir.iterdir()) == PACKAGED


@pytest.mark.parametrize("doc_id", PACKAGED)
def test_packaged_digests_can_be_read(doc_id: str) -> None:
    path, entry = packaged(doc_id)
    document = read_digest(path, entry)
    assert len(document.pages) == entry.pages
    assert not re.search(r"\[pp?\.", document.text)


def test_each_question_of_the_rfc_has_exactly_one_block() -> None:
    blocks = parse_digest(*packaged(RFC)).blocks
    asked = [block for block in blocks if block.text.startswith("Question ")]
    assert [block.questions for block in asked] == [(number,) for number in QUESTIONS]
    for number, block in zip(QUESTIONS, asked, strict=True):
        assert block.text.startswith(f"Question {number}. ")
        assert block.page_start == PAGE_OF_QUESTION.get(number, block.page_start)
    assert [block.page_start for block in asked] == sorted(block.page_start for block in asked)
    assert not [block for block in blocks if block.questions and block not in asked]


@pytest.mark.parametrize("doc_id", PACKAGED)
def test_questions_of_packaged_digests_are_asked_by_the_rfc(doc_id: str) -> None:
    blocks = parse_digest(*packaged(doc_id)).blocks
    assert {number for block in blocks for number in block.questions} <= set(QUESTIONS)


@pytest.mark.parametrize("doc_id", PACKAGED)
def test_headings_of_packaged_digests_read_as_headings(doc_id: str) -> None:
    for heading in {block.heading for block in parse_digest(*packaged(doc_id)).blocks}:
        assert 1 <= len(heading.split()) <= 16
        assert heading[0].isupper()
        assert heading[-1].isalnum()


def test_the_run_finder_finds_a_copied_sentence() -> None:
    original = "The quick brown fox jumps over the lazy\r\ndog near the river bank."
    copied = tokens("They say: jumps over the lazy dog near the river.")
    assert runs(copied) & runs(tokens(original))


@pytest.mark.real
def test_what_is_copied_or_misplaced_in_a_digest_is_found(real_corpus: Path) -> None:
    path, entry = packaged(RFC)
    blocks = parse_digest(path, entry).blocks
    pages = original_pages(real_corpus, RFC)
    assert not copied_runs(blocks, pages, entry)
    assert copied_runs(blocks, [*pages, blocks[3].text], entry)
    assert not figures_elsewhere(blocks, pages)
    assert figures_elsewhere(blocks, pages[::-1])


@pytest.mark.real
@pytest.mark.parametrize("doc_id", PACKAGED)
def test_packaged_digests_are_faithful(doc_id: str, real_corpus: Path) -> None:
    assert list(problems(real_corpus, doc_id)) == []
