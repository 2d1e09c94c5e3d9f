"""Long quotes as an answer shows them: with asides left out, and an ellipsis for each.

The citation keeps the whole quote and the ranges left out, so that what is shown can be checked
against it letter by letter.
"""

import re
from collections.abc import Sequence

from rag.words import stems

ELLIPSIS = " …"
_LONG = 320
"""Characters under which a quote is read at a glance and shown whole."""
_ASIDE = re.compile(
    r"\s\((?:e\.g\.|i\.e\.|see|cf\.|for example|such as|including|for instance)[^()]{10,200}\)"
    r"|,\swhich\s[^.;:!?()“”\"]{40,200}(?=[.;!?])",
    re.IGNORECASE,
)
"""A bracket with examples, or a relative clause up to the end of a sentence. A list that begins
with "including" or "such as" is too often what is asked for: leaving out those, too, loses 0.01 of
the facts that answers to dev.jsonl hold."""
_MATTERS = re.compile(
    r"\d|[%$]|\b(?:not?|never|neither|nor|cannot|without|unless|except|only|if|but|however|although"
    r"|though|while|whereas|provided|may|might|could|should|must|would|some|most|all)\b|n['’]t\b",
    re.IGNORECASE,
)
"""What a quote says differently without: figures, conditions, limits, negations and hedges."""


def cuts_of(quote: str, question: str) -> tuple[tuple[int, int], ...]:
    """Ranges [start, end) of a quote that may be left out, in order; none of a short one.

    What is left out has no figure, condition, negation or hedge, and no word of the question.
    """
    asked = set(stems(question))
    return tuple(
        (start, end) for start, end in _spans(quote) if not asked & set(stems(quote[start:end]))
    )


def may_leave_out(quote: str, cuts: Sequence[tuple[int, int]]) -> bool:
    """Whether `cuts_of` may have chosen these ranges, whatever the question was."""
    allowed = _spans(quote)
    return list(cuts) == sorted(set(cuts)) and set(cuts) <= set(allowed)


def _spans(quote: str) -> list[tuple[int, int]]:
    found = _ASIDE.finditer(quote) if len(quote) > _LONG else ()
    return [match.span() for match in found if not _MATTERS.search(match.group())]


def shown(quote: str, cuts: Sequence[tuple[int, int]]) -> str:
    """A quote in one line, an ellipsis in place of each range left out."""
    parts, position = [], 0
    for start, end in cuts:
        parts.append(quote[position:start] + ELLIPSIS)
        position = end
    return " ".join("".join([*parts, quote[position:]]).split())
