"""The manifest of the first docket: its shape, its facts, and that it agrees with the files."""

import hashlib
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from corpus.errors import UnknownDocket, UnknownDocument
from corpus.library.manifest import MANIFEST_NAME, Docket, Entry, load_docket

DOCKET_ID = "NTIA-2023-0009"


@pytest.fixture(scope="module")
def docket() -> Docket:
    return load_docket(DOCKET_ID)


def names(entry: Entry) -> set[str]:
    return {name.casefold() for name in (entry.commenter, *entry.aliases)}


def test_counts_add_up(docket: Docket) -> None:
    kinds = Counter(entry.kind for entry in docket.documents)
    assert kinds == {"rfc": 1, "comment": 52, "announcement": 1}
    assert docket.comments_in_docket == 286
    assert kinds["comment"] + len(docket.listed) == docket.comments_in_docket


def test_the_file_is_written_the_one_way_that_gives_small_diffs(docket: Docket) -> None:
    text = (docket.folder / MANIFEST_NAME).read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_ids_are_unique_and_in_order(docket: Docket) -> None:
    ids = [entry.doc_id for entry in docket.documents]
    listed = [item.doc_id for item in docket.listed]
    assert ids == sorted(ids)
    assert listed == sorted(listed)
    assert len({*ids, *listed}) == len(ids) + len(listed)
    assert all(re.fullmatch(rf"{DOCKET_ID}-\d{{4}}", doc_id) for doc_id in listed)


def test_no_name_leads_to_two_documents(docket: Docket) -> None:
    owners = Counter(name for entry in docket.documents for name in names(entry))
    assert [name for name, count in owners.items() if count > 1] == []


def test_no_alias_is_the_name_of_a_commenter_whose_file_is_unknown(docket: Docket) -> None:
    listed = {item.commenter.casefold() for item in docket.listed}
    assert [name for entry in docket.documents for name in names(entry) & listed] == []


ORDINARY = ["Access", "Alliance", "Chamber", "Context", "Foster", "Foundation", "Future",
            "Intelligence", "Institute", "Open AI", "Partnership", "Reason", "Working Group"]  # fmt: skip


@pytest.mark.parametrize("word", ORDINARY)
def test_no_alias_is_an_ordinary_word(docket: Docket, word: str) -> None:
    assert [entry.doc_id for entry in docket.documents if word.casefold() in names(entry)] == []


@pytest.mark.parametrize(
    ("alias", "number"),
    [
        ("NTIA", "0001"), ("R Street", "0125"), ("YC", "0144"), ("BSA", "0155"), ("Meta", "0158"),
        ("Charles Foster", "0175"), ("EPIC", "0206"), ("ICLE", "0210"), ("NAM", "0214"),
        ("CCIA", "0219"), ("OSI", "0223"), ("CAIP", "0224"), ("CSET", "0225"), ("CDT", "0229"),
        ("Chamber of Commerce", "0230"), ("SIIA", "0243"), ("RAND", "0249"), ("FLI", "0251"),
        ("Andreessen Horowitz", "0252"), ("a16z", "0252"), ("PAI", "0254"), ("MIRI", "0259"),
        ("HuggingFace", "0262"), ("ACLU", "0263"), ("Center for American Progress", "0263"),
        ("The Leadership Conference", "0263"), ("National Fair Housing Alliance", "0263"),
        ("TFS", "0269"), ("GovAI", "0271"), ("CTA", "0280"), ("ACT", "0282"), ("CHI", "0284"),
        ("OTI", "0287"), ("New America", "0287"), ("Eleuther AI", "0291"), ("ALTER", "0301"),
        ("ITI", "0324"), ("Johns Hopkins", "0328"),
    ],
)  # fmt: skip
def test_the_names_people_use_are_there(docket: Docket, alias: str, number: str) -> None:
    assert alias.casefold() in names(docket.entry(f"{DOCKET_ID}-{number}"))


def test_aliases_are_tidy(docket: Docket) -> None:
    for entry in docket.documents:
        assert entry.commenter not in entry.aliases
        assert len(set(entry.aliases)) == len(entry.aliases)
        assert all(alias == " ".join(alias.split()) != "" for alias in entry.aliases)


def test_every_document_has_official_addresses(docket: Docket) -> None:
    hosts = r"https://(www\.federalregister\.gov|www\.regulations\.gov|www\.commerce\.gov)/.+"
    for entry in docket.documents:
        assert re.fullmatch(hosts, entry.url)
        assert entry.file_urls
        assert all(url.startswith("https://") and ".gov/" in url for url in entry.file_urls)
        if entry.kind == "comment":
            assert entry.url.endswith(f"/comment/{entry.doc_id}")
            assert entry.doc_id in entry.file_urls[0]


def test_plain_facts_are_well_formed(docket: Docket) -> None:
    for entry in docket.documents:
        assert entry.title
        assert entry.commenter
        assert entry.pages >= 1
        if entry.date:
            assert date(2024, 2, 20) <= date.fromisoformat(entry.date) <= date(2024, 3, 27)
        assert bool(entry.sha256) == bool(entry.size_bytes)
        assert re.fullmatch(r"[0-9a-f]{64}|", entry.sha256)
    assert [entry.doc_id for entry in docket.documents if not entry.sha256] == [
        "press-release-2024-02-21"
    ]
    assert len({entry.sha256 for entry in docket.documents}) == len(docket.documents)


def test_people_and_organisations_are_told_apart(docket: Docket) -> None:
    people = [entry.commenter for entry in docket.documents if not entry.organisation]
    assert people == ["Charles Foster"]
    listed = {item.commenter: item.organisation for item in docket.listed}
    assert listed["Stability AI"]
    assert not listed["Zvi Mowshowitz"]
    assert not listed["Henk van der Linden"]
    assert not listed["Anonymous"]


def test_entry_and_docket_that_do_not_exist(docket: Docket) -> None:
    with pytest.raises(UnknownDocument, match="no document NTIA-2023-0009-9999"):
        docket.entry("NTIA-2023-0009-9999")
    with pytest.raises(UnknownDocket, match="NTIA-2023-0009"):
        load_docket("FTC-1999-0001")


@pytest.mark.real
def test_hashes_sizes_and_pages_are_those_of_the_files(docket: Docket, real_corpus: Path) -> None:
    for entry in docket.documents:
        if not entry.sha256:
            continue
        data = (real_corpus / f"{entry.doc_id}.pdf").read_bytes()
        pdf = pypdfium2.PdfDocument(data)
        measured = (hashlib.sha256(data).hexdigest(), len(data), len(pdf))
        pdf.close()
        assert measured == (entry.sha256, entry.size_bytes, entry.pages), entry.doc_id


@pytest.mark.real
def test_every_comment_of_the_listing_is_in_the_manifest(docket: Docket, real_corpus: Path) -> None:
    listing = json.loads((real_corpus / "comments.json").read_text(encoding="utf-8"))
    official = {item["ID"]: item["Commenter"] for item in listing}
    comments = {entry.doc_id: entry for entry in docket.documents if entry.kind == "comment"}
    assert official.keys() == comments.keys() | {item.doc_id for item in docket.listed}
    for doc_id, entry in comments.items():
        assert official[doc_id].casefold() in names(entry)
