"""Where to search: whose documents, on which pages, and whose come first."""

import numpy as np
import pytest

from index.store import Snapshot
from rag.retrieval import document_mask
from rag.retrieval.scopes import Scope, scopes_of
from rag.types import Filters
from rag.understanding import Understood
from tests.docket_maker import (
    ARC,
    FOX,
    GUILD,
    MERIDIAN,
    NOTICE,
    PILOTS,
    TETHER,
    TWO,
    WINDWARD,
    Kites,
    make_kites,
)

ZEPPELIN = "zeppelin"
COMMENTS = {GUILD, TETHER, ARC, MERIDIAN, FOX, WINDWARD, PILOTS, ZEPPELIN}
EVERYBODY = {NOTICE, *COMMENTS}


@pytest.fixture(scope="module")
def long_kites(tmp_path_factory: pytest.TempPathFactory) -> Kites:
    """The docket with one more comment, of several passages on three pages."""
    made = make_kites(tmp_path_factory.mktemp("scopes"))
    pages = [
        " ".join(f"Balloon {page}{n} drifts over the mill." for n in range(60)) for page in "abc"
    ]
    made.add(ZEPPELIN, "\f".join(pages), "Zeppelin Works")
    made.build()
    return made


@pytest.fixture(scope="module")
def snapshot(long_kites: Kites) -> Snapshot:
    return long_kites.snapshot


def understood(**fields: object) -> Understood:
    return Understood("how high", "how high", **fields)  # type: ignore[arg-type]


def scopes(snapshot: Snapshot, *, filters: Filters | None = None, **fields: object) -> list[Scope]:
    return scopes_of(snapshot, understood(**fields), document_mask(snapshot, filters or Filters()))


def documents(snapshot: Snapshot, scope: Scope) -> set[str]:
    return {snapshot.facts[row].doc_id for row in np.flatnonzero(scope.rows)}


def searched(snapshot: Snapshot, **given: object) -> list[set[str]]:
    return [documents(snapshot, scope) for scope in scopes(snapshot, **given)]  # type: ignore[arg-type]


def favoured(snapshot: Snapshot, scope: Scope) -> dict[str, float]:
    """What is added to the passages of each document that is not treated as all others."""
    found = {
        snapshot.facts[row].doc_id: round(float(scope.favour[row]), 6)
        for row in np.flatnonzero(scope.favour)
    }
    for doc_id, favour in found.items():
        own = [n for n, fact in enumerate(snapshot.facts) if fact.doc_id == doc_id]
        assert scope.favour[own] == pytest.approx(np.full(len(own), favour))
    return found


def test_a_question_that_names_nobody_is_searched_for_everywhere(snapshot: Snapshot) -> None:
    [scope] = scopes(snapshot)
    assert documents(snapshot, scope) == EVERYBODY
    assert scope.rows.all()
    assert (scope.rows.shape, scope.favour.shape) == ((snapshot.manifest.passages,),) * 2
    assert (scope.rows.dtype, scope.favour.dtype) == (np.bool_, np.float32)
    assert favoured(snapshot, scope) == {}


def test_each_document_asked_is_a_scope_of_its_own(snapshot: Snapshot) -> None:
    found = searched(snapshot, doc_ids=(MERIDIAN, ARC, ZEPPELIN))
    assert found == [{MERIDIAN}, {ARC}, {ZEPPELIN}]


def test_pages_restrict_each_scope(snapshot: Snapshot) -> None:
    one, other = scopes(snapshot, doc_ids=(ZEPPELIN, ARC), pages=(2, 3))
    for scope, doc_id in ((one, ZEPPELIN), (other, ARC)):
        rows = {n for n, fact in enumerate(snapshot.facts) if fact.doc_id == doc_id}
        on_pages = {n for n in rows if snapshot.facts[n].page_end >= 2}
        assert set(np.flatnonzero(scope.rows)) == on_pages
    assert one.rows.sum() < scopes(snapshot, doc_ids=(ZEPPELIN,))[0].rows.sum()


def test_pages_that_a_document_has_not_are_ignored(snapshot: Snapshot) -> None:
    [all_of_it] = scopes(snapshot, doc_ids=(ZEPPELIN,))
    [scope] = scopes(snapshot, doc_ids=(ZEPPELIN,), pages=(4, 99))
    assert np.array_equal(scope.rows, all_of_it.rows)
    one, other = scopes(snapshot, doc_ids=(ZEPPELIN, MERIDIAN), pages=(3,))
    assert one.rows.sum() < all_of_it.rows.sum()
    assert documents(snapshot, other) == {MERIDIAN}


def test_pages_of_whoever_is_mentioned(snapshot: Snapshot) -> None:
    [scope] = scopes(snapshot, mentioned=(ZEPPELIN,), pages=(3,))
    assert scope.rows.tolist() == snapshot.on_pages([3]).tolist()


def test_only_what_was_filed_then(snapshot: Snapshot) -> None:
    assert searched(snapshot, filed_ids=(ARC, FOX)) == [{ARC, FOX}]
    assert searched(snapshot, filed_ids=(ARC, FOX), about_commenters=True) == [{ARC, FOX}]


def test_who_is_asked_is_asked_whenever_he_filed(snapshot: Snapshot) -> None:
    assert searched(snapshot, filed_ids=(ARC, FOX), doc_ids=(FOX,)) == [{FOX}]
    asked = searched(snapshot, filed_ids=(ARC, FOX), doc_ids=(MERIDIAN, FOX))
    assert asked == [{MERIDIAN}, {FOX}]


def test_a_date_on_which_nothing_was_filed_is_ignored(snapshot: Snapshot) -> None:
    assert searched(snapshot, filed_ids=()) == [EVERYBODY]
    assert searched(snapshot, filed_ids=(), doc_ids=(ARC,)) == [{ARC}]
    only = Filters(doc_ids=(GUILD, FOX))
    assert searched(snapshot, filed_ids=(ARC,), filters=only) == [{GUILD, FOX}]


def test_who_is_mentioned_is_favoured_and_all_are_searched(snapshot: Snapshot) -> None:
    [scope] = scopes(snapshot, mentioned=(ARC, FOX))
    assert documents(snapshot, scope) == EVERYBODY
    assert favoured(snapshot, scope) == {ARC: 0.06, FOX: 0.06}


def test_who_is_only_spoken_of_is_not_favoured(snapshot: Snapshot) -> None:
    [scope] = scopes(snapshot, mentioned=(ARC,), asks_openly=True)
    assert favoured(snapshot, scope) == {}


def test_what_only_repeats_the_agencys_questions_is_searched_nowhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    made = make_kites(tmp_path_factory.mktemp("echo"))
    made.add("echo", f"Question {TWO}\n", "Echo Works")
    answer = "Yes: the flyers of kites should bear all of these costs, since they alone fly them."
    made.add("reply", f"Question {TWO}\n\n{answer}\n", "Reply Works")
    made.build()
    [scope] = scopes(made.snapshot)
    assert documents(made.snapshot, scope) == EVERYBODY - {ZEPPELIN} | {"reply"}


@pytest.mark.parametrize("leaning", [1, 0, -1])
def test_a_question_may_lean_to_the_notice_or_away_from_it(
    snapshot: Snapshot, leaning: int
) -> None:
    [scope] = scopes(snapshot, leans_to_notice=leaning)
    assert documents(snapshot, scope) == EVERYBODY
    wanted = {NOTICE: 0.05 * leaning} if leaning else {}
    assert favoured(snapshot, scope) == wanted


def test_the_notice_alone_or_the_comments_alone(snapshot: Snapshot) -> None:
    assert searched(snapshot, about_notice=True) == [{NOTICE}]
    assert searched(snapshot, about_commenters=True) == [COMMENTS]


def test_what_something_is_is_looked_up_in_the_notice_too(snapshot: Snapshot) -> None:
    assert searched(snapshot, defines=True) == [EVERYBODY, {NOTICE}]
    assert searched(snapshot, defines=True, doc_ids=(ARC,)) == [{ARC}]


def test_who_is_asked_comes_before_what_it_is_about(snapshot: Snapshot) -> None:
    for about in ("about_notice", "about_commenters", "defines"):
        assert searched(snapshot, doc_ids=(ARC,), **{about: True}) == [{ARC}]


@pytest.mark.parametrize(
    ("filters", "given"),
    [
        (Filters(doc_ids=(ARC, GUILD)), {ARC, GUILD}),
        (Filters(kind="rfc"), {NOTICE}),
        (Filters(kind="comment"), COMMENTS),
        (Filters(commenters=("Meridian",)), {MERIDIAN}),
        (Filters(kind="announcement"), set()),
    ],
)
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"doc_ids": (ARC, FOX)},
        {"doc_ids": (FOX,), "pages": (1,)},
        {"doc_ids": (ZEPPELIN,), "pages": (3,), "filed_ids": (ZEPPELIN,)},
        {"mentioned": (FOX, ARC)},
        {"filed_ids": (FOX, MERIDIAN)},
        {"filed_ids": ()},
        {"about_notice": True, "questions": ("1",)},
        {"about_commenters": True},
        {"leans_to_notice": 1},
        {"defines": True},
    ],
)
def test_the_callers_filters_always_win(
    snapshot: Snapshot, filters: Filters, given: set[str], fields: dict[str, object]
) -> None:
    found = searched(snapshot, filters=filters, **fields)
    assert found
    assert set().union(*found) <= given
    assert all(found) or not given, "there is something to search wherever the filters leave any"


def test_where_the_filters_leave_none_of_those_asked_the_others_are_searched(
    snapshot: Snapshot,
) -> None:
    assert searched(snapshot, doc_ids=(ARC, FOX), filters=Filters(doc_ids=(FOX, GUILD))) == [{FOX}]
    assert searched(snapshot, doc_ids=(ARC,), filters=Filters(doc_ids=(FOX,))) == [{FOX}]
    assert searched(snapshot, about_notice=True, filters=Filters(kind="comment")) == [COMMENTS]
    assert searched(snapshot, about_commenters=True, filters=Filters(kind="rfc")) == [{NOTICE}]
