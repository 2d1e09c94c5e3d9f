"""Whether a question is about the agency's own notice, or about what commenters say."""

import re

_SPEAKS = (
    r"(?:ask|defin|think|want|consider|view|say|seek|propos|plan|raise|request|mean|credit|list|own"
    r"|name|describ|cite|mention|explain|invite|float|see\b|sees\b|give|gave|distinguish|acknowledg"
    r"|recogni|note|expect|use|point|offer|suggest|treat|make|set|call|quote|rel(?:y|ies)|quer|pose"
    r"|wonder|contemplat|identif|refer|report|hope|intend|warn|include|cover|address|divide|frame"
    r"|publish|launch|issue|solicit)"
)
_AGENCY = r"(?:the\s+)?(?:NTIA|agency|notice|RFC|request for comments?)"
_STRONG = re.compile(
    rf"\b(?:does|do|did|is|are|has|can|would|was|were)\s+{_AGENCY}(?!['’]s\s+(?:authority|power))\b"
    rf"|\b{_AGENCY}\s+(?:itself\s+|also\s+|ever\s+|specifically\s+|actually\s+)?{_SPEAKS}\w*"
    rf"|\b(?:in|of|from|per|by|under|throughout|within)\s+(?:the\s+)?(?:NTIA['’]s\s+)?"
    r"(?:notice(?!\s+(?:and|or)\s|-)|RFC|request for comments?)\b"
    rf"|\b(?:NTIA|agency|notice|RFC|request)['’]s\s+(?:own\s+|\w+\s+)?(?:questions?|notice|definition"
    r"|background|list|RFC|request|term|wording|words|view|text|footnotes?|deadline|contact|docket"
    r"|address|reading|examples?|aims?|goals?|purpose|mandate|legal|stance|position)"
    r"|\baccording to\s+(?:the\s+)?(?:NTIA|agency|notice|RFC|request)\b"
    r"|\b(?:RFC|request for comments?|the notice)\b"
    r"|\b(?:sub-?)?questions?\s+(?:number\s+|no\.?\s*)?\d+\s?[a-z]?\b|"
    r"\bQ\.?\s?\d+[a-z]?\b(?!\s+(?:19|20)\d\d)"
    r"|\bcomment (?:period|deadline)\b|\bdeadline (?:for|to) (?:comment|submi|fil|respon)"
    r"|\bcomments? (?:are|is|were) due\b"
    r"|\b(?:are|were) (?:the\s+)?comments due\b"
    r"|\bare commenters (?:asked|invited|told|encouraged)\b"
    r"|\bhow (?:can|could|does|do|did|to|should|must)"
    r" (?:(?:one|I|you|we|people|someone|a\s+\w+)\s+)?(?:actually\s+)?(?:comment\b|submit|file\b)"
    r"|\b(?:must|should|may|can) (?:commenters|submitters|filers|commentators|submissions?)\b"
    r"|\b(?:a|my|their|the) (?:filer|submitter|commenter)['’]s"
    r" (?:name|address|personal|identity)\b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:NTIA|the agency|consultation|inquiry|sub-?questions?|commenters (?:are )?asked"
    r"|federal register|executive order|EO 14110|E\.O\. 14110)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"\b(?:tells?|told|asks?|asked|urges?|urged|wants?|wanted|advises?|begs?|calls? on|points?"
    rf"|pushes|press(?:es)?|warns?|recommends?|invites?|encourages?|expects?)\s+{_AGENCY}\b"
    rf"|\bshould\s+(?:{_AGENCY}|the government)\b|(?<!\bat )\b{_AGENCY}\s+(?:should|ought|must)\b"
    r"|\b(?:heads?|former)\b.{0,40}\b(?:NTIA|agency)\b",
    re.IGNORECASE,
)
"""What the agency is to do is what commenters tell it."""
_OF_COMMENTERS = re.compile(
    r"\b(?:which|what|any|some|other|do|did|how many|how do|where do)\s+(?:\w+\s+){0,2}?"
    r"(?:commenters?|submissions?|submitters?|respondents?|filers?|filings?)\b"
    r"(?!\s+(?:(?:are|were)\s+)?(?:asked|invited|told))",
    re.IGNORECASE,
)
_OF_SOMEBODY = re.compile(
    r"\b(?:organi[sz]ations|companies|groups|commenters|submissions)\b"
    r"|\bwho (?:says|argues|supports|opposes|wants|thinks|warns|claims|believes|proposes)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:defin(?:e|es|ed|ition)|what (?:exactly )?(?:is|are|counts? as|qualif\w+ as)|meaning of"
    r"|what does .{1,60} mean)\b",
    re.IGNORECASE,
)


def asks_the_notice(question: str) -> bool:
    """Whether a question asks what the agency's notice says, by words that name it or its parts."""
    return bool(_STRONG.search(question)) and not asks_commenters(question)


def may_ask_the_notice(question: str) -> bool:
    """Whether a question speaks of the agency or its consultation, and may ask its notice."""
    return bool(_WEAK.search(question)) and not asks_commenters(question)


def asks_commenters(question: str) -> bool:
    """Whether a question asks what commenters say, or what they tell the agency to do."""
    return bool(_OF_COMMENTERS.search(question) or _TOLD.search(question))


def asks_somebody(question: str) -> bool:
    """Whether a question asks, in looser words, who says something; hardly the notice."""
    return bool(_OF_SOMEBODY.search(question))


def asks_what_it_is(question: str) -> bool:
    """Whether a question asks what something is, which the notice may say beside others."""
    return bool(_DEFINES.search(question))
