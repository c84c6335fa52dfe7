"""The entry points of installed packages: who offers what, and loading it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemac.workspace import UsageError

Offers = tuple[tuple[EntryPoint, "Package"], ...]

_LARGEST = 8 * 1024 * 1024


class PackageError(UsageError):
    """A package ships something under a name that was asked for, and it cannot be used."""


class Package(Struct, frozen=True, order=True):
    """An installed package."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@cache
def entries(group: str) -> Mapping[str, Offers]:
    """What is offered in a group, by name; of one package once."""
    found: dict[str, dict[Package, EntryPoint]] = {}
    for entry in entry_points(group=group):
        found.setdefault(entry.name, {}).setdefault(_package(entry), entry)
    return {
        name: tuple((offers[package], package) for package in sorted(offers))
        for name, offers in sorted(found.items())
    }


def loaded(entry: EntryPoint, package: Package, what: str) -> Any:
    """What an entry point means. A stranger's module may fail in any way when it is imported;
    that is a PackageError."""
    try:
        value = entry.load()
    except (Exception, SystemExit) as error:
        raise PackageError(
            f"{what} of package {package} cannot be loaded: {said(error, top_of(entry))}",
            f"it is at `{entry.value}`; mend the package or uninstall it",
        ) from error
    _loaded.add(top_of(entry))
    return value


def top_of(entry: EntryPoint) -> str:
    """The outermost module of what an entry point names: `acme` for `acme.overlay:FORMAT`."""
    return entry.module.partition(".")[0]


def said(error: BaseException, top: str) -> str:
    """An exception in one line, with the last place in the modules below `top` that it passed."""
    text = " ".join(f"{type(error).__name__}: {error}".split()).rstrip(": ")
    place = None
    trace = error.__traceback__
    while trace is not None:
        frame = trace.tb_frame
        if str(frame.f_globals.get("__name__")).partition(".")[0] == top:
            place = f"{_below(frame.f_code.co_filename, top)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{text} ({place})" if place else text


def code_files() -> Mapping[str, bytes]:
    """The source files of the packages of which something was loaded, with their bytes, for
    answers that are kept."""
    read = {}
    for file in sorted(file for top in _loaded for file in _sources(top)):
        try:
            read[str(file)] = file.read_bytes()[:_LARGEST]
        except OSError:
            continue
    return read


_loaded: set[str] = set()  # top modules


def _package(entry: EntryPoint) -> Package:
    about = entry.dist
    return Package(str(about.metadata["Name"]), about.version) if about else Package("unknown", "?")


def _below(file: str, top: str) -> str:
    """The path of a module's file from the folder of its package on."""
    parts = Path(file).parts
    return "/".join(parts[parts.index(top) :] if top in parts[:-1] else parts[-1:])


def _sources(top: str) -> Iterator[Path]:
    """The Python files of a package, or of a module that stands alone."""
    name = getattr(sys.modules.get(top), "__file__", None)
    if name is None:
        return
    file = Path(name)
    yield from file.parent.rglob("*.py") if file.name == "__init__.py" else (file,)
