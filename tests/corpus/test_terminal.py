"""The progress bar: on a terminal, and nowhere else."""

import io
import sys

import pytest

from corpus.terminal import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as progress:
        progress(1, 2, "kites counted")
        progress(2, 2, "kites counted")
    assert capsys.readouterr() == ("", "")


def test_unused_it_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar():
        pass
    assert sys.stderr.getvalue() == ""  # type: ignore[attr-defined]


def bars(text: str) -> list[str]:
    """What each line of the terminal held at the end."""
    lines = [line.rsplit("\r", 1)[-1].replace("\x1b[A", "").strip() for line in text.split("\n")]
    return [line for line in lines if line]


def test_a_terminal_shows_how_far_the_work_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar() as progress:
        progress(1, 2, "kites counted")
        progress(2, 2, "kites counted")
    [bar] = bars(sys.stderr.getvalue())  # type: ignore[attr-defined]
    assert bar.startswith("kites counted")
    assert "2/2" in bar
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("again", [(1, 5), (1, 2)])
def test_a_new_bar_begins_when_size_changes_or_work_starts_over(
    monkeypatch: pytest.MonkeyPatch, again: tuple[int, int]
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_bar() as progress:
        progress(2, 2, "kites counted")
        progress(*again, "strings measured")
    first, second = bars(sys.stderr.getvalue())  # type: ignore[attr-defined]
    assert first.startswith("kites counted")
    assert second.startswith("strings measured")
    assert f"{again[0]}/{again[1]}" in second


def test_an_error_inside_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())

    def work() -> None:
        with progress_bar() as progress:
            progress(1, 2, "kites counted")
            raise KeyError("string")

    with pytest.raises(KeyError):
        work()
