"""The document in a file that CVAT exports: `annotations.xml` itself, or a zip that holds it."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.labels import Fault, LabelError, Place

if TYPE_CHECKING:
    from typing import IO, BinaryIO
    from zipfile import ZipFile, ZipInfo

NAME = "annotations.xml"
MOST_ENTRIES = 500_000
MOST_BYTES = 64 << 30
SQUEEZED = 400
"""How many times its packed size a file in a zip may have, once it is large."""

_LARGE = 64 << 20
_CHUNK = 1 << 16
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The document of a file, to be read from its beginning. Raises LabelError."""
    if not is_zip(path):
        with path.open("rb") as file:
            yield file
        return
    with archive(path) as zip, entry(zip, document_of(zip, path), path) as file:
        yield file


def is_zip(path: Path) -> bool:
    """Whether a file begins as zips do."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\3\4", b"PK\5\6")


@contextmanager
def archive(path: Path) -> Iterator[ZipFile]:
    """A zip whose names lead nowhere else and whose sizes are believable."""
    from zipfile import BadZipFile, ZipFile

    if _entries(path) > MOST_ENTRIES:
        raise refused(path, f"the zip has more than {MOST_ENTRIES} entries")
    try:
        with ZipFile(path) as zip:
            for info in zip.infolist():
                _demand(path, info)
            if sum(info.file_size for info in zip.infolist()) > MOST_BYTES:
                raise refused(path, f"the zip unpacks to more than {MOST_BYTES >> 30} GiB")
            yield zip
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, EOFError, OverflowError) as error:
        raise refused(
            path, f"the zip cannot be read: {str(error) or 'it ends too early'}"
        ) from None


def document_of(zip: ZipFile, path: Path) -> ZipInfo:
    """The entry that holds the annotations."""
    found = [info for info in zip.infolist() if info.filename == NAME]
    if len(found) != 1:
        raise refused(path, f"the zip holds {'no' if not found else 'more than one'} `{NAME}`")
    return found[0]


@contextmanager
def entry(zip: ZipFile, info: ZipInfo, path: Path) -> Iterator[BinaryIO]:
    """The content of an entry; the reader notices damage."""
    with zip.open(info) as file:
        yield _Unpacked(file, info, path)  # type: ignore[misc]


def refused(path: Path, message: str) -> LabelError:
    """The error for a file that cannot be read."""
    return LabelError(Fault(message=message, place=Place(file=str(path))))


class _Unpacked:
    """What comes out of a zip. The sizes that it states are not believed."""

    def __init__(self, file: IO[bytes], info: ZipInfo, path: Path) -> None:
        self._file, self._info, self._path, self._done = file, info, path, 0

    def read(self, size: int = _CHUNK) -> bytes:
        import zlib
        from zipfile import BadZipFile

        try:
            data = self._file.read(size if size >= 0 else _CHUNK)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            said = f"`{self._info.filename[:200]}` in the zip is damaged: {error}"
            raise refused(self._path, said) from None
        self._done += len(data)
        if _bomb(self._done, self._info.compress_size):
            raise refused(self._path, _SWELLS.format(self._info.filename[:200]))
        return data


_SWELLS = f"`{{}}` in the zip swells to more than {SQUEEZED} times its size"


def _demand(path: Path, info: ZipInfo) -> None:
    name = info.filename
    parts = name.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0] or "\0" in name:
        raise refused(path, f"the zip names a place outside itself: `{name[:200]}`")
    if info.flag_bits & 1:
        raise refused(path, f"`{name[:200]}` in the zip is encrypted")
    if _bomb(info.file_size, info.compress_size):
        raise refused(path, _SWELLS.format(name[:200]))


def _bomb(size: int, packed: int) -> bool:
    return size > _LARGE and size > SQUEEZED * packed


def _entries(path: Path) -> int:
    """How many entries a zip says it has, before any of them is read; 0 where it does not say."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END.size - 0xFFFF - 20))
        tail = file.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0 or len(tail) - at < _END.size:
            return 0
        entries = int(_END.unpack_from(tail, at)[4])
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator[:4] == b"PK\6\7":
            file.seek(min(size, struct.unpack_from("<Q", locator, 8)[0]))
            record = file.read(_END64.size)
            if len(record) == _END64.size and record[:4] == b"PK\6\6":
                entries = max(entries, int(_END64.unpack(record)[7]))
        return entries
