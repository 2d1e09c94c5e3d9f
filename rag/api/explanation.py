"""How hits were found, over the wire."""

import datetime
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from rag.api.requests import Wire
from rag.retrieval import Place, Trace
from rag.understanding import Understood


class UnderstoodOut(Wire):
    """What a question was taken to ask."""

    query: str = Field(description="The question, made to stand alone where it follows up.")
    topic: str = Field(description="What is searched for: without the names of who is asked.")
    before: str = Field(description="What a follow-up leans on, searched for beside it.")
    asked: tuple[str, ...] = Field(description="Documents of those who are asked; only these.")
    mentioned: tuple[str, ...] = Field(
        description="Documents of those mentioned, here or before in the conversation, who may be "
        "asked or only spoken of."
    )
    favoured: bool = Field(description="Whether those mentioned are favoured.")
    asks_openly: bool = Field(description="Whether it leaves open who speaks.")
    leans_to_notice: int = Field(description="1: the notice is favoured; -1: the reverse; or 0.")
    of: Literal["everybody", "commenters", "notice"] = Field(
        description="Whose documents are searched where nobody is asked by name."
    )
    questions: tuple[str, ...] = Field(
        description="Numbers of the agency's questions that are asked for."
    )
    answered: tuple[str, ...] = Field(
        description="Numbers of the agency's questions whose answers are asked for."
    )
    pages: tuple[int, ...] = Field(description="Pages asked for.")
    filed_from: datetime.date | None = Field(description="First day of filing asked for.")
    filed_to: datetime.date | None = Field(description="Last day of filing asked for.")
    filed: int | None = Field(
        description="Comments at hand that were filed then; where there is none, all are searched."
    )
    absent: tuple[str, ...] = Field(description="Comments listed that are not at hand.")
    unknown: tuple[str, ...] = Field(description="Names that no commenter of the docket has.")

    @classmethod
    def of_question(cls, understood: Understood) -> "UnderstoodOut":
        """What was understood, as JSON."""
        return cls(
            query=understood.query,
            topic=understood.topic,
            before=understood.searched.removesuffix(understood.topic).strip(),
            asked=understood.doc_ids,
            mentioned=understood.mentioned,
            favoured=bool(understood.mentioned) and not understood.asks_openly,
            asks_openly=understood.asks_openly,
            leans_to_notice=understood.leans_to_notice,
            of=_whose(understood),
            questions=understood.questions,
            answered=understood.answered,
            pages=understood.pages,
            filed_from=understood.filed.first if understood.filed else None,
            filed_to=understood.filed.last if understood.filed else None,
            filed=None if understood.filed_ids is None else len(understood.filed_ids),
            absent=tuple(listed.doc_id for listed in understood.absent),
            unknown=understood.unknown,
        )


def _whose(understood: Understood) -> Literal["everybody", "commenters", "notice"]:
    if understood.about_notice:
        return "notice"
    return "commenters" if understood.about_commenters else "everybody"


class PlaceOut(Wire):
    """A passage's place in one leg."""

    rank: int = Field(description="1-based.")
    score: float = Field(description="The leg's own; not comparable with another leg's.")

    @classmethod
    def of(cls, place: Place | None) -> "PlaceOut | None":
        """The place, where there is one."""
        return None if place is None else cls(rank=place.rank, score=place.score)


class LegsOut(Wire):
    """How a hit was found; a leg that did not find it is null."""

    dense: PlaceOut | None = Field(description="By the cosine of the whole passage.")
    sparse: PlaceOut | None = Field(description="By BM25.")
    windows: PlaceOut | None = Field(description="By its nearest window of word pieces.")
    interaction: PlaceOut | None = Field(
        description="By its word pieces (MaxSim), among what the three legs found."
    )
    reranked: PlaceOut | None = Field(description="By the cross-encoder, where one is set.")
    asked_for: bool = Field(description="Whether the question asks for it by number.")
    answers: bool = Field(description="Whether it stands under the agency's question asked about.")
    favour: float = Field(description="Added to its score for whom the question mentions.")
    aside: bool = Field(description="Whether it is of notes or of a bibliography.")

    @classmethod
    def of(cls, trace: Trace) -> "LegsOut":
        """The trace as JSON."""
        return cls(
            dense=PlaceOut.of(trace.dense),
            sparse=PlaceOut.of(trace.sparse),
            windows=PlaceOut.of(trace.windows),
            interaction=PlaceOut.of(trace.interaction),
            reranked=PlaceOut.of(trace.reranked),
            asked_for=trace.asked_for,
            answers=trace.answers,
            favour=trace.favour,
            aside=trace.aside,
        )


class ExplanationOut(Wire):
    """What was understood, and how each hit was found, in the order of the hits."""

    understood: UnderstoodOut
    legs: tuple[LegsOut, ...]

    @classmethod
    def of(cls, understood: Understood, traces: Sequence[Trace]) -> "ExplanationOut":
        """The explanation as JSON."""
        legs = tuple(LegsOut.of(trace) for trace in traces)
        return cls(understood=UnderstoodOut.of_question(understood), legs=legs)
