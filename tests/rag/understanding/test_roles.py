"""Who is asked to speak, and who is only spoken of."""

import time

import pytest

from rag.understanding.names import NameIndex, normal
from rag.understanding.roles import asks_for_many, asks_openly, roles_of

NAMES = NameIndex([("m", ["Meridian"]), ("a", ["ARC"]), ("t", ["Tether & Line"])])


@pytest.mark.parametrize(
    ("question", "roles"),
    [
        ("What does Meridian say about fees?", ["speaker"]),
        ("Why doesn’t Meridian want fees?", ["speaker"]),
        ("According to ARC, who pays?", ["speaker"]),
        ("What are the fees per ARC?", ["speaker"]),
        ("In Meridian's view, who pays?", ["speaker"]),
        ("Meridian's three main objections", ["speaker"]),
        ("Meridian: which fees?", ["speaker"]),
        ("ARC on lanterns", ["speaker"]),
        ("ARC warns of what?", ["speaker"]),
        ("Which lantern is safe, says ARC?", ["speaker"]),
        ("Compare Meridian with ARC on fees", ["speaker", "speaker"]),
        ("What do Meridian, Tether & Line and ARC propose?", ["speaker"] * 3),
        ("Who pays, according to Meridian and to ARC?", ["speaker", "speaker"]),
        ("ARC or Meridian on lanterns?", ["speaker", "speaker"]),
        ("How does Meridian differ from what ARC proposes?", ["speaker", "speaker"]),
        ("Set Meridian's advice against ARC's view", ["speaker", "speaker"]),
        ("Which two terms in Meridian's licence are attacked?", ["unclear"]),
        ("Meridian kite sales", ["unclear"]),
        ("Who attacks Meridian's licence?", ["subject"]),
        ("Which commenter thinks that Meridian sells too much?", ["subject"]),
        ("Who relies on the figures of Meridian?", ["subject"]),
        ("What does ARC say about Meridian's kites?", ["speaker", "subject"]),
        ("According to ARC, did Meridian fly too high?", ["speaker", "subject"]),
        ("What did Meridian's chief tell the press?", ["unclear"]),
        ("What did Meridian propose?", ["speaker"]),
        ("Is Meridian criticised for its fees?", ["unclear"]),
        ("Are ARC and Meridian cited?", ["unclear", "unclear"]),
        ("Should Meridian be licensed?", ["unclear"]),
        ("How can Meridian be used for harm?", ["unclear"]),
        ("How was the Meridian report received?", ["unclear"]),
        ("Are Meridian and ARC cited by Tether & Line?", ["unclear"] * 3),
        ("", []),
    ],
)
def test_roles(question: str, roles: list[str]) -> None:
    text = normal(question)
    assert roles_of(text, NAMES.mentions(text)) == roles


def test_many_names_take_no_quadratic_time() -> None:
    text = "Meridian " * 400
    began = time.process_time()
    assert set(roles_of(text, NAMES.mentions(text))) == {"unclear"}
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("question", "openly"),
    [
        ("Who wants fees?", True),
        ("Which commenters want fees?", True),
        ("Which trade group wants fees?", True),
        ("Does anyone want fees?", True),
        ("Is there a comment that wants fees?", True),
        ("What does ARC want?", False),
        ("How high do kites fly?", False),
    ],
)
def test_questions_that_leave_open_who_speaks(question: str, openly: bool) -> None:
    assert asks_openly(question) is openly


@pytest.mark.parametrize(
    ("question", "many"),
    [
        ("Which commenters want fees?", True),
        ("What do trade associations say of fees?", True),
        ("List the organizations that want fees.", True),
        ("How many companies want fees?", True),
        ("Which of them want fees?", True),
        ("Which commenter wants fees?", False),
        ("Who wants fees?", False),
        ("Is there a comment that wants fees?", False),
        ("How high do kites fly?", False),
    ],
)
def test_questions_that_want_several_speakers(question: str, many: bool) -> None:
    assert asks_for_many(question) is many
