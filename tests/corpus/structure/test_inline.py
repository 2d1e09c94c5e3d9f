"""Signs within lines: raised letters, calls of notes, pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.structure.inline import LINE, PAGE, RAISED, RAISED_END, call, resolve, without_signs
from corpus.traced import pages_at


def up(text: str) -> str:
    return f"{RAISED}{text}{RAISED_END}"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (f"10{up('26')} operations", "10^26 operations"),
        (f"10{up('2')}{up('6')}", "10^26"),
        ("10²⁶ and 10⁻³", "10^26 and 10^-3"),
        (f"x{up('2')} and 5 km{up('2')}", "x^2 and 5 km^2"),
        (f"(a+b{up('2')}){up('2')}", "(a+b^2)^2"),
        (f"2{up('n')} or 2{up('n+1')}", "2^n or 2^(n+1)"),
        (f"the 1{up('st')} and 4{up('th')}", "the 1st and 4th"),
        (f"Kite{up('TM')} strings", "Kite™ strings"),
        (f"nested{up(up('a b'))}", "nesteda b"),
    ],
)
def test_what_is_raised_is_kept_as_it_is_meant(line: str, text: str) -> None:
    resolved = resolve(line, 1, frozenset())
    assert resolved.text.text == text
    assert resolved.calls == ()


@pytest.mark.parametrize(
    ("line", "notes", "text", "calls"),
    [
        (f"strings.{up('7')} Then", "", "strings. Then", [(8, "7")]),
        (f"strings{up('1, 2')}.", "", "strings.", [(7, "1"), (7, "2")]),
        (f"strings{up('*')}", "", "strings", [(7, "*")]),
        (f"in 2023{up('4')}.", "", "in 2023.", [(7, "4")]),
        (f"of AI{up('4')}.", "4", "of AI.", [(5, "4")]),
        (f"of 300{up('4')}", "4", "of 300", [(6, "4")]),
        (f"of 10{up('4')}", "4", "of 10^4", []),
        (f"5 m{up('4')} or x{up('4')}", "4", "5 m^4 or x^4", []),
        (f"strings {call('1')} , then", "", "strings, then", [(7, "1")]),
        (f"strings {call('1')} then", "", "strings then", [(7, "1")]),
        (f"{call('1')} Then", "", "Then", [(0, "1")]),
        (f"so{up(call('3'))}", "", "so", [(2, "3")]),
    ],
)
def test_a_notes_number_is_left_out_and_its_place_kept(
    line: str, notes: str, text: str, calls: list[tuple[int, str]]
) -> None:
    resolved = resolve(line, 1, frozenset(notes))
    assert resolved.text.text == text
    assert list(resolved.calls) == calls


def test_characters_after_the_sign_stand_on_the_next_page() -> None:
    text = resolve(f"one {PAGE}two{LINE}three", 4, frozenset()).text
    assert text.text == "one two three"
    assert pages_at(text.origins).tolist() == [4] * 4 + [5] * 9


SIGNS = st.sampled_from([PAGE, LINE, RAISED, RAISED_END, call("7"), call(""), " ", ".", "10", "²"])


@given(
    st.lists(st.one_of(SIGNS, st.text(max_size=4).map(without_signs)), max_size=12),
    st.integers(1, 9),
)
def test_no_sign_is_left_and_every_offset_is_in_the_text(parts: list[str], page: int) -> None:
    line = "".join(parts)
    resolved = resolve(line, page, {"7"})
    text = resolved.text.text
    assert without_signs(text) == text
    assert "\n" not in text
    assert len(resolved.text.origins) == len(text)
    offsets = [offset for offset, _ in resolved.calls]
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)
    pages = pages_at(resolved.text.origins).tolist()
    assert pages == sorted(pages)
    assert set(pages) <= set(range(page, page + line.count(PAGE) + 1))
