"""What a language model is to the rest of Askdocket."""

from collections.abc import Generator as Pieces
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


Style = Literal["compose", "rewrite"]
"""compose: answers a question from numbered evidence. rewrite: too small for that; it only
shortens one piece of evidence at a time, and code decides which."""


class Generator(Protocol):
    """A language model that continues a chat.

    Attributes:
        name: what to show as the model that wrote an answer.
        style: what it is asked to do.
        context_tokens: tokens that prompt and answer together may take.
    """

    name: str
    style: Style
    context_tokens: int

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Tokens that `messages` take as a prompt, chat markup included; never too low."""
        ...

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Pieces[str, None, None]:
        """Continue the chat, piece by piece, deterministically (temperature 0).

        Args:
            messages: the prompt; must fit context_tokens together with max_tokens.
            max_tokens: most tokens to generate.

        Yields:
            Pieces of text in order; concatenated they are the model's message.

        Raises:
            ModelUnavailable: the model cannot be loaded or reached, or broke off.
            GenerationTimeout: it took longer than allowed.
        """
        ...
