"""How a hit was found: its place in each leg."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A passage's place in one leg: rank (1-based) and the leg's own score."""

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Trace:
    """How a hit was found; a leg that did not find it is None.

    Attributes:
        dense: by the cosine of the whole passage.
        sparse: by BM25.
        windows: by a window of its word pieces that is near to the whole question; the score is
            the cosine.
        interaction: by its word pieces (MaxSim), among what the legs found.
        asked_for: whether the question asks for it by its number.
        answers: whether it stands under the question of the notice that is asked about.
        favour: added to its score for whom the question mentions.
        aside: whether it is of notes or of a bibliography.
        reranked: by the cross-encoder, where there is one and it was among the best.
    """

    dense: Place | None
    sparse: Place | None
    windows: Place | None
    interaction: Place | None
    asked_for: bool
    answers: bool
    favour: float
    aside: bool
    reranked: Place | None = None
