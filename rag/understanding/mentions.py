"""Every commenter whom a question mentions, however it writes the name, and in what part."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from rag.understanding.names import Mention, NameIndex, normal, without, without_legal_form
from rag.understanding.roles import Role, roles_of
from rag.understanding.spelling import Spelling


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Commenters mentioned in a question.

    Attributes:
        text: the question, its names spelled right.
        mentions: in order, their offsets of the text.
        roles: of each mention.
    """

    text: str
    mentions: tuple[Mention, ...]
    roles: tuple[Role, ...]

    def without(self, doc_ids: Collection[str]) -> str:
        """The text without these documents' commenters, possessive endings included."""
        return without(self.text, (m for m in self.mentions if m.doc_id in doc_ids))

    def by_role(self, *roles: Role) -> tuple[str, ...]:
        """Ids of the documents of those who play one of these parts, in order, each once."""
        found = zip(self.mentions, self.roles, strict=True)
        return tuple(dict.fromkeys(mention.doc_id for mention, role in found if role in roles))


class MentionFinder:
    """Finds names as they are, in lower case, and misspelt.

    Attributes:
        names: the names as they are.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, tuple[str, ...]]],
        frequency: Callable[[str], float],
        is_known: Callable[[str], bool],
    ) -> None:
        """Take the names and what tells names from words.

        Args:
            names: (doc_id, names of its commenter).
            frequency: share of a word in lower case among the words of English, in [0, 1].
            is_known: whether the documents use a word.
        """
        names = list(names)
        self.names = NameIndex(names)
        self._frequency = frequency
        lower = [(doc_id, [name.lower() for name in _single(own)]) for doc_id, own in names]
        self._lower = NameIndex(lower)
        self._spelling = Spelling(
            (name for _, own in names for name in own),
            lambda word: frequency(word) > 0 or is_known(word),
        )

    def find(self, question: str) -> Mentioned:
        """Everybody whom a question mentions, and in what part."""
        text = normal(self._spelling.corrected(question))
        sure = self.names.mentions(text)
        mentions = sorted([*sure, *self._in_lower_case(text, sure)], key=lambda m: m.start)
        return Mentioned(text, tuple(mentions), tuple(roles_of(text, mentions)))

    def _in_lower_case(self, text: str, sure: list[Mention]) -> list[Mention]:
        """Names of one word that are not written as names are.

        A name that is also a word is one only where it is said to speak ("does foster think"), and
        never where the word is common ("reason", "act").
        """
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found = [
            mention
            for mention in self._lower.mentions(lowered)
            if not any(m.start < mention.end and mention.start < m.end for m in sure)
        ]
        kept = []
        for mention in found:
            frequency = self._frequency(_bare(lowered[mention.start : mention.end]))
            speaks = roles_of(text, [mention]) == ["speaker"]
            if frequency == 0 or (speaks and frequency < _COMMON):
                kept.append(mention)
        return kept


def _single(names: Iterable[str]) -> Iterator[str]:
    """Names of one word, and the surname of a person: of "Foster, Charles" it is Foster."""
    for name in names:
        surname = _PERSON.fullmatch(name)
        if surname:
            yield surname.group(1)
        elif " " not in without_legal_form(name):
            yield without_legal_form(name)


_PERSON = re.compile(r"(\w{3,}), (?!Inc|Ltd|LLC|Corp)[A-Z][\w.-]+")
_COMMON = 10**-4.5
"""Of "cap" (10^-4.4), "reason" and "act"; "foster" and "epic" have 10^-4.7, "meta" 10^-5."""


def _bare(name: str) -> str:
    return unicodedata.normalize("NFC", name).removeprefix("the ").strip()
