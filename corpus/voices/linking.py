"""Which of the agency's questions each block of a comment speaks to.

A block that asks a question, pasted or by its number alone, heads an answer. The answer goes on
until the next such block, or a heading that does not stand under the question.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpus.content import Block
from corpus.voices.labels import numbers_named
from corpus.voices.pasted import Paste

_ASKING_RATIO = 0.5
"""Of a block's characters: from here on, or where the block begins with it, a pasted question
heads an answer; otherwise it is only mentioned."""
_LEAST_HEADS = 8
"""Questions asked in the notice's order by a comment that is arranged by them: there a heading
inside an answer is often set larger than the question. In NTIA-2023-0009 comments that put their
own titles for some questions paste up to 6."""
_CLOSES = re.compile(
    r"[\W_]*(?:(?:[ivx]+|\d+)[.)]\s+)?(?:conclusions?|concluding|closing|references|bibliography"
    r"|appendix|annex|exhibit|attachment|respectfully|sincerely|yours|/s/)(?!\w)",
    re.IGNORECASE,
)
"""How the end of a comment begins, whatever its level."""
_LONGEST_TITLE = 60
_SPEAKING = frozenset(("heading", "paragraph", "item", "quotation", "row"))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a block has to do with questions.

    Attributes:
        number: of the question it asks or names, or empty.
        role: head of an answer; stop, which ends an answer and heads none; or mention.
    """

    number: str
    role: Literal["head", "stop", "mention"]


def link_questions(
    text: str, blocks: Sequence[Block], pastes: Sequence[Paste], numbers: Sequence[str]
) -> list[str]:
    """Number of the question that each block asks or answers, or an empty text.

    Args:
        text: the comment's text.
        blocks: of the comment, in its order.
        pastes: the agency's words in it, in order.
        numbers: of the notice's questions, in its order.

    Returns:
        One for each block. Notes, contents and references have only what they ask themselves.
    """
    asked = _labelled(text, blocks, numbers) | _pasted(blocks, pastes)
    asked |= _announced(asked)
    heads = sorted(place for place, what in asked.items() if what.role == "head")
    arranged = len(heads) >= _LEAST_HEADS and _in_order([asked[p].number for p in heads], numbers)
    links, current, depth = [], "", 0
    for place, block in enumerate(blocks):
        what = asked.get(place)
        if what is not None and what.role != "mention":
            current, depth = (what.number if what.role == "head" else ""), len(block.section)
        elif _closes(text, block) or (
            block.kind == "heading" and _leads_away(place, block, depth, heads, arranged)
        ):
            current = ""
        own = what.number if what is not None else ""
        links.append(own or (current if block.kind in _SPEAKING else ""))
    return links


def _closes(text: str, block: Block) -> bool:
    short = block.end - block.start <= _LONGEST_TITLE
    return short and bool(_CLOSES.match(text, block.start, block.end))


def _leads_away(place: int, block: Block, depth: int, heads: Sequence[int], arranged: bool) -> bool:
    """Whether a heading does not stand under the question before it.

    Args:
        place: of the heading.
        block: the heading.
        depth: of the question's section.
        heads: places of the blocks that head answers, ascending.
        arranged: whether the comment is arranged by the questions: then all that stands between
            two of them answers the first, but for a heading right above the second.
    """
    following = bisect_left(heads, place)
    if arranged and following < len(heads):
        return heads[following] == place + 1
    return len(block.section) <= depth


def _labelled(text: str, blocks: Sequence[Block], numbers: Collection[str]) -> dict[int, _Asked]:
    """Blocks that name questions by their numbers, by place."""
    asked = {}
    for place, block in enumerate(blocks):
        if block.kind not in _SPEAKING:
            continue
        named = numbers_named(text[block.start : block.end], heading=block.kind == "heading")
        if len(named) == 1 and named[0] in numbers:
            asked[place] = _Asked(named[0], "head")
        elif named:
            asked[place] = _Asked("", "stop")
    return asked


def _pasted(blocks: Sequence[Block], pastes: Sequence[Paste]) -> dict[int, _Asked]:
    """Blocks that ask questions in the agency's words, by place; of several the last counts."""
    lengths: Counter[int] = Counter()
    numbers: dict[int, list[str]] = {}
    firsts = {paste.block: paste.start for paste in reversed(pastes)}
    for paste in pastes:
        lengths[paste.block] += paste.end - paste.start
        if paste.question:
            numbers.setdefault(paste.block, []).append(paste.question)
    asked = {}
    for place, found in numbers.items():
        block = blocks[place]
        mostly = lengths[place] >= _ASKING_RATIO * (block.end - block.start)
        if not mostly and firsts[place] > block.start:
            asked[place] = _Asked(found[0] if len(set(found)) == 1 else "", "mention")
        else:
            asked[place] = _Asked(found[-1], "head" if block.kind in _SPEAKING else "mention")
    return asked


def _announced(asked: Mapping[int, _Asked]) -> dict[int, _Asked]:
    """Heads in a list of questions that are each asked again later, as heads no more."""
    heads = sorted(place for place, what in asked.items() if what.role == "head")
    last = {asked[place].number: place for place in heads}
    again = {place for place in heads if last[asked[place].number] > place}
    listed = {
        place
        for pair in pairwise(heads)
        if pair[1] == pair[0] + 1 and again.issuperset(pair)
        for place in pair
    }
    return {place: _Asked(asked[place].number, "stop") for place in listed}


def _in_order(found: Sequence[str], numbers: Sequence[str]) -> bool:
    places = {number: place for place, number in enumerate(numbers)}
    return all(places[one] <= places[other] for one, other in pairwise(found))
