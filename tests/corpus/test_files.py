"""Files written whole, and why they cannot be."""

from pathlib import Path

import pytest

from corpus.files import StorageFailed, storing


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk always full")
def test_a_full_disk_is_said_so_with_the_way_out(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageFailed, match="disk is full") as caught,
        storing(tmp_path / "a.pdf.part"),
        Path("/dev/full").open("wb", buffering=0) as file,
    ):
        file.write(bytes(1000))
    assert "Free some space" in caught.value.hint
