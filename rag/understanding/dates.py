"""Comments asked for by when they were filed: "comments submitted before March 26"."""

import datetime
import re
from dataclasses import dataclass

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATE = (
    rf"(?:{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?"
    rf"|(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+(\d{{4}}))?"
    r"|(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4}))"
)
_FILED = r"(?:filed|submitted|dated|posted|received|sent|written|signed|made|comments?|letters?)"
_ASKED = re.compile(
    rf"\b{_FILED}\s+(?:in\s+)?(?P<when>on or before|on or after|no later than|on|before|after|by"
    rf"|since|until|from|of|between)?\s*{_DATE}(?:\s+(?:and|to|until)\s+{_DATE})?",
    re.IGNORECASE,
)
_GROUPS = 12
"""Of _DATE."""


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
        year: of dates without one.
    """
    match = _ASKED.search(question)
    if match is None:
        return None
    groups = match.groups()[1:]
    day, until = _day(groups[:_GROUPS], year), _day(groups[_GROUPS : 2 * _GROUPS], year)
    if day is None:
        return None
    one = datetime.timedelta(days=1)
    when = (match.group("when") or "on").lower()
    if until is not None:
        return Filed(day, until)
    if when == "before":
        return Filed(None, day - one)
    if when in ("by", "until", "on or before", "no later than"):
        return Filed(None, day)
    if when == "after":
        return Filed(day + one, None)
    if when in ("since", "on or after"):
        return Filed(day, None)
    return Filed(day, day)


def _day(groups: tuple[str | None, ...], year: int) -> datetime.date | None:
    """The day that _DATE's groups spell: month day year, day month year, ISO, or month/day/year."""
    name, day, given, day_first, name_last, given_last, *numbers = groups
    y, m, d, month, of_month, in_year = numbers
    try:
        if name and day:
            return datetime.date(int(given or year), _number(name), int(day))
        if name_last and day_first:
            return datetime.date(int(given_last or year), _number(name_last), int(day_first))
        if y and m and d:
            return datetime.date(int(y), int(m), int(d))
        if month and of_month and in_year:
            return datetime.date(int(in_year), int(month), int(of_month))
    except ValueError:  # the 31st of April
        return None
    return None


def _number(month: str) -> int:
    return next(n for n, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
