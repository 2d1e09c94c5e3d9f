"""What questions ask about."""

import pytest

from rag.errors import InvalidQuestion
from rag.types import Turn
from rag.understanding import Understanding, check_question
from tests.docket_maker import (
    ABSENT,
    ARC,
    FOX,
    GUILD,
    MERIDIAN,
    NOTICE,
    PILOTS,
    TETHER,
    Kites,
    make_kites,
)

Asked = tuple[Turn, ...]


@pytest.fixture(scope="module")
def understanding(kites: Kites) -> Understanding:
    return Understanding(kites.snapshot, kites.docket)


@pytest.mark.parametrize(
    ("question", "doc_ids"),
    [
        ("What does the Kite Flyers' Guild say?", (GUILD,)),
        ("what do tether and line foundation say", (TETHER,)),
        ("Compare ARC's view with Meridian's.", (ARC, MERIDIAN)),
        (f"Read {PILOTS} to me", (PILOTS,)),
        ("What is in comment 0006?", (FOX,)),
        ("How high do kites fly?", ()),
        ("What does the Bureau of Kites want?", ()),
    ],
)
def test_commenters_and_documents_named(
    understanding: Understanding, question: str, doc_ids: tuple[str, ...]
) -> None:
    assert understanding.understand(question).doc_ids == doc_ids


def test_the_topic_is_the_question_without_the_names(understanding: Understanding) -> None:
    understood = understanding.understand("What does Meridian say about strings?")
    assert understood.query == "What does Meridian say about strings?"
    assert understood.topic == "What does say about strings?"


def test_a_follow_up_takes_subject_and_speaker_from_before(understanding: Understanding) -> None:
    history = (
        Turn("user", "How high do kites fly?"),
        Turn("assistant", "High."),
        Turn("user", "What does Meridian say about plans?"),
        Turn("assistant", "ARC is mentioned here and must not count."),
    )
    understood = understanding.understand("Why do they say so?", history)
    assert understood.doc_ids == (MERIDIAN,)
    assert understood.query.startswith("What does Meridian say about plans?")
    assert understood.query.endswith("Why do they say so?")


def test_a_follow_up_that_names_another_is_about_that_one(understanding: Understanding) -> None:
    history = (Turn("user", "What does Meridian say about plans?"),)
    understood = understanding.understand("And what about ARC?", history)
    assert understood.doc_ids == (ARC,)


def test_a_new_question_ignores_what_came_before(understanding: Understanding) -> None:
    history = (Turn("user", "What does Meridian say about plans?"),)
    understood = understanding.understand("How much do monitoring stations cost?", history)
    assert understood.query == "How much do monitoring stations cost?"
    assert understood.doc_ids == ()


def test_a_new_question_in_a_conversation_favours_whom_it_was_about(
    understanding: Understanding,
) -> None:
    history = (
        Turn("user", "What does Meridian say about plans?"),
        Turn("assistant", "It wants them open."),
    )
    understood = understanding.understand("How much do monitoring stations cost?", history)
    assert (understood.doc_ids, understood.mentioned) == ((), (MERIDIAN,))
    understood = understanding.understand("What does question 1a ask?", history)
    assert understood.about_notice, "whoever was spoken of before"
    assert understood.questions == ("1a",)


def test_few_who_are_named_in_the_answer_before_are_favoured(understanding: Understanding) -> None:
    asked = Turn("user", "Who wants a ban?")
    one = (asked, Turn("assistant", "ARC does."))
    assert understanding.understand("How wide would the ban be?", one).mentioned == (ARC,)
    many = (asked, Turn("assistant", "ARC, Meridian, the Sly Fox and the Runway Council do."))
    assert understanding.understand("How wide would the ban be?", many).mentioned == ()


def test_a_follow_up_leans_on_the_question_and_on_its_answer(understanding: Understanding) -> None:
    history = (
        Turn("user", "What does Meridian say about plans?"),
        Turn("assistant", "**Meridian:** “Open plans cost nothing.” (p. 1) [1]"),
    )
    understood = understanding.understand("What would that do to schools?", history)
    assert understood.topic == "What would that do to schools?"
    assert understood.before == "What does say about plans?"
    assert understood.answered_before == "Meridian: Open plans cost nothing."
    assert understood.subject == f"{understood.before} {understood.topic}"
    assert understood.searched == (
        f"{understood.before} {understood.answered_before} {understood.topic}"
    )
    assert understanding.understand("What do stations cost?", history).before == ""


def test_a_misspelt_name_is_understood_and_not_searched_for(understanding: Understanding) -> None:
    understood = understanding.understand("what does meridien say about strings?")
    assert understood.doc_ids == (MERIDIAN,)
    assert "merid" not in understood.topic.lower()


def test_who_is_only_spoken_of_is_not_asked(understanding: Understanding) -> None:
    understood = understanding.understand("Who says that Meridian's plans are unsafe?")
    assert (understood.doc_ids, understood.mentioned) == ((), (MERIDIAN,))
    assert understood.asks_openly
    assert "Meridian" in understood.topic, "it is what is asked about"


def test_pages_and_dates(understanding: Understanding) -> None:
    understood = understanding.understand("What does ARC say on page 3 about stations?")
    assert understood.pages == (3,)
    assert understood.topic == "What does say about stations?"
    understood = understanding.understand("Which comments filed on February 3 mention kites?")
    assert understood.filed_ids is not None
    assert ARC in understood.filed_ids
    assert NOTICE not in understood.filed_ids
    assert understanding.understand("Which comments filed after March 1?").filed_ids == ()
    assert understanding.understand("What does ARC say?").filed_ids is None


def test_numbered_questions_are_of_the_notice(understanding: Understanding) -> None:
    understood = understanding.understand("What does question 1a ask?")
    assert understood.questions == ("1a",)
    assert understood.about_notice
    assert understanding.understand("Explain question 1").questions == ("1", "1a")
    assert understanding.understand("Explain question 9").questions == ()


def test_what_commenters_say_to_a_question_is_searched_by_its_words(
    understanding: Understanding,
) -> None:
    understood = understanding.understand("How does Bo Windward answer question 2?")
    assert (understood.questions, understood.answered) == ((), ("2",))
    assert "monitoring stations along the coast cost" in understood.topic
    assert "Windward" not in understood.topic
    assert understanding.understand("What does question 2 ask?").answered == ()


def test_what_commenters_say_of_a_question_is_not_asked_of_the_notice(
    understanding: Understanding,
) -> None:
    understood = understanding.understand("What do commenters say on question 2?")
    assert understood.about_commenters
    assert not understood.about_notice
    assert "monitoring stations" in understood.topic


def test_who_is_listed_but_not_at_hand_is_absent(understanding: Understanding) -> None:
    understood = understanding.understand("What does the Cirrus Society say about fees?")
    assert [listed.doc_id for listed in understood.absent] == [ABSENT]
    assert understood.unknown == ()


def test_who_is_in_no_list_is_unknown(understanding: Understanding) -> None:
    understood = understanding.understand("What does Apple say about fees?")
    assert understood.unknown == ("Apple",)
    assert understood.absent == ()
    beside = understanding.understand("How do Meridian and Apple differ on fees?")
    assert (beside.doc_ids, beside.unknown) == ((MERIDIAN,), ("Apple",))
    surname = understanding.understand("What does Windward say about fees?")
    assert surname.unknown == ()


def test_a_known_document_that_is_not_at_hand_is_absent(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    fewer = make_kites(tmp_path_factory.mktemp("fewer"), leave_out=(MERIDIAN,))
    fewer.build()
    understood = Understanding(fewer.snapshot, fewer.docket).understand("What does Meridian say?")
    assert [listed.doc_id for listed in understood.absent] == [MERIDIAN]


def test_the_agency_is_known_but_no_commenter(understanding: Understanding) -> None:
    understood = understanding.understand("What does the Bureau of Kites say in the notice?")
    assert understood.doc_ids == ()
    assert understood.unknown == ()
    assert understood.about_notice
    assert NOTICE not in understood.doc_ids


@pytest.mark.parametrize("question", ["", "  ", "?!", "\0\n\t", "—"])
def test_nothing_is_no_question(question: str) -> None:
    with pytest.raises(InvalidQuestion, match="empty"):
        check_question(question, 100)


def test_long_questions_are_refused_with_the_way_out() -> None:
    assert check_question(" a \n b\0c " + "d" * 93, 100) == "a b c " + "d" * 93
    with pytest.raises(InvalidQuestion, match="101 characters; at most 100") as refused:
        check_question("a" * 101, 100)
    assert "ASKDOCKET_MAX_QUESTION_CHARS" in refused.value.hint
