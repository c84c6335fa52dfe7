"""What a map does to labels, counted: the same counts for a plan and for the work itself."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schemac.labels import Account
from schemac.mapping import Fidelity, MigrationMap, carry
from schemac.model.record import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

Counts = Counter[tuple[str, ...]]

_KEPT = (Fidelity.EXACT, Fidelity.PERMUTED)


class Counting(Record, frozen=True, kw_only=True, dict=True):
    """A map that is applied to labels and counts what becomes of them (a `schemac.labels.Carry`).

    Points count: labels of a tier that has coordinates. A target keypoint of an instance is
    `exact`, `permuted`, `derived` or `approximate` where there is a point for each of its sources,
    else `unlabelled`. It is `relabel` where somebody placed what has to be placed again, and `none`
    where the source has nothing for it, in instances that have any point.
    """

    map: MigrationMap
    account: Account

    def __call__(self, keypoints: Floats, account: Account | None = None, /) -> Floats:
        result = carry(self.map, keypoints)
        self.count(keypoints, result, (account or self.account).carried)
        return result

    def count(self, given: Floats, result: Floats, counts: Counts) -> None:
        """Add what became of instances to counts. Keys: `keypoint`, id, outcome; `place`, id, for a
        label whose coordinates are lost; `look`, id; `lost`, source id; `tier`, from, to;
        `instance`, outcome."""
        import numpy as np

        told = self._told(given)
        labelled = self._all_of(told)
        placed = self._all_of(np.isfinite(given[..., 0]))
        unplaced = labelled & placed & np.isnan(result[..., 0])
        again, some = self._again(told), np.asarray(told.any(axis=1))
        self._count_keypoints(labelled, again, some, counts)
        _by_name(counts, "place", self.map.target.points, unplaced.sum(axis=0))
        _by_name(counts, "lost", self.map.source.points, (told & self._unused).sum(axis=0))
        self._count_tiers(given, counts)
        lost = (told & self._unused).any(axis=1) | unplaced.any(axis=1)
        parts = {
            "all": np.ones(len(given), dtype=bool),
            "unlabelled": ~some,
            "derived": (labelled & self._is(Fidelity.DERIVED)).any(axis=1),
            "approximate": (labelled & self._is(Fidelity.APPROXIMATE)).any(axis=1),
            "relabel": again.any(axis=1),
            "lost": lost,
            "emptied": some & ~labelled.any(axis=1),
        }
        kept = some & ~(parts["approximate"] | parts["relabel"] | parts["derived"] | lost)
        for outcome, which in (parts | {"kept": kept}).items():
            if total := int(which.sum()):
                counts["instance", outcome] += total

    def to_redo(self, given: Floats) -> NDArray[np.int8]:
        """What people must do, by instance and target keypoint, as an index of `REDO`; 0 is
        nothing. Shape (N, L)."""
        import numpy as np

        told = self._told(given)
        labelled = self._all_of(told)
        todo = np.zeros(labelled.shape, dtype=np.int8)
        some = np.asarray(told.any(axis=1))
        todo[self._is(Fidelity.NONE) & some[:, None]] = REDO.index("new")
        todo[labelled & self._review] = REDO.index("look")
        todo[self._again(told)] = REDO.index("relabel")
        return todo

    def _count_keypoints(
        self, labelled: Truths, again: Truths, some: Truths, counts: Counts
    ) -> None:
        filled = int(some.sum())
        sums, agains = labelled.sum(axis=0), again.sum(axis=0)
        for at, entry in enumerate(self.map.entries):
            if entry.fidelity is Fidelity.NONE:
                done = filled
            else:
                done = int(agains[at] if entry.fidelity is Fidelity.RELABEL else sums[at])
            if done:
                counts["keypoint", entry.target, entry.fidelity.word] += done
            if rest := len(labelled) - done:
                counts["keypoint", entry.target, "unlabelled"] += rest
            if entry.review and sums[at]:
                counts["look", entry.target] += int(sums[at])

    def _count_tiers(self, given: Floats, counts: Counts) -> None:
        codes = given[..., 2]
        code_of = {rung.id: rung.code for rung in self.map.source.tiers}
        for step in self.map.tiers:
            if found := int((codes == code_of[step.source]).sum()):
                counts["tier", step.source, step.target] += found

    def _again(self, told: Truths) -> Truths:
        """Where a person has to set a point again: its namesake was labelled, or, without one,
        anything of the instance. Shape (N, L)."""
        import numpy as np

        known = self.map.source.index
        again = np.zeros((len(told), len(self.map.entries)), dtype=bool)
        for at, entry in enumerate(self.map.entries):
            if entry.fidelity is Fidelity.RELABEL:
                own = known.get(entry.target)
                again[:, at] = told.any(axis=1) if own is None else told[:, own]
        return again

    def _told(self, given: Floats) -> Truths:
        """Where there are points: labels of a tier that may have coordinates. Shape (N, K)."""
        import numpy as np

        codes = given[..., 2]
        told = np.zeros(codes.shape, dtype=bool)
        for rung in self.map.source.tiers:
            if rung.placed:
                told |= codes == rung.code
        return told

    def _all_of(self, true: Truths) -> Truths:
        """Where something is true of all sources of a target. Shape (N, L) from (N, K)."""
        first, further, without = self._sources
        found: Truths = true[:, first]
        for at, more in further:
            found[:, at] &= true[:, more].all(axis=1)
        found[:, without] = False
        return found

    @cached_property
    def _sources(self) -> tuple[NDArray[np.intp], list[tuple[int, list[int]]], list[int]]:
        """Of each target the first source, 0 where it has none; the others of those with several;
        and the targets without any."""
        import numpy as np

        index = self.map.source.index
        needs = [[index[need] for need in entry.needs] for entry in self.map.entries]
        first = np.array([each[0] if each else 0 for each in needs], dtype=np.intp)
        further = [(at, each[1:]) for at, each in enumerate(needs) if len(each) > 1]
        return first, further, [at for at, each in enumerate(needs) if not each]

    @cached_property
    def _unused(self) -> Truths:
        """Which source keypoints get lost; not those whose namesake is labelled again. (K,)"""
        import numpy as np

        again = {e.target for e in self.map.entries if e.fidelity is Fidelity.RELABEL}
        lost = set(self.map.lost) - again
        return np.array([point in lost for point in self.map.source.points])

    @cached_property
    def _review(self) -> Truths:
        import numpy as np

        return np.array([entry.review for entry in self.map.entries])

    def _is(self, fidelity: Fidelity) -> Truths:
        import numpy as np

        return np.array([entry.fidelity is fidelity for entry in self.map.entries])


REDO = ("", "new", "look", "relabel")
"""What people must do: place a point that the source does not have, look at one that may be off,
place one again."""


def _by_name(counts: Counts, kind: str, names: tuple[str, ...], sums: NDArray[Any]) -> None:
    for at in sums.nonzero()[0]:
        counts[kind, names[at]] += int(sums[at])
