"""What a document says of its own past: sources, tombstones, lineage, waivers."""

from __future__ import annotations

from typing import Literal

from schemac.model.place import Reference
from schemac.model.record import Record
from schemac.source import NOWHERE, Origin

Verb = Literal["redefine", "editorial", "split", "merge", "replace", "add", "retier", "renumber"]


class SourceRef(Record, frozen=True, kw_only=True):
    """A work that a document cites by key."""

    key: str
    title: str
    url: str | None = None
    year: int | None = None
    licence: str | None = None
    note: str | None = None


class Retired(Record, frozen=True, kw_only=True):
    """A keypoint, tier or landmark that is gone for ever; its id, names and index are not free."""

    id: str
    last: str
    indices: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    why: str | None = None
    origin: Origin = NOWHERE


class Fate(Record, frozen=True, kw_only=True):
    """What becomes of stored labels of one target: keep, review, redo, or a point formula over
    the parent's keypoints."""

    target: str
    labels: str


class Change(Record, frozen=True, kw_only=True):
    """One declared change. Points are stems as written: they stand for both sides."""

    verb: Verb
    points: tuple[str, ...] = ()
    into: tuple[Fate, ...] = ()
    by: str | None = None
    labels: str | None = None
    tiers: tuple[tuple[str, str], ...] = ()
    review: tuple[str, ...] = ()
    fidelity: Literal["exact", "approximate"] | None = None
    why: str | None = None
    origin: Origin = NOWHERE


class Lineage(Record, frozen=True, kw_only=True):
    """The step from the parent version to this one."""

    parent: Reference
    rationale: str
    merges: tuple[Reference, ...] = ()
    author: str | None = None
    effective: str | None = None
    ticket: str | None = None
    changes: tuple[Change, ...] = ()
    origin: Origin = NOWHERE


class Waiver(Record, frozen=True, kw_only=True):
    """A finding that somebody accepts, and why. `points` are keypoint ids; none means all."""

    rule: str
    because: str
    points: tuple[str, ...] = ()
    by: str | None = None
    until: str | None = None
    finding: str | None = None
    origin: Origin = NOWHERE
