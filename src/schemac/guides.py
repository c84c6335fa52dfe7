"""The guides of a build: a site per spec and language, and a page over all of them.

A guide takes a second or more to make, so one that the last build left is taken as it is, when it
was made of the same spec by the same program and nobody touched it since.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from schemac.artifact import Artifact, json_bytes
from schemac.jobs import Advance, each_in_processes
from schemac.model import Skeleton
from schemac.output import Manifest, Part, Section, last_files, read_manifest
from schemac.shipped import shipped

FOLDER = "guide"
_MADE = "made.json"


class Order(Struct, frozen=True, kw_only=True):
    """One guide to make, as it goes to another process. `older` are earlier versions,
    `translated` the spec's own sentences by locale, `labels` what the target `cvat` calls
    `labels.json`, for a backup of a project; None where the project has no such target."""

    skeleton: Skeleton
    digest: str
    locales: tuple[str, ...]
    feedback: str | None = None
    older: tuple[Skeleton, ...] = ()
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
    fresh = each_in_processes(make, missing, jobs, heavy=True)
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


def make(order: Order) -> tuple[Artifact, ...]:
    """The site of one spec: its first language at the top, the others in a folder each; and what
    of it goes into annotation tools, in the first language."""
    from schemac.guide import Context, site, speech
    from schemac.guide.reduced import tool_files

    files: list[Artifact] = []
    for locale in order.locales:
        own = order.translated.get(locale)
        words = speech(locale, written=order.skeleton.language, spec=own)
        context = Context(
            skeleton=order.skeleton, speech=words, digest=order.digest,
            feedback=order.feedback, older=order.older,
        )  # fmt: skip
        prefix = "" if locale == order.locales[0] else f"{locale}/"
        files += [Artifact(prefix + file.path, file.content) for file in site(context)]
        if not prefix:
            files += tool_files(context, order.labels)
    return tuple(files)


def guides_page(orders: Sequence[Order]) -> Artifact:
    """The page over all guides in their first language, with a search through all points."""
    from schemac.guide import index_page, speech

    first = orders[0]
    locale = first.locales[0]
    words = speech(locale, spec=first.translated.get(locale))
    return Artifact(f"{FOLDER}/index.html", index_page([o.skeleton for o in orders], words))


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
