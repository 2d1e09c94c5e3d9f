"""Counting prompt tokens with tiktoken, offline.

`tiktoken.get_encoding` downloads its tables at first use, so it is never called here: an encoding
is built from the vocabulary that the model itself brings.
"""

import math
import re
from collections.abc import Mapping
from typing import Protocol

import tiktoken

_GPT2_DIGITS_SINGLY = (
    r"\p{N}"
    r"|'(?:[sdmt]|ll|ve|re)"
    r"| ?\p{L}++"
    r"| ?[^\s\p{L}\p{N}]++"
    r"|\s++$"
    r"|\s+(?=\p{N})"
    r"|\s+(?!\S)"
    r"|\s"
)
"""GPT-2's pattern with every digit on its own, as SmolLM2 splits.

Digits are cut out first and the rest is split piece by piece, so white space before a digit ends
its piece and stays in one: that is the alternative with the look-ahead. Source: GPT-2's
`encoder.py` and the pre-tokenizers `Digits(individual_digits=True)` then `ByteLevel`.
"""

_MARGIN = 1.3
"""Upper bound of another vocabulary's count, as a multiple of the packaged one's.

Measured on 162 pages of the docket: Mistral's vocabulary of 32,768 tokens, the smallest in common
use, takes at most 1.133 times what SmolLM2's 49,152 tokens take (median 1.062), Mistral's Tekken of
131,072 at most 1.106. Vocabularies of Llama 3, Qwen and GPT-4 are larger, so take fewer.
"""

_CHARS_PER_TOKEN = 2.5
"""Fewest characters that a token of running English text takes on average.

Measured on the same pages: at least 2.65 bytes a token with Mistral's vocabulary on each page.
"""

_UNUSUAL = re.compile(r"[^\x00-\x7f]+|[^\s\x80-\U0010ffff]{40,}")
"""Text whose token count differs most between vocabularies: beyond ASCII, and very long words."""

_WORDS_AND_SPACES = re.compile(r"[A-Za-z ]+")


class TokenCounter(Protocol):
    """Counts the tokens of a text, or bounds them from above."""

    def count(self, text: str) -> int:
        """Tokens that `text` takes as ordinary text; never too low."""
        ...


def encoding_from_vocabulary(
    name: str, vocabulary: Mapping[bytes, int], special_tokens: Mapping[str, int]
) -> tiktoken.Encoding:
    """Build an encoding from a byte-level BPE vocabulary that splits digits singly.

    Args:
        name: what to call the encoding.
        vocabulary: id of each token, by its bytes; may contain the special tokens. The order of
            the ids is the order of the merges.
        special_tokens: id of each token that is markup, by its text.

    Returns:
        The encoding; `encode_ordinary` takes special tokens in a text as ordinary text. Bytes that
        the vocabulary lacks (SmolLM2 lacks eight that occur in UTF-8, such as control characters)
        get ids after all others: the model drops them, here each counts as a token.

    Raises:
        ValueError: a printable ASCII character has no token, so this is no byte-level vocabulary.
    """
    special_ids = set(special_tokens.values())
    ranks = {token: rank for token, rank in vocabulary.items() if rank not in special_ids}
    lacking = [bytes([value]) for value in range(256) if bytes([value]) not in ranks]
    if any(byte.isascii() and byte.decode().isprintable() for byte in lacking):
        raise ValueError(f"{name}: not a byte-level vocabulary")
    first_free = max([*vocabulary.values(), *special_ids]) + 1
    ranks |= {byte: first_free + offset for offset, byte in enumerate(lacking)}
    return tiktoken.Encoding(
        name,
        pat_str=_GPT2_DIGITS_SINGLY,
        mergeable_ranks=ranks,
        special_tokens=dict(special_tokens),
    )


class VocabularyCounter:
    """Counts with a model's own vocabulary: exact."""

    def __init__(self, encoding: tiktoken.Encoding) -> None:
        self.encoding = encoding

    def count(self, text: str) -> int:
        """Tokens of `text` when the special tokens written in it are ordinary text."""
        return len(self.encoding.encode_ordinary(text))

    def count_markup(self, text: str) -> int:
        """Tokens of `text`, a rendered chat, where special tokens are markup."""
        return len(self.encoding.encode(text, allowed_special="all"))


class EstimatedCounter:
    """Bounds the count of a vocabulary that is not known, from above.

    What is unusual (beyond ASCII, words of 40 characters and more) counts one token a byte, the
    most that a byte-level or byte-fallback vocabulary makes of it.

    Args:
        known: counter of a vocabulary at hand; its count of ordinary English is raised by 30 %.
            Without one the bound comes from letters and bytes.
    """

    def __init__(self, known: TokenCounter | None) -> None:
        self._known = known

    def count(self, text: str) -> int:
        """Upper bound of the tokens of `text`; on the docket's pages 1.2 to 2 times the count."""
        usual = _UNUSUAL.sub(" ", text)
        unusual = sum(len(_utf8(part)) for part in _UNUSUAL.findall(text))
        if self._known is not None:
            return unusual + math.ceil(self._known.count(usual) * _MARGIN)
        return unusual + _letters_bound(usual)


def _letters_bound(text: str) -> int:
    """Upper bound of an ASCII text's tokens: runs of letters by length, others singly."""
    runs = _WORDS_AND_SPACES.findall(text)
    others = len(text) - sum(len(run) for run in runs)
    return others + sum(math.ceil(len(run) / _CHARS_PER_TOKEN) for run in runs)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")
