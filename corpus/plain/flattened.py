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


@dataclass(frozen=True, slots=True)
class _Run:
    """Words up to a full stop, or up to a list's sign."""

    start: int
    end: int
    words: int
    sentence: bool
    item: bool  # of a list
    prose: bool  # has the grammar of a sentence, or is an item of a list inside one


def article_of(text: str) -> str:
    """The article of a flattened web page, from its headline to the end of its last sentence.

    Any other text gives "".
    """
    runs = _runs(text) if _is_one_line(text) else []
    cluster = _largest_cluster(runs)
    if not cluster or not _is_chrome(text, runs, cluster):
        return ""
    start, end = cluster[0].start, cluster[-1].end
    start += _menu_end(text[:start], text[start : cluster[0].end])
    return text[start:end].strip()


def _is_chrome(text: str, runs: Sequence[_Run], cluster: Sequence[_Run]) -> bool:
    """Whether what stands around the cluster is menus and footers."""
    around = f"{text[: cluster[0].start]} {text[cluster[-1].end :]}"
    least = max(_LEAST_CHROME_WORDS, _LEAST_CHROME_RATIO * len(text.split()))
    said = sum(run.words for run in runs if run.sentence)
    said_inside = sum(run.words for run in cluster)
    signs = {sign.lower() for sign in _SIGNS.findall(around)}
    return (
        len(around.split()) >= least
        and len(signs) >= _LEAST_SIGNS
        and said_inside >= _LEAST_INSIDE_RATIO * said
    )


def _is_one_line(text: str) -> bool:
    longest = max((len(line) for line in text.split("\n")), default=0)
    return longest >= _ONE_LINE_RATIO * len(text.strip()) > 0


def _runs(text: str) -> list[_Run]:
    """The text cut after every full stop that a capital or a digit follows."""
    cuts = [0, *(match.end() for match in _BREAK.finditer(text)), len(text)]
    runs = []
    for start, end in pairwise(cuts):
        run = text[start:end].rstrip()
        words = run.split()
        grammar = sum(word.strip("\"“”'(),;").lower() in _GRAMMAR for word in words)
        grammatical = (
            _LEAST_WORDS <= len(words) <= _MOST_WORDS
            and grammar >= _LEAST_GRAMMAR_RATIO * len(words)
            and not _ASIDE.search(run)
        )
        sentence = grammatical and bool(_CLOSED.search(run))
        prose = grammatical or bool(_LIST_ITEM.search(run))
        item = run.startswith("* ")
        runs.append(_Run(start, start + len(run), len(words), sentence, item, prose))
    return runs


def _largest_cluster(runs: Sequence[_Run]) -> list[_Run]:
    """The sentences of the cluster with most words in its sentences, first to last."""
    clusters: list[list[_Run]] = []
    gap = _MOST_GAP_WORDS + 1
    for run in runs:
        if not run.sentence:
            gap += 0 if run.prose else run.words
            continue
        if gap > _MOST_GAP_WORDS:
            if run.item:
                continue  # no article begins with an item of a list; a menu's last one may
            clusters.append([])
        clusters[-1].append(run)
        gap = 0
    return max(clusters, key=lambda cluster: sum(p.words for p in cluster), default=[])


def _menu_end(before: str, opening: str) -> int:
    """Offset in an article's first run at which the menu before it ends.

    The last menu items have no full stop, so they cling to the headline. They are the words at
    the run's start that occur before in the same order.
    """
    words = list(re.finditer(r"\S+", opening))
    seen = f" {' '.join(before.split())} "
    end = position = 0
    while position + _REPEATED_WORDS <= len(words):
        some = words[position : position + _REPEATED_WORDS]
        if f" {' '.join(word.group() for word in some)} " not in seen:
            break
        end = some[-1].end()
        position += 1
    return end
