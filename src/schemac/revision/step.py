"""One step: a document before and after, what changed, and which steps of the version fit."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemac.lineage.breakage import Bump, required
from schemac.lineage.chain import lineage_of
from schemac.lineage.change import Change, DocumentAdded, DocumentRemoved
from schemac.lineage.diff import diff
from schemac.lineage.pairing import Declarations
from schemac.linking import Document
from schemac.model.project import Use
from schemac.revision.snapshot import Snapshot


class End(Struct, frozen=True):
    """One end of a step: a document in a snapshot. `released` tells that its version is frozen,
    `draft` that it is not, where others are: nobody was promised anything of it."""

    document: Document
    file: str
    snapshot: Snapshot
    released: bool = False
    draft: bool = False

    def __str__(self) -> str:
        return f"{self.document.id}@{self.document.version}"


class Touched(Struct, frozen=True):
    """A spec or part that rests on what changed: at which version, at which keypoints."""

    spec: str
    version: str
    points: tuple[str, ...] = ()


class Step(Struct, frozen=True):
    """From one document to another; one of the two may be missing."""

    old: End | None
    new: End | None
    changes: tuple[Change, ...] = ()
    touched: tuple[Touched, ...] = ()

    @property
    def id(self) -> str:
        end = self.new or self.old
        return end.document.id if end else ""

    @property
    def title(self) -> str:
        """`body/mine-20 1.0.0 -> 2.0.0`, or both ids when they differ."""
        if self.old is None or self.new is None:
            return str(self.new or self.old)
        old, new = self.old.document, self.new.document
        if old.id != new.id:
            return f"{old.id}@{old.version} -> {new.id}@{new.version}"
        same = old.version == new.version
        return f"{new.id} {new.version}" if same else f"{new.id} {old.version} -> {new.version}"

    def required(self, use: Iterable[Use] = ()) -> Bump:
        """The step of the version that the changes ask for on behalf of some audiences."""
        return required(self.changes, use)

    @property
    def drafted(self) -> bool:
        """Whether it leads on from a draft of the same document, which may change as it likes."""
        old, new = self.old, self.new
        if old is None or new is None or not old.draft:
            return False
        return old.document.id == new.document.id

    @property
    def taken(self) -> Bump | None:
        """The step that the version took; None between documents that are not versions of one,
        and from a draft."""
        if self.old is None or self.new is None or self.old.document.id != self.new.document.id:
            return None
        if self.drafted:
            return None
        old, new = self.old.document.version, self.new.document.version
        lineage = lineage_of(self.new.document)
        if old == new and not self.old.released and lineage and lineage.parent.id == self.id:
            old = lineage.parent.version  # a draft may change until it is released
        return taken(old, new)


def step_between(old: End | None, new: End | None) -> Step:
    """What changed between two ends."""
    if old is not None and new is not None:
        history = new.snapshot.history
        declared = history.declared(old.document, new.document)
        if old.draft:  # lineage tells of the way from the parent, not from a draft
            declared = Declarations(declared.changes, expected=False)
        return Step(old, new, diff(old.document, new.document, declared, history.told))
    if new is not None:
        added = DocumentAdded(message=f"`{new}` is new", new=new.document.origin)
        return Step(None, new, (added,))
    if old is not None:
        gone = DocumentRemoved(message=f"`{old}` is gone", old=old.document.origin)
        return Step(old, None, (gone,))
    return Step(None, None)


def taken(old: str, new: str) -> Bump:
    """The step between two versions; below 1.0.0 the second number plays the first one's part.
    NONE when the new one is not above the old one."""
    one, two = numbers(old), numbers(new)
    if two <= one:
        return Bump.NONE
    if two[0] != one[0]:
        return Bump.MAJOR
    if two[1] != one[1]:
        return Bump.MINOR if one[0] else Bump.MAJOR
    return Bump.PATCH if one[0] else Bump.MINOR


def numbers(version: str) -> tuple[int, int, int]:
    """The three numbers of a version."""
    parts = [int(part) if part.isdecimal() else 0 for part in version.split(".")]
    major, minor, patch, *_ = [*parts, 0, 0, 0]
    return major, minor, patch
