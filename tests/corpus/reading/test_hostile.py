"""Broken and hostile files: each costs only itself, and the reason says what is wrong."""

import re
from collections.abc import Callable

import pytest

from corpus.formats import KNOWN_SUFFIXES
from corpus.reading.workers import Limits, Outcome, Pool, Request
from tests import hostile_files as hostile
from tests.hostile_files import HIDDEN, SEEN, SEEN_AMONG_HIDDEN
from tests.pdf_maker import encrypt, make_pdf

pytestmark = pytest.mark.slow

LIMITS = Limits(timeout_s=60, memory_mb=640, ocr_timeout_s=20)
GIVEN_UP = r"the reader crashed \(SIG[A-Z]+\)|takes more than 640 MB of memory"

READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "wrong_xref.pdf": (hostile.wrong_xref, SEEN),
    "bogus_length.pdf": (hostile.bogus_length, SEEN),
    "javascript.pdf": (hostile.javascript, SEEN),
    "claimed_pages.pdf": (hostile.claimed_pages, SEEN),
    "cyclic_pages.pdf": (hostile.cyclic_pages, SEEN),
    "deep_objects.pdf": (hostile.deep_objects, SEEN),
    "hidden_text.pdf": (hostile.hidden_text, SEEN_AMONG_HIDDEN),
    "words_over_picture.pdf": (hostile.words_over_picture, SEEN),
    "deep_forms.pdf": (hostile.deep_forms, ""),
    "deep_pages.pdf": (hostile.deep_pages, ""),
    "huge_picture.pdf": (hostile.huge_picture, ""),
}
"""Files that are read, with the text that is read in them."""

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "truncated.pdf": (hostile.truncated, "the file is broken"),
    "empty.pdf": (bytes, "the file is empty"),
    "page.pdf": (lambda: b"<!doctype html><p>Not found", "the file is a web page, not a PDF"),
    "picture.pdf": (lambda: b"GIF89a" + bytes(100), "not a PDF"),
    "no_pages.pdf": (hostile.no_pages, "has 0 pages|is broken"),
    "ten_million_characters.pdf": (hostile.many_characters, GIVEN_UP),
    "exploding_forms.pdf": (hostile.exploding_forms, GIVEN_UP),
    "inflating_stream.pdf": (hostile.inflating_stream, GIVEN_UP),
    "inflating.docx": (hostile.inflating_docx, "315 MB, more than"),
    "lying.docx": (hostile.lying_docx, "no sound Word document|holds no text"),
    "nested.html": (hostile.nested_html, "nested too deeply"),
    **{
        f"noise{suffix}": (hostile.noise, "not|is broken|holds no text")
        for suffix in sorted(KNOWN_SUFFIXES)
    },
}
"""Files that are not read, with what the reason says."""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What became of all of them, read by the same two processes, sound ones in between."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = [folder / "long.pdf", folder / "dense.pdf"]
    paths[0].write_bytes(hostile.many_pages())
    paths[1].write_bytes(hostile.many_characters(lines=20))
    for name, (make, _) in {**READ, **REFUSED}.items():
        paths.append(folder / name)
        paths[-1].write_bytes(make())
        paths.append(folder / f"sound, after {name}.txt")
        paths[-1].write_text(SEEN)
    paths.append(hostile.large_text(folder / "large.txt"))
    paths.append(encrypt(make_pdf(folder / "locked.pdf", [[SEEN]]), user_password="secret"))
    paths.append(encrypt(make_pdf(folder / "protected.pdf", [[SEEN]]), user_password=""))
    with Pool(LIMITS, size=2) as pool:
        done = dict(pool.outcomes([Request(path) for path in paths]))
    return {path.name: done[position] for position, path in enumerate(paths)}


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(outcomes: dict[str, Outcome], name: str) -> None:
    outcome = outcomes[name]
    assert outcome.content is not None, outcome.error
    assert outcome.content.text == READ[name][1]


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_the_reason(
    outcomes: dict[str, Outcome], name: str
) -> None:
    outcome = outcomes[name]
    assert outcome.content is None
    assert outcome.error.startswith(f"{name}: ")
    assert outcome.hint
    assert re.search(REFUSED[name][1], outcome.error)


def test_the_others_are_read(outcomes: dict[str, Outcome]) -> None:
    sound = [outcome for name, outcome in outcomes.items() if name.startswith("sound")]
    assert len(sound) == len(READ) + len(REFUSED)
    assert {outcome.content and outcome.content.text for outcome in sound} == {SEEN}


def test_a_large_text_file_is_not_even_begun(outcomes: dict[str, Outcome]) -> None:
    assert "the file has 300 MB, more than the 50 MB" in outcomes["large.txt"].error
    assert outcomes["large.txt"].seconds < 5


def test_a_password_that_opens_the_file_is_asked_for(outcomes: dict[str, Outcome]) -> None:
    assert "protected by a password" in outcomes["locked.pdf"].error
    assert "save it without one" in outcomes["locked.pdf"].hint


def test_a_password_against_changes_alone_hinders_nobody(outcomes: dict[str, Outcome]) -> None:
    content = outcomes["protected.pdf"].content
    assert content is not None
    assert content.text == SEEN


def test_text_that_nobody_sees_is_not_read(outcomes: dict[str, Outcome]) -> None:
    content = outcomes["hidden_text.pdf"].content
    assert content is not None
    assert not any(hidden in content.text for hidden in HIDDEN)


def test_pages_that_cannot_be_read_are_named(outcomes: dict[str, Outcome]) -> None:
    for name, reason in {
        "deep_pages.pdf": "the page is broken",
        "huge_picture.pdf": "a picture too large to draw",
    }.items():
        content = outcomes[name].content
        assert content is not None
        assert content.unreadable == {1: reason}


def test_too_many_characters_cost_the_page_alone(outcomes: dict[str, Outcome]) -> None:
    content = outcomes["dense.pdf"].content
    assert content is not None
    assert "characters, more than the 200,000 read" in content.unreadable[1]


def test_ten_thousand_pages_are_read(outcomes: dict[str, Outcome]) -> None:
    content = outcomes["long.pdf"].content
    assert content is not None
    assert content.page_count == 10_000
    assert content.text.count("Here speaks the kite") == 10_000
