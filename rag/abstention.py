"""Why a question is not answered, in words for whoever asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from corpus.library.manifest import Docket
from index.store import Snapshot
from rag.answerability import LEAST_LOG_ODDS, Signs
from rag.coverage import comments_at_hand
from rag.retrieval import Retrieved
from rag.types import Evidence
from rag.understanding import Understood

_MIN_NEARNESS = 0.33
"""Cosine of the nearest passage under which a question is foreign to the docket. On dev.jsonl the
docket's own questions have at least 0.35; asked for bread, rain or football it is 0.12-0.26."""

ORDER = (
    "This reads as an order rather than a question. Answers here only say what the documents say, "
    "with quotes; ask what a commenter or the notice says."
)
FOREIGN = "The documents of this docket do not speak to this question."
NEAR_NOTHING = frozenset({ORDER, FOREIGN})
"""Reasons for which nothing in the docket is worth showing."""
NOT_FOUND = "Nothing in the documents searched answers this question."


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a question is answered.

    Attributes:
        reason: why it is not, for a person; empty where it can be.
        silent: of several documents asked, those in which nothing answers it.
    """

    reason: str = ""
    silent: tuple[str, ...] = ()


def judge(
    snapshot: Snapshot,
    understood: Understood,
    found: Retrieved,
    evidence: Sequence[Evidence],
    signs: Callable[[Understood], Signs | None],
    docket: Docket,
) -> Judgement:
    """Judge whether a question is answered, and by all whom it asks.

    Args:
        snapshot: index version that was searched.
        understood: the question.
        found: the passages found.
        evidence: what was chosen of them.
        signs: gives what tells whether a question is answered; None where that cannot be told.
            Asked only where nothing else decides: of each document apart where several are asked.
        docket: as its manifest describes it.
    """
    reason = _certain(snapshot, understood, found, evidence, docket)
    if reason is not None:
        return Judgement(reason)
    several = understood.doc_ids if len(understood.doc_ids) > 1 else ()
    parts = [replace(understood, doc_ids=(doc_id,)) for doc_id in several] or [understood]
    told = [(part, signs(part)) for part in parts]
    poor = [(part, sign) for part, sign in told if sign and sign.log_odds < LEAST_LOG_ODDS]
    if len(poor) == len(parts):
        figures = any(sign.figures for _, sign in poor)
        return Judgement(_not_addressed(snapshot, understood, figures))
    return Judgement(silent=tuple(doc_id for part, _ in poor for doc_id in part.doc_ids))


def _certain(
    snapshot: Snapshot,
    understood: Understood,
    found: Retrieved,
    evidence: Sequence[Evidence],
    docket: Docket,
) -> str | None:
    """Why a question is not answered, where that is sure; empty where it is; else None."""
    if understood.beyond == "order":
        return ORDER
    missing = who_is_missing(understood, docket.comments_in_docket)
    if missing and not understood.doc_ids:
        return missing
    if understood.questions and evidence:
        return ""
    outside = _outside(snapshot, understood, found, docket)
    if outside:
        return outside
    placed = understood.doc_ids or understood.about_notice
    if not placed and found.nearness < _MIN_NEARNESS:
        return FOREIGN
    return None if evidence else NOT_FOUND


def who_is_missing(understood: Understood, comments_in_docket: int) -> str:
    """Which of those asked about have no document at hand, for a person; empty where all have."""
    said = []
    if understood.absent:
        listed = "; ".join(f"{absent.commenter} ({absent.doc_id})" for absent in understood.absent)
        said.append(
            f"The docket lists a comment by {listed}, but that document is not among those at "
            "hand, so nothing can be said about it."
        )
    if understood.unknown:
        said.append(
            f"No comment by {' or '.join(understood.unknown)} was found among the "
            f"{comments_in_docket} comments that the docket lists, so there is nothing to quote "
            "from them. Other commenters may mention them."
        )
    if understood.filed_ids == ():
        said.append("None of the comments at hand was filed on the days asked about.")
    return " ".join(said)


def _outside(snapshot: Snapshot, understood: Understood, found: Retrieved, docket: Docket) -> str:
    """Why no document can hold the answer; empty where one may."""
    if understood.beyond == "count":
        return (
            "No document says how many comments came in. The docket lists "
            f"{docket.comments_in_docket} comments; {comments_at_hand(snapshot, docket)} of them "
            "are at hand."
        )
    text = " ".join(hit.passage.text for hit in found.hits)
    late = [year for year in understood.years_after if year not in text]
    if understood.beyond == "later" or late:
        of = f" of {' and '.join(late)}" if late else ""
        return (
            f"The documents are the notice and the comments on it: what came after them{of} is "
            "not in them."
        )
    if understood.unmentioned:
        return f"None of the documents mentions {' or '.join(understood.unmentioned)}."
    return ""


def _not_addressed(snapshot: Snapshot, understood: Understood, figures: bool) -> str:
    if not understood.doc_ids:
        digests = any(document.origin == "digest" for document in snapshot.documents)
        doubt = " Some are only our digests; the originals may answer it." if digests else ""
        return (
            f"{NOT_FOUND}{doubt} What is nearest to it is listed below, and may be about other "
            "things."
        )
    asked = [snapshot.document(doc_id) for doc_id in understood.doc_ids]
    who = " and ".join(document.commenter for document in asked)
    if any(document.origin == "digest" for document in asked):
        return (
            f"Nothing in our digest of {who} answers this; the original, which is not at hand, "
            "may. What the digest says that is nearest to it is listed below."
        )
    figure = " It has no such figure." if figures else ""
    return (
        f"Nothing found in the words of {who} answers this; the question may take for granted "
        f"what they do not say.{figure} What they say that is nearest to it is listed below."
    )
