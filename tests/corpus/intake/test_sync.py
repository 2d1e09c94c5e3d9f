"""Documents of a made-up docket brought in from a folder, a server, or nowhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import CorpusMissing
from corpus.files import StorageFailed
from corpus.intake.sync import SyncReport, sync
from corpus.library import Library
from tests.corpus.intake.misbehaving import MisbehavingServer, status, whole
from tests.corpus.made_up import docket, entry, pdf_bytes, write_digest

FILES = {f"KITE-2031-0001-000{n}": pdf_bytes(f"Comment number {n}.") for n in range(1, 7)}
IDS = tuple(FILES)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[MisbehavingServer]:
    with MisbehavingServer() as running:
        for doc_id, data in FILES.items():
            running.routes[f"/{doc_id}/attachment_1.pdf"] = [whole(data)]
        yield running


def library_of(tmp_path: Path, url: str) -> Library:
    entries = [
        entry(doc_id, data, (f"{url}/{doc_id}/attachment_1.pdf",)) for doc_id, data in FILES.items()
    ]
    page = entry("notice-2031", b"", (f"{url}/notice",))
    return Library(tmp_path / "documents", docket(tmp_path / "docket", *entries, page))


def run(library: Library, pauses: list[float] | None = None) -> SyncReport:
    return sync(
        library,
        connect_timeout_s=2.0,
        pause_s=0.25,
        sleep=(pauses if pauses is not None else []).append,
    )


def test_downloads_one_after_another_and_only_once(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    library = library_of(tmp_path, server.url)
    pauses: list[float] = []
    report = run(library, pauses)
    assert report.downloaded == IDS
    assert (report.imported, report.kept, report.failed, report.digests) == ((), (), (), ())
    assert pauses == [0.25] * 5
    assert [source.origin for source in library.sources()] == ["official"] * 6
    again = run(library, pauses)
    assert (again.downloaded, again.kept) == ((), IDS)
    assert len(server.requests) == 6
    assert len(pauses) == 5


def test_what_cannot_be_had_and_has_no_digest_is_named(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    report = run(library_of(tmp_path, server.url))
    (notice,) = report.notices
    assert notice.startswith("1 of 7 documents is not at hand, and no digest stands in")
    assert "notice-2031" in notice


def test_a_document_that_fails_costs_only_itself(server: MisbehavingServer, tmp_path: Path) -> None:
    server.routes[f"/{IDS[1]}/attachment_1.pdf"] = [status(404)]
    server.routes[f"/{IDS[3]}/attachment_1.pdf"] = [whole(b"<html></html>", "text/html")]
    library = library_of(tmp_path, server.url)
    write_digest(library.docket, IDS[1])
    report = run(library)
    assert report.downloaded == tuple(doc_id for doc_id in IDS if doc_id not in (IDS[1], IDS[3]))
    assert [doc_id for doc_id, _ in report.failed] == [IDS[1], IDS[3]]
    assert "answered 404" in report.failed[0][1]
    assert "web page" in report.failed[1][1]
    assert report.digests == (IDS[1],)
    assert any(
        notice == f"Could not be fetched or read: {IDS[1]}, {IDS[3]}." for notice in report.notices
    )


def test_a_file_that_was_lost_is_fetched_again(server: MisbehavingServer, tmp_path: Path) -> None:
    library = library_of(tmp_path, server.url)
    run(library)
    (library.folder / f"{IDS[2]}.pdf").unlink()
    report = run(library)
    assert report.downloaded == (IDS[2],)
    assert report.kept == tuple(doc_id for doc_id in IDS if doc_id != IDS[2])


def test_without_a_network_three_tries_are_enough_and_digests_serve(tmp_path: Path) -> None:
    with MisbehavingServer() as gone:
        url = gone.url
    library = library_of(tmp_path, url)
    for doc_id in IDS[:4]:
        write_digest(library.docket, doc_id)
    report = run(library)
    assert [doc_id for doc_id, _ in report.failed] == list(IDS[:3])
    assert report.digests == IDS[:4]
    gave_up = [notice for notice in report.notices if "given up after 3" in notice]
    assert len(gave_up) == 1
    assert "3 were not tried" in gave_up[0]
    assert any(
        notice.startswith("4 of 7 documents are not at hand: short") for notice in report.notices
    )


def test_servers_that_answer_badly_are_no_missing_network(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    for doc_id in IDS[:5]:
        server.routes[f"/{doc_id}/attachment_1.pdf"] = [status(404)]
    report = run(library_of(tmp_path, server.url))
    assert len(report.failed) == 5
    assert report.downloaded == (IDS[5],)


def test_without_download_nothing_is_asked_for(server: MisbehavingServer, tmp_path: Path) -> None:
    library = library_of(tmp_path, server.url)
    write_digest(library.docket, IDS[0])
    report = sync(library, download=False)
    assert server.requests == []
    assert (report.digests, report.failed) == ((IDS[0],), ())


def test_nothing_at_all_is_an_error_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match="KITE-2031-0001") as caught:
        sync(library_of(tmp_path, "http://127.0.0.1:9"), download=False)
    assert "ASKDOCKET_CORPUS_DIR" in caught.value.hint


@pytest.mark.slow
def test_a_folder_is_imported_instead_of_downloading(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    for doc_id in IDS[:2]:
        (given / f"{doc_id}.pdf").write_bytes(FILES[doc_id])
    (given / f"{IDS[2]}.pdf").write_bytes(pdf_bytes("Something else."))
    (given / f"{IDS[3]}.pdf").write_bytes(b"garbage")
    (given / "notice-2031.txt").write_text("The bureau asks.")
    (given / "listing.json").write_text("[]")
    library = library_of(tmp_path, server.url)
    report = sync(library, corpus_dir=given)
    assert server.requests == []
    assert set(report.imported) == {*IDS[:3], "notice-2031"}
    assert [name for name, _ in report.failed] == [f"{IDS[3]}.pdf"]
    assert any(f"byte for byte: {IDS[2]}." in notice for notice in report.notices)
    again = sync(library, corpus_dir=given)
    assert again.imported == ()
    assert set(again.kept) == {*IDS[:3], "notice-2031"}


def test_a_folder_without_documents_leaves_the_digests(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    library = library_of(tmp_path, "http://127.0.0.1:9")
    write_digest(library.docket, IDS[0])
    report = sync(library, corpus_dir=given)
    assert report.digests == (IDS[0],)
    assert report.notices[0] == f"No document was taken from {given}."


def test_a_file_that_would_replace_an_official_one_is_no_failure(tmp_path: Path) -> None:
    library = library_of(tmp_path, "https://docket.example")
    given = tmp_path / "given"
    given.mkdir()
    (given / f"{IDS[0]}.pdf").write_bytes(FILES[IDS[0]])
    sync(library, corpus_dir=given)
    (given / f"{IDS[0]}.pdf").write_bytes(pdf_bytes("Another text."))
    report = sync(library, corpus_dir=given)
    assert (report.imported, report.kept, report.failed) == ((), (IDS[0],), ())
    assert library.sources()[0].origin == "official"


def test_a_missing_folder_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing, match="no folder") as caught:
        sync(library_of(tmp_path, ""), corpus_dir=tmp_path / "none")
    assert "ASKDOCKET_CORPUS_DIR" in caught.value.hint


def test_a_disk_that_cannot_be_written_ends_the_sync(
    server: MisbehavingServer, tmp_path: Path
) -> None:
    (tmp_path / "documents").write_text("in the way")
    with pytest.raises(StorageFailed):
        run(library_of(tmp_path, server.url))


def test_progress_runs_from_first_to_last(server: MisbehavingServer, tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    sync(
        library_of(tmp_path, server.url),
        progress=lambda done, total, label: seen.append((done, total, label)),
        pause_s=0.0,
    )
    assert seen == [(n, 6, doc_id) for n, doc_id in enumerate(IDS)] + [(6, 6, "")]
