"""`askdocket search --explain`: what was understood, and how each hit was found."""

import datetime
import json
import re

import pytest

from corpus.library.manifest import Listed
from index.store import Snapshot
from index.types import Hit, Passage
from rag.retrieval import Place, Trace
from rag.understanding import Understood
from rag.understanding.dates import Filed
from tests.docket_maker import ARC, GUILD, make_kites
from tests.ui.cli.conftest import Run
from ui.cli.explain import trace_text, understood_text

HIT = Hit(Passage("p", GUILD, 0, 6, "Kites.", "", 1, 1), 0.71549, 1, "fused")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    made = make_kites(tmp_path_factory.mktemp("kites"))
    made.build()
    return made.snapshot


def test_only_what_was_understood_is_said(snapshot: Snapshot) -> None:
    assert (
        understood_text(Understood("How high?", "how high"), snapshot) == "Searched for: how high"
    )


def test_all_that_may_be_understood(snapshot: Snapshot) -> None:
    understood = Understood(
        "query",
        "topic",
        doc_ids=(GUILD, ARC),
        mentioned=(ARC,),
        about_commenters=True,
        questions=("1", "1a"),
        answered=("2",),
        pages=(3, 4),
        filed=Filed(datetime.date(2031, 2, 3), None),
        filed_ids=(ARC,),
        absent=(Listed("KITE-2031-0001-0099", "Cirrus Society", True),),
        unknown=("Apple", "Pear"),
    )
    assert understood_text(understood, snapshot).splitlines() == [
        "Searched for: topic",
        f"Asked: Kite Flyers' Guild, Inc. ({GUILD}), Airport Runway Council (ARC) ({ARC})",
        f"Mentioned, and favoured: Airport Runway Council (ARC) ({ARC})",
        "Only in: the comments",
        "The notice's questions: 1, 1a",
        "Answers to: 2",
        "On pages, where there are any: 3, 4",
        "Filed: 2031-02-03 to ...",
        "Listed, but not at hand: KITE-2031-0001-0099",
        "Not in the docket: Apple, Pear",
    ]


def test_the_notice_alone_is_said(snapshot: Snapshot) -> None:
    understood = Understood(
        "q", "q", about_notice=True, filed=Filed(None, datetime.date(2031, 2, 3))
    )
    said = understood_text(understood, snapshot)
    assert "Only in: the notice" in said
    assert "Filed: ... to 2031-02-03 (nothing at hand was: not applied)" in said


def test_who_is_only_spoken_of_is_not_said_to_be_favoured(snapshot: Snapshot) -> None:
    understood = Understood("q", "q", mentioned=(ARC,), asks_openly=True, leans_to_notice=-1)
    assert understood_text(understood, snapshot).splitlines()[1:] == [
        f"Mentioned: Airport Runway Council (ARC) ({ARC})",
        "Open who speaks: room is made for many",
        "Leaning: the notice comes behind",
    ]


def test_a_trace_is_one_line() -> None:
    everything = Trace(
        Place(2, 0.61234), Place(3, 12.3456), Place(4, 0.5), Place(1, 0.7), True, True, -0.05, True
    )
    assert trace_text(HIT, everything) == (
        "score 0.715 · word pieces #1 (0.7) · dense #2 (0.612) · BM25 #3 (12.3) · window #4 (0.5) · "
        "asked for by number · answers the question asked about · favoured -0.05 · note or reference"
    )
    little = Trace(None, Place(1, 2.0), None, None, False, False, 0.0, False)
    assert trace_text(HIT, little) == "score 0.715 · BM25 #1 (2)"


QUERY = "What does the Lamp Guild say about mended lamps?"


def test_search_explains_in_words(searchable: Run) -> None:
    result = searchable("search", "--explain", QUERY)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "Searched for: What does say about mended lamps?"
    assert lines[1] == "Asked: Lamp Guild (guild)"
    assert lines[2] == ""
    assert lines[3] == " 1. Lamp Guild (guild), p. 1"
    assert re.fullmatch(
        r"    score \d\.\d{3} · word pieces #1 \([\d.]+\) · dense #1 \(0\.\d+\) · BM25 #1 \([\d.]+\)"
        r" · window #1 \([\d.]+\)",
        lines[4],
    )
    assert lines[5].startswith("    The Guild tested its lamps.")
    assert "Harbour Pilots" not in result.stdout


def test_without_explain_search_says_only_what_it_found(searchable: Run) -> None:
    lines = searchable("search", QUERY).stdout.splitlines()
    assert lines[0] == " 1. Lamp Guild (guild), p. 1"
    assert lines[1].startswith("    The Guild tested its lamps.")
    assert "score" not in "".join(lines)


def test_search_explains_in_json(searchable: Run) -> None:
    plain = json.loads(searchable("search", "--json", "mended lamps").stdout)
    assert isinstance(plain, list)
    reply = json.loads(searchable("search", "--json", "--explain", "-k", "3", QUERY).stdout)
    assert reply.keys() == {"hits", "explanation"}
    [hit] = reply["hits"]
    assert (hit["rank"], hit["doc_id"]) == (1, "guild")
    assert reply["explanation"]["understood"]["asked"] == ["guild"]
    assert reply["explanation"]["understood"]["query"] == QUERY
    [legs] = reply["explanation"]["legs"]
    assert [legs[leg]["rank"] for leg in ("dense", "sparse", "interaction")] == [1, 1, 1]
    everywhere = json.loads(searchable("search", "--json", "--explain", "lamps").stdout)
    assert [h["rank"] for h in everywhere["hits"]] == list(range(1, len(plain) + 1))
    assert len(everywhere["explanation"]["legs"]) == len(everywhere["hits"])
