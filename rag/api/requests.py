"""What goes over the wire as requests."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from corpus.types import Kind
from rag.api import examples
from rag.types import Filters, Turn


def _sound(text: str) -> str:
    """JSON can spell half of a character ("\\ud800"); nothing behind this can store or send it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise PydanticCustomError("lone_surrogate", "Input should be text without lone surrogates")
    return text


_Text = Annotated[str, AfterValidator(_sound)]
_MOST_TURNS = 50
_MOST_TURN_CHARS = 20_000
_Name = Annotated[_Text, Field(min_length=1, max_length=300)]


class Wire(BaseModel):
    """Base of all: an unknown field is refused, a value once made stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersIn(Wire):
    """Restricts the search; what is left out restricts nothing."""

    doc_ids: tuple[_Name, ...] = Field(
        default=(),
        max_length=500,
        description="Only these documents; an unknown id is answered with 404.",
    )
    commenters: tuple[_Name, ...] = Field(
        default=(), max_length=500, description="Only these commenters, by name or alias."
    )
    kind: Kind | None = Field(default=None, description="Only documents of this kind.")

    def value(self) -> Filters:
        """As the search takes it."""
        return Filters(doc_ids=self.doc_ids, commenters=self.commenters, kind=self.kind)


class TurnIn(Wire):
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=_MOST_TURN_CHARS), AfterValidator(_sound)]

    def value(self) -> Turn:
        """As the assistant takes it."""
        return Turn(role=self.role, content=self.content)


History = Annotated[
    tuple[TurnIn, ...],
    Field(
        max_length=_MOST_TURNS,
        description="The conversation so far, oldest message first; leave older ones out.",
    ),
]


class SearchRequest(Wire):
    """Body of POST /v1/search."""

    model_config = ConfigDict(json_schema_extra=examples.SEARCH)

    query: _Text = Field(description="Question or key words.")
    k: int = Field(
        default=10, ge=1, le=50, strict=True, description="Passages wanted; fewer may come."
    )
    filters: FiltersIn = FiltersIn()
    history: History = ()
    explain: bool = Field(
        default=False, strict=True, description="Say what was understood and how hits were found."
    )


class AskRequest(Wire):
    """Body of POST /v1/ask."""

    model_config = ConfigDict(json_schema_extra=examples.ASK)

    question: _Text = Field(description="The question; the setting MAX_QUESTION_CHARS bounds it.")
    history: History = ()
    filters: FiltersIn = FiltersIn()
    stream: bool = Field(default=False, strict=True, description="Answer as server-sent events.")
