"""The made-up docket about kites, indexed once."""

import pytest

from index.store import Snapshot
from rag.understanding.names import NameIndex
from tests.docket_maker import Kites, make_kites
from tests.fakes import plain_projection


@pytest.fixture(scope="session")
def kites(tmp_path_factory: pytest.TempPathFactory) -> Kites:
    made = make_kites(tmp_path_factory.mktemp("kites"))
    made.build()
    return made


@pytest.fixture(scope="session")
def kites_in_pieces(tmp_path_factory: pytest.TempPathFactory) -> Kites:
    """The same with the vectors of word pieces, for late interaction."""
    made = make_kites(tmp_path_factory.mktemp("kites"))
    made.build(plain_projection())
    return made


@pytest.fixture(scope="session")
def snapshot(kites: Kites) -> Snapshot:
    return kites.snapshot


@pytest.fixture(scope="session")
def pieces(kites_in_pieces: Kites) -> Snapshot:
    return kites_in_pieces.snapshot


@pytest.fixture(scope="session")
def kite_names(snapshot: Snapshot) -> NameIndex:
    return NameIndex((d.doc_id, (d.commenter, *d.aliases)) for d in snapshot.documents)
