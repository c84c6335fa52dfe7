"""A skeleton as figures need it: its silhouettes, each drawn once, and what was worked out of them.

Units are figure units of the spec unless something else is said.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import dist, sqrt
from typing import Any, TypeVar

from schemac.figures.geometry import Point
from schemac.figures.plates.atlas import Atlas
from schemac.figures.same import Same
from schemac.figures.silhouette import Silhouette, poses, silhouette, views
from schemac.figures.solids import area
from schemac.model import Keypoint, Skeleton

Made = TypeVar("Made")

PROFILE = "profile"
"""The pose that shows a body from the side."""

Say = Callable[..., str]
"""A sentence of ours, `{name}` in it filled with values, in the language of the reader."""


def plainly(sentence: str, **values: object) -> str:
    """A sentence in English."""
    return sentence.format_map(values) if values else sentence


class Stage:
    """One skeleton, drawn as often as figures ask for it. `titles` are the keypoints' titles in
    the reader's language, where they differ from the spec's."""

    def __init__(
        self, skeleton: Skeleton, titles: Mapping[str, str] | None = None, say: Say = plainly
    ) -> None:
        self.skeleton = skeleton
        self.say = say
        self._titles = titles or {}
        self._drawn: dict[tuple[str | None, str | None], Silhouette] = {}
        self._atlases: dict[str, Atlas] = {}
        self._kept: dict[tuple[Hashable, ...], Any] = {}

    def drawn(self, view: str | None = None, pose: str | None = None) -> Silhouette:
        """The silhouette of a view and pose. Raises ValueError when the skeleton has it not."""
        key = (None if view == self.views[0] else view, pose)
        if key not in self._drawn:
            self._drawn[key] = silhouette(self.skeleton, *key)
        return self._drawn[key]

    def best(self, id: str) -> Silhouette | None:
        """The silhouette that shows a keypoint best: of the view that the spec names, else of the
        first one in which nothing hides it, else of the first one that has it; None when none has
        a position for it."""
        return self.once(("best", id), lambda: self._best(id))

    def _best(self, id: str) -> Silhouette | None:
        wanted = self.skeleton.by_id[id].best_view
        if wanted in self.views and id in self.drawn(wanted).places:
            return self.drawn(wanted)
        for view in self.views:
            shown = self.drawn(view)
            if id in shown.places and id not in shown.hidden:
                return shown
        return next((s for v in self.views if id in (s := self.drawn(v)).places), None)

    def sights(self, id: str) -> Iterator[Silhouette]:
        """The silhouettes that may show what happens at a keypoint: the best one, then one from
        the side where there is one."""
        best = self.best(id)
        if best is None:
            return
        yield best
        if best.sees in ("front", "back") and self._has_profile:
            aside = self.drawn(None, PROFILE)
            if id in aside.places and id not in aside.hidden:
                yield aside

    def atlas(self, shown: Silhouette) -> Atlas:
        """Where places of the dictionaries lie in a silhouette."""
        key = f"{shown.view}/{shown.pose}"
        if key not in self._atlases:
            self._atlases[key] = Atlas(self.skeleton, shown)
        return self._atlases[key]

    def once(self, key: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
        """What `make` gives, made the first time that `key` is asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        made: Made = self._kept[key]
        return made

    def title(self, id: str) -> str:
        """What the reader calls a keypoint."""
        return self._titles.get(id) or self.point(id).words.title or self.point(id).name

    def point(self, id: str) -> Keypoint:
        return self.skeleton.by_id[id]

    @cached_property
    def size(self) -> float:
        """The longer edge of the main silhouette's box."""
        box = self.drawn().box
        return max(box.width, box.height, 1e-6)

    @cached_property
    def area(self) -> float:
        """The area of the main silhouette, in square units; 0 without one."""
        shape = area(())
        for ring in self.drawn().outline:
            shape = shape.symmetric_difference(area(ring))
        return float(shape.area)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """How many edges lie between a keypoint and the middle of what it hangs together with."""
        return _ranks(self)

    @cached_property
    def _has_profile(self) -> bool:
        return PROFILE in poses(self.skeleton)

    @cached_property
    def views(self) -> tuple[str, ...]:
        """The ids of the views that can be drawn, the main one first."""
        return views(self.skeleton)

    def nearest(self, id: str, shown: Silhouette) -> Sequence[tuple[float, str]]:
        """The other keypoints of a silhouette, the nearest first, with their distances."""
        return self.once(("nearest", id, Same(shown)), lambda: _nearest(id, shown))

    @cached_property
    def limbs(self) -> Mapping[str, tuple[str, ...]]:
        """The keypoints at the other end of each keypoint's edges."""
        found: dict[str, list[str]] = {p.id: [] for p in self.skeleton.keypoints}
        for edge in self.skeleton.edges:
            found[edge.source].append(edge.target)
            found[edge.target].append(edge.source)
        return {id: tuple(dict.fromkeys(ends)) for id, ends in found.items()}

    @cached_property
    def root_area(self) -> float:
        """The square root of `area`: the length by which COCO's sigma is multiplied."""
        return sqrt(self.area)


def _nearest(id: str, shown: Silhouette) -> Sequence[tuple[float, str]]:
    at = shown.places[id]
    return sorted((dist(at, p), other) for other, p in shown.places.items() if other != id)


def _ranks(stage: Stage) -> Mapping[str, int]:
    ranks: dict[str, int] = {}
    root = stage.skeleton.root
    for point in stage.skeleton.keypoints:
        if point.id not in ranks:
            members = _steps(stage.limbs, (point.id,))
            inner = (root,) if root in members else _centre(stage.limbs, members)
            ranks |= _steps(stage.limbs, inner)
    return ranks


def _centre(limbs: Mapping[str, Sequence[str]], members: Iterable[str]) -> tuple[str, ...]:
    """The keypoints from which the farthest of what hangs together is nearest."""
    far = {id: max(_steps(limbs, (id,)).values()) for id in members}
    least = min(far.values())
    return tuple(id for id in far if far[id] == least)


def _steps(limbs: Mapping[str, Sequence[str]], starts: Iterable[str]) -> dict[str, int]:
    """How many edges lie between each keypoint that can be reached and the nearest start."""
    found = dict.fromkeys(starts, 0)
    waiting = deque(found)
    while waiting:
        id = waiting.popleft()
        for other in limbs[id]:
            if other not in found:
                found[other] = found[id] + 1
                waiting.append(other)
    return found


def unit(vector: Point) -> Point | None:
    """A vector of length 1; None for one without a direction."""
    length = dist((0.0, 0.0), vector)
    return (vector[0] / length, vector[1] / length) if length > 1e-9 else None
