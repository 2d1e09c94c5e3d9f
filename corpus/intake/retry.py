"""How long to wait before a server is asked again."""

from datetime import UTC
from email.utils import parsedate_to_datetime

_FIRST_S = 1.0
_LONGEST_S = 30.0
_LONGEST_ASKED_S = 120.0
"""A server that asks for more than this is asked again after this; the next run may go on."""


def backoff_s(attempt: int, jitter: float) -> float:
    """Seconds before the next try: doubled each time, half of it left to chance.

    Args:
        attempt: tries that have failed before this one, from 0.
        jitter: a random number in [0, 1).

    Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("equal
    jitter").
    """
    whole = min(_LONGEST_S, _FIRST_S * 2.0**attempt)
    return whole / 2 + jitter * whole / 2


def retry_after_s(header: str, now: float) -> float | None:
    """Seconds that a Retry-After header asks for, at most 120; None when it says nothing.

    Args:
        header: a number of seconds or an HTTP date (RFC 9110, 10.2.3).
        now: seconds since the epoch.
    """
    value = header.strip()
    if value.isdigit():
        return min(float(value), _LONGEST_ASKED_S)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    if date.tzinfo is None:  # "-0000" gives a naive date that is UTC
        date = date.replace(tzinfo=UTC)
    return min(max(0.0, date.timestamp() - now), _LONGEST_ASKED_S)
