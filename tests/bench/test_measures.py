"""The measures themselves: a figure that cannot get worse says nothing."""

from pathlib import Path

import pypdfium2
import pytest

from tests.bench.foreign import foreign_words
from tests.bench.reading import sample_figures
from tests.bench.sample import SAMPLE, SamplePage, Sentence, drawn_pages, letters_of, load_sample
from tests.bench.wordlist import WordList, lower_case_words
from tests.made_document import document, of_pieces, piece
from tests.pdf_maker import make_pdf

SPOKEN = "The lamps of the harbour, which the guild lit first, were never put out again."
SENTENCE = Sentence(
    "The lamps of the", "never put out again.", len(letters_of(SPOKEN)), ("12",), ("page",)
)


@pytest.fixture(scope="module")
def words() -> WordList:
    return WordList()


def breaks(text: str) -> bool:
    return bool(SamplePage("kite", 1, (), (), (SENTENCE,)).broken_in(text))


@pytest.mark.parametrize(
    "text",
    [
        SPOKEN,
        f"Before it. {SPOKEN} After it.",
        SPOKEN.replace("first", "first12"),
        SPOKEN.replace("first", "\ufb01rst"),
        SPOKEN.replace("harbour", "har bour").replace("lamps of", "lamps-of"),
        f"The lamps of the guild burn. {SPOKEN}",
    ],
    ids=["alone", "among others", "with its mark", "ligature", "spaces", "begins as another"],
)
def test_a_whole_sentence_is_whole(text: str) -> None:
    assert not breaks(text)


@pytest.mark.parametrize(
    "text",
    [
        SPOKEN.replace("guild lit", "guild\nlit"),
        SPOKEN.replace("guild lit", "guild 12 See the log of the guild. lit"),
        SPOKEN.replace("guild lit", "guild 417 lit"),
        SPOKEN.replace("guild lit", "guild Harbour Office lit"),
        "The lamps of the harbour,",
        "",
    ],
    ids=["new paragraph", "note", "page number", "running head", "half", "nothing"],
)
def test_a_broken_sentence_is_broken(text: str) -> None:
    assert breaks(text)


def test_what_of_the_sample_is_missed_is_counted_and_named() -> None:
    page = SamplePage("kite", 1, ("Lamps", "Oil"), ("12", "13"), (SENTENCE,))
    read = document(
        of_pieces(
            [
                piece("II. Lamps", "heading"),
                piece("Oil", "heading", page=2),
                piece(SPOKEN),
                piece("See the log.", "note", number="12"),
            ]
        )
    )
    figures = sample_figures([page], {"kite": read})
    assert (figures.sentences, figures.broken, figures.interrupted) == (1, 0, 1)
    assert (figures.headings, figures.headings_missed) == (2, 1)
    assert (figures.notes, figures.notes_missed) == (2, 1)
    assert figures.defects == ("kite p. 1: not told apart: Oil, 13",)


def test_the_sample_is_drawn_the_same_way_again() -> None:
    counts = {f"kite-{number:02}": number for number in range(1, 30)}
    drawn = drawn_pages(counts, seed=7)
    assert drawn == drawn_pages(dict(reversed(counts.items())), seed=7)
    assert drawn != drawn_pages(counts, seed=8)
    assert len({doc_id for doc_id, _ in drawn}) == 10
    assert all(1 <= page <= counts[doc_id] and counts[doc_id] >= 3 for doc_id, page in drawn)


@pytest.mark.real
def test_the_hand_checked_pages_are_those_drawn(real_corpus: Path) -> None:
    counts = {}
    for path in real_corpus.glob("*.pdf"):
        with pypdfium2.PdfDocument(path) as document:
            counts[path.stem] = len(document)
    drawn = drawn_pages(counts, seed=2024)
    assert [(page.doc_id, page.page) for page in load_sample(SAMPLE)] == drawn


def test_damaged_words_are_not_in_the_lists(words: WordList) -> None:
    strange, total = words.unknown(
        "The foun\ufffdation of th e harbor diƯers from whatitwas; models, lit, planned, bodies."
    )
    assert set(strange) == {"foun\ufffdation", "th", "e", "diƯers", "whatitwas"}
    assert total == 12


def test_names_addresses_figures_and_labels_are_left_aside() -> None:
    text = "Ada (b) kite2 www.kites.example x-ray’s https://kites.example/qqq ada@kites.org don’t"
    assert list(lower_case_words(text)) == ["ray", "do"]


def test_a_word_that_many_documents_have_is_a_word() -> None:
    texts = ["lamplighterish"] * 5
    assert WordList(texts).holds("lamplighterish")
    assert not WordList(texts[:4]).holds("lamplighterish")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("lit by lamps.12 Then", 1),
        ("lit by lamps12 then", 1),
        ("lit by “lamps.”7", 1),
        ("lit by lamps. 12 Then", 1),
        ("lit by lamps. Then 12 came", 0),
        ("llm2 and 10 lamps in 2023", 0),
    ],
)
def test_marks_of_notes_left_in_the_text_are_counted(
    words: WordList, text: str, count: int
) -> None:
    assert words.marks_left(text) == count


def test_words_of_other_notices_are_counted(tmp_path: Path) -> None:
    path = make_pdf(
        tmp_path / "extract.pdf",
        [
            [
                "the whale was seen at noon near the cape",
                "[FR Doc. 2024-1 Filed 2-23-24; 8:45 am]",
                "the guild asks who lights the lamps at noon",
                "[FR Doc. 2024-2 Filed 2-23-24; 8:45 am]",
                "the office buys new boats and oars for all",
            ]
        ],
    )
    own = "the guild asks who lights the lamps at noon"
    assert foreign_words(path, "2024-2", own) == 0
    assert foreign_words(path, "2024-2", f"{own} the office buys new boats and sails") == 6
    assert foreign_words(path, "2024-2", f"near the cape it was; {own}") == 0, "too short to tell"
