"""Comments asked for by when they were filed: "comments submitted before March 26"."""

import datetime
import re
from dataclasses import dataclass

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
MONTH = rf"({'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?"
_YEAR = r"((?:19|20)\d{2})"
_DATE = (
    rf"(?:{MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s+(?:billion|million|percent))(?:,?\s+{_YEAR})?"
    rf"|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+{_YEAR})?"
    rf"|{_YEAR}-(\d{{2}})-(\d{{2}})|(\d{{1,2}})/(\d{{1,2}})/{_YEAR})"
)
_COMMENT = r"(?:comments?|letters?|submissions?|filings?|responses?)"
_FILED = r"(?:filed|submitted|dated|posted|received|sent|written|signed|made)"
_WHEN = (
    r"(?P<when>on or before|on or after|no later than|on|before|after|by|since|until|from|of"
    r"|between)"
)
_ASKED = re.compile(
    rf"\b(?:{_COMMENT}\s+(?:\w+\s+){{0,4}}?{_FILED}\s+(?:in\s+)?{_WHEN}?"
    rf"|{_FILED}\s+{_COMMENT}\s+{_WHEN.replace('when', 'when_2')}|{_COMMENT}\s+"
    rf"{_WHEN.replace('when', 'when_3')})\s*{_DATE}(?:\s+(?:and|to|until|through)\s+{_DATE})?",
    re.IGNORECASE,
)
"""Of the comments it must be said: an order, too, is signed on a day."""
_GROUPS = 12
"""Of _DATE."""
_WHENS = 3
"""Groups before those of the date."""


@dataclass(frozen=True, slots=True)
class Filed:
    """When the comments asked for were filed: the first and the last day, either may be open."""

    first: datetime.date | None
    last: datetime.date | None

    def holds(self, day: datetime.date) -> bool:
        """Whether a day lies between the two."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def filed_when(question: str, year: int) -> Filed | None:
    """When the comments were filed that a question asks for; None where it does not say.

    Args:
        question: what was asked.
        year: of dates without one, 1 or later.
    """
    match = _ASKED.search(question)
    if match is None:
        return None
    groups = match.groups()[_WHENS:]
    day, until = _day(groups[:_GROUPS], year), _day(groups[_GROUPS:], year)
    if day is None:
        return None
    when = (match.group("when") or match.group("when_2") or match.group("when_3") or "on").lower()
    if until is not None:
        return Filed(min(day, until), max(day, until))
    if when == "before":
        return Filed(None, _next(day, -1))
    if when in ("by", "until", "on or before", "no later than"):
        return Filed(None, day)
    if when == "after":
        return Filed(_next(day, 1), None)
    if when in ("since", "on or after"):
        return Filed(day, None)
    return Filed(day, day)


def _next(day: datetime.date, days: int) -> datetime.date:
    """A day later or earlier, within what a calendar has."""
    first, last = datetime.date.min.toordinal(), datetime.date.max.toordinal()
    return datetime.date.fromordinal(min(max(day.toordinal() + days, first), last))


def _day(groups: tuple[str | None, ...], year: int) -> datetime.date | None:
    """The day that _DATE's groups spell: month day year, day month year, ISO, or month/day/year."""
    name, day, given, day_first, name_last, given_last, *numbers = groups
    y, m, d, month, of_month, in_year = numbers
    try:
        if name and day:
            return datetime.date(int(given or year), month_number(name), int(day))
        if name_last and day_first:
            return datetime.date(int(given_last or year), month_number(name_last), int(day_first))
        if y and m and d:
            return datetime.date(int(y), int(m), int(d))
        if month and of_month and in_year:
            return datetime.date(int(in_year), int(month), int(of_month))
    except ValueError:  # the 31st of April
        return None
    return None


def month_number(month: str) -> int:
    """Number of a month, 1-12, by its name or the first three letters of it."""
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
