"""An answer as the terminal shows it."""

from dataclasses import replace

from rag.compose import quoted
from tests.ui.harbour import ROOM, answer
from ui.cli.ask import answer_text


def test_quotes_are_printed_exactly() -> None:
    words = "more than 10^26 [217] of *all* kites_a > 3 &amp; C:\\[x]"
    cited = replace(ROOM, index=1, quote=words)
    assert f"“{words}”" in answer_text(answer("?", quoted(cited), (cited,)))


def test_an_abstention_is_printed_as_it_is() -> None:
    reason = r"There is no comment by \[x\]."
    assert answer_text(answer("?", reason, (), reason=reason)).startswith(reason)


def test_the_source_says_when_it_quotes_somebody_else() -> None:
    cited = replace(ROOM, index=1, quoting=True)
    assert ", pp. 2-3, a quotation there: check whose words  https" in answer_text(
        answer("?", "Yes. [1]", (cited,))
    )


def test_the_source_says_whose_file_it_is() -> None:
    for origin, said in (("official", ", p"), ("imported", " (imported file), p")):
        cited = replace(ROOM, index=1, origin=origin)
        assert f"[1] {cited.commenter}, {cited.doc_id}{said}" in answer_text(
            answer("?", "Yes. [1]", (cited,))
        )
