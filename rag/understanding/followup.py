"""Follow-up questions, made to stand alone from what was said before; no model is needed."""

import re
from collections.abc import Sequence

from rag.types import Turn

_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|she|his|her|this|these|those|such|the same|one"
    r"|(?<!is )(?<!are )(?<!was )(?<!were )there"
    r"|else|instead|either|the (?:other|former|latter|first|second|third))\b"
    r"|\bthat\b(?=\s*(?:$|[?.!,;]|(?:is|was|would|will|does|did|do|mean|cost|happen|work|apply|to"
    r"|for|in|on|and|by|so|way|view|claim|argument|idea|point|figure|number|limit|rule|risk|kind|list"
    r"|law|case|halving|one)\b))"
    r"|^(?:and|but|so|or|ok|okay|then|what about|how about|why not|any)\b"
    r"|^(?:why|how so|how come|since when|says who|for example|such as)\W*$",
    re.IGNORECASE,
)
_MOST_WORDS = 20
"""A question that points back is taken as a follow-up when it has at most so many words."""
_ANSWER_WORDS = 30
_MARKUP = re.compile(r"\[\d+\]|\(pp?\. [\d–-]+\)|[*_>#“”|]")
_LEAD = re.compile(r"\A[^\n*>]*:\n\n(?=\*\*)")
"""Says only how many are quoted."""
_FEW_WORDS = 3
"""So few say too little to stand alone, where a conversation is under way and nobody is named."""
MOST_CHARS = 2000
"""Of a turn that is looked at; a client may send any history."""
MOST_TURNS = 3
"""Of questions before, where each leans on the one before it."""


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was said before it."""
    return len(question.split()) <= _MOST_WORDS and bool(_POINTS_BACK.search(question))


def context_of(question: str, history: Sequence[Turn], names_somebody: bool) -> tuple[str, ...]:
    """The questions before that a question leans on, the latest first; none where it stands alone.

    Args:
        question: what is asked now.
        history: the turns before it.
        names_somebody: whether it names a commenter; few words may then be enough.
    """
    short = not names_somebody and len(question.split()) <= _FEW_WORDS
    if not (is_follow_up(question) or short):
        return ()
    before: list[str] = []
    for turn in reversed(history):
        if turn.role != "user":
            continue
        before.append(turn.content[:MOST_CHARS])
        if len(before) == MOST_TURNS or not is_follow_up(before[-1]):
            break
    return tuple(before)


def beginning_of_answer(history: Sequence[Turn]) -> str:
    """The first words of the answer given last, without Markdown; empty where there is none."""
    answers = [turn.content for turn in history if turn.role == "assistant"]
    if not answers:
        return ""
    plain = _MARKUP.sub(" ", _LEAD.sub("", answers[-1][:MOST_CHARS]))
    return " ".join(plain.split()[:_ANSWER_WORDS])
