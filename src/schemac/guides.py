"""The guides of a build: a site per spec and language, and a page over all of them.

A guide takes a second or more to make, so one that the last build left is taken as it is, when it
was made of the same spec by the same program and nobody touched it since.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from msgspec import Struct, to_builtins

from schemac.artifact import Artifact, json_bytes
from schemac.guide.editions import Edition
from schemac.guide.listed import NAME as LISTED
from schemac.guide.listed import Listed, listed_file, read_listed
from schemac.jobs import Advance, cores, each_in_processes
from schemac.model import Skeleton
from schemac.output import Manifest, Part, Section, last_files, read_manifest
from schemac.shipped import shipped

FOLDER = "guide"
_MADE = "made.json"


class Order(Struct, frozen=True, kw_only=True):
    """One guide to make, as it goes to another process. `older` are earlier versions, `editions`
    what is known of all versions, `translated` the spec's own sentences by locale, `labels` what
    the target `cvat` calls `labels.json`, for a backup of a project; None where the project has no
    such target."""

    skeleton: Skeleton
    digest: str
    locales: tuple[str, ...]
    feedback: str | None = None
    older: tuple[Skeleton, ...] = ()
    editions: tuple[Edition, ...] = ()
    translated: Mapping[str, Mapping[str, str]] = {}
    labels: bytes | None = None

    @property
    def folder(self) -> str:
        return f"{FOLDER}/{self.skeleton.id}/"

    def made(self, program: str) -> Artifact:
        """What the guide was made of; a guide with the same record has the same bytes."""
        record = {
            "spec": str(self.skeleton.reference),
            "digest": self.digest,
            "older": [str(each.reference) for each in self.older],
            "editions": to_builtins(self.editions),
            "locales": {name: _digest(self.translated.get(name, {})) for name in self.locales},
            "feedback": self.feedback,
            "labels": sha256(self.labels).hexdigest()[:16] if self.labels else None,
            "program": program,
        }
        return Artifact(_MADE, json_bytes(record))


def guides(
    orders: Sequence[Order],
    out: Path,
    *,
    jobs: int | None = 1,
    advance: Advance = lambda name: None,
) -> Iterator[Part]:
    """A part for each guide ordered; `out` is the folder of the last build, from which those that
    are still right are taken. `advance` is told of each."""
    program, last = fingerprint(), read_manifest(out)
    kept = {order.folder: _kept(order, out, last, program) if last else None for order in orders}
    missing = [order for order in orders if kept[order.folder] is None]
    fresh = _made(missing, cores() if jobs is None else jobs)
    for order in orders:
        advance(f"{order.skeleton.id} guide")
        files = kept[order.folder] or (*next(fresh), order.made(program))
        yield Part(
            target=FOLDER,
            artifacts=files,
            spec=order.skeleton.id,
            version=order.skeleton.version,
            digest=order.digest,
            folder=order.folder,
        )


def make(order: Order, jobs: int = 1) -> tuple[Artifact, ...]:
    """The site of one spec: its first language at the top, the others in a folder each; and what
    of it goes into annotation tools, in the first language. In up to `jobs` processes."""
    from schemac.guide import Context, site, speech
    from schemac.guide.reduced import tool_files

    files: list[Artifact] = []
    for locale in order.locales:
        own = order.translated.get(locale)
        words = speech(locale, written=order.skeleton.language, spec=own)
        context = Context(
            skeleton=order.skeleton, speech=words, digest=order.digest,
            feedback=order.feedback, older=order.older, editions=order.editions,
            locales=order.locales,
        )  # fmt: skip
        prefix = "" if locale == order.locales[0] else f"{locale}/"
        files += [Artifact(prefix + file.path, file.content) for file in site(context, jobs)]
        if not prefix:
            files += [*tool_files(context, order.labels, jobs), listed_file(context)]
    return tuple(files)


def _made(orders: Sequence[Order], jobs: int) -> Iterator[tuple[Artifact, ...]]:
    """The guides, in order. Few of them leave processes over, which then share the work on each."""
    spare = jobs // max(1, len(orders))
    one = partial(make, jobs=spare) if spare > 1 else make
    return each_in_processes(one, orders, jobs, heavy=True)


def guides_page(parts: Sequence[Part], out: Path | None, locale: str) -> Artifact:
    """The page over all guides, with a search through all points: those of `parts`, and what else
    the build in the folder `out` has."""
    from schemac.guide import index_page, speech

    shown = {each.spec: each for each in _listed_in(parts)}
    for each in _listed_before(out) if out else ():
        shown.setdefault(each.spec, each)
    return Artifact(f"{FOLDER}/index.html", index_page(shown.values(), speech(locale)))


def other_versions(parts: Sequence[Part], out: Path) -> Iterator[Part]:
    """Empty parts for guides that the last build has of other versions of these specs: a guide lies
    in the same folder whatever the version is."""
    versions = {part.spec: part.version for part in parts if part.target == FOLDER}
    last = read_manifest(out)
    sections = {entry.section for entry in last.artifacts} if last else set()
    for section in sorted(sections):
        wanted = versions.get(section.spec)
        if section.target == FOLDER and wanted not in (None, section.version):
            yield Part(target=FOLDER, artifacts=(), spec=section.spec, version=section.version)


def _listed_in(parts: Sequence[Part]) -> Iterator[Listed]:
    for part in parts:
        for file in part.artifacts if part.target == FOLDER else ():
            found = read_listed(file.content) if file.path == LISTED else None
            if found is not None:
                yield found


def _listed_before(out: Path) -> Iterator[Listed]:
    """The guides of the last build, as far as they are still there."""
    last = read_manifest(out)
    for entry in last.artifacts if last else ():
        if entry.target != FOLDER or entry.path != f"{FOLDER}/{entry.spec}/{LISTED}":
            continue
        file = out / entry.path
        found = read_listed(file.read_bytes()) if file.is_file() else None
        if found is not None and found.spec == entry.spec:
            yield found


def _kept(order: Order, out: Path, last: Manifest, program: str) -> tuple[Artifact, ...] | None:
    """The guide that the last build left, whole and untouched, if it is the one ordered."""
    made = order.made(program)
    try:
        if (out / order.folder / _MADE).read_bytes() != made.content:
            return None
    except OSError:
        return None
    section = Section(order.skeleton.id, order.skeleton.version, FOLDER)
    return last_files(out, last, section, order.folder)


def _digest(sentences: Mapping[str, str]) -> str | None:
    """What tells one state of a translation from another; None for none."""
    if not sentences:
        return None
    return sha256(json_bytes(dict(sorted(sentences.items())))).hexdigest()[:16]


def fingerprint() -> str:
    """What tells one state of the program from another, by content: the same on every machine."""
    seen = sha256()
    package = Path(__file__).resolve().parent
    for top in (package, Path(shipped("templates"), "guide"), Path(shipped("site"))):
        for directory, folders, files in os.walk(top):
            folders[:] = sorted(f for f in folders if f not in ("__pycache__", "_shipped"))
            for name in sorted(files):
                path = Path(directory, name)
                seen.update(f"{path.relative_to(top).as_posix()}\n".encode() + path.read_bytes())
    return seen.hexdigest()[:16]
