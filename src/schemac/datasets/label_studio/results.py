"""Instances as results of Label Studio, in either layout of our configs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

from schemac.datasets.label_studio.regions import DRAWN, Result
from schemac.datasets.label_studio.words import (
    ATTRIBUTE,
    BOX,
    DOT,
    IMAGE,
    KEYPOINTS,
    TIER,
    TIERS,
    VECTOR,
    Words,
)
from schemac.labels import Account, LadderError
from schemac.labels.gathering import Box, Point
from schemac.model import Keypoint, Skeleton, Tier

Size = tuple[int, int]
_MARGIN = 3.0


class Results:
    """Writes the results of instances; `named` stores names for keypoints instead of ids."""

    def __init__(self, words: Words, account: Account, named: bool = False) -> None:
        self._words, self._account, self._named = words, account, named
        self._near = _near(words.skeleton)

    def word(self, point: Keypoint) -> str:
        """What is stored for a keypoint."""
        return point.name if self._named else point.id

    def points(
        self, points: Sequence[Point], id: str, size: Size, parent: bool
    ) -> Iterator[tuple[int, list[Result]]]:
        """For the keypoint layout: by index, the results of each point that has a place. `id` is
        that of the instance, whose box they are under where it has one (`parent`). Raises
        LadderError."""
        for point in self._words.skeleton.keypoints:
            x, y, code = points[point.index]
            tier = self._tier(code)
            if isnan(x) or isnan(y):
                self._left_out(point, code, tier)
                continue
            where = f"{id}_{point.id}"
            value = {**percent(x, y, size), "width": DOT, "keypointlabels": [self.word(point)]}
            dot = result(where, KEYPOINTS, "keypointlabels", value, size)
            made = [dot | {"parentID": id} if parent else dot]
            if tier is not None:
                self._misfit(tier)
                made.append(result(where, TIERS, "choices", {"choices": [tier.id]}, size))
            elif self._words.default:
                self._unsaid()
            yield point.index, made

    def box(
        self, id: str, box: Box, points: Sequence[Point], size: Size, score: float | None
    ) -> Result | None:
        """The box of an instance; one around its points where it has none, marked as such. None
        where there is nothing to draw it around."""
        drawn = any(map(isnan, box))
        if drawn:
            around = _around(points, size)
            if around is None:
                return None
            box = around
        left, top, width, height = box
        value = {
            **percent(left, top, size),
            "width": width * 100 / size[0],
            "height": height * 100 / size[1],
            "rotation": 0,
            "rectanglelabels": [self._words.category],
        }
        made = result(id, BOX, "rectanglelabels", value, size)
        if score is not None:
            made["score"] = score
        return made | {"meta": {"text": [DRAWN]}} if drawn else made

    def vector(
        self, points: Sequence[Point], id: str, size: Size, score: float | None
    ) -> Iterator[Result]:
        """For the vector layout: the drawn skeleton, and the tiers of its points as lists. A point
        that must not have a place is drawn all the same, amid the others: without it the editor
        would wait for it. Raises LadderError."""
        vertices, lists = self.vertices(points, size)
        value = {"vertices": vertices, "closed": False, "vectorlabels": [self._words.category]}
        made = result(id, VECTOR, "vectorlabels", value, size)
        yield made if score is None else made | {"score": score}
        for tier, words in lists.items():
            yield result(id, TIER + tier, "choices", {"choices": words}, size)

    def vertices(
        self, points: Sequence[Point], size: Size
    ) -> tuple[list[dict[str, Any]], dict[str, list[str]]]:
        """The vertices, and the words on the list of each tier. Raises LadderError."""
        placed = [(x, y) for x, y, _ in points if not (isnan(x) or isnan(y))]
        middle = _middle(placed, size)
        vertices: list[dict[str, Any]] = []
        lists: dict[str, list[str]] = {tier.id: [] for tier in reversed(self._words.ladder.tiers)}
        for point in self._words.skeleton.keypoints:
            x, y, code = points[point.index]
            tier, nowhere = self._tier(code), isnan(x) or isnan(y)
            self._list(point, tier, nowhere, lists)
            hidden = tier is not None and tier.coordinates == "forbidden"
            if hidden or not nowhere:
                at = middle if nowhere else (x, y)
                vertices.append(self._vertex(point, at, size, vertices))
        return vertices, {tier: words for tier, words in lists.items() if words}

    def answers(self, id: str, attributes: Mapping[str, Any], size: Size) -> Iterator[Result]:
        """What was chosen of an instance."""
        own = set(self._words.attributes.values())
        for name, value in attributes.items():
            control = ATTRIBUTE + name if name in own else name
            if name not in own and (name == TIERS or name.startswith(TIER)):
                self._account.lost[f"attribute `{name}`: Label Studio has tiers there"] += 1
                continue
            chosen = value if isinstance(value, list) else [value]
            if not all(isinstance(word, str) for word in chosen):
                self._account.folded[f"attribute `{name}` is a word in Label Studio"] += 1
            words = [w if isinstance(w, str) else json.dumps(w, sort_keys=True) for w in chosen]
            yield result(id, control, "choices", {"choices": words}, size)

    def _list(
        self, point: Keypoint, tier: Tier | None, nowhere: bool, lists: dict[str, list[str]]
    ) -> None:
        default = self._words.default
        if tier is None:
            if default and not nowhere:
                self._unsaid()
        elif default is None or tier.id != default.id:
            lists[tier.id].append(self.word(point))
            if not nowhere:
                self._misfit(tier)
        elif nowhere:
            self._account.folded[f"`{tier.id}` without a place is not said at all"] += 1

    def _vertex(
        self, point: Keypoint, at: tuple[float, float], size: Size, before: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """It hangs on a point before it that an edge leads to, else on the last one, by a line
        that means nothing."""
        drawn = {vertex["id"] for vertex in before}
        joined = (self.word(other) for other in self._near[point.id])
        parent = next((word for word in joined if word in drawn), None)
        made = {
            "id": self.word(point),
            "prevPointId": parent or (before[-1]["id"] if before else None),
            **percent(*at, size),
            "isBezier": False,
        }
        return made | ({"link": "edge" if parent else "helper"} if before else {})

    def _tier(self, code: float) -> Tier | None:
        if isnan(code):
            return None
        found = self._words.ladder.by_code.get(int(code)) if code == int(code) else None
        if found is None:
            raise LadderError(f"visibility {code:g} is none that the spec knows")
        return found

    def _left_out(self, point: Keypoint, code: float, tier: Tier | None) -> None:
        """A point without a place is left out; count it where that means something else."""
        means = self._words.left_out[point.index]
        if means == code or (isnan(means) and isnan(code)):
            return
        what = f"`{tier.id}` without a place" if tier else "a point of which nothing is said"
        self._account.folded[f"{what} is left out, as if it were of another tier"] += 1

    def _misfit(self, tier: Tier) -> None:
        if tier.coordinates == "forbidden":
            self._account.lost[f"the place of a point that is `{tier.id}`, which has none"] += 1

    def _unsaid(self) -> None:
        default = self._words.default
        if default:
            self._account.folded[f"a place without a tier is `{default.id}`"] += 1


def _near(skeleton: Skeleton) -> dict[str, list[Keypoint]]:
    """The points to which edges lead from each point."""
    near: dict[str, list[Keypoint]] = {point.id: [] for point in skeleton.keypoints}
    for edge in skeleton.edges:
        near[edge.source].append(skeleton.by_id[edge.target])
        near[edge.target].append(skeleton.by_id[edge.source])
    return near


def result(id: str, control: str, type: str, value: Mapping[str, Any], size: Size) -> Result:
    """A result as Label Studio stores it."""
    return {
        "id": id,
        "type": type,
        "from_name": control,
        "to_name": IMAGE,
        "original_width": size[0],
        "original_height": size[1],
        "image_rotation": 0,
        "value": dict(value),
    }


def percent(x: float, y: float, size: Size) -> dict[str, float]:
    """A place in percent of the image."""
    return {"x": x * 100 / size[0], "y": y * 100 / size[1]}


def _around(points: Sequence[Point], size: Size) -> Box | None:
    """A box around all points, with a margin, within the image."""
    placed = [(x, y) for x, y, _ in points if not (isnan(x) or isnan(y))]
    if not placed:
        return None
    edges = []
    for along, side in zip(zip(*placed, strict=True), size, strict=True):
        margin = side * _MARGIN / 100
        start = max(min(along) - margin, min(0.0, *along))
        end = min(max(along) + margin, max(float(side), *along))
        edges.append((start, end - start))
    (left, width), (top, height) = edges
    return left, top, width, height


def _middle(placed: list[tuple[float, float]], size: Size) -> tuple[float, float]:
    if not placed:
        return size[0] / 2, size[1] / 2
    x, y = (sum(along) / len(placed) for along in zip(*placed, strict=True))
    return x, y
