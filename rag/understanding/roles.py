"""Whether a commenter whom a question names is asked to speak, or only spoken of.

"What does Meta say of licences?" asks Meta; "Who attacks two terms of Meta's licence?" does not.
How often the evidence is by whoever is called a speaker here: docs/retrieval.md.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from rag.understanding.names import Mention

Role = Literal["speaker", "unclear", "subject"]

_SAY = (
    r"(?:say|think|argu|believ|claim|warn|urg|propos|recommend|suggest|support|oppos|not(?:e|es|ed)\b"
    r"|stat(?:e|es|ed)\b|want|call|ask|answer|respond|repl|describ|defin|mention|cit(?:e|es|ed)\b"
    r"|list|sees?\b|view|consider|expect|fear|worr|criti|reject|prais|favou?r|prefer|credit|blam"
    r"|point|offer|stress|emphasi|explain|object|admit|conced|agree|disagree|insist|report|tell|told"
    r"|said|treat|justif|advis|advocat|rais|draw|compar|contrast|feel|hope|predict|welcom|caution"
    r"|settl|pick|cho+s|pledg|promis|adopt|highlight|interpret|illustrat|acknowledg|assum|distinguish)"
)
_OWN = (
    r"(?:views?|opinions?|positions?|stances?|comments?|submissions?|letters?|filings?|answers?"
    r"|responses?|repl(?:y|ies)|arguments?|cases?|proposals?|recommendations?|takes?|readings?"
    r"|words?|accounts?|eyes|estimates?|concerns?|objections?|reasons?|reasoning|definitions?"
    r"|judge?ments?|asks?|requests?|suggestions?|advice|criticisms?|complaints?|worr(?:y|ies)|fears?)"
)
"""What somebody has who speaks; a licence or a model is none of it."""
_AUXILIARY = re.compile(
    r"\b(?:do|does|would|will|can|could|should|has|have)(?:n['’]t)?\s+(?:the\s+)?$", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\s+(?:\w+ly\s+|ever\s+|not\s+)?be(?:en)?\b|\s+(?:report|paper|study|model|letter)\w*\s+\w+ed\b",
    re.IGNORECASE,
)
"""Behind a name with which something is done: "Should OpenAI be regulated?"."""
_PAST = re.compile(r"\bdid(?:n['’]t)?\s+(?:the\s+)?$", re.IGNORECASE)
_ATTRIBUTES = re.compile(
    r"(?:\baccording to|\bper|\bcompare|,\s*(?:says?|asks?)|\bsays|\b(?:what|how) about|^and|^but"
    r"|^ok(?:ay)?,?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_IN_OR_FOR = re.compile(r"\b(?:in|for|of|by|from)\s+(?:the\s+)?$", re.IGNORECASE)
_BE = re.compile(r"\b(?:is|are|was|were)(?:n['’]t)?\s+(?:the\s+)?$", re.IGNORECASE)
_NEAR = 80
"""Characters around a name that are looked at."""
_MOST_MENTIONS = 40
"""Of a question; in longer lists of names nobody is told apart."""
_JOINED = re.compile(
    r"(?:['’]s?)?(?:\s*\([^)]*\))?(?:,|,?\s+(?:and|or|versus|vs\.?|with|than|&|to|from)"
    r"(?:\s+(?:to|of|by|for|from))?)\s+(?:the\s+)?",
    re.IGNORECASE,
)
"""Between two names that play the same part."""
_POSSESSIVE = re.compile(r"['’]s?\s", re.IGNORECASE)
_HAS_OWN = re.compile(rf"['’]s?\s+(?:\w+\s+){{0,2}}?{_OWN}\b", re.IGNORECASE)
_SAYS = re.compile(rf"\s+(?:\w+ly\s+|also\s+|ever\s+|not\s+|even\s+)?{_SAY}\w*", re.IGNORECASE)
_LABEL = re.compile(r"\s*[:,]\s|\s+on\b", re.IGNORECASE)
"""Behind a name that begins the question: "RAND: which ...", "Intel on tiers"."""
_ASKS_OPENLY = re.compile(
    r"\b(?:who|whom|whose|which|what) (?:\w+[\s-]){0,3}?(?:comment(?:er|or)?s?|submissions?"
    r"|filings?|organi[sz]ations?|groups?|part(?:y|ies)|respondents?|filers?|letters?|compan(?:y|ies))\b"
    r"|\b(?:who|whom|whose|some(?:one|body)|any(?:one|body)|commenters)\b"
    r"|\b(?:a|any|one|some|another) (?:\w+[\s-]){0,2}?(?:comment(?:er)?|submission|filing|filer)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:which|what|do|did|any|some|most|many|several|other|list|name|those|how)\b"
    r" (?:\w+[\s-]){0,3}?(?:commenters|submitters|organi[sz]ations|groups|companies|firms"
    r"|associations|submissions|comments|filings|parties|respondents|filers|letters)\b"
    r"|\b(?:commenters|those who|which of them)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:compar\w+|differ\w*|disagree\w*|agree|versus|vs|against|each|both|contrast\w*|alike"
    r"|the same|the way)\b",
    re.IGNORECASE,
)


def asks_openly(text: str) -> bool:
    """Whether a question leaves open who speaks: "Who ...", "Which commenter ..."."""
    return bool(_ASKS_OPENLY.search(text))


def asks_for_many(text: str) -> bool:
    """Whether a question that leaves open who speaks wants several: "Which commenters ..."."""
    return bool(_MANY.search(text))


def roles_of(text: str, mentions: Sequence[Mention]) -> list[Role]:
    """What part each commenter plays whom a question mentions.

    Args:
        text: the question, as `names.normal` gives it.
        mentions: in order; their offsets are of the text.
    """
    if len(mentions) > _MOST_MENTIONS:
        return ["unclear"] * len(mentions)
    speak: list[bool] = []
    for first, last in _runs(text, mentions):
        begin = mentions[first].start
        run = any(_speaks(text, begin, mention.end) for mention in mentions[first:last])
        speak += [run] * (last - first)
    compares = len({mention.doc_id for mention in mentions}) > 1 and _COMPARES.search(text)
    rest: Role = "subject" if any(speak) or asks_openly(text) else "unclear"
    if any(speak) and compares:
        return [
            "speaker" if speaks or _may_speak(text, mention) else "subject"
            for speaks, mention in zip(speak, mentions, strict=True)
        ]
    return ["speaker" if speaks else rest for speaks in speak]


def _runs(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Ranges [first, last) of mentions that are joined by "and" and the like."""
    starts = [
        number
        for number, mention in enumerate(mentions)
        if not number or not _JOINED.fullmatch(text, mentions[number - 1].end, mention.start)
    ]
    return list(pairwise([*starts, len(mentions)]))


def _may_speak(text: str, mention: Mention) -> bool:
    """Whether what follows a name is not a thing that its owner has made, such as a licence."""
    return not _POSSESSIVE.match(text, mention.end) or bool(_HAS_OWN.match(text, mention.end))


def _speaks(text: str, start: int, end: int) -> bool:
    """Whether who is named at [start, end), alone or with others, is asked to speak."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if _PASSIVE.match(after):
        return False
    if _POSSESSIVE.match(after):
        return bool(_HAS_OWN.match(after))
    if _AUXILIARY.search(before) or _ATTRIBUTES.search(before):
        return True
    says = bool(_SAYS.match(after))
    begins = not text[:start].strip()
    if _PAST.search(before) or begins:
        return says or (begins and bool(_LABEL.match(after)))
    return (
        says
        and not _BE.search(before)
        and not _IN_OR_FOR.search(before)
        and not _ASKS_OPENLY.search(before)
    )
