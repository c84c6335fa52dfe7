"""Results kept from run to run, in `$XDG_CACHE_HOME/schemac` (`~/.cache/schemac`) and nowhere else.

A result holds as long as every file that was looked at still has the bytes it had, present or
not, and schemac itself has not changed; one that other packages had a say in, as long as the same
versions of the same packages are installed. Entries are plain JSON, are checked before they are
used, and live in a folder that nobody else may write: a broken or foreign one counts as none.
Beside them lie the templates of guides as Jinja compiled them (`guide/compiled.py`).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

_VERSION = 2
_ABOUT_PACKAGES = (".dist-info", ".egg-info")
_MAX_ENTRY = 8 * 1024 * 1024
_MAX_ENTRIES = 256
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def fetch(question: tuple[str, ...]) -> Any:
    """The kept answer to a question, or None. Nothing but the files it rests on is read."""
    folder = _folder()
    if folder is None:
        return None
    try:
        path = os.path.join(folder, _name(question))
        if os.path.getsize(path) > _MAX_ENTRY:
            return None
        with open(path, "rb") as file:
            entry = json.loads(file.read())
        if entry["version"] != _VERSION or entry["question"] != list(question):
            return None
        if entry["installed"] is not None and entry["installed"] != installed_packages():
            return None
        if all(_digest_of(name) == digest for name, digest in entry["files"].items()):
            return entry["answer"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return None


def keep(
    question: tuple[str, ...],
    files: Mapping[str, bytes | None],
    answer: Any,
    *,
    packages: bool = False,
) -> None:
    """Keep an answer with the files it rests on; `packages` says that other packages were asked, so
    that it holds only until another is installed. A cache that cannot be written is no fault."""
    folder = _folder(make=True)
    if folder is None:
        return
    digests = {name: None if data is None else _digest(data) for name, data in files.items()}
    entry = {
        "version": _VERSION,
        "question": list(question),
        "files": digests,
        "installed": installed_packages() if packages else None,
        "answer": answer,
    }
    path = os.path.join(folder, _name(question))
    aside = f"{path}.{os.getpid()}"
    try:
        with open(aside, "w", encoding="utf-8") as file:
            json.dump(entry, file)
        os.replace(aside, path)
        _prune(folder)
    except OSError:
        return


def installed_packages() -> str:
    """What tells one set of installed packages from another: their names and versions, and when
    their entry points were written."""
    seen = blake2b(digest_size=16)
    for folder in sys.path:
        try:
            names = sorted(n for n in os.listdir(folder or ".") if n.endswith(_ABOUT_PACKAGES))
        except OSError:
            continue
        for name in names:
            path = os.path.join(folder, name, "entry_points.txt")
            try:
                written = os.stat(path).st_mtime_ns
            except OSError:
                written = 0
            seen.update(f"{path} {written}\n".encode("utf-8", "surrogateescape"))
    return seen.hexdigest()


def fingerprint() -> str:
    """What tells one state of schemac's own code from another: names, sizes and times."""
    seen = blake2b(digest_size=16)
    for directory, folders, files in os.walk(_PACKAGE):
        folders[:] = sorted(f for f in folders if f not in ("__pycache__", "_shipped"))
        for name in sorted(files):
            state = os.stat(os.path.join(directory, name))
            seen.update(f"{directory}/{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def room(name: str, make: bool = False) -> str | None:
    """A folder in the cache for what is no answer; None when the cache is not ours alone."""
    folder = _folder(make)
    path = folder and os.path.join(folder, name)
    try:
        if path and make:
            os.makedirs(path, mode=0o700, exist_ok=True)
    except OSError:
        return None
    return path if path and os.path.isdir(path) and not os.path.islink(path) else None


def _folder(make: bool = False) -> str | None:
    """The cache folder, when it is ours alone."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(os.path.expanduser("~"), ".cache")
    path = os.path.join(base, "schemac")
    try:
        if make:
            os.makedirs(path, mode=0o700, exist_ok=True)
        state = os.lstat(path)
    except OSError:
        return None
    if os.name == "posix" and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        return None
    return path if os.path.isdir(path) and not os.path.islink(path) else None


def _name(question: tuple[str, ...]) -> str:
    return _digest("\0".join(question).encode("utf-8", "surrogateescape")) + ".json"


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=20).hexdigest()


def _digest_of(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return _digest(file.read(_MAX_ENTRY))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _prune(folder: str) -> None:
    """Keep the newest entries only, so that the cache stays small for ever."""
    with os.scandir(folder) as entries:
        found = [(entry.stat().st_mtime_ns, entry.path) for entry in entries if entry.is_file()]
    for _, path in sorted(found)[:-_MAX_ENTRIES]:
        os.unlink(path)
