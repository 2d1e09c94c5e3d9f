"""What a question asks about: whom it names, whether it is about the agency's own notice."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.library.manifest import Docket, Listed
from index.store import Snapshot
from rag.errors import InvalidQuestion
from rag.types import Turn
from rag.understanding.beyond import Beyond, beyond, unmentioned, years_after
from rag.understanding.dates import Filed, filed_when
from rag.understanding.followup import (
    MOST_CHARS,
    MOST_TURNS,
    beginning_of_answer,
    context_of,
)
from rag.understanding.mentions import MentionFinder
from rag.understanding.names import NameIndex, document_ids
from rag.understanding.notice import (
    asks_commenters,
    asks_somebody,
    asks_the_notice,
    asks_what_it_is,
    may_ask_the_notice,
)
from rag.understanding.numbers import question_numbers
from rag.understanding.pages import pages_asked_for, without_pages
from rag.understanding.roles import asks_for_many, asks_openly
from rag.understanding.speakers import unknown_speakers

_MOST_WORDS_BEFORE = 90
"""Of the questions before, some 130 word pieces: the question itself needs the window's rest."""
_FEW_ANSWERED = 2
"""Commenters in the answer before whom a question that names nobody may be meant for."""
_SHORTEST_PART = 6
"""Of a listed name's parts shorter ones are legal forms: "Inc.", "L.L.C"."""
_TASK = re.compile(
    r"^\W*(?:(?:please|can you|could you)\s+)*(?:compare|contrast|summari[sz]e|describe|explain"
    r"|outline|list|tell me|show me|give me)\b(?:\W+(?:and|on|about|with|to|how|the|of|s)\b)*",
    re.IGNORECASE,
)
"""What is to be done with what is found; without the names it is no part of the topic."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it will be searched for.

    Attributes:
        query: the question, made to stand alone where it follows up.
        topic: the question without the names of the commenters it asks: what their documents are
            searched for, where every page bears the name.
        before: the questions that it leans on where it follows up, else empty.
        answered_before: how the answer given last began, where it follows up: "it" may be of the
            question before, or of its answer.
        doc_ids: documents it asks, by commenter or by id, in order.
        mentioned: documents of commenters it mentions, who may be asked or only spoken of.
        asks_openly: whether it leaves open who speaks: "Who ...", "Which commenter ...".
        asks_for_many: whether it wants several who speak: "Which commenters ...".
        about_commenters: whether it asks what commenters say, none of them named.
        about_notice: whether it asks about the agency's own notice alone.
        leans_to_notice: 1 where it speaks of the agency or its consultation and may ask the
            notice, -1 where it asks who says something, 0 where it does neither.
        defines: whether it asks what something is, which the notice may say beside others.
        questions: numbers of the notice's questions that it names, such as "5b", where it asks
            for them themselves.
        answered: the same where it asks what commenters say to them.
        pages: pages that it asks for, in the documents it names.
        filed: when the comments were filed that it asks for.
        filed_ids: documents filed then; None where it does not say when.
        beyond: what no document can answer in it; empty where one may.
        years_after: years in it that lie after the last comment.
        unmentioned: proper names in it that no document has.
        absent: commenters it names that the docket lists but whose comments are not at hand.
        unknown: names of those whose words it asks for though the docket lists no such commenter.
    """

    query: str
    topic: str
    before: str = ""
    answered_before: str = ""
    doc_ids: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    asks_openly: bool = False
    asks_for_many: bool = False
    about_commenters: bool = False
    about_notice: bool = False
    leans_to_notice: int = 0
    defines: bool = False
    questions: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    filed: Filed | None = None
    filed_ids: tuple[str, ...] | None = None
    beyond: Beyond = ""
    years_after: tuple[str, ...] = ()
    unmentioned: tuple[str, ...] = ()
    absent: tuple[Listed, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def searched(self) -> str:
        """The text that is searched for: what the question leans on, then its topic."""
        return " ".join(filter(None, (self.before, self.answered_before, self.topic)))

    @property
    def subject(self) -> str:
        """What evidence must speak to: as `searched`, but for words of an earlier answer."""
        return f"{self.before} {self.topic}".strip()


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


@dataclass(frozen=True, slots=True)
class _Named:
    """Whom a text names.

    Attributes:
        text: with its names spelled right.
        topic: without the names of who is asked.
        asked: documents of those who are asked.
        mentioned: documents of those who may only be spoken of; none where somebody is asked.
    """

    text: str
    topic: str
    asked: tuple[str, ...]
    mentioned: tuple[str, ...]

    @property
    def anybody(self) -> bool:
        return bool(self.asked or self.mentioned)


class Understanding:
    """Understands questions against the documents of one index version.

    Attributes:
        all_names: names of every document's commenter, the agency's own included.
    """

    def __init__(self, snapshot: Snapshot, docket: Docket) -> None:
        # The agency and its department are spoken of in most questions; they are not asked for.
        comments = [d for d in snapshot.documents if d.kind in ("comment", "other")]
        names = [(document.doc_id, document.names) for document in comments]
        self._mentions = MentionFinder(names, _frequency, snapshot.sparse.knows)
        self.all_names = NameIndex((d.doc_id, d.names) for d in snapshot.documents)
        self._questions = {
            number: " ".join(passage.text for passage in snapshot.passages(rows))
            for number, rows in snapshot.question_rows.items()
        }
        here = {document.doc_id for document in snapshot.documents}
        self._known = [document.doc_id for document in snapshot.documents]
        self._dates = {
            entry.doc_id: datetime.date.fromisoformat(entry.date)
            for entry in docket.documents
            if entry.date and entry.doc_id in here and entry.kind == "comment"
        }
        self._last = max(self._dates.values(), default=datetime.date.min)
        absent = [Listed(e.doc_id, e.commenter, e.organisation) for e in docket.documents]
        self._absent = {
            listed.doc_id: listed
            for listed in (*docket.listed, *absent)
            if listed.doc_id not in here and listed.commenter != "Anonymous"
        }
        absent_names = [(i, _listed_names(listed.commenter)) for i, listed in self._absent.items()]
        self._absent_mentions = MentionFinder(absent_names, _frequency, snapshot.sparse.knows)
        self._is_word = snapshot.sparse.knows
        persons = [one.commenter for one in (*absent, *docket.listed) if not one.organisation]
        self._surnames = {name.split()[-1] for name in persons if name}

    def understand(self, question: str, history: Sequence[Turn] = ()) -> Understood:
        """Understand a question; a follow-up takes its subject from the questions before it."""
        now = self._asked_in(question)
        leans_on = context_of(question, history, now.anybody)
        query = " ".join([*reversed(leans_on), now.text if leans_on else question])
        earlier = [self._asked_in(text) for text in leans_on]
        asked, mentioned = self._whom([now, *earlier])
        pages = pages_asked_for(question)
        if pages and len(mentioned) == 1:  # "Microsoft page 3": whose page else?
            asked, mentioned = mentioned, ()
        subject = now.text if now.anybody else query  # who names somebody has left the notice
        numbers = question_numbers(subject, tuple(self._questions))
        filed = filed_when(query, self._last.year)
        by_name = bool(asked or (mentioned and (numbers or not asks_the_notice(subject))))
        of_commenters = by_name or bool(filed) or asks_commenters(query)
        of_notice = not of_commenters and bool(numbers or asks_the_notice(subject))
        topic = without_pages(now.topic) if pages and asked else now.topic
        topic = _TASK.sub("", topic) if asked else topic
        if of_commenters:
            topic = " ".join([topic, *(self._questions[number] for number in numbers)])
        return Understood(
            query=query,
            topic=topic if any(character.isalnum() for character in topic) else question,
            before=_before(earlier, bool(asked)),
            answered_before=beginning_of_answer(history) if leans_on else "",
            doc_ids=asked,
            mentioned=mentioned or (() if asked else self._spoken_of_before(history)),
            asks_openly=asks_openly(query),
            asks_for_many=not asked and asks_for_many(query),
            about_commenters=of_commenters and not by_name,
            about_notice=of_notice,
            leans_to_notice=_leaning(query) if not of_commenters and not of_notice else 0,
            defines=not of_commenters and asks_what_it_is(query),
            questions=() if of_commenters else numbers,
            answered=numbers if of_commenters else (),
            pages=pages if asked else (),
            filed=filed,
            filed_ids=self._filed(filed),
            beyond=beyond(question),
            years_after=self._years_after(question),
            unmentioned=unmentioned(now.text, _frequency, self._is_mentioned),
            absent=tuple(self._absent[i] for i in self._absent_in(now.text)),
            unknown=unknown_speakers(now.text, now.topic if now.asked else "", self._is_known),
        )

    def _asked_in(self, text: str) -> "_Named":
        """Whom a text asks, by name or by a document's id, and whom it may only speak of."""
        found = self._mentions.find(text)
        asked = tuple(dict.fromkeys((*document_ids(text, self._known), *found.by_role("speaker"))))
        mentioned = () if asked else found.by_role("unclear", "subject")
        return _Named(found.text, found.without(asked), asked, mentioned)

    def _whom(self, named: Sequence["_Named"]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Documents asked and mentioned by a question, or else by the latest that it leans on."""
        for one in named:
            if one.anybody:
                return one.asked, one.mentioned
        return (), ()

    def _spoken_of_before(self, history: Sequence[Turn]) -> tuple[str, ...]:
        """Whom a conversation was last about: a question that names nobody may be meant for them.

        They are those of the latest question that names any, or few in the answer given last.
        """
        questions = [turn.content for turn in reversed(history) if turn.role == "user"]
        for earlier in questions[:MOST_TURNS]:
            before = self._asked_in(earlier[:MOST_CHARS])
            if before.anybody:
                return (*before.asked, *before.mentioned)
        answers = [turn.content for turn in history if turn.role == "assistant"]
        if not answers:
            return ()
        said = self._asked_in(answers[-1][:MOST_CHARS])
        few = (*said.asked, *said.mentioned)
        return few if len(few) <= _FEW_ANSWERED else ()

    def _filed(self, filed: Filed | None) -> tuple[str, ...] | None:
        if filed is None:
            return None
        return tuple(doc_id for doc_id, day in self._dates.items() if filed.holds(day))

    def _absent_in(self, text: str) -> tuple[str, ...]:
        """Absent commenters in a text, in lower case too where a name is no word."""
        sure = self._absent_mentions.names.find(text)
        mentions = () if sure else self._absent_mentions.find(text).mentions
        unsure = dict.fromkeys(mention.doc_id for mention in mentions)
        return sure or tuple(doc_id for doc_id in unsure if self._absent[doc_id].organisation)

    def _years_after(self, question: str) -> tuple[str, ...]:
        return years_after(question, (self._last.year, self._last.month)) if self._dates else ()

    def _is_mentioned(self, word: str) -> bool:
        return self._is_word(word) or self._is_known(word)

    def _is_known(self, name: str) -> bool:
        named = self.all_names.find(name) or self._absent_mentions.names.find(name)
        return bool(named) or name in self._surnames


@cache
def _frequencies() -> dict[str, float]:
    """Shares of words among the words of English: the 29,000 that are 1 in a million or more."""
    import wordfreq  # loads slowly, and most of the package does without it

    frequencies: dict[str, float] = wordfreq.get_frequency_dict("en", wordlist="small")
    return frequencies


def _frequency(word: str) -> float:
    return _frequencies().get(word, 0.0)


def _before(earlier: Sequence[_Named], somebody_is_asked: bool) -> str:
    """The questions that a follow-up leans on, given latest first, as they are searched for."""
    text = " ".join(one.topic if somebody_is_asked else one.text for one in reversed(earlier))
    return " ".join(text.split()[-_MOST_WORDS_BEFORE:])


def _leaning(query: str) -> int:
    if asks_somebody(query):
        return -1
    return 1 if may_ask_the_notice(query) else 0


def _listed_names(commenter: str) -> tuple[str, ...]:
    """A listed commenter's name, and its parts: "Jane Roe, Example Studio" is either."""
    parts = [part.strip() for part in commenter.split(",")]
    return (commenter, *(part for part in parts if len(part) >= _SHORTEST_PART))
