"""How long to wait before a server is asked again."""

from email.utils import formatdate

import pytest

from corpus.intake.retry import backoff_s, retry_after_s

NOW = 2_000_000_000.0


@pytest.mark.parametrize("header", ["", "soon", "-5", "Mon, 99 Foo"])
def test_a_senseless_retry_after_is_ignored(header: str) -> None:
    assert retry_after_s(header, NOW) is None


def test_retry_after_in_the_past_is_now() -> None:
    assert retry_after_s(formatdate(NOW - 60, usegmt=True), NOW) == 0.0
    assert retry_after_s(formatdate(NOW + 9), NOW) == 9.0


def test_backoff_doubles_up_to_a_limit_with_half_left_to_chance() -> None:
    assert [backoff_s(n, 0.0) for n in (0, 1, 2)] == [0.5, 1.0, 2.0]
    assert backoff_s(0, 0.999) < 1.0
    assert backoff_s(30, 0.5) == 22.5
