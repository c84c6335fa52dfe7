"""The versions of a spec, as its guide tells of them: which there are, and what replaced which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

State = Literal["released", "draft", "unattested"]
Step = Literal["none", "patch", "minor", "major"]


class Size(Struct, frozen=True, kw_only=True):
    """How much changed from the parent: the step of the version that the changes ask for, keypoints
    that are new, gone, or mean another place, and all other changes."""

    step: Step
    added: int = 0
    gone: int = 0
    redefined: int = 0
    others: int = 0


class Edition(Struct, frozen=True, kw_only=True):
    """One version. `released` ones have a line in a ledger that somebody stands for; `unattested`
    ones lie frozen without one; the `draft` is the working file while it is neither.

    `parents` are versions of the same spec, `sources` other documents that it came from. `since`
    and `until` are the dates between which a released version is in force.
    """

    version: str
    state: State
    parents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    author: str | None = None
    approved: tuple[str, ...] = ()
    rationale: str | None = None
    size: Size | None = None


def number(version: str) -> tuple[int, ...]:
    """What versions are ordered by."""
    return tuple(int(part) if part.isdecimal() else 0 for part in version.split("."))


def successor(editions: Sequence[Edition], version: str) -> Edition | None:
    """The version that replaced this one for good: the last one released, where that is another
    and a later one. Where nothing is released the working file counts, being all there is."""
    later = [each for each in editions if number(each.version) > number(version)]
    released = [each for each in later if each.state == "released"]
    if not released and not any(each.state == "released" for each in editions):
        released = [each for each in later if each.state == "draft"]
    return max(released, key=lambda each: (each.since or "", number(each.version)), default=None)


def released_before(editions: Sequence[Edition], version: str) -> Edition | None:
    """The released version that holds while this one is a draft; None when it is none, or when
    nothing was released."""
    if not any(each.version == version and each.state == "draft" for each in editions):
        return None
    released = [each for each in editions if each.state == "released"]
    return max(released, key=lambda each: (each.since or "", number(each.version)), default=None)


class Rail(Struct, frozen=True):
    """What a graph of descent shows beside one version: the column of its mark, and lines from the
    row above (`0.0`) over the mark (`0.5`) to the row below (`1.0`), each with its two columns."""

    at: int
    lines: tuple[tuple[int, float, int, float], ...]


def rails(editions: Sequence[Edition]) -> Iterator[Rail]:
    """A rail for each version, in the order given: versions before those they came from."""
    open: list[str] = []
    left = {each.version for each in editions}
    for each in editions:
        left.discard(each.version)
        above = list(open)
        if each.version not in open:
            open.append(each.version)
        at = open.index(each.version)
        parents = [parent for parent in each.parents if parent in left]
        open[at : at + 1] = [parent for parent in parents[:1] if parent not in open]
        open += [parent for parent in parents[1:] if parent not in open]
        passing = [(k, 0.0, open.index(name), 1.0) for k, name in enumerate(above) if k != at]
        coming = [(at, 0.0, at, 0.5)] if at < len(above) else []
        going = [(at, 0.5, open.index(parent), 1.0) for parent in parents]
        yield Rail(at, (*passing, *coming, *going))
