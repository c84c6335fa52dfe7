"""What a file format of labels is: one value a format, built from functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from schemac.labels.account import Account
from schemac.labels.faults import Faults
from schemac.labels.ladder import Ladder
from schemac.labels.record import Labels
from schemac.labels.stamp import Stamp
from schemac.model import Skeleton

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Advance = Callable[[int], None]
"""Told how many bytes more of the input are done."""


class Holds(StrEnum):
    """Something that label data may say and some format cannot hold."""

    TIERS = "visibility tiers beyond visible, hidden and absent"
    HIDDEN = "whether a keypoint is hidden"
    UNPLACED = "tiers of keypoints without a place"
    BOXES = "boxes of instances"
    AREAS = "areas of instances"
    IMAGES = "sizes of images"
    BARE = "images without an instance"
    IDS = "ids of instances"
    TRACKS = "tracks through a video"
    INTERPOLATED = "which labels a program interpolated"
    ANNOTATORS = "who labelled"
    ATTRIBUTES = "attributes of instances"
    SCORES = "scores of predictions"
    STAMP = "which schema the labels are in"


class Reading(Struct, frozen=True, kw_only=True):
    """What a reader is told. `account` receives what it passes over or has to assume."""

    skeleton: Skeleton
    faults: Faults
    account: Account
    advance: Advance = lambda done: None
    batch: int = 4096

    @property
    def ladder(self) -> Ladder:
        return Ladder(self.skeleton)


class Writing(Struct, frozen=True, kw_only=True):
    """What a writer is told. `account` receives what the format folds or loses."""

    skeleton: Skeleton
    stamp: Stamp
    account: Account
    source: str = ""

    @property
    def ladder(self) -> Ladder:
        return Ladder(self.skeleton)


class Carry(Protocol):
    """Takes keypoints of shape (N, K, 3), as in `Labels`, and gives (N, L, 3). It can be pickled.

    It counts in an account what became of them: that of the run, or the one that is given, such
    as the account of a process of its own, which `Account.add` takes home.
    """

    def __call__(self, keypoints: Floats, account: Account | None = None, /) -> Floats: ...


class Checkpoint(Struct, frozen=True, kw_only=True):
    """How far a move has come: `taken` bytes of the input stand, carried, in the first `made` bytes
    of the output. `state` is what the format has to know besides, as text."""

    taken: int
    made: int
    state: str = ""


class Moving(Struct, frozen=True, kw_only=True):
    """What is told to carry a file from one skeleton to another, all else untouched.

    `carry` is given every instance once. A format that can go on where a stopped run was calls
    `mark` now and then: what the checkpoint speaks of was handed to the system, and `account` and
    `faults` are those of exactly these bytes. With `since`, a checkpoint of a run before with the
    same input and the same `Moving`, the output is there, and has at least `made` bytes; what is
    beyond is overwritten, and the whole has the same bytes as without a stop. Formats that cannot
    do this never call `mark`.
    """

    source: Skeleton
    target: Skeleton
    carry: Carry
    stamp: Stamp
    faults: Faults
    account: Account
    advance: Advance = lambda done: None
    jobs: int = 1
    mark: Callable[[Checkpoint], None] = lambda at: None
    since: Checkpoint | None = None


class LabelFormat(Struct, frozen=True, kw_only=True):
    """A file format of labels and the faculties we have for it.

    `recognise` is asked with a path and the first 64 KiB of the file (none of a folder). `read`
    yields batches in the file's order, in bounded memory. `write` makes the file or folder at a
    path that does not exist yet; what `holds` lacks is counted by the caller, what is folded by
    the writer. `stamp` reads the stamp alone, or None. `move` rewrites a file to a path that does
    not exist yet: only keypoints, and what counts or names them, differ from the input.
    `together` says in what order `write` wants its instances: all of an image, or of a track
    through a video, after each other, and an image never in two batches; None: in any.
    """

    name: str
    title: str
    summary: str
    suffix: str
    holds: frozenset[Holds]
    recognise: Callable[[Path, bytes], bool]
    read: Callable[[Path, Reading], Iterator[Labels]]
    write: Callable[[Iterable[Labels], Path, Writing], None] | None = None
    stamp: Callable[[Path], Stamp | None] | None = None
    move: Callable[[Path, Path, Moving], None] | None = None
    together: Literal["image", "track"] | None = None
