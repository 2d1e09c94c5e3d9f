"""What a question asks about: whom it names, whether it is about the agency's own notice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.library.manifest import Docket, Listed
from index.store import Snapshot
from rag.errors import InvalidQuestion
from rag.names import NameIndex, document_ids
from rag.numbers import question_numbers
from rag.speakers import unknown_speakers
from rag.types import Turn

_NOTICE = re.compile(
    r"\b(?:RFC|request for comments?|the notice|the agency|NTIA(?:['’]s)?\s+(?:ask|defin|think|want"
    r"|consider|view|say|seek|propos|plan|raise|request|mean|credit|list|own)\w*"
    r"|(?:does|do|did|is|at|has|whose)\s+(?:the\s+)?NTIA\b"
    r"|(?:sub-?)?questions?\s+(?:number\s+)?\d+\s?[a-z]?\b|Q\d+[a-z]?\b"
    r"|comment (?:period|deadline)|deadline|comments? (?:are|is|were) due|(?:are|were) comments due"
    r"|how (?:can|could|does|do|did|to) (?:(?:one|I|people|someone|you) )?(?:comment|submit))\b",
    re.IGNORECASE,
)
_WISH = re.compile(r"\bshould\s+(?:the\s+)?(?:NTIA|agency|government)\b", re.IGNORECASE)
"""What the agency should do is what commenters tell it."""
_FOLLOW_UP = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|this|these|those|there|such|the same|one)\b"
    r"|\bthat\b(?!\s+\w+\s+(?:is|are|was|were|has|have|can))|^(?:and|but|so|or|ok|okay|what about"
    r"|how about|why not)\b|^why\W*$",
    re.IGNORECASE,
)
_OF_COMMENTERS = re.compile(
    r"\b(?:commenters?|submissions?|submitters?|respondents?|filers?|organi[sz]ations|companies"
    r"|who (?:says|argues|supports|opposes|wants|thinks))\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:defin(?:e|es|ed|ition)|what (?:exactly )?(?:is|are|counts? as|qualif\w+ as)|meaning of"
    r"|what does .{1,60} mean)\b",
    re.IGNORECASE,
)
_SHORTEST_PART = 6
"""Of a listed name's parts shorter ones are legal forms: "Inc.", "L.L.C"."""
_MOST_CHARS_BEFORE = 2000
"""So much of the question before is looked at; a client may send any history."""
_SHORT_WORDS = 12
"""A question that points back is taken as a follow-up when it has at most so many words."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it will be searched for.

    Attributes:
        query: the question, made to stand alone where it follows up.
        topic: the query without the names of the commenters it names: what their documents are
            searched for, where every page bears the name.
        doc_ids: documents it names, by commenter or by id, in order.
        about_commenters: whether it asks what commenters say, none of them named.
        about_notice: whether it asks about the agency's own notice alone.
        defines: whether it asks what something is, which the notice may say beside others.
        questions: numbers of the notice's questions that it names, such as "5b", where it asks
            for them themselves.
        answered: the same where it asks what commenters say to them.
        absent: commenters it names that the docket lists but whose comments are not at hand.
        unknown: names of those whose words it asks for though the docket lists no such commenter.
    """

    query: str
    topic: str
    doc_ids: tuple[str, ...]
    about_commenters: bool
    about_notice: bool
    defines: bool
    questions: tuple[str, ...]
    answered: tuple[str, ...]
    absent: tuple[Listed, ...]
    unknown: tuple[str, ...]


def check_question(question: str, max_chars: int) -> str:
    """The question, trimmed.

    Raises:
        InvalidQuestion: it is empty, or longer than max_chars.
    """
    question = " ".join(question.replace("\0", " ").split())
    if not any(character.isalnum() for character in question):
        raise InvalidQuestion("The question is empty.")
    if len(question) > max_chars:
        raise InvalidQuestion(
            f"The question has {len(question):,} characters; at most {max_chars:,} are taken.",
            hint="Ask one question in a sentence or two, or raise ASKDOCKET_MAX_QUESTION_CHARS.",
        )
    return question


class Understanding:
    """Understands questions against the documents of one index version.

    Attributes:
        all_names: names of every document's commenter, the agency's own included.
    """

    def __init__(self, snapshot: Snapshot, docket: Docket) -> None:
        # The agency and its department are spoken of in most questions; they are not asked for.
        comments = [d for d in snapshot.documents if d.kind in ("comment", "other")]
        self._names = NameIndex((document.doc_id, document.names) for document in comments)
        self.all_names = NameIndex((d.doc_id, d.names) for d in snapshot.documents)
        self._questions = {
            number: " ".join(passage.text for passage in snapshot.passages(rows))
            for number, rows in snapshot.question_rows.items()
        }
        here = {document.doc_id for document in snapshot.documents}
        self._known = [document.doc_id for document in snapshot.documents]
        absent = [Listed(e.doc_id, e.commenter, e.organisation) for e in docket.documents]
        self._absent = {
            listed.doc_id: listed
            for listed in (*docket.listed, *absent)
            if listed.doc_id not in here and listed.commenter != "Anonymous"
        }
        self._absent_names = NameIndex(
            (doc_id, _listed_names(listed.commenter)) for doc_id, listed in self._absent.items()
        )

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Understood:
        """Understand a question; a follow-up takes its subject from the last question before it."""
        named = self.named(question)
        before = [t.content[:_MOST_CHARS_BEFORE] for t in history if t.role == "user"]
        query, topic = question, ""
        if before and is_follow_up(question):
            query = f"{before[-1]} {question}"
            named = named or self.named(before[-1])
        absent = self._absent_names.find(question)
        numbers = question_numbers(query, tuple(self._questions))
        of_commenters = bool(
            named or _OF_COMMENTERS.search(query) or (_WISH.search(query) and not numbers)
        )
        if of_commenters:
            own = self._names.removed_from(query) if named else query
            topic = " ".join([own, *(self._questions[number] for number in numbers)])
        return Understood(
            query=query,
            topic=topic or query,
            doc_ids=named,
            about_commenters=of_commenters and not named,
            about_notice=not of_commenters and bool(numbers or _NOTICE.search(query)),
            defines=not of_commenters and bool(_DEFINES.search(query)),
            questions=() if of_commenters else numbers,
            answered=numbers if of_commenters else (),
            absent=tuple(self._absent[doc_id] for doc_id in absent),
            unknown=unknown_speakers(question, self._is_known),
        )

    def _is_known(self, name: str) -> bool:
        return bool(self.all_names.find(name) or self._absent_names.find(name))

    def named(self, text: str) -> tuple[str, ...]:
        """Ids of the documents that a text names by commenter or by id."""
        return tuple(dict.fromkeys((*document_ids(text, self._known), *self._names.find(text))))


def _listed_names(commenter: str) -> tuple[str, ...]:
    """A listed commenter's name, and its parts: "Jane Roe, Example Studio" is either."""
    parts = [part.strip() for part in commenter.split(",")]
    return (commenter, *(part for part in parts if len(part) >= _SHORTEST_PART))


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was said before it."""
    return len(question.split()) <= _SHORT_WORDS and bool(_FOLLOW_UP.search(question))
