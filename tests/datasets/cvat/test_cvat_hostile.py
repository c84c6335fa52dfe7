"""Files of CVAT from strangers: refused with a clear message, in little memory."""

from __future__ import annotations

import tracemalloc
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels_asked import moving, read, reading
from schemac.datasets import label_format, recognised
from schemac.datasets.cvat import files
from schemac.labels import LabelError
from small_skeletons import bird

TIERS = Path(__file__).parents[2] / "labels" / "cvat" / "tiers.xml"
FORMATS = (label_format("cvat-images"), label_format("cvat-video"))
HEAD = '<?xml version="1.0"?>'


def refused(path: Path) -> str:
    """What is said about a file, by everything that opens it the same."""
    said = set()
    for format in FORMATS:
        with pytest.raises(LabelError) as caught:
            read(format, path, reading(bird(), "aside"))
        said.add(str(caught.value))
        out = path.with_name("never")
        with pytest.raises(LabelError):
            format.move(path, out, moving(bird(), policy="aside"))  # type: ignore[misc]
        out.unlink(missing_ok=True)
    (one,) = said
    return one


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f'{HEAD}<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><annotations>&b;</annotations>',
         "document type"),
        (f'{HEAD}<!DOCTYPE a SYSTEM "file:///etc/passwd"><annotations/>', "document type"),
        (f'{HEAD}<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotations>&x;'
         "</annotations>", "document type"),
        (f"{HEAD}<annotations>&x;</annotations>", "undefined entity"),
        ("<annotations>" * 40, "more than 32 deep"),
        ("<annotations><image", "unclosed token"),
        ("<annotations><image name='a'>", "no element found"),
        ("", "no element found"),
        ("not XML", "syntax error"),
        ("<annotations></image></annotations>", "mismatched tag"),
        ('<?xml version="1.0" encoding="klingon"?><annotations/>', "klingon"),
        ('<?xml version="1.0" encoding="shift_jis"?><annotations/>', "multi-byte"),
        ("<annotations>\xff</annotations>", "invalid token"),
    ],
)  # fmt: skip
def test_documents_that_are_not_what_they_should_be(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_bytes(text.encode("latin-1"))
    message = refused(path)
    assert said in message
    assert message.startswith(str(path))


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("<image width='3'/>", "no name"),
        ("<image name='a' width='1e9'/>", "`width` is '1e9'"),
        (f"<image name='a' height='{'9' * 5000}'/>", "`height` is '9999"),
    ],
)
def test_images_that_cannot_be(image: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    path.write_text(f"<annotations>{image}</annotations>")
    with pytest.raises(LabelError, match=said):
        read(FORMATS[0], path, reading(bird()))


def test_a_file_that_ends_anywhere_is_refused(tmp_path: Path) -> None:
    data = TIERS.read_bytes()
    path = tmp_path / "cut.xml"
    for end in range(0, len(data) - 20, 37):
        path.write_bytes(data[:end])
        with pytest.raises(LabelError):
            read(FORMATS[0], path, reading(bird(), "aside"))


def _zip(path: Path, *entries: tuple[str, bytes]) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as zip:
        for name, data in entries:
            zip.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../../evil.xml", "/etc/evil", "a/../../b", "C:\\evil", "..\\evil", "C:evil"]
)
def test_names_that_lead_out_of_a_zip(name: str, tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("annotations.xml", TIERS.read_bytes()), (name, b"x"))
    assert "names a place outside itself" in refused(path)
    assert recognised(path) is FORMATS[0]


def test_zips_without_annotations_or_with_two(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("images/annotations.xml", b"x"))
    assert "no `annotations.xml`" in refused(path)
    with pytest.warns(UserWarning, match="Duplicate"):
        _zip(tmp_path / "b.zip", ("annotations.xml", b"x"), ("annotations.xml", b"y"))
    assert "more than one" in refused(tmp_path / "b.zip")
    other = _zip(tmp_path / "c.zip", ("a.txt", b"x"))
    assert not any(format.recognise(other, other.read_bytes()) for format in FORMATS)


def test_damaged_zips(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("annotations.xml", TIERS.read_bytes()))
    data = path.read_bytes()
    for odd in (data[:200], data[:-10], data[:60] + b"\0" * 40 + data[100:], b"PK\3\4"):
        path.write_bytes(odd)
        assert "zip" in refused(path)


def test_an_encrypted_zip(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("annotations.xml", TIERS.read_bytes()))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert "is encrypted" in refused(path)


def test_a_zip_that_swells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LARGE", 1 << 20)
    spaces = b"<annotations>" + b" " * (8 << 20) + b"</annotations>"
    path = _zip(tmp_path / "a.zip", ("annotations.xml", spaces))
    assert "swells to more than 400 times" in refused(path)
    # and when it lies about its size
    data = bytearray(path.read_bytes())
    central = data.index(b"PK\1\2")
    data[central + 24 : central + 28] = (1000).to_bytes(4, "little")
    path.write_bytes(data)
    assert "zip" in refused(path)


def test_a_zip_with_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ENTRIES", 2)
    path = _zip(tmp_path / "a.zip", *((f"{at}", b"") for at in range(3)))
    assert "more than 2 entries" in refused(path)


def _peak(act: Any) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        (b"<points label='beak' outside='0' occluded='0' points='1,2'/>", 60_000),
        (b"<attribute name='%d'>x</attribute>", 60_000),
        (b"<mask label='l%d'/>", 100_000),
        (b"text without an end ", 200_000),
    ],
)
def test_no_piece_of_a_file_makes_memory_grow(piece: bytes, count: int, tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    numbered = b"%d" in piece
    body = b"".join(piece % at if numbered else piece for at in range(count))
    inside = b"<skeleton label='bird'>%s</skeleton>" if b"mask" not in piece else b"%s"
    path.write_bytes(b"<annotations><image name='a'>" + inside % body + b"</image></annotations>")
    told = reading(bird(), "aside")
    assert _peak(lambda: [None for _ in FORMATS[0].read(path, told)]) < 12 << 20
    assert len(told.account.passed_over) <= 1001


def test_one_endless_tag_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.xml"
    with path.open("wb") as file:
        file.write(b"<annotations><image name='")
        for _ in range(20):
            file.write(b"a" * (1 << 20))
    with pytest.raises(LabelError, match="one element has more than 16 MiB"):
        read(FORMATS[0], path, reading(bird()))


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, len(TIERS.read_bytes()) - 1),
    put=st.sampled_from([b"<", b">", b'"', b"&", b"\0", b"/", b"=", b"9", b"-", b"\xff", b""]),
)
def test_one_wrong_byte_is_a_fault_or_is_read(
    at: int, put: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever happens, it is a LabelError that names the file, and reading and moving agree."""
    data = TIERS.read_bytes()
    folder = tmp_path_factory.mktemp("byte")
    path = folder / "odd.xml"
    path.write_bytes(data[:at] + put + data[at + 1 :])
    outcomes = []
    for act in (
        lambda: read(FORMATS[0], path, reading(bird())),
        lambda: FORMATS[0].move(path, folder / "out.xml", moving(bird())),  # type: ignore[misc]
    ):
        try:
            act()
            outcomes.append("fine")
        except LabelError as error:
            assert str(error).startswith(str(path))  # noqa: PT017
            outcomes.append("refused")
    assert outcomes[0] == outcomes[1]


def test_the_ratio_is_beyond_what_deflate_gives_for_honest_files() -> None:
    data = TIERS.read_bytes() * 2000
    assert len(data) / len(zlib.compress(data)) < files.SQUEEZED
