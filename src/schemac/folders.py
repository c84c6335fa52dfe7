"""Spec folders: where a document lies in one, and which ones do.

The id of a document is its path below the folder. Its working file is called by the id, a frozen
version by `id@version`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

PROJECT_FILE = "schemac.yaml"


def file_of(folder: str, name: str) -> str:
    """Where a document lies in a folder: `body/mine`, or frozen, `body/mine@1.0.0`."""
    return os.path.join(folder, *f"{name}.yaml".split("/"))


def name_of(folder: str, path: str) -> str:
    """What a file is called in its folder: the id, or `id@version`."""
    return os.path.relpath(path, folder).replace(os.sep, "/").removesuffix(".yaml")


def documents_in(folder: str) -> Iterator[str]:
    """Every `.yaml` file below a folder, in a fixed order; links are not followed."""
    for directory, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(".yaml") and not name.startswith(".") and name != PROJECT_FILE:
                yield os.path.join(directory, name)


def ids_in(folders: Iterable[str]) -> Iterator[str]:
    """Ids of all documents of some folders, each once."""
    seen: set[str] = set()
    for folder in folders:
        for path in documents_in(folder):
            id = name_of(folder, path).partition("@")[0]
            if id not in seen:
                seen.add(id)
                yield id


def frozen_in(folders: Iterable[str], id: str) -> list[str]:
    """Versions of an id that lie frozen in some folders."""
    found = []
    for folder in folders:
        directory, base = os.path.split(os.path.join(folder, *id.split("/")))
        if os.path.isdir(directory):
            for name in os.listdir(directory):
                if name.startswith(f"{base}@") and name.endswith(".yaml"):
                    found.append(name[len(base) + 1 : -len(".yaml")])
    return found
