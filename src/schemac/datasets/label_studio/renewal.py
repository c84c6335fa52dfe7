"""The results of an annotation with the keypoints of another skeleton, as little as it changes."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from math import isnan
from typing import Any

from msgspec import Struct, field

from schemac.datasets.label_studio.instances import Instance
from schemac.datasets.label_studio.regions import Frame, Result
from schemac.datasets.label_studio.results import Results, Size, result
from schemac.datasets.label_studio.words import KEYPOINTS, TIER, TIERS, Words
from schemac.labels import Moving
from schemac.labels.gathering import Point

_UNMOVED = 1e-9
"""In percent: what pixels and back do to a number."""


class _Page(Struct):
    """Results on their way: those that go, and what is put before which."""

    results: list[Result]
    gone: set[int] = field(default_factory=set)
    put: dict[int, list[Result]] = field(default_factory=dict)

    def whole(self) -> list[Result]:
        made: list[Result] = []
        for at, one in enumerate(self.results):
            made += self.put.get(at, ())
            made += () if at in self.gone else (one,)
        return [*made, *self.put.get(len(self.results), ())]


class Renewal:
    """Writes results anew for the instances of one annotation after another."""

    def __init__(self, moving: Moving) -> None:
        self._old, self._new = Words(moving.source), Words(moving.target)
        self._ids = {point.id for point in moving.source.keypoints}
        manners = (False, True)
        self._writers = {named: Results(self._new, moving.account, named) for named in manners}
        self._alike = _tiers(self._old) == _tiers(self._new)

    def of(
        self,
        before: list[Result],
        found: list[Instance],
        carried: Sequence[list[Point]],
        size: Size,
    ) -> list[Result]:
        """The results with the carried points of each instance. Raises LadderError."""
        page = _Page(list(before))
        for instance, points in zip(found, carried, strict=True):
            if instance.frame and instance.frame.vertices is not None:
                self._vector(page, instance.frame, instance, points, size)
            else:
                self._dots(page, instance, points, size)
            self._rename(page.results, instance)
        return page.whole()

    def _dots(self, page: _Page, instance: Instance, points: list[Point], size: Size) -> None:
        """New points come where the first one was, before the box, so that they lie on it."""
        dots = instance.dots
        kept = {old for old, dot in dots.items() if self._stays(instance, old, dot.word, points)}
        stay = {self._new.index[dots[old].word] for old in kept}
        dropped = {dot.id for old, dot in dots.items() if old not in kept}
        page.gone.update(
            at
            for at, one in enumerate(page.results)
            if one.get("id") in dropped and one.get("from_name") == TIERS
        )
        page.gone.update(dot.at for dot in dots.values() if dot.id in dropped)
        first = min((dot.at for dot in dots.values()), default=None)
        end = instance.frame.at if instance.frame else len(page.results)
        there = page.put.setdefault(end if first is None else first, [])
        taken = {one.get("id") for one in page.results} - dropped
        writer, id = self._writer([dot.word for dot in dots.values()]), instance.id or "instance"
        for index, results in writer.points(points, id, size, instance.frame is not None):
            if index in stay:
                continue
            new = _fresh(results[0]["id"], taken)
            for one in results:
                one["id"] = new
                _like(one, None if first is None else page.results[first])
            there.extend(results)

    def _stays(self, instance: Instance, old: int, word: str, points: list[Point]) -> bool:
        at = self._new.index.get(word)
        return at is not None and self._alike and _same(instance.points[old], points[at])

    def _vector(
        self, page: _Page, frame: Frame, instance: Instance, points: list[Point], size: Size
    ) -> None:
        if self._alike and self._unchanged(frame, instance, points):
            return
        writer = self._writer([word for word, _, _ in frame.vertices or ()])
        vertices, lists = writer.vertices(points, size)
        region = copy.deepcopy(page.results[frame.at])
        known = {one["id"]: one for one in region["value"]["vertices"]}
        above: set[str] = set()
        for vertex in vertices:
            hidden = isnan(points[self._new.index[vertex["id"]]][0])
            _keep(vertex, known.get(vertex["id"]), hidden, above)
            above.add(vertex["id"])
        region["value"]["vertices"] = vertices
        page.results[frame.at] = region
        self._list(page, frame, region, lists)

    def _list(self, page: _Page, frame: Frame, region: Result, lists: dict[str, list[str]]) -> None:
        """The lists of tiers, in place of those that were there."""
        told = {control: at for at, control, _ in frame.choices if control.startswith(TIER)}
        for tier, words in lists.items():
            at = told.pop(TIER + tier, None)
            if at is None:
                made = _result_like(region, TIER + tier, words)
                page.put.setdefault(frame.at + 1, []).append(made)
            else:
                before = page.results[at]
                page.results[at] = {**before, "value": {**before["value"], "choices": words}}
        page.gone.update(told.values())

    def _unchanged(self, frame: Frame, instance: Instance, points: list[Point]) -> bool:
        """Whether the same words stand for the same points, all where they were."""
        names = {p.index: {p.id, p.name} for p in self._new.skeleton.keypoints}
        if len(instance.points) != len(points):
            return False
        same = all(map(_same, instance.points, points))
        words = [word for word, _, _ in frame.vertices or ()]
        return same and all(
            (at := self._new.index.get(word)) == self._old.index.get(word)
            and word in names.get(-1 if at is None else at, ())
            for word in words
        )

    def _writer(self, words: list[str]) -> Results:
        """One that stores what the file stores for keypoints: ids, or names."""
        return self._writers[any(word not in self._ids for word in words)]

    def _rename(self, result: list[Any], instance: Instance) -> None:
        frame = instance.frame
        if frame is None or self._old.category == self._new.category:
            return
        region = copy.deepcopy(result[frame.at])
        region["value"][region["type"]] = [self._new.category]
        result[frame.at] = region


def _like(one: Result, model: Any) -> None:
    """A new result belongs to the same picture and controls as those that were there."""
    if model is None:
        return
    one["to_name"] = model.get("to_name", one["to_name"])
    if one["from_name"] == KEYPOINTS:
        one["from_name"] = model.get("from_name", KEYPOINTS)
        one["value"]["width"] = model["value"].get("width", one["value"]["width"])
        if not model.get("parentID"):
            one.pop("parentID", None)


def _keep(vertex: Result, before: Any, hidden: bool, above: set[str]) -> None:
    """A vertex that did not move keeps its numbers as they were written; so does one whose place
    means nothing. It hangs where it hung, if that vertex stands above it."""
    if not isinstance(before, dict):
        return
    for key in ("x", "y"):
        if hidden or abs(before[key] - vertex[key]) < _UNMOVED:
            vertex[key] = before[key]
    if before.get("prevPointId") in above:
        vertex.pop("link", None)
        vertex["prevPointId"] = before["prevPointId"]
    for key, value in before.items():
        vertex.setdefault(key, value)


def _result_like(region: Result, control: str, words: list[str]) -> Result:
    size = region["original_width"], region["original_height"]
    made = result(region["id"], control, "choices", {"choices": words}, size)
    return made | {"to_name": region.get("to_name", made["to_name"])}


def _fresh(id: str, taken: set[Any]) -> str:
    while id in taken:
        id += "x"
    taken.add(id)
    return id


def _same(one: Point, other: Point) -> bool:
    return all(a == b or (isnan(a) and isnan(b)) for a, b in zip(one, other, strict=True))


def _tiers(words: Words) -> list[tuple[object, ...]]:
    default = words.default.id if words.default else None
    return [(tier.id, tier.code, tier.coordinates, default) for tier in words.ladder.tiers]
