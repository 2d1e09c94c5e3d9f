"""What the processor says that it can do."""

from pathlib import Path

import pytest

from index.embedding.processor import has_bfloat16, has_bfloat16_tiles


@pytest.mark.parametrize(
    ("flags", "vectors", "tiles"),
    [
        ("sse avx512_bf16 amx_tile", True, False),
        ("sse amx_bf16", True, True),
        ("avx2", False, False),
        ("", False, False),
    ],
)
def test_flags(tmp_path: Path, flags: str, vectors: bool, tiles: bool) -> None:
    file = tmp_path / "cpuinfo"
    file.write_text(f"processor\t: 0\nflags\t\t: {flags}\n\nprocessor\t: 1\n")
    assert has_bfloat16(file) is vectors
    assert has_bfloat16_tiles(file) is tiles


def test_no_such_file(tmp_path: Path) -> None:
    assert not has_bfloat16(tmp_path / "absent")
