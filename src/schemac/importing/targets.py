"""Where drafts are written: a file and an id for each, never over what is there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from schemac.draft import Draft
from schemac.importing.naming import document_slug
from schemac.output import OutputError, put_file
from schemac.reading.scalars import DOCUMENT, MAX_DOCUMENT
from schemac.workspace import UsageError, Workspace

FOLDER = "imported"


def folder_for(workspace: Workspace, out: str | None) -> tuple[Path, str]:
    """The folder that drafts go to, and the beginning of their ids.

    Without `out`, `imported` in the first spec folder. A folder outside of all spec folders gives
    ids of one part. Raises UsageError for a folder whose name cannot stand in an id.
    """
    if out is None:
        return Path(workspace.folders[0], FOLDER), f"{FOLDER}/"
    path = os.path.normpath(Path(workspace.cwd, out))
    home = next((f for f in workspace.folders if path == f or path.startswith(f + os.sep)), None)
    if home is None or path == home:
        return Path(path), ""
    prefix = Path(path).relative_to(home).as_posix()
    if not re.fullmatch(DOCUMENT, prefix):
        message = f"`{prefix}` cannot be the beginning of an id"
        rule = "small letters, digits and `-`, in parts with `/`"
        raise UsageError(message, f"{rule}{_offered(prefix)}")
    return Path(path), f"{prefix}/"


def _offered(prefix: str) -> str:
    """The same folder as an id can begin."""
    made = "/".join(document_slug(part, "") for part in prefix.split("/"))
    return f": `{made}`" if re.fullmatch(DOCUMENT, made) else ""


def ids_for(drafts: Sequence[Draft], prefix: str) -> tuple[str, ...]:
    """An id for each draft: its name and number of keypoints, `imported/person-17`."""
    taken: set[str] = set()
    found = []
    for draft in drafts:
        stem = draft.file.replace("\\", "/").rsplit("/", 1)[-1].partition(".")[0]
        slug = document_slug(draft.name or draft.title, stem)
        total = str(len(draft.points))
        if not re.search(rf"(?:^|-){total}$", slug):
            slug = f"{slug}-{total}"
        id, number = f"{prefix}{slug}", 2
        while id in taken:
            id, number = f"{prefix}{slug}-v{number}", number + 1
        taken.add(id)
        found.append(id)
    long = next((id for id in found if len(id) > MAX_DOCUMENT), None)
    if long is not None:
        raise UsageError(f"`{long}` is too long for an id", "choose a shorter folder with -o")
    return tuple(found)


def write_all(texts: dict[Path, str], *, force: bool) -> None:
    """Write files, all or none. Raises UsageError when one is there and `force` is not given,
    OutputError when one cannot be written; then all is as it was."""
    for path in texts:
        if path.exists() and not force:
            help = "--force writes over it; -o DIR names another folder"
            raise UsageError(f"`{_near(path)}` exists already", help)
    before = {path: path.read_bytes() if path.is_file() else None for path in texts}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            put_file(path, text.encode())
            done.append(path)
    except (OSError, OutputError) as error:
        for path in done:
            kept = before[path]
            if kept is None:
                path.unlink(missing_ok=True)
            else:
                put_file(path, kept)
        if isinstance(error, OutputError):
            raise
        said = (error.strerror or "cannot be written").lower()
        raise OutputError(f"cannot write `{_near(path)}`: {said}") from None


def _near(path: Path) -> str:
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near
