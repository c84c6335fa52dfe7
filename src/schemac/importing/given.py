"""A path as files to read: one file, the likely ones of a folder, the members of a zip archive."""

from __future__ import annotations

import os
import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from schemac.draft import Given
from schemac.workspace import UsageError

HEAD = 64 * 1024
LIKELY = (".json", ".yaml", ".yml", ".py", ".xml", ".svg", ".csv", ".txt", ".slp", ".osim", ".trc",
          ".cpp", ".hpp")  # fmt: skip
MAX_FILES, MAX_DEPTH = 500, 4  # of a folder, and of what is likely in an archive
MAX_MEMBERS = 200_000
MAX_MEMBER = 2 * 1024**3
MAX_RATIO, SMALL = 200, 16 * 1024 * 1024  # what is small cannot swell to harm


def given_files(path: Path, shown: str) -> tuple[Given, ...]:
    """The files that a path means, called as the person called it. Raises UsageError for a path
    that is none, and for an archive that is not to be trusted."""
    try:
        if path.is_dir():
            return _of_folder(path, shown)
        if not path.is_file():
            raise UsageError(f"there is no file `{shown}`")
        if _head(path).startswith(b"PK\x03\x04"):
            return tuple(_members(path, shown))
        return (_file(path, shown, path.parent),)
    except OSError as error:
        said = (error.strerror or "cannot be read").lower()
        raise UsageError(f"`{shown}`: {said}") from None


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _file(path: Path, shown: str, folder: Path) -> Given:
    def beside(relative: str) -> Given | None:
        other = os.path.realpath(path.parent / relative)
        inside = other.startswith(os.path.realpath(folder) + os.sep)
        if not inside or not Path(other).is_file():
            return None
        return _file(Path(other), str(Path(shown).parent / relative), folder)

    return Given(
        file=shown,
        size=path.stat().st_size,
        head=_head(path),
        open=lambda: cast(BinaryIO, path.open("rb")),
        beside=beside,
    )


# ---- folders ----------------------------------------------------------------------------------


def _of_folder(path: Path, shown: str) -> tuple[Given, ...]:
    found: list[Given] = []
    for each in _likely(path):
        found.append(_file(each, str(Path(shown) / each.relative_to(path)), path))
        if len(found) > MAX_FILES:
            message = f"`{shown}` has more than {MAX_FILES} files that could be read"
            raise UsageError(message, "name the file that lists the keypoints")
    if not found:
        listed = ", ".join(LIKELY[:8])
        raise UsageError(f"there is nothing to import in `{shown}`", f"files end in {listed}")
    return tuple(found)


def _likely(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder, onerror=_refused):
        depth = len(Path(root).relative_to(folder).parts)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and depth < MAX_DEPTH)
        for name in sorted(files):
            if name.lower().endswith(LIKELY) and not name.startswith("."):
                yield Path(root, name)


def _refused(error: OSError) -> None:
    """A folder that may not be looked into is no empty folder."""
    said = (error.strerror or "cannot be read").lower()
    raise UsageError(f"`{error.filename}`: {said}", "name the files that can be read")


# ---- archives ---------------------------------------------------------------------------------


def _members(path: Path, shown: str) -> Iterator[Given]:
    try:
        with zipfile.ZipFile(path) as archive:
            every = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UsageError(f"`{shown}` is a broken zip archive", "export it again") from None
    if len(every) > MAX_MEMBERS:
        raise UsageError(f"`{shown}` has {len(every)} members; there may be {MAX_MEMBERS}")
    for info in every:
        _trusted(info, shown)
    likely = [i for i in every if not i.is_dir() and i.filename.lower().endswith(LIKELY)]
    if len(likely) > MAX_FILES:
        likely = sorted(likely, key=lambda i: (i.filename.count("/"), i.filename))[:MAX_FILES]
    known = {info.filename: info for info in likely}
    if not known:
        raise UsageError(f"there is nothing to import in `{shown}`", "unpack it and name the file")
    for name in sorted(known):
        yield _member(path, shown, known, name)


def _trusted(info: zipfile.ZipInfo, shown: str) -> None:
    name = info.filename
    said = f"`{shown}`: its member `{name[:80]}`"
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name:
        raise UsageError(f"{said} leads out of the archive", "such an archive is not read")
    likely = name.lower().endswith(LIKELY)
    if likely and info.flag_bits & 1:
        raise UsageError(f"{said} is encrypted", "unpack it and name the file")
    if likely and info.file_size > MAX_MEMBER:
        raise UsageError(f"{said} has {info.file_size >> 20} MiB, too much to unpack")
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise UsageError(f"{said} swells to {info.file_size >> 20} MiB", "it is not read")


def _member(path: Path, shown: str, known: dict[str, zipfile.ZipInfo], name: str) -> Given:
    def opened() -> BinaryIO:
        with zipfile.ZipFile(path) as archive:  # the member keeps the file open
            return cast(BinaryIO, archive.open(name))

    def beside(relative: str) -> Given | None:
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))
        return _member(path, shown, known, other) if other in known else None

    try:
        with opened() as stream:
            head = stream.read(HEAD)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise UsageError(f"`{shown}`: its member `{name[:80]}` cannot be unpacked") from None
    return Given(
        file=f"{shown}/{name}", size=known[name].file_size, head=head, open=opened, beside=beside
    )
