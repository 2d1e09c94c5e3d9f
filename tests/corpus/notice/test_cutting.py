"""A Federal Register extract cut to the notice it is kept for."""

import pytest

from corpus.notice.cutting import cut_to_notice, strip_furniture

BEFORE = (
    "Seals may not be fed.\n[FR Doc. 2031–00001 Filed 1–2–31; 8:45 am]\nBILLING CODE 3510–22–P\n"
)
OWN = "Kites over airports.\n"
OWN_END = "[FR Doc. 2031–00002 Filed 1–2–31; 8:45 am]\nBILLING CODE 3510–60–P\n"
AFTER = "Ships will be bought.\n[FR Doc. 2031-00003 Filed 1-2-31; 8:45 am]\nBILLING CODE 5001-06-P"


@pytest.mark.parametrize("number", ["2031-00002", "2031–00002"])
def test_what_stands_before_and_after_goes(number: str) -> None:
    [page] = cut_to_notice([BEFORE + OWN + OWN_END + AFTER], number)
    assert page == OWN + OWN_END


def test_pages_keep_their_places() -> None:
    pages = [
        "Other.\n" + BEFORE,
        "Middle of another.",
        BEFORE + OWN,
        "Goes on.",
        OWN_END + AFTER,
        "End.",
    ]
    assert cut_to_notice(pages, "2031-00002") == ["", "", OWN, "Goes on.", OWN_END, ""]


def test_the_first_notice_of_an_extract_begins_with_it() -> None:
    assert cut_to_notice([OWN, OWN_END + AFTER], "2031-00002") == [OWN, OWN_END]


def test_the_last_notice_of_an_extract_ends_with_it() -> None:
    assert cut_to_notice([BEFORE + OWN + OWN_END], "2031-00002") == [OWN + OWN_END]


@pytest.mark.parametrize("number", ["2031-00009", "2031-0000", ""])
def test_a_file_of_another_form_comes_back_whole(number: str) -> None:
    pages = [BEFORE, OWN, AFTER]
    assert cut_to_notice(pages, number) == pages


def test_an_end_mentioned_again_later_does_not_move_the_end() -> None:
    assert cut_to_notice([OWN + OWN_END, "See " + OWN_END], "2031-00002") == [OWN + OWN_END, ""]


@pytest.mark.parametrize(
    "line",
    [
        "VerDate Sep<11>2014 17:09 Feb 23, 2031 Jkt 262001 PO 00000",
        "kite on DSK1 with NOTICES",
        "14060 Federal Register / Vol. 89, No. 38 / Monday, February 26, 2031 / Notices",
        "Federal Register/Vol. 89, No. 38 / Notices",
    ],
)
def test_the_printers_lines_go(line: str) -> None:
    assert strip_furniture(f"Kites\n{line}\nfly.").split() == ["Kites", "fly."]


@pytest.mark.parametrize(
    "line",
    ["as in the Federal Register / Vol. 1", "the Federal Register of 2031", "depends on x with y"],
)
def test_sentences_stay(line: str) -> None:
    assert strip_furniture(f"Kites\n{line}") == f"Kites\n{line}"
