"""Passages: exact ranges, every sentence, never more than the model's window."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.content import Voice
from corpus.sentences import sentence_ranges
from corpus.types import Document, Kind
from index.passages import PassageRules, context_line, embedded_text, make_passages
from index.types import Passage, passage_id
from index.units import QUESTION
from tests.made_document import Piece, across, document, of_pieces, piece
from tests.properties import bounded

RULES = PassageRules(window_tokens=40, target_tokens=30)


def words(texts: list[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def pieces(texts: list[str]) -> list[int]:
    """A piece for every four letters of a word, as word pieces would have it."""
    return [sum((len(word) + 3) // 4 for word in text.split()) for text in texts]


def sentence(length: int, word: str = "kite") -> str:
    return " ".join(["The", *[word] * (length - 2), "flies."])


TEXTS = st.lists(
    st.sampled_from(
        [
            *(sentence(length) for length in (3, 8, 15, 29, 31, 70)),
            "A Heading of Its Own",
            "and so it goes on:",
            "• an item;",
            "https://kites.example/" + "strings-and-tails/" * 30,
            "x" * 400,
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
SECTIONS = st.lists(st.sampled_from(["Of Strings", "Of Tails " * 20]), max_size=3).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Bodies of any blocks on rising pages, then notes."""
    body = draw(
        st.lists(
            st.builds(
                piece,
                TEXTS,
                st.sampled_from(
                    ["heading", "paragraph", "item", "quotation", "row", "contents", "reference"]
                ),
                page=st.integers(1, 3),
                section=SECTIONS,
                question=st.sampled_from(["", "5b"]),
            ),
            max_size=9,
        )
    )
    notes = st.builds(piece, TEXTS, st.just("note"), number=st.sampled_from(["", "7", "*", "123"]))
    kind = draw(st.sampled_from(["comment", "rfc"]))
    return document(of_pieces([*body, *draw(st.lists(notes, max_size=4))]), kind=kind)


@bounded
@given(documents())
def test_passages_are_exact_and_whole(made: Document) -> None:
    passages = make_passages(made, pieces, RULES)
    for passage in passages:
        assert made.text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.passage_id == passage_id("kite", passage.start, passage.end, passage.text)
        pages = made.pages_of(passage.start, passage.end)
        assert (passage.page_start, passage.page_end) == pages
    assert len({passage.passage_id for passage in passages}) == len(passages)


@bounded
@given(documents())
def test_no_passage_exceeds_the_window(made: Document) -> None:
    rules = PassageRules(window_tokens=140, target_tokens=30)
    for passage in make_passages(made, pieces, rules):
        seen = f"{context_line(made, passage.section, passage.question)}\n{passage.text}"
        assert pieces([seen])[0] + 2 <= rules.window_tokens
        assert pieces([passage.text])[0] <= rules.target_tokens


@bounded
@given(documents())
def test_every_sentence_is_in_a_passage_and_none_says_nothing_new(made: Document) -> None:
    passages = make_passages(made, pieces, PassageRules(window_tokens=140, target_tokens=30))
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    for block in made.blocks:
        if block.kind == "contents":
            continue
        within = range(block.start, block.end)
        assert all(at in covered for at in within if not made.text[at].isspace())
        for start, end in sentence_ranges(made.text[block.start : block.end]):
            if pieces([made.text[block.start + start : block.start + end]])[0] <= 10:
                assert any(
                    p.start <= block.start + start and block.start + end <= p.end for p in passages
                )
    for before, after in pairwise(passages):
        assert before.start < after.start
        assert before.end < after.end


@bounded
@given(documents())
def test_what_is_apart_stays_apart(made: Document) -> None:
    for passage in make_passages(made, pieces, RULES):
        inside = [b for b in made.blocks if b.start < passage.end and passage.start < b.end]
        kinds = {block.kind for block in inside} - {"heading"}
        assert len({kind in ("note", "reference") for kind in kinds}) <= 1
        assert not {"note", "reference"} <= kinds
        assert len({b.question for b in inside if b.kind not in ("heading", "note")}) <= 2
        if made.kind == "rfc" and passage.section == "Question 5b":
            assert {block.question for block in inside} == {"5b"}


def texts_of(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def test_the_last_sentence_begins_the_next_passage_too() -> None:
    text = " ".join(f"Kite number {n} flies over all the houses." for n in range(10, 18))
    first, second, *_ = make_passages(document([text]), words, RULES)
    last = first.text[first.text.rindex("Kite") :]
    assert second.text.startswith(last)


def test_without_overlap_nothing_is_said_twice() -> None:
    text = " ".join(f"Kite number {n} flies over all the houses." for n in range(10, 18))
    rules = PassageRules(window_tokens=40, target_tokens=30, overlap_sentences=0)
    made = document([text])
    assert " ".join(texts_of(make_passages(made, words, rules))) == text


def test_a_long_sentence_is_not_repeated() -> None:
    made = document([f"{sentence(12, 'tail')} {sentence(16)} {sentence(16, 'string')}"])
    assert texts_of(make_passages(made, words, RULES)) == [
        f"{sentence(12, 'tail')} {sentence(16)}",
        sentence(16, "string"),
    ]


def cut(*made: Piece, rules: PassageRules = RULES, kind: str = "comment") -> list[Passage]:
    return make_passages(document(of_pieces(made), kind=kind), words, rules)  # type: ignore[arg-type]


def test_a_passage_may_cross_a_page_break() -> None:
    [passage] = cut(across("The kite flies over ", "all houses."))
    assert (passage.page_start, passage.page_end) == (1, 2)
    assert passage.text == "The kite flies over all houses."


def test_a_passage_says_under_which_headings_it_stands() -> None:
    strings, tails = ("Part I", "Of Strings"), ("Part I", "Of Strings", "Of Long Tails")
    first, second = cut(
        piece("Of Strings", "heading", section=strings),
        piece(sentence(20), section=strings),
        piece("Of Long Tails", "heading", section=tails),
        piece(sentence(20), section=tails),
    )
    assert (first.section, second.section) == (
        "Part I › Of Strings",
        "Of Strings › Of Long Tails",
    )
    assert second.text.startswith("Of Long Tails\n")


def test_a_heading_goes_with_what_follows_it() -> None:
    under = {"section": ("Of Tails",)}
    first, second = cut(
        piece(sentence(28)), piece("Of Tails", "heading", **under), piece(sentence(9), **under)
    )
    assert first.text == sentence(28)
    assert second.text == f"Of Tails\n{sentence(9)}"


def test_what_ends_in_a_colon_goes_with_what_it_introduces() -> None:
    first, second = cut(
        piece(f"{sentence(20)} We ask for:"),
        piece("Long strings of the very best silk there is.", "item"),
        piece("A kite for every child in town.", "item"),
    )
    assert first.text == sentence(20)
    assert second.text.startswith("We ask for:\nLong strings")


def test_headings_alone_are_a_passage_all_the_same() -> None:
    alone = cut(piece("Of Tails", "heading"), piece("Of Long Tails", "heading"))
    assert texts_of(alone) == ["Of Tails\nOf Long Tails"]


def test_a_table_stays_together_where_it_fits() -> None:
    rows = [piece(f"Kite {n} | {n} metres | {n} grams", "row") for n in range(3)]
    first, second = cut(piece(sentence(15)), *rows, piece(sentence(4)))
    assert first.text == sentence(15)
    assert second.text.count("|") == 6
    long = [piece(f"Kite {n} | {n} metres | {n} grams", "row") for n in range(9)]
    assert len(cut(piece(sentence(15)), *long)) > 2


def test_two_tables_are_two() -> None:
    def rows(name: str) -> list[Piece]:
        return [piece(f"{name} | one metre | two grams", "row") for _ in range(2)]

    between = piece("Other kites:")
    first, second = cut(piece(sentence(8)), *rows("Kite"), between, *rows("Tail"))
    assert first.text.endswith("Kite | one metre | two grams")
    assert second.text.startswith("Other kites:\nTail")


def test_notes_are_no_part_of_the_body() -> None:
    body, notes = cut(
        piece("Kites fly."),
        piece("See Strings 5.", "note", number="1"),
        piece("See Tails 6.", "note", number="2"),
    )
    assert (body.text, body.section) == ("Kites fly.", "")
    assert (notes.text, notes.section) == ("See Strings 5.\nSee Tails 6.", "Footnotes")
    assert (body.kind, notes.kind) == ("body", "notes")


@pytest.mark.parametrize(("number", "section"), [("37", "Footnote 37"), ("", "Footnotes")])
def test_a_passage_of_one_note_names_it(number: str, section: str) -> None:
    [note] = cut(piece("It is so. Strings say so.", "note", number=number, section=("Tails",)))
    assert note.section == section


def test_a_bibliography_is_no_part_of_the_body_and_has_its_heading() -> None:
    body, references = cut(
        piece("Kites fly."),
        piece("Works Cited", "heading", section=("Works Cited",)),
        piece("A. Ada. On Kites. 2031.", "reference", section=("Works Cited",)),
        piece("B. Bo. On Strings. 2032.", "reference", section=("Works Cited",)),
    )
    assert body.text == "Kites fly."
    assert references.text.startswith("Works Cited\nA. Ada.")
    assert (references.section, references.kind) == ("Works Cited", "references")


def test_a_bibliography_without_a_heading_is_named() -> None:
    assert cut(piece("A. Ada. On Kites.", "reference"))[0].section == "References"


def test_a_table_of_contents_is_in_no_passage() -> None:
    around = piece("Kites"), piece("Of Kites 3", "contents"), piece("Kites fly.")
    assert texts_of(cut(*around)) == ["Kites", "Kites fly."]
    assert cut(piece("Kites 3", "contents")) == []


NOTICE = (
    piece("Kites over airports", "heading"),
    piece("1. Should kites be registered?", question="1"),
    piece("a. By whom?", question="1a"),
    piece("Say why.", question="1a"),
    piece("2. What of strings?", question="2"),
    piece("The bureau signs."),
)


def test_each_question_of_a_notice_is_a_passage_of_its_own() -> None:
    passages = cut(*NOTICE, rules=PassageRules(), kind="rfc")
    numbered = {p.section: p.text for p in passages if p.section.startswith(QUESTION)}
    assert numbered == {
        "Question 1": "1. Should kites be registered?",
        "Question 1a": "a. By whom?\nSay why.",
        "Question 2": "2. What of strings?",
    }
    assert [p.question for p in passages] == ["", "1", "1a", "2", ""]
    assert [p.kind for p in passages] == ["body", "question", "question", "question", "body"]
    assert (passages[-1].text, passages[-1].section) == ("The bureau signs.", "")


def test_answers_of_a_comment_are_told_apart_by_question_but_keep_their_section() -> None:
    under = ("Our answers",)
    first, second = cut(
        piece("Question 1", "heading", question="1", section=under),
        piece("We say yes.", question="1", section=under),
        piece("We say no to this one.", question="2", section=under),
    )
    assert (first.text, first.question, first.section) == (
        "Question 1\nWe say yes.",
        "1",
        "Our answers",
    )
    assert (second.question, second.section) == ("2", "Our answers")


@pytest.mark.parametrize("texts", [("",), ("", " ", "\n")])
def test_no_text_no_passage(texts: tuple[str, ...]) -> None:
    assert make_passages(document(texts), words, RULES) == []


@pytest.mark.parametrize(
    ("title", "commenter", "section", "question", "line"),
    [
        ("Kites", "Ada", "Of Strings", "", "Ada — Kites — Of Strings"),
        ("Comment of Ada", "Ada", "", "", "Comment of Ada"),
        ("Kites", "", "", "", "Kites"),
        ("Kites", "", "Of Strings", "5b", "Kites — Of Strings — Question 5b"),
        ("Kites", "", "Response to Question 5b", "5b", "Kites — Response to Question 5b"),
        ("Kites", "", "", "5b", "Kites — Question 5b"),
    ],
)
def test_the_context_line(
    title: str, commenter: str, section: str, question: str, line: str
) -> None:
    made = document([""], title=title, commenter=commenter)
    assert context_line(made, section, question) == line


def test_an_endless_title_leaves_room_for_the_text() -> None:
    made = document([sentence(60)], title="kites and strings " * 200)
    assert len(context_line(made, "")) < 300
    assert len(make_passages(made, words, PassageRules(window_tokens=100))) < 3


def test_a_passage_is_embedded_under_its_context_line() -> None:
    made = document(["Kites fly."], title="Comment on kites", commenter="Ada")
    [passage] = make_passages(made, words, RULES)
    assert embedded_text(made, passage) == "Ada — Comment on kites\nKites fly."


@pytest.mark.parametrize(
    ("kind", "voices", "pasted"),
    [
        ("comment", (), 0),
        ("comment", (Voice(0, 10, "agency"),), 10 / 23),
        ("comment", (Voice(0, 10, "other"),), 0),
        ("comment", (Voice(0, 6, "agency"), Voice(6, 9, "other"), Voice(9, 23, "agency")), 20 / 23),
        ("comment", (Voice(0, 23, "agency"),), 1),
        ("other", (Voice(0, 10, "agency"),), 10 / 23),
        ("rfc", (Voice(0, 23, "agency"),), 0),
    ],
)
def test_how_much_of_a_passage_is_pasted(
    kind: Kind, voices: tuple[Voice, ...], pasted: float
) -> None:
    made = document(
        of_pieces([piece("Kites fly."), piece("Tails do not")], voices=voices), kind=kind
    )
    [passage] = make_passages(made, words, RULES)
    assert passage.text == "Kites fly.\nTails do not"
    assert passage.pasted == pytest.approx(pasted, abs=0.001)


def test_only_what_is_pasted_in_the_passage_itself_counts() -> None:
    text = [piece(sentence(20)), piece(sentence(20, "tail"))]
    first_length = len(sentence(20))
    content = of_pieces(text, voices=(Voice(0, first_length, "agency"),))
    passages = make_passages(document(content), words, RULES)
    assert [passage.pasted for passage in passages] == [1, 0]
