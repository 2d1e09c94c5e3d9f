"""Passages: exact ranges, every sentence, never more than the model's window."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentence_ranges
from corpus.types import Document, Kind, Page
from index.passages import (
    QUESTION_SECTION,
    PassageRules,
    context_line,
    is_heading,
    make_passages,
)
from index.types import Passage, passage_id
from tests.properties import bounded

RULES = PassageRules(window_tokens=40, target_tokens=30)


def words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def pieces(texts: list[str]) -> list[int]:
    """A piece for every four letters of a word, as word pieces would have it."""
    return [sum((len(word) + 3) // 4 for word in text.split()) for text in texts]


def document(
    *texts: str, kind: Kind = "comment", title: str = "Kites", commenter: str = "Ada"
) -> Document:
    return Document(
        doc_id="kite",
        title=title,
        commenter=commenter,
        kind=kind,
        origin="imported",
        url="",
        path=Path("kite.txt"),
        sha256="",
        pages=tuple(Page("kite", number, text) for number, text in enumerate(texts, start=1)),
    )


def sentence(length: int, word: str = "kite") -> str:
    return " ".join(["The", *[word] * (length - 2), "flies."])


PAGE = st.lists(
    st.sampled_from(
        [
            *(sentence(length) + " " for length in (3, 8, 15, 29, 31, 70)),
            "A Heading of Its Own\n",
            "\n",
            "and so it goes on ",
            "• an item; ",
            "https://kites.example/" + "strings-and-tails/" * 30 + " ",
            "x" * 400 + " ",
        ]
    ),
    max_size=12,
).map(lambda parts: "".join(parts).strip())


def page_of_offsets(made: Document) -> list[int]:
    return [page.number for page in made.pages for _ in page.text + "\n"]


@bounded
@given(st.lists(PAGE, min_size=1, max_size=4))
def test_passages_are_exact_and_whole(texts: list[str]) -> None:
    made = document(*texts)
    passages = make_passages(made, pieces, RULES)
    pages = page_of_offsets(made)
    for passage in passages:
        assert made.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.passage_id == passage_id("kite", passage.start, passage.end, passage.text)
        assert (passage.page_start, passage.page_end) == (
            pages[passage.start],
            pages[passage.end - 1],
        )
    assert len({passage.passage_id for passage in passages}) == len(passages)


@bounded
@given(st.lists(PAGE, min_size=1, max_size=4))
def test_no_passage_exceeds_the_window(texts: list[str]) -> None:
    made = document(*texts)
    for passage in make_passages(made, pieces, RULES):
        seen = f"{context_line(made, passage.section)}\n{passage.text}"
        assert pieces([seen])[0] + 2 <= RULES.window_tokens
        assert pieces([passage.text])[0] <= RULES.target_tokens


@bounded
@given(st.lists(PAGE, min_size=1, max_size=4))
def test_every_sentence_is_in_a_passage_and_none_says_nothing_new(texts: list[str]) -> None:
    made = document(*texts)
    passages = make_passages(made, pieces, RULES)
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    assert all(at in covered for at, sign in enumerate(made.text) if not sign.isspace())
    breaks = frozenset(start - 1 for start in made.page_starts[1:])
    for start, end in sentence_ranges(made.text, breaks):
        if pieces([made.text[start:end]])[0] <= 10:
            assert any(p.start <= start and end <= p.end for p in passages)
    for before, after in pairwise(passages):
        assert before.start < after.start
        assert before.end < after.end


def texts_of(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def test_the_last_sentence_begins_the_next_passage_too() -> None:
    text = " ".join(f"Kite number {n} flies over all the houses." for n in range(10, 18))
    first, second, *_ = make_passages(document(text), words, RULES)
    last = first.text[first.text.rindex("Kite") :]
    assert second.text.startswith(last)


def test_without_overlap_nothing_is_said_twice() -> None:
    text = " ".join(f"Kite number {n} flies over all the houses." for n in range(10, 18))
    rules = PassageRules(window_tokens=40, target_tokens=30, overlap_sentences=0)
    made = document(text)
    assert " ".join(texts_of(make_passages(made, words, rules))) == text


def test_a_long_sentence_is_not_repeated() -> None:
    made = document(f"{sentence(12, 'tail')} {sentence(16)} {sentence(16, 'string')}")
    assert texts_of(make_passages(made, words, RULES)) == [
        f"{sentence(12, 'tail')} {sentence(16)}",
        sentence(16, "string"),
    ]


def test_a_passage_may_cross_a_page_break() -> None:
    made = document("The kite flies over", "all houses.")
    [passage] = make_passages(made, words, RULES)
    assert (passage.page_start, passage.page_end) == (1, 2)
    assert passage.text == "The kite flies over\nall houses."


def test_a_heading_is_the_section_of_what_follows() -> None:
    made = document(f"Of Strings\n{sentence(20)}\nOf Long Tails\n{sentence(20)}")
    first, second = make_passages(made, words, RULES)
    assert (first.section, second.section) == ("Of Strings", "Of Long Tails")
    assert second.text.startswith("Of Long Tails\n")


NOTICE = """\
Kites over airports
1. Should kites be registered?
a. By whom?
b. Where?
2. What of strings?
Dated: May 1, 2031.
The bureau signs."""


def test_each_question_of_a_notice_is_a_passage_of_its_own() -> None:
    passages = make_passages(document(NOTICE, kind="rfc"), words, PassageRules())
    numbered = {p.section: p.text for p in passages if p.section.startswith(QUESTION_SECTION)}
    assert numbered == {
        "Question 1": "1. Should kites be registered?",
        "Question 1a": "a. By whom?",
        "Question 1b": "b. Where?",
        "Question 2": "2. What of strings?",
    }
    assert "The bureau signs." in passages[-1].text
    assert passages[-1].section == ""


def test_a_comments_heading_is_no_question_of_the_notice() -> None:
    made = document(f"Intro here.\nQuestion 5b\n{sentence(12)} {sentence(8)}")
    [passage] = make_passages(made, words, RULES)
    assert passage.text.endswith(sentence(8))
    made = document(f"{sentence(20)}\nQuestion 5b\n{sentence(12)} {sentence(8)}")
    assert [p.section for p in make_passages(made, words, RULES)] == ["", "Question 5b"]


def test_a_comment_that_quotes_the_questions_is_cut_as_any_other() -> None:
    [passage] = make_passages(document(NOTICE), words, PassageRules())
    assert not passage.section.startswith(QUESTION_SECTION)


@pytest.mark.parametrize("texts", [(), ("",), ("", " ", "\n")])
def test_no_text_no_passage(texts: tuple[str, ...]) -> None:
    assert make_passages(document(*texts), words, RULES) == []


@pytest.mark.parametrize(
    ("title", "commenter", "section", "line"),
    [
        ("Kites", "Ada", "Of Strings", "Ada — Kites — Of Strings"),
        ("Comment of Ada", "Ada", "", "Comment of Ada"),
        ("Kites", "", "", "Kites"),
    ],
)
def test_the_context_line(title: str, commenter: str, section: str, line: str) -> None:
    assert context_line(document(title=title, commenter=commenter), section) == line


def test_an_endless_title_leaves_room_for_the_text() -> None:
    made = document(sentence(60), title="kites and strings " * 200)
    assert len(context_line(made, "")) < 300
    assert len(make_passages(made, words, PassageRules(window_tokens=100))) < 3


@pytest.mark.parametrize("line", ["Of Strings", "II. Of Strings", "Who pays?", "“Open” Kites"])
def test_headings(line: str) -> None:
    text = f"Before.\n{line}\nAfter."
    assert is_heading(text, 8, 8 + len(line))


@pytest.mark.parametrize(
    "line",
    [
        "Kites",
        "Kites fly.",
        "kites and strings",
        "A list:",
        "https://kites.example/Of Strings",
        "A " * 70,
    ],
)
def test_no_headings(line: str) -> None:
    text = f"Before.\n{line}\nAfter."
    assert not is_heading(text, 8, 8 + len(line))


def test_a_sentence_within_a_paragraph_is_no_heading() -> None:
    text = "It is so. Of Strings"
    assert not is_heading(text, 10, len(text))
