"""Sizes of pictures from their first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemac.datasets.ultralytics.sizes import size_of

PICTURES = sorted((Path(__file__).parents[2] / "labels" / "ultralytics" / "pictures").iterdir())


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_the_size_is_the_one_it_is_shown_with(path: Path) -> None:
    assert size_of(path) == ((21, 37) if path.name == "turned-6.jpg" else (37, 21))


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"\xff\xd8", b"\xff\xd8\xff\xc0\x00\x00", b"RIFF0000WEBPVP8Z", b"BM"]
)
def test_what_is_no_picture_has_no_size(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    assert size_of(tmp_path / "a.png") is None


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(PICTURES), st.integers(0, 750), st.binary(max_size=4))
def test_spoiled_pictures_break_nothing(
    tmp_path_factory: pytest.TempPathFactory, path: Path, at: int, junk: bytes
) -> None:
    """Cut off, or with other bytes somewhere."""
    target = tmp_path_factory.mktemp("spoiled") / "a"
    data = path.read_bytes()
    target.write_bytes(data[:at] + junk + (data[at + len(junk) :] if len(junk) > 1 else b""))
    found = size_of(target)
    assert found is None or min(found) > 0
