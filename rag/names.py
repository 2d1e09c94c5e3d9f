"""Finding commenters and documents named in a text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_FORMS = re.compile(
    r"[,]?\s+(?:inc|incorporated|corp|corporation|llc|l\.l\.c|ltd|limited|pbc|institute|foundation"
    r"|platforms inc|technologies, inc)\.?$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\(([^)]+)\)")
_DOC_ID = re.compile(r"\b(?:[A-Z]+-\d{4}-\d{4}-)?(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text: whose it is, and where it stands."""

    doc_id: str
    start: int
    end: int


class NameIndex:
    """The names of a docket's commenters, to be found in questions and answers.

    Names of one word, and those in capitals, are matched with their case ("ACT", "Meta"); longer
    ones without. Ampersand and "and" are the same, a leading "the" is optional, a possessive or
    plural ending may follow. Where names overlap the longest wins.
    """

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Take (doc_id, names of its commenter); the names need not be normalised."""
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for doc_id, given in names:
            variants = {variant for name in given for variant in _variants(name)}
            self._patterns += [(doc_id, _pattern(variant)) for variant in variants]

    def mentions(self, text: str) -> list[Mention]:
        """Mentions in order, the longest where several overlap."""
        text = _normal(text)
        found = [
            Mention(doc_id, match.start(), match.end())
            for doc_id, pattern in self._patterns
            for match in pattern.finditer(text)
        ]
        found.sort(key=lambda mention: (-(mention.end - mention.start), mention.start))
        kept: list[Mention] = []
        for mention in found:
            if not any(_overlap(mention, other) for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def removed_from(self, text: str) -> str:
        """The text without the names it mentions, possessive endings included."""
        kept, position = [], 0
        for mention in self.mentions(text):
            kept.append(text[position : mention.start])
            position = mention.end
        rest = " ".join([*kept, text[position:]])
        return " ".join(re.sub(r"(?<=\s)['’]s?(?=\s|$)", " ", rest).split())

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the documents whose commenters are named, in order of first mention."""
        return tuple(dict.fromkeys(mention.doc_id for mention in self.mentions(text)))


def document_ids(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Ids of known documents that a text names in full, or by "comment 0125" or "0125"."""
    by_number: dict[str, str] = {doc_id.rsplit("-", 1)[-1]: doc_id for doc_id in known}
    named = []
    for match in _DOC_ID.finditer(text):
        doc_id = by_number.get(match.group(1))
        spelt_out = "-" in match.group(0) or match.group(1).startswith("0")
        if doc_id and spelt_out:
            named.append(doc_id)
    return tuple(dict.fromkeys(named))


def _variants(name: str) -> set[str]:
    """The name, what stands in brackets in it, and both without legal forms."""
    inner = _IN_BRACKETS.findall(name)
    forms = {_IN_BRACKETS.sub("", name), *inner}
    forms |= {_FORMS.sub("", form) for form in set(forms) if " " in _FORMS.sub("", form)}
    forms |= {re.sub(r"^the\s+", "", form, flags=re.IGNORECASE) for form in forms}
    return {form.strip(' "“”') for form in forms if len(form.strip(' "“”')) >= 2}


def _pattern(name: str) -> re.Pattern[str]:
    name = _normal(name)
    parts = [re.escape(part) for part in re.split(r"\s+", name)]
    joined = r"\s+".join("(?:and|&)" if part in {"and", r"\&"} else part for part in parts)
    case = 0 if " " not in name or name.isupper() else re.IGNORECASE
    return re.compile(rf"(?<![\w@.-]){joined}(?=(?:'s?|s')?(?![\w@]))", case)


def _normal(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return text.replace("’", "'").replace("‘", "'").replace("‐", "-").replace("‑", "-")


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end
