"""Questions that no document of a docket can answer, told by their wording."""

import re
from collections.abc import Callable
from typing import Literal

from rag.understanding.dates import MONTH, month_number

Beyond = Literal["", "order", "count", "later"]
"""What a question is beyond: "order" gives orders instead of asking; "count" asks how many
comments came in; "later" asks about what came after the comments."""

_ORDERS = re.compile(
    r"(?:^|[.!?:;,]\s*|\b(?:please|and|now|then|must|should you) )"
    r"(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|guidelines"
    r"|rules|restrictions|above|previous(?:ly)?|earlier|everything)\b"
    r"|\b(?:developer|debug|admin|god|dan|jailbreak|unrestricted) mode\b"
    r"|^\W*(?:system|assistant|admin|developer|new instructions?)(?: \w+)?\s*:"
    r"|\byour (?:\w+ ){0,2}(?:prompt|instructions|configuration|system message|guidelines)\b"
    r"|\b(?:the|hidden) (?:system|hidden|initial|secret) (?:prompt|instructions|message)\b"
    r"|\b(?:pretend|imagine|role-?play) (?:that )?(?:you|to be|as)\b|\bact as (?:if|an?|my)\b"
    r"|\b(?:respond|answer|reply|speak|write) (?:to me )?as (?:an?|the|if) \b"
    r"|^\W*(?:(?:please|just|now|can you|could you)\W+)*(?:make up|invent|fabricate|forge)\b"
    r"|\b(?:quotes?|citations?|page numbers?|sources?) (?:may|can|should|must) be (?:invented"
    r"|made up|fabricated)\b"
    r"|<\s*/?(?:script|img|iframe|svg|style)\b|javascript:"
    r"|^\W*(?:please\W+)?(?:answer|reply|respond|say|print|output|return)\b(?! wh)"
    r"|\b(?:no|without(?: any)?) (?:caveats|disclaimers|citations)\b"
    r"|^\W*from now on\b|\byou (?:are|must|will|shall) now\b"
    r"|\bcite\b.{0,80}\bas (?:saying|stating|arguing|claiming)\b",
    re.IGNORECASE,
)
_THINGS = r"(?:comments?|submissions?|responses?|letters?|filings?|commenters?|replies)"
_COUNT = re.compile(
    rf"\bhow many (?:\w+ ){{0,3}}?{_THINGS}\b(?:.{{0,40}}\b(?:receiv\w+|get|got|arrived?|came in"
    rf"|come in|submitted|filed|posted)\b"
    rf"|\W+(?:are|were) (?:there|in)\b(?!.{{0,40}}\b(?:that|who)\b))"
    rf"|\b(?:total|overall) number of (?:\w+ ){{0,2}}?{_THINGS}\b"
    rf"|\b{_THINGS}\b.{{0,20}}\bin total\b",
    re.IGNORECASE,
)
_AGENCY = r"(?:NTIA|the agency|the Department|Commerce|the government|the President|the report)"
_OUTCOME = re.compile(
    rf"\b{_AGENCY}\b.{{0,60}}\b(?:finally|eventually|in the end|ended up|concluded?)\b"
    rf"|\b(?:finally|eventually|in the end|after (?:reading|reviewing) the comments)\b.{{0,60}}"
    rf"\b{_AGENCY}\b|\bdid {_AGENCY} (?:decide|conclude|adopt|end up)\b"
    r"|\bNTIA['’]s final report\b|\b(?:did|does) the final report\b"
    r"|\bstill (?:in (?:force|effect)|called)\b|\b(?:was|were) (?:it|they|s?he) (?:revoked|repealed"
    r"|rescinded|renamed|replaced)\b|\bnow that .{1,40}\b(?:has|have) (?:left|resigned|passed)\b"
    r"|\bfinal report (?:say|said|conclude|found|find|recommend)",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"(?<![\w/-])(?:{MONTH}\s+(?:\d{{1,2}},?\s+)?)?((?:19|20)\d\d)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<![\w.@/-])[A-Z][A-Za-z]*[a-z]{2}\b(?![-/@])")
_BEGINS = re.compile(r"(?:^|[.?!:;]\s+|[\"“(]\s*)$")
_COMMON = 10**-5.2
"""Of "Mediterranean" (10^-5.0) and "Cabinet", which documents may have in other words; "Lockheed"
has 10^-5.6. Of 4,323 questions that documents answer six have a rarer name that none has."""


def beyond(question: str) -> Beyond:
    """What a question is beyond, as it was asked; empty where documents may answer it."""
    if _ORDERS.search(question):
        return "order"
    if _COUNT.search(question):
        return "count"
    return "later" if _OUTCOME.search(question) else ""


def years_after(question: str, last: tuple[int, int]) -> tuple[str, ...]:
    """Years of the dates in a question that lie after a month, given as (year, month)."""
    found = (
        year
        for month, year in _DATE.findall(question)
        if (int(year), month_number(month) if month else 1) > last
    )
    return tuple(dict.fromkeys(found))


def unmentioned(
    question: str, frequency: Callable[[str], float], is_known: Callable[[str], bool]
) -> tuple[str, ...]:
    """Proper names in a question that no document has, as they are written in it.

    Args:
        question: as it was asked.
        frequency: share of a word in lower case among the words of English, in [0, 1].
        is_known: whether the documents use a word.
    """
    found = (
        match.group()
        for match in _NAME.finditer(question)
        if not _BEGINS.search(question[: match.start()])
    )
    return tuple(
        dict.fromkeys(
            name for name in found if frequency(name.lower()) < _COMMON and not is_known(name)
        )
    )
