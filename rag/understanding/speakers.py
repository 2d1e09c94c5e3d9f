"""Questions about what somebody said who has no comment among the documents."""

import re
from collections.abc import Callable

_NAME = r"((?<![\w.&-])[A-Z][\w&.'-]{0,60}(?:\s+(?:of|for|the|and|on|&|[A-Z][\w&.'-]{0,60})){0,15})"
"""With bounds, so that a question of nothing but capitals takes no quadratic time."""
_SAID = (
    r"(?:tell|told|say|said|says|argue[sd]?|propose[sd]?|recommend(?:s|ed)?|think|thinks|want|wants"
    r"|submit|submitted|file|filed|write|wrote|urge[sd]?|believe[sd]?|suggest(?:s|ed)?|ask|asks"
    r"|support|supports|oppose[sd]?|comment|respond)"
)
_ASKED = (
    re.compile(rf"\b(?i:did|does|do|has|would)\s+(?:the\s+)?{_NAME}\s+{_SAID}\b"),
    re.compile(
        rf"\b{_NAME}['’]s?\s+(?:own\s+)?(?:comments?|position|filing|submission|view|views|letter"
        r"|response|stance|recommendations?|proposals?)\b"
    ),
    re.compile(rf"\b(?i:according to|comments? (?:of|by|from))\s+(?:the\s+)?{_NAME}"),
)
_BOTH = rf"(?:{_SAID}|agree|compare|differ|disagree|diverge|each|both|view|see)"
_WITH = r"(?:and|or|vs\.?|versus|with|to)"
_BESIDE = (
    re.compile(rf"\b(?i:do|does|did)\s+{_WITH}\s+(?:the\s+)?{_NAME}\s+{_BOTH}\b"),
    re.compile(rf"\b(?i:do|does|did)\s+(?:the\s+)?{_NAME}\s+{_BOTH}\b"),
    re.compile(rf"^\W*(?i:compare|contrast)\s+(?:{_WITH}\s+)(?:the\s+)?{_NAME}"),
    re.compile(rf"^\W*(?i:compare|contrast)\s+(?:the\s+)?{_NAME}\s+(?:with|to|on|about)\b"),
)
"""The same beside a commenter whose name has been taken out: "How do and Apple differ"."""
_AROUND = re.compile(
    r"\s+(?:of|for|the|and|on|&)$|^(?:Compare|Describe|Explain|Give|List|Outline|Quote|Show|Is|Are|Was"
    r"|Summari[sz]e)\s+"
)
"""What may stand with a name in capitals, or between names, and is no part of it."""
_NOT_SPEAKERS = re.compile(
    r"\d|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Act|Order|Section|Article|Question|Bill|Law|Notice|Report|RFC|NTIA|Congress|Commerce"
    r"|FTC|FCC|FDA|NIST|DHS|DOJ|OMB|GAO|CISA|NSF|OSTP|OECD|UK|UN|President|Agency|Commission|Court|Government|States?|Commenters?|Comments?|People|Who|They"
    r"|GDPR|CCPA|HIPAA|FOIA|EO|EU|US|U\.S|It|He|She|That|This|These|Those|Anyone|Anybody|Someone|Which|What|AI)\b"
)


def speakers_asked_about(question: str, beside: str = "") -> tuple[str, ...]:
    """Names of those whose own words a question asks for, as they are written in it.

    Laws, orders, public bodies and pronouns are no speakers of the docket and are left out.

    Args:
        question: as it was asked.
        beside: the question without the names of those commenters that are known, where it asks
            any; else empty.
    """
    found = [match.group(1) for pattern in _ASKED for match in pattern.finditer(question)]
    found += [match.group(1) for pattern in _BESIDE for match in pattern.finditer(beside)]
    names = (_AROUND.sub("", name).strip(" .'") for name in found)
    return tuple(dict.fromkeys(name for name in names if name and not _NOT_SPEAKERS.search(name)))


def unknown_speakers(
    question: str, beside: str, is_known: Callable[[str], bool]
) -> tuple[str, ...]:
    """Those of `speakers_asked_about` that `is_known` does not know."""
    return tuple(name for name in speakers_asked_about(question, beside) if not is_known(name))
