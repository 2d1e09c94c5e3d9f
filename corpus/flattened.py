"""The article in a web page that somebody saved as one line of text, menus and footers included.

A menu is a run of short pieces without the form of sentences; an article is the largest cluster
of sentences. A text is cut only when it shows all the signs of such a page, so that a comment
written as one paragraph comes through whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ONE_LINE_RATIO = 0.9
"""A flattened page has nearly all its characters in one line."""
_LEAST_CHROME_WORDS = 60
_LEAST_CHROME_RATIO = 0.15
"""Menus and footers make up at least this share of a flattened page's words."""
_LEAST_SIGNS = 2
_LEAST_INSIDE_RATIO = 0.8
"""Share of the words in sentences that the article has; text in many clusters is no such page."""

_LEAST_WORDS, _MOST_WORDS = 8, 120
"""Words of a sentence; a menu has no full stop for hundreds of words."""
_LEAST_GRAMMAR_RATIO = 0.2
"""Share of a sentence's words that are articles, prepositions and the like. In menus, which
string names of pages together, it is about 0.1; in press releases 0.3-0.5."""
_MOST_GAP_WORDS = 40
"""Other words that may stand between two sentences of one article: a heading, a short list."""
_REPEATED_WORDS = 3
"""A menu says the same thing twice; a headline does not."""

_GRAMMAR = frozenset(
    """
    a about after all also an and any are as at be been between but by can could did do does
    for from had has have he her his how if in into is it its may more most must no not of on
    or our over said she should so such than that the their them there these they this those
    through to under was we were what when which while who will with would you your
    """.split()
)
_BREAK = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘(\[*]?\s?[A-Z0-9])|\s+(?=\*\s)(?!\*\s[a-z])")
_CLOSED = re.compile(r"[.!?][\"”’')\]]*$")
_LIST_ITEM = re.compile(r"(?:[;:,]|; (?:and|or))$")
_SIGNS = re.compile(
    r"skip to (?:main )?content|\bmenu\b|\bsearch\b|share this|sign up|subscribe|"
    r"privacy (?:policy|program|notice)|contact us|cookies?\b|breadcrumb|return to top|"
    r"back to top|all rights reserved|©|terms of (?:use|service)|follow us|log ?in\b",
    re.I,
)
_ASIDE = re.compile(
    r"sign up|subscrib|newsletter|cookies?\b|share this|follow us|all rights reserved|"
    r"privacy policy|terms of (?:use|service)",
    re.I,
)
_RELEASE_LINE = re.compile(r"\s+(?=(?:FOR )?IMMEDIATE RELEASE\b)")
_BULLET = re.compile(r"\s+\*\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    words: int
    sentence: bool
    item: bool  # of a list
    prose: bool  # has the grammar of a sentence, or is an item of a list inside one


def article_of(text: str) -> str:
    """The article of a flattened web page; any other text comes back as it is.

    The article runs from its headline to the end of its last sentence, a list's items on lines of
    their own.
    """
    if not _is_one_line(text):
        return text
    pieces = _pieces(text)
    cluster = _largest_cluster(pieces)
    if not cluster:
        return text
    start, end = cluster[0].start, cluster[-1].end
    if not _is_chrome(text, pieces, cluster):
        return text
    start += _menu_end(text[:start], text[start : cluster[0].end])
    article = _RELEASE_LINE.sub("\n", text[start:end].strip(), count=1)
    return _BULLET.sub("\n- ", article)


def _is_chrome(text: str, pieces: Sequence[_Piece], cluster: Sequence[_Piece]) -> bool:
    """Whether what stands around the cluster is menus and footers."""
    around = f"{text[: cluster[0].start]} {text[cluster[-1].end :]}"
    least = max(_LEAST_CHROME_WORDS, _LEAST_CHROME_RATIO * len(text.split()))
    said = sum(piece.words for piece in pieces if piece.sentence)
    said_inside = sum(piece.words for piece in cluster)
    signs = {sign.lower() for sign in _SIGNS.findall(around)}
    return (
        len(around.split()) >= least
        and len(signs) >= _LEAST_SIGNS
        and said_inside >= _LEAST_INSIDE_RATIO * said
    )


def _is_one_line(text: str) -> bool:
    longest = max((len(line) for line in text.split("\n")), default=0)
    return longest >= _ONE_LINE_RATIO * len(text.strip()) > 0


def _pieces(text: str) -> list[_Piece]:
    """The text cut after every full stop that a capital or a digit follows."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    pieces = []
    for start, end in pairwise(cuts):
        piece = text[start:end].rstrip()
        words = piece.split()
        grammar = sum(word.strip("\"“”'(),;").lower() in _GRAMMAR for word in words)
        grammatical = (
            _LEAST_WORDS <= len(words) <= _MOST_WORDS
            and grammar >= _LEAST_GRAMMAR_RATIO * len(words)
            and not _ASIDE.search(piece)
        )
        sentence = grammatical and bool(_CLOSED.search(piece))
        prose = grammatical or bool(_LIST_ITEM.search(piece))
        item = piece.startswith("* ")
        pieces.append(_Piece(start, start + len(piece), len(words), sentence, item, prose))
    return pieces


def _largest_cluster(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The sentences of the cluster with most words in its sentences, first to last."""
    clusters: list[list[_Piece]] = []
    gap = _MOST_GAP_WORDS + 1
    for piece in pieces:
        if not piece.sentence:
            gap += 0 if piece.prose else piece.words
            continue
        if gap > _MOST_GAP_WORDS:
            if piece.item:
                continue  # no article begins with an item of a list; a menu's last one may
            clusters.append([])
        clusters[-1].append(piece)
        gap = 0
    return max(clusters, key=lambda cluster: sum(p.words for p in cluster), default=[])


def _menu_end(before: str, piece: str) -> int:
    """Offset in the first sentence's piece at which the menu before it ends.

    The last menu items have no full stop, so they cling to the headline. They are the words at
    the piece's start that occur before in the same order.
    """
    words = list(re.finditer(r"\S+", piece))
    seen = f" {' '.join(before.split())} "
    end = position = 0
    while position + _REPEATED_WORDS <= len(words):
        run = words[position : position + _REPEATED_WORDS]
        if f" {' '.join(word.group() for word in run)} " not in seen:
            break
        end = run[-1].end()
        position += 1
    return end
