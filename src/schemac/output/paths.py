"""Which paths may stand in a build, so that it can be unpacked on any system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from schemac.output.plan import OutputError

LONGEST_PATH = 200  # leaves Windows, with its 260, some room for the folder above
LONGEST_NAME = 120

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\ud800-\udfff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.I)


def fault(path: str) -> str | None:
    """What is wrong with a relative path, in a few words; None when it is fine."""
    if len(path) > LONGEST_PATH:
        return f"is longer than {LONGEST_PATH} characters"
    if _FORBIDDEN.search(path):
        return "has a character that some systems do not allow"
    if normalize("NFC", path) != path:
        return "is not in Unicode's composed form (NFC)"
    return next(filter(None, map(_fault_of_name, path.split("/"))), None)


def check_paths(paths: Iterable[str]) -> None:
    """Raise OutputError for a path that cannot be written everywhere, or for two that collide."""
    seen: dict[str, str] = {}
    files: set[str] = set()
    for path in sorted(paths):
        if wrong := fault(path):
            raise OutputError(f"the artifact path {path[:LONGEST_PATH]!r} {wrong}")
        if path in files:
            raise OutputError(f"two artifacts want the path {path}")
        files.add(path)
        for prefix in (*parents(path), path):
            other = seen.setdefault(prefix.casefold(), prefix)
            if other != prefix:
                raise OutputError(
                    f"the artifact paths {other} and {prefix} differ in upper and lower case only",
                    "on many systems they are the same file",
                )
    for path in sorted(files):
        if folder := next((p for p in parents(path) if p in files), None):
            raise OutputError(f"the artifact path {folder} is a file and a folder")


def parents(path: str) -> list[str]:
    """The folders above a relative path, the outermost first: `a`, `a/b` for `a/b/c`."""
    names = path.split("/")[:-1]
    return ["/".join(names[: depth + 1]) for depth in range(len(names))]


def _fault_of_name(name: str) -> str | None:
    if name in {"", ".", ".."}:
        return "is not a plain path below the output folder"
    if len(name.encode()) > LONGEST_NAME:
        return f"has a name of more than {LONGEST_NAME} bytes"
    if name[-1] in " .":
        return "has a name that ends with a dot or a space"
    if _DEVICE.fullmatch(name):
        return "has a name that Windows keeps for a device"
    return None
