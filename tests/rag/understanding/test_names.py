"""Names found in questions: all of them, the longest, and none that is not there."""

import time
import unicodedata

import pytest

from corpus.library.manifest import load_docket
from rag.understanding.names import NameIndex, document_ids, normal, without

REAL = load_docket("NTIA-2023-0009")
ALIASES = [
    (name, entry.doc_id) for entry in REAL.documents for name in (entry.commenter, *entry.aliases)
]
NAMES = NameIndex(
    [
        ("a", ["Meridian", "Meridian Labs", "Meridian Labs of the North"]),
        ("b", ["Tether & Line Foundation"]),
        ("c", ["Airport Runway Council (ARC)", "ACT"]),
        ("d", ["The Reason Foundation", "Reason Foundation"]),
        ("e", ["Kite Flyers' Guild, Inc.", "The Café Society"]),
        ("f", ["Future of Kites Institute"]),
        ("g", ["R2X"]),
    ]
)


@pytest.fixture(scope="module")
def real() -> NameIndex:
    return NameIndex((e.doc_id, (e.commenter, *e.aliases)) for e in REAL.documents)


@pytest.mark.parametrize(("name", "doc_id"), ALIASES, ids=[name for name, _ in ALIASES])
def test_every_name_of_the_real_docket_finds_its_own_document_alone(
    real: NameIndex, name: str, doc_id: str
) -> None:
    for question in (
        f"What does {name} say about licences?",
        f"{name}’s comment on risk",
        f"Did the {name.removeprefix('The ')} ask for more time?",
        f"“{name}”, (as quoted)",
        unicodedata.normalize("NFD", f"And {name}, what about them?"),
    ):
        assert real.find(question) == (doc_id,), question


@pytest.mark.parametrize(
    "sentence",
    [
        "What is the reason for this rule?",
        "Is there a reason to act now, or a cap on compute?",
        "Which developers foster innovation?",
        "Do models cohere, and can they unlearn or alter what they know?",
        "How is the meta level of openness measured?",
        "Are intelligence agencies, facebooks and microsofts mentioned?",
        "Does the future of life on the coast depend on it?",
        "Which open weights are at issue for small firms and the public?",
        "How much does an uber ride cost? Does it pai or chi?",
        "Is anthropic reasoning discussed?",
        "Would ordinary intel help? What about ei or hf radio?",
        "Write to info@Meta.example or to @OpenAI or to x-IBM.",
        "What is the context of the funds?",
        "How would RANDOM sampling or METAL or ACTION be treated?",
    ],
)
def test_common_words_are_nobodys_name(real: NameIndex, sentence: str) -> None:
    assert real.find(sentence) == ()


def test_the_longest_name_wins() -> None:
    overlapping = NameIndex([("short", ["Open Kite"]), ("long", ["Open Kite Initiative"])])
    assert overlapping.find("Is the Open Kite Initiative right?") == ("long",)
    assert overlapping.find("Open Kite and the Open Kite Initiative") == ("short", "long")
    found = NAMES.mentions("So Meridian Labs of the North said")
    assert [(m.doc_id, m.start, m.end) for m in found] == [("a", 3, 29)]


@pytest.mark.parametrize(
    ("text", "doc_ids"),
    [
        ("meridian lines on a map", ()),
        ("MERIDIAN", ()),
        ("Meridian", ("a",)),
        ("what do meridian labs say", ("a",)),
        ("airport runway council", ("c",)),
        ("the act of flying, an arc in the sky", ()),
        ("ACT and ARC", ("c",)),
        ("Reason Foundation, or reason foundation", ("d",)),
        ("the reason", ()),
        ("The reason for it", ()),
        ("Reason says no", ("d",)),
        ("the future of kites is bright", ()),
        ("Future of Kites says no", ("f",)),
    ],
)
def test_case_counts_where_a_name_may_be_a_plain_word(text: str, doc_ids: tuple[str, ...]) -> None:
    assert NAMES.find(text) == doc_ids


@pytest.mark.parametrize(
    "text",
    [
        "Tether & Line",
        "Tether and Line Foundation",
        "the tether AND line foundation",
        "Tether  &\nLine Foundation's",
        "Tether & Line's",
    ],
)
def test_ampersand_and_spaces_and_endings(text: str) -> None:
    assert NAMES.find(text) == ("b",)


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘"])
def test_apostrophes_are_all_one(apostrophe: str) -> None:
    assert NAMES.find(f"the kite flyers{apostrophe} guild{apostrophe}s letter") == ("e",)


@pytest.mark.parametrize(
    "text",
    ["Meridians", "Meridian2", "xMeridian", "FACT", "ACTS", "R2X9", "a@ACT", "Meridianische"],
)
def test_no_name_inside_a_word(text: str) -> None:
    assert NAMES.find(text) == ()


def test_order_is_that_of_first_mention_and_each_once() -> None:
    text = "ARC, then Meridian, then ACT again, then Tether & Line and Meridian Labs"
    assert NAMES.find(text) == ("c", "a", "b")


def removed(text: str) -> str:
    return without(normal(text), NAMES.mentions(text))


def test_names_are_removed_with_their_endings() -> None:
    assert removed("What is Meridian’s view of strings?") == "What is view of strings?"
    assert removed("What does ACT say of ARC's plan?") == "What does say of plan?"
    assert removed("Nobody is named.") == "Nobody is named."
    assert removed("the Reason Foundation on kites") == "on kites"


def test_names_are_removed_whole_from_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "Öl, été: what does The Café Society say of strings?")
    assert removed(text) == "Öl, été: what does say of strings?"


@pytest.mark.parametrize(
    ("text", "doc_ids"),
    [
        ("What is in NTIA-2023-0009-0125?", ("NTIA-2023-0009-0125",)),
        ("ntia-2023-0009-0125, please", ("NTIA-2023-0009-0125",)),
        ("comment 0142 and 0125 and 0142", ("NTIA-2023-0009-0142", "NTIA-2023-0009-0125")),
        ("(#0125)", ("NTIA-2023-0009-0125",)),
        ("FTC-2023-0009-0125 is of another docket", ()),
        ("the docket NTIA-2023-0009", ()),
        ("call 202-482-0125", ()),
        ("10.0125 percent, $1,0125, x0125, 01255", ()),
        ("in 2023 or 1234", ()),
        ("comment 9999 or 0999", ()),
    ],
)
def test_document_ids(text: str, doc_ids: tuple[str, ...]) -> None:
    known = ["NTIA-2023-0009-0009", "NTIA-2023-0009-0125", "NTIA-2023-0009-0142", "own-notes"]
    assert document_ids(text, known) == doc_ids


@pytest.mark.parametrize("text", ["Meridian " * 12_000, "The " * 25_000, "ACT and " * 12_000])
def test_hostile_text_takes_no_quadratic_time(text: str) -> None:
    began = time.process_time()
    NAMES.find(text)
    removed(text)
    assert time.process_time() - began < 3
