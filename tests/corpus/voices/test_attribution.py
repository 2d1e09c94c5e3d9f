"""Whose words a document holds."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Mark
from corpus.library.manifest import load_docket
from corpus.pdf import read_pdf
from corpus.types import Document
from corpus.voices.attribution import quoted_voices, with_voices
from tests.corpus.voices.kites import (
    BACKGROUND,
    DEFINITION,
    ONE,
    ONE_A,
    TWO,
    Piece,
    content,
    document,
    links,
    notice,
    voices,
)
from tests.properties import bounded

NOTICE = notice()
QUOTED = "the wind that blows from the hills is strong enough for all kites"


def others(*pieces: Piece) -> list[str]:
    made = content(*pieces)
    return [made.text[voice.start : voice.end] for voice in quoted_voices(made)]


def test_quotations_of_six_words_and_more() -> None:
    assert others(f"Ada says that “{QUOTED}” in spring.") == [QUOTED]
    assert others("They call it “open” and “kites for all of us”.") == []


def test_a_quotation_over_two_paragraphs_counts_as_one() -> None:
    assert others("She said “kites fly in", "every wind there is” to us.") == [
        "kites fly in",
        "every wind there is",
    ]


def test_contents_and_references_quote_nobody() -> None:
    assert others(("contents", f"“{QUOTED}” | 7"), ("reference", f"Ada, “{QUOTED}”, 2031.")) == []


def test_block_quotes_that_are_led_in() -> None:
    quotation: Piece = ("quotation", QUOTED)
    assert others("As Ada writes:", quotation, ("quotation", f"{QUOTED} too")) == [
        QUOTED,
        f"{QUOTED} too",
    ]
    assert others("Ada has found that", quotation, "Indeed.") == [QUOTED]


@pytest.mark.parametrize(
    "lead", ["Kites are fine.", "12 Harbour Street", "We recommend the following:", ""]
)
def test_blocks_set_apart_without_a_lead_are_the_authors(lead: str) -> None:
    assert others(lead, ("quotation", QUOTED.capitalize())) == []


def test_a_note_shows_whose_words_a_block_holds() -> None:
    made = content("We agree with the club:", ("quotation", QUOTED.capitalize()))
    assert quoted_voices(made) == ()
    noted = replace(made, marks=(Mark(len(made.text), "3"),))
    assert [(v.start, v.end) for v in quoted_voices(noted)] == [(24, len(made.text))]


def test_the_agency_wins_over_a_quotation() -> None:
    read = with_voices(document(f"“{BACKGROUND}” That is true. “{QUOTED}” too."), NOTICE)
    assert [words.strip("“”") for words in voices(read, "agency")] == [BACKGROUND]
    assert voices(read, "other") == [QUOTED]


def test_without_a_notice_only_quotations_are_told() -> None:
    read = with_voices(document(ONE, f"Ada says “{QUOTED}”."), None)
    assert voices(read, "agency") == []
    assert voices(read, "other") == [QUOTED]
    assert links(read) == ["", ""]


def test_a_digest_of_the_notice_links_by_numbers() -> None:
    read = with_voices(document(TWO, "Question 2: Wait.", "Long."), notice(origin="digest"))
    assert voices(read, "agency") == []
    assert links(read) == ["", "2", "2"]


def test_the_notice_is_not_pasted_into_itself() -> None:
    read = with_voices(NOTICE, NOTICE)
    assert voices(read, "agency") == []
    assert voices(read, "other") == [DEFINITION[DEFINITION.index("‘‘") + 2 : -2]]


TEXTS = st.lists(
    st.sampled_from(
        [ONE, ONE_A, BACKGROUND, f"“{TWO}” We agree.", f"He said “{QUOTED}", "so”.", "Question 2:"]
    )
    | st.text("ab “”.\"'?1", max_size=30),
    max_size=8,
)


@bounded
@given(TEXTS)
def test_voices_are_sorted_and_apart_and_the_text_is_as_it_was(texts: list[str]) -> None:
    plain = document(*texts)
    read = with_voices(plain, NOTICE)
    marked = read.content.voices
    assert read.text == plain.text
    assert np.array_equal(read.content.origins, plain.content.origins)
    assert all(0 <= voice.start < voice.end <= len(read.text) for voice in marked)
    assert all(one.end <= other.start for one, other in pairwise(marked))
    spans = [(block.start, block.end) for block in read.blocks]
    assert all(any(a <= v.start and v.end <= b for a, b in spans) for v in marked)
    assert spans == [(block.start, block.end) for block in plain.blocks]
    assert with_voices(read, NOTICE).content.voices == marked


def real(folder: Path, number: str) -> Document:
    doc_id = f"NTIA-2023-0009-{number}"
    entry = load_docket("NTIA-2023-0009").entry(doc_id)
    read = read_pdf(folder / f"{doc_id}.pdf", notice=entry.notice)
    return Document(doc_id, "", "", entry.kind, "official", "", Path(), "", read)


@pytest.mark.real
@pytest.mark.parametrize(
    ("number", "questions", "agency_chars"),
    [("0158", 52, 12_000), ("0175", 52, 10_000), ("0262", 40, 8_000), ("0225", 18, 4_500)],
)
def test_comments_that_paste_the_questions(
    real_corpus: Path, number: str, questions: int, agency_chars: int
) -> None:
    read = with_voices(real(real_corpus, number), real(real_corpus, "0001"))
    assert len(set(links(read)) - {""}) >= questions
    assert sum(map(len, voices(read, "agency"))) >= agency_chars


@pytest.mark.real
def test_a_comment_that_pastes_nothing(real_corpus: Path) -> None:
    read = with_voices(real(real_corpus, "0282"), real(real_corpus, "0001"))
    assert voices(read, "agency") == []
    assert not any(links(read))
