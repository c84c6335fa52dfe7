"""What one line of the ledger holds: one version that was released, by whom, and its digests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

FORMAT = 1
NAME = "ledger.jsonl"

Status = Literal["released", "unattested"]


class Approval(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who stands for a release, in which role, and what the name means: approval, review …

    It is what the person who released it wrote. Nobody's identity was checked.
    """

    by: str
    role: str | None = None
    meaning: str = "approval"


class Dependency(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that the release rests on, and the SHA-256 of the text it had then."""

    document: str
    source: str
    state: Literal["released", "unattested", "draft"] = "released"


class Files(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """SHA-256 of the bytes of the frozen files: the text as written, and its linked form."""

    text: str
    form: str | None = None


class Policy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the project asked of a release at that time."""

    approvals: int
    roles: tuple[str, ...] = ()


class Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. `previous` is the SHA-256 of the line before, None in the first one.

    `unattested`: the version lay frozen before there was a ledger, and nobody vouches for it.
    `recorded` is a time in UTC as the releasing machine's clock had it, `effective` a date.
    `digest` is that of the linked form, `facets` those of its aspects (see `facets`).
    """

    ledger: int
    line: int
    previous: str | None
    kind: str
    id: str
    version: str
    status: Status
    recorded: str
    effective: str | None = None
    author: str | None = None
    rationale: str | None = None
    ticket: str | None = None
    parent: str | None = None
    merges: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()
    policy: Policy | None = None
    digest: str | None = None
    facets: Mapping[str, str] = {}
    files: Files
    dependencies: tuple[Dependency, ...] = ()
    schemac: str

    @property
    def document(self) -> str:
        """The exact reference, `body/coco-17@1.0.0`."""
        return f"{self.id}@{self.version}"


class Head(Struct, frozen=True, kw_only=True):
    """The last line of a ledger: the SHA-256 of the line before it, and how many lines there are.

    Every release rewrites it. Two releases at once therefore change the same line, and git cannot
    merge them in silence.
    """

    head: str
    lines: int


def encode(record: Entry | Head) -> bytes:
    """A record as its line, without the line end. A record has exactly one spelling."""
    return msgspec.json.encode(record, order="deterministic")


def text_file(id: str, version: str) -> str:
    """Where the text of a released version lies, below the spec folder."""
    return f"{id}@{version}.yaml"


def form_file(id: str, version: str) -> str:
    """Where the linked form of a released version lies, below the spec folder."""
    return f"{id}@{version}.json"
