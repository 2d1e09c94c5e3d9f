"""Spaces lost between words: "ofthe", "reporton"."""

import re

from corpus.repair.edits import LONGEST_WORD, Edit, in_address
from corpus.repair.vocabulary import Vocabulary

_TOKEN = re.compile(rf"(?<![\w’'.@#/-])[a-z]{{5,{LONGEST_WORD}}}(?![\w’'@(/-]|\.\w)")
_EVIDENCE = 5
"""Different words. One file of the first docket, as pypdf reads it, has 180 and the others at most
one; in 6 million characters of programs' manuals no file has as many."""
_MOST_GAIN = -2.9
"""Powers of ten: two words must be this much likelier than a word that the list does not have.
"reporton" has -3.0 and "canalso" -3.7; of the words that writers make, "openwashing" has -1.1 and
"underinvested" -1.0."""
_COMMON = 3.5
"""Zipf frequency from which on a word of the list is taken for one without a further look."""
_MOST_GAIN_IF_LISTED = -2.5
_LEAST_ZIPF_IF_LISTED = 6.2
"""The list has the commonest pairs too, such as "ofthe" with -2.8: then both must be among the
commonest words."""


def lost_edits(text: str, vocabulary: Vocabulary) -> list[Edit]:
    """Edits that put such spaces in.

    Only pieces are cut that are so common that a word made of both would be listed with a far
    higher frequency, if there were one. Names such as "timeit" look the same: a file is doubted
    only when it shows several such words.
    """
    cuts: dict[str, int] = {}
    edits: list[Edit] = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word not in cuts:
            cuts[word] = _cut(word, vocabulary)
        place = match.start() + cuts[word]
        if cuts[word] and not in_address(text, place):
            edits.append((place, place, " "))
    return edits if sum(place > 0 for place in cuts.values()) >= _EVIDENCE else []


def _cut(word: str, vocabulary: Vocabulary) -> int:
    """Where the space belongs; 0 for nowhere."""
    listed = vocabulary.zipf(word)
    if listed >= _COMMON:
        return 0
    options = [
        (vocabulary.gain(word[:place], word[place:]), place)
        for place in range(2, len(word) - 1)
        if vocabulary.stands_alone(word[:place]) and vocabulary.stands_alone(word[place:])
    ]
    gain, place = min(options, default=(0.0, 0))
    if not listed:
        return place if gain <= _MOST_GAIN else 0
    common = min(vocabulary.zipf(word[:place]), vocabulary.zipf(word[place:]))
    return place if gain <= _MOST_GAIN_IF_LISTED and common >= _LEAST_ZIPF_IF_LISTED else 0
