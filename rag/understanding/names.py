"""Finding commenters and documents named in a text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_FORMS = re.compile(
    r"[,]?\s+(?:inc|incorporated|corp|corporation|llc|l\.l\.c|ltd|limited|pbc|platforms inc"
    r"|technologies, inc)\.?$",
    re.IGNORECASE,
)
_KINDS = re.compile(r"\s+(?:institute|foundation)$", re.IGNORECASE)
"""Often left out, but what remains may be plain words ("the reason", "future of life")."""
_IN_BRACKETS = re.compile(r"\s*\(([^)]+)\)")
_ENDING = re.compile(r"(?<=\s)['’]s?(?=\s|$)")
_DOC_ID = re.compile(r"(?<![\w.,-])((?:[A-Z]+-)+\d{4}-\d{4}-)?(\d{4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: whose it is, and where it stands."""

    doc_id: str
    start: int
    end: int


class NameIndex:
    """The names of a docket's commenters, to be found in questions and answers.

    Names of one word, those in capitals, and what is left of a name without "Institute" or
    "Foundation" are matched with their case ("ACT", "Meta", "Reason"); longer ones without.
    Ampersand and "and" are the same, a leading "the" is optional, a possessive ending may follow.
    Where names overlap the longest wins.
    """

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Take (doc_id, names of its commenter); the names need not be normalised."""
        self._patterns: list[tuple[str, str, re.Pattern[str]]] = []
        for doc_id, given in names:
            names_ = list(given)
            loose = {variant for name in names_ for variant in _variants(name)}
            strict = {_KINDS.sub("", variant) for variant in loose} - loose
            self._patterns += [(doc_id, _rarest(v), _pattern(v)) for v in loose]
            self._patterns += [(doc_id, _rarest(v), _pattern(v, cased=True)) for v in strict]

    def mentions(self, text: str) -> list[Mention]:
        """Mentions in order, the longest where several overlap; offsets are of `normal(text)`."""
        text = normal(text)
        folded = text.casefold()
        found = [
            Mention(doc_id, match.start(), match.end())
            for doc_id, word, pattern in self._patterns
            if word in folded  # ten times as fast as to try every pattern
            for match in pattern.finditer(text)
        ]
        found.sort(key=lambda mention: (-(mention.end - mention.start), mention.start))
        kept: list[Mention] = []
        taken = bytearray(len(text))
        for mention in found:
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the documents whose commenters are named, in order of first mention."""
        return tuple(dict.fromkeys(mention.doc_id for mention in self.mentions(text)))


def without_legal_form(name: str) -> str:
    """A company's name without "Inc." and the like."""
    return _FORMS.sub("", name)


def without(text: str, mentions: Iterable[Mention]) -> str:
    """The text without these mentions of names, possessive endings included.

    Args:
        text: as `normal` gives it.
        mentions: in order; their offsets are of the text.
    """
    kept, position = [], 0
    for mention in mentions:
        kept.append(text[position : mention.start])
        position = mention.end
    rest = " ".join([*kept, text[position:]])
    return " ".join(_ENDING.sub(" ", rest).split())


def document_ids(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Ids of known documents that a text names in full, or by "comment 0125" or "0125"."""
    by_id = {doc_id.casefold(): doc_id for doc_id in known}
    by_number = {doc_id.rsplit("-", 1)[-1]: doc_id for doc_id in by_id.values()}
    named = []
    for match in _DOC_ID.finditer(text):
        docket, number = match.groups()
        if docket:
            named.append(by_id.get(match.group(0).casefold()))
        elif number.startswith("0"):
            named.append(by_number.get(number))
    return tuple(dict.fromkeys(doc_id for doc_id in named if doc_id))


def _variants(name: str) -> set[str]:
    """The name, what stands in brackets in it, and both without legal form and leading "the"."""
    inner = _IN_BRACKETS.findall(name)
    forms = {_IN_BRACKETS.sub("", name), *inner}
    forms |= {without_legal_form(form) for form in set(forms)}
    forms = {re.sub(r"^the\s+", "", form, flags=re.IGNORECASE) for form in forms}
    return {form.strip(' "“”') for form in forms if len(form.strip(' "“”')) >= 2}


def _rarest(name: str) -> str:
    """A part of a name without which it cannot be in a text: its longest word, case folded."""
    words = re.findall(r"\w+", normal(name).casefold())
    return max((word for word in words if word != "and"), key=len, default="")


def _pattern(name: str, *, cased: bool = False) -> re.Pattern[str]:
    name = normal(name)
    parts = [re.escape(part) for part in re.split(r"\s+", name)]
    joined = r"\s+".join("(?:and|&)" if part in {"and", r"\&"} else part for part in parts)
    case = 0 if cased or " " not in name or name.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w@.-])(?:[Tt]he\s+)?{joined}(?=(?:'s?|s')?(?![\w@]))", case)


def normal(text: str) -> str:
    """The text as names are compared: composed characters, plain apostrophes and hyphens."""
    text = unicodedata.normalize("NFC", text)
    return text.replace("’", "'").replace("‘", "'").replace("‐", "-").replace("‑", "-")
