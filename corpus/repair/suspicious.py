"""Words that still look damaged."""

import re

from corpus.repair.edits import in_address
from corpus.repair.vocabulary import Vocabulary
from corpus.repair.words import WordList, english_words

_WORD = re.compile(r"(?<![\w’'.\[\]()-])[a-zà-öø-ÿ]{2,40}(?![\w’'\[\]()-])")
_DAMAGE = re.compile(r"(?<!\S)[^\s\ufffd\ufffe]*[\ufffd\ufffe]\S*")
_OWN = 2
"""A word that a document has as often is one of its own."""
_PIECE_ZIPF = 3.0


def suspicious_words(text: str, words: WordList | None = None) -> list[str]:
    """Words of a document that look damaged, in order.

    Args:
        text: the whole document, since a word that it has twice is one of its own.
        words: the words of the language; English if not given.

    Returns:
        Words with unknown glyphs, and words in lower case that the language does not have and the
        document has only once, or that a neighbour makes a word of the language. Names, acronyms,
        addresses and compounds with hyphens are left out.
    """
    vocabulary = Vocabulary(text, words or english_words())
    found = [(match.start(), match.group()) for match in _DAMAGE.finditer(text)]
    found += [
        (match.start(), match.group())
        for match in _WORD.finditer(text)
        if not vocabulary.zipf(match.group())
        and (vocabulary.count(match.group()) < _OWN or _is_piece(text, match, vocabulary))
        and not in_address(text, match.start())
    ]
    return [word for _, word in sorted(found)]


def _is_piece(text: str, word: re.Match[str], vocabulary: Vocabulary) -> bool:
    """Whether the word and one beside it are one word of the language."""
    before = text[max(0, word.start() - 40) : word.start()].rsplit(None, 1)[-1:]
    after = text[word.end() : word.end() + 40].split(None, 1)[:1]
    return any(
        vocabulary.zipf(joined) >= _PIECE_ZIPF
        for joined in (
            *(part + word.group() for part in before),
            *(word.group() + part for part in after),
        )
    )
