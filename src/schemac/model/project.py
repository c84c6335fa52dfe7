"""A project: where things lie, which targets, which policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from schemac.model.record import Record
from schemac.source import NOWHERE, Origin

Level = Literal["error", "warning", "note", "ignore"]
Use = Literal["D", "M", "E", "T", "A", "H"]


class Breaking(Record, frozen=True, kw_only=True):
    """What `schemac breaking` compares with, and for whom."""

    against: str | None = None
    use: tuple[Use, ...] = ()


class ReleasePolicy(Record, frozen=True, kw_only=True):
    """What a release must have: approvals, by which roles."""

    approvals: int | None = None
    roles: tuple[str, ...] = ()


class Project(Record, frozen=True, kw_only=True):
    """`schemac.yaml`. `targets` maps a target to its options as written; None means the usual ones
    with their defaults. `base_uri` is the base of every `$id`."""

    id: str
    title: str | None = None
    specs: tuple[str, ...] = ("specs",)
    out: str = "build"
    locales: tuple[str, ...] = ("en",)
    feedback: str | None = None
    targets: Mapping[str, Mapping[str, str]] | None = None
    checks: Mapping[str, Level] = {}
    breaking: Breaking | None = None
    base_uri: str = "urn:schemac:"
    release: ReleasePolicy | None = None
    origin: Origin = NOWHERE
