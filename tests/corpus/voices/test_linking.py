"""Which question each block speaks to."""

from corpus.voices import with_voices
from tests.corpus.voices.kites import ONE, ONE_A, ONE_A_I, TWO, Piece, document, links, notice


def linked(*pieces: Piece) -> list[str]:
    return links(with_voices(document(*pieces), notice()))


def head(text: str, *above: str) -> Piece:
    return ("heading", text, (*above, text))


def test_an_answer_goes_on_to_the_next_question() -> None:
    assert linked("We are old.", ONE, "High.", "Very high.", ONE_A, "Gales.") == [
        "",
        "1",
        "1",
        "1",
        "1a",
        "1a",
    ]


def test_a_heading_below_the_question_belongs_to_the_answer() -> None:
    found = linked(
        head(TWO), "Wait.", head("Ferries by night", TWO), "Sleep.", head("Thanks"), "Thanks."
    )
    assert found == ["2", "2", "2", "2", "", ""]


def test_questions_by_their_number_alone() -> None:
    found = linked(head("Response to Question 1(a)"), "Gales.", "Question 2: They should wait.")
    assert found == ["1a", "1a", "2"]


def test_an_unknown_number_or_several_end_an_answer() -> None:
    assert linked(TWO, "Wait.", head("Question 7"), "Why?") == ["2", "2", "", ""]
    assert linked(TWO, "Wait.", "Responsive to Questions 1 and 2.", "Why?") == ["2", "2", "", ""]


def test_notes_and_references_have_no_question() -> None:
    assert linked(TWO, ("note", "Ibid."), ("reference", "Ada, On Kites."), "Wait.") == [
        "2",
        "",
        "",
        "2",
    ]


def test_a_question_quoted_in_a_sentence_heads_no_answer() -> None:
    quoted = TWO.removeprefix("2. ")
    text = f"The Bureau's question “{quoted}” surprised our members, who had never thought of it."
    sentence = f"{text} They are used to asking the owners of kites, and not those of ferries."
    assert linked(sentence, "We digress.") == ["2", ""]


def test_a_list_of_questions_asked_again_later_heads_no_answer() -> None:
    found = linked(ONE_A, TWO, "We answer both below.", ONE_A, "Gales.", TWO, "Wait.")
    assert found == ["1a", "2", "", "1a", "1a", "2", "2"]


def test_the_last_question_of_several_without_answers_between_is_answered() -> None:
    assert linked(ONE, ONE_A, ONE_A_I, "Hemp.") == ["1", "1a", "1a(i)", "1a(i)"]


def test_the_end_of_a_comment_answers_nothing() -> None:
    assert linked(TWO, "Wait.", head("Appendix A", "Kites"), "A list.") == ["2", "2", "", ""]
    assert linked(TWO, "Wait.", "Sincerely,", "Ada Example") == ["2", "2", "", ""]


def test_a_comment_arranged_by_the_questions() -> None:
    """A heading that the reader took for a high one stands in the answer to a question."""
    asked = [(text, ("Answers", text)) for text in (ONE, ONE_A, ONE_A_I, TWO)] * 2
    ordered = sorted(asked, key=lambda pair: (ONE, ONE_A, ONE_A_I, TWO).index(pair[0]))
    pieces: list[Piece] = []
    for place, (text, section) in enumerate(ordered):
        pieces += [("heading", text, section), "Yes.", head(f"Part {place}"), "No."]
    found = linked(*pieces)
    assert found[:4] == ["1"] * 4
    assert found[-4:] == ["2", "2", "", ""]
    assert linked(*pieces[:8])[:4] == ["1", "1", "", ""]


def test_the_notices_own_questions() -> None:
    read = with_voices(notice(), None)
    assert links(read)[-5:] == ["1", "1a", "1a(i)", "2", ""]
    assert not any(links(read)[:-5])
