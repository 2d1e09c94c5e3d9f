"""Why questions are not answered, and that the documents' own are."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.library.manifest import Docket, Listed
from index.store import Snapshot
from rag.abstention import FOREIGN, NOT_FOUND, ORDER, Judgement, judge
from rag.answerability import Signs
from rag.retrieval import Retrieved
from rag.types import Evidence
from rag.understanding import Understood
from tests.docket_maker import ARC, GUILD, Kites, hits_of

ROOT = Path(__file__).parents[2]
UNANSWERABLE = ROOT / "corpus/dockets/NTIA-2023-0009/unanswerable"
PLAIN = Understood("q", "q")
SOME = [Evidence(GUILD, 0, 1, "x", 1.0)]
GOOD, BAD = Signs(0.2, 0.5, 0.5, 0.0), Signs(0.01, 0.1, 0.1, 0.0)
CIRRUS = Listed("X-0099", "Cirrus", True)


@pytest.fixture
def docket(kites: Kites) -> Docket:
    return replace(kites.docket, comments_in_docket=8)


def asked(**more: object) -> Understood:
    return replace(PLAIN, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("understood", "evidence", "nearness", "signs", "reason"),
    [
        (asked(), SOME, 0.5, GOOD, ""),
        (asked(), SOME, 0.5, None, ""),
        (asked(), SOME, 0.1, GOOD, FOREIGN),
        (asked(), [], 0.5, None, NOT_FOUND),
        (asked(), [], 0.1, None, FOREIGN),
        (asked(), SOME, 0.5, BAD, NOT_FOUND),
        (asked(doc_ids=(GUILD,)), SOME, 0.1, GOOD, ""),
        (asked(doc_ids=(GUILD,)), [], 0.1, None, NOT_FOUND),
        (
            asked(doc_ids=(GUILD,)),
            SOME,
            0.5,
            BAD,
            "Nothing found in the words of Kite Flyers' Guild",
        ),
        (asked(doc_ids=(GUILD,)), SOME, 0.5, Signs(0.2, 0.1, 0.1, 1.0), "no such figure"),
        (asked(doc_ids=(GUILD, ARC)), SOME, 0.5, None, ""),
        (asked(about_notice=True), SOME, 0.1, GOOD, ""),
        (asked(questions=("2",)), SOME, 0.1, BAD, ""),
        (asked(beyond="order"), SOME, 0.9, GOOD, ORDER),
        (asked(beyond="order", doc_ids=(GUILD,)), SOME, 0.9, GOOD, ORDER),
        (asked(beyond="count"), SOME, 0.9, GOOD, "The docket lists 8 comments; 7 of them"),
        (asked(beyond="later"), SOME, 0.9, GOOD, "what came after them is not in them"),
        (asked(years_after=("2044",)), SOME, 0.9, GOOD, "what came after them of 2044"),
        (asked(unmentioned=("Zephyr",)), SOME, 0.9, GOOD, "None of the documents mentions Zephyr"),
        (asked(unknown=("Apple", "Pear")), SOME, 0.9, GOOD, "No comment by Apple or Pear .* the 8"),
        (asked(absent=(CIRRUS,)), SOME, 0.9, GOOD, r"comment by Cirrus \(X-0099\)"),
        (asked(absent=(CIRRUS,), unknown=("Apple",)), [], 0.1, None, "Cirrus.*Apple"),
        (asked(absent=(CIRRUS,), doc_ids=(GUILD,)), SOME, 0.9, GOOD, ""),
    ],
)
def test_reasons_to_abstain(
    snapshot: Snapshot,
    docket: Docket,
    understood: Understood,
    evidence: list[Evidence],
    nearness: float,
    signs: Signs | None,
    reason: str,
) -> None:
    found = Retrieved(tuple(hits_of(snapshot)[:3]), (), nearness)
    given = judge(snapshot, understood, found, evidence, lambda _: signs, docket).reason
    assert re.search(reason, given) if reason else given == ""


def test_each_of_several_asked_is_judged_apart(snapshot: Snapshot, docket: Docket) -> None:
    found = Retrieved(tuple(hits_of(snapshot)[:3]), (), 0.5)
    both = asked(doc_ids=(GUILD, ARC))

    def judged(good: tuple[str, ...]) -> Judgement:
        def told(part: Understood) -> Signs:
            return GOOD if part.doc_ids[0] in good else BAD

        return judge(snapshot, both, found, SOME, told, docket)

    assert judged((GUILD, ARC)) == Judgement()
    assert judged((GUILD,)) == Judgement(silent=(ARC,))
    neither = judged(())
    assert neither.reason.startswith("Nothing found in the words of Kite Flyers' Guild, Inc. and")
    assert neither.silent == ()


def test_what_a_digest_leaves_out_the_original_may_say(
    snapshot: Snapshot, docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = {d.doc_id: replace(d, origin="digest") for d in snapshot.documents}
    monkeypatch.setattr(snapshot, "documents", tuple(ours.values()))
    monkeypatch.setattr(snapshot, "document", ours.__getitem__)
    found = Retrieved(tuple(hits_of(snapshot)[:3]), (), 0.5)

    def reason(understood: Understood) -> str:
        return judge(snapshot, understood, found, SOME, lambda _: BAD, docket).reason

    assert "Some are only our digests; the originals may" in reason(asked())
    named = reason(asked(doc_ids=(GUILD,)))
    assert named.startswith(
        "Nothing in our digest of Kite Flyers' Guild, Inc. answers this; the or"
    )
    assert "the words of" not in named


def test_a_year_that_a_passage_speaks_of_may_be_asked_for(
    snapshot: Snapshot, docket: Docket
) -> None:
    hits = hits_of(snapshot)[:1]
    spoken = replace(hits[0], passage=replace(hits[0].passage, text="By 2044 kites will rule."))
    found = Retrieved((spoken,), (), 0.9)
    understood = asked(years_after=("2044",))
    assert judge(snapshot, understood, found, SOME, lambda _: GOOD, docket).reason == ""


def lines(folder: Path) -> Iterator[dict[str, object]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def test_the_questions_without_an_answer_are_of_all_kinds() -> None:
    kinds = [question["reason"] for question in lines(UNANSWERABLE)]
    assert len(kinds) >= 140
    assert set(kinds) == {"foreign", "not_addressed", "false_premise", "absent", "later", "order"}
