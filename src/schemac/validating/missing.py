"""How often each keypoint is labelled, over all instances and by what they are like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.model import Skeleton
from schemac.validating.scene import Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST = 200  # values in all: what people type freely would have no end


class Rate(Struct, frozen=True, kw_only=True):
    """Of a group of instances: how many there are, and for each keypoint of the spec, in index
    order, how many have it placed and how many have it seen. `attribute` is None for all."""

    attribute: str | None
    value: str
    instances: int
    placed: tuple[int, ...]
    seen: tuple[int, ...]


class Missing:
    """Counts, batch by batch."""

    def __init__(self, skeleton: Skeleton) -> None:
        self._ids = tuple(a.id for a in skeleton.instance.attributes) if skeleton.instance else ()
        self._counts: dict[tuple[str | None, str], NDArray[np.int64]] = {}
        self._keypoints = len(skeleton.keypoints)

    def look(self, scene: Scene) -> None:
        """Count a batch. Crowds are left out: nobody labels their keypoints."""
        import numpy as np

        whole = np.array([not about.crowd for about in scene.labels.about], dtype=bool)
        self._add((None, ""), scene, np.flatnonzero(whole))
        for id in self._ids:
            rows: dict[str, list[int]] = {}
            for row in np.flatnonzero(whole):
                value = scene.labels.about[row].attributes.get(id)
                rows.setdefault(_text(value), []).append(int(row))
            for text, those in rows.items():
                self._add((id, text), scene, np.array(those, dtype=np.intp))

    def _add(self, key: tuple[str | None, str], scene: Scene, rows: NDArray[np.intp]) -> None:
        import numpy as np

        if key not in self._counts and len(self._counts) >= _MOST:
            key = (key[0], "(other)")
        counts = self._counts.setdefault(key, np.zeros((3, self._keypoints), dtype=np.int64))
        counts[0] += len(rows)
        every = len(rows) == len(scene.labels)
        counts[1] += np.count_nonzero(scene.placed if every else scene.placed[rows], axis=0)
        counts[2] += np.count_nonzero(scene.seen if every else scene.seen[rows], axis=0)

    def rates(self) -> tuple[Rate, ...]:
        """All instances first, then by attribute in the spec's order and by value."""
        order = {id: at for at, id in enumerate(self._ids)}
        keys = sorted(
            self._counts, key=lambda key: (-1 if key[0] is None else order[key[0]], key[1])
        )
        return tuple(self._rate(key) for key in keys)

    def _rate(self, key: tuple[str | None, str]) -> Rate:
        total, placed, seen = self._counts[key].tolist()
        return Rate(
            attribute=key[0], value=key[1], instances=total[0], placed=tuple(placed),
            seen=tuple(seen),
        )  # fmt: skip


def _text(value: Any) -> str:
    return "(not said)" if value is None else str(value)[:60]
