"""Words and n-grams as they are compared."""

import threading

import pytest

from rag.words import ngrams, stems, words


def test_words_are_normalised_but_not_stemmed() -> None:
    assert (
        words("The ﬁrst KITE_tail, 4,200 flights—Öl!")
        == "the first kite tail 4 200 flights öl".split()
    )
    assert words(" .;_ ") == []


def test_stems_leave_function_words_out() -> None:
    assert stems("The kites are of the flyers") == stems("kite flyer")
    assert stems("10^26 and 3.5") == ["10^26", "3.5"]


def test_ligatures_and_apostrophes_do_not_part_words() -> None:
    assert stems("ﬂyer’s eﬀort") == stems("flyer's effort")


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("a b c", {("a", "b"), ("b", "c")}),
        ("a", {("a",)}),
        ("", set()),
    ],
)
def test_ngrams(text: str, grams: set[tuple[str, ...]]) -> None:
    assert ngrams(text.split(), 2) == grams


def test_stems_are_the_same_in_many_threads() -> None:
    text = " ".join(f"flying{n} licences running strings" for n in range(200))
    wanted, got = stems(text), []
    threads = [threading.Thread(target=lambda: got.append(stems(text))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [wanted] * 8
