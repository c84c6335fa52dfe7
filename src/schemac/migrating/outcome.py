"""What becomes of every keypoint, tier and instance of a data set: the counts as records."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from schemac.labels import Account
from schemac.mapping import Entry, Fidelity, MigrationMap, losses_of_map, map_digest
from schemac.model import Skeleton

INSTANCES = {
    "all": "instances",
    "kept": "keep every label as it is",
    "derived": "get a point that is computed",
    "approximate": "get a point that is only near its place",
    "relabel": "have a point that must be labelled again",
    "lost": "lose a label or its place",
    "emptied": "have no label left",
    "unlabelled": "had no label",
}
"""Counts of instances: each is of those with at least one such keypoint."""


class Row(Struct, frozen=True, kw_only=True):
    """One keypoint of the target: in how many instances it is `done` in the way that `fidelity`
    says, and in how many `unlabelled`, since nobody placed a source of it. `unplaced` of those done
    lose their coordinates, `look` need a look. `why` tells what is not exact."""

    keypoint: str
    name: str
    fidelity: str
    sources: tuple[str, ...]
    done: int
    unlabelled: int
    unplaced: int = 0
    look: int = 0
    why: str = ""

    @property
    def moved(self) -> bool:
        """Whether it comes from somewhere else than the keypoint of its own id."""
        return self.sources not in ((), (self.keypoint,))

    @property
    def of(self) -> int:
        return self.done + self.unlabelled


class Gone(Struct, frozen=True, kw_only=True):
    """A keypoint of the source that the target has no use for, and how many labels it had."""

    keypoint: str
    labels: int
    why: str


class Change(Struct, frozen=True, kw_only=True, rename={"source": "from", "target": "to"}):
    """A tier and what it becomes, with the number of labels in it."""

    source: str
    target: str
    labels: int
    keeps_coordinates: bool


class Outcome(Struct, frozen=True, kw_only=True, rename={"source": "from", "target": "to"}):
    """All of it, for a data set. `notes` are what was assumed, passed over, lost or folded."""

    source: str
    target: str
    map: str
    instances: Mapping[str, int]
    keypoints: tuple[Row, ...]
    lost: tuple[Gone, ...]
    tiers: tuple[Change, ...]
    set_aside: int
    notes: tuple[str, ...] = ()
    made: tuple[str, ...] = ()

    @property
    def losing(self) -> bool:
        """Whether anything that people labelled is not in the result as they said it."""
        gone = any(gone.labels for gone in self.lost) or any(r.unplaced for r in self.keypoints)
        return bool(gone or self.set_aside or self.instances.get("relabel"))

    def total(self, *fidelities: str) -> int:
        """How many keypoints of all instances are done in one of these ways."""
        if fidelities == ("unlabelled",):
            return sum(row.unlabelled for row in self.keypoints)
        return sum(row.done for row in self.keypoints if row.fidelity in fidelities)


def outcome_of(
    map: MigrationMap, target: Skeleton, account: Account, notes: tuple[str, ...] = ()
) -> Outcome:
    """What an account says of a map that was applied, or would be."""
    counts = account.carried
    losses = losses_of_map(map, target)
    why = {lost.id: lost.message for lost in losses if lost.what == "source keypoint"}
    return Outcome(
        source=str(map.source.reference),
        target=str(map.target.reference),
        map=map_digest(map),
        instances={key: counts["instance", key] for key in INSTANCES},
        keypoints=tuple(_row(entry, target, account) for entry in map.entries),
        lost=tuple(
            Gone(keypoint=point, labels=counts["lost", point], why=why[point])
            for point in map.lost
            if point in why
        ),
        tiers=tuple(
            Change(
                source=step.source, target=step.target, keeps_coordinates=step.keeps,
                labels=counts["tier", step.source, step.target],
            )
            for step in reversed(map.tiers)
        ),
        set_aside=account.set_aside,
        notes=(*notes, *_told(account)),
        made=tuple(
            f"{made.how}: {made.of}{f', by {made.author}' if made.author else ''}"
            for made in map.made
        ),
    )  # fmt: skip


def _row(entry: Entry, target: Skeleton, account: Account) -> Row:
    counts = account.carried
    word = entry.fidelity.word
    return Row(
        keypoint=entry.target,
        name=target.by_id[entry.target].name,
        fidelity=word,
        sources=entry.needs,
        done=counts["keypoint", entry.target, word],
        unlabelled=counts["keypoint", entry.target, "unlabelled"],
        unplaced=counts["place", entry.target],
        look=counts["look", entry.target],
        why="; ".join(entry.why) if entry.fidelity > Fidelity.DERIVED else "",
    )


def _told(account: Account) -> list[str]:
    """What formats counted, as sentences."""
    kinds = (
        ("lost", account.lost), ("made coarser", account.folded), ("assumed", account.assumed),
        ("kept as they were", account.passed_over),
    )  # fmt: skip
    return [f"{what}: {said} ({n:,})" for what, counter in kinds for said, n in counter.items()]
