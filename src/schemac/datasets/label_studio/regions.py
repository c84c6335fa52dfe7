"""The regions of one annotation, as Label Studio stores them, checked and sorted by what they are.

Coordinates are percent of the image's width and height. A choice has the id of the region that it
belongs to. What is of another category is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from msgspec import Struct, field

from schemac.datasets.label_studio.words import TIER, TIERS, Words
from schemac.labels.gathering import Box

Result = dict[str, Any]
Count = Callable[[str], None]

FARTHEST = 1e7
"""No region lies as far from the image's corner, in percent."""

LARGEST_SIDE = 10**9
_GEOMETRY = ("keypointlabels", "rectanglelabels", "vectorlabels")


class RegionError(ValueError):
    """Regions that cannot be read; the message is for people. `help` says what was meant."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help


class Dot(Struct):
    """A keypoint: the word of its label, its place in pixels, and where its results stand."""

    word: str
    x: float
    y: float
    id: str
    parent: str | None
    control: str
    at: int
    tiers: list[str] = field(default_factory=list)


class Frame(Struct):
    """A box or a vector of the category: what stands for an instance."""

    id: str
    at: int
    box: Box | None = None
    vertices: list[tuple[str, float, float]] | None = None
    choices: list[tuple[int, str, list[str]]] = field(default_factory=list)
    score: float | None = None


class Regions(Struct):
    """All that an annotation says of the category, in the order of the file."""

    dots: list[Dot] = field(default_factory=list)
    frames: dict[str, Frame] = field(default_factory=dict)
    foreign: set[str] = field(default_factory=set)
    size: tuple[int, int] | None = None


def sorted_out(result: Any, words: Words, passed: Count, assumed: Count) -> Regions:
    """The regions of an annotation's `result`. Raises RegionError."""
    if not isinstance(result, list):
        raise RegionError("the annotation has no list `result`")
    sorter = _Sorter(words, passed, assumed)
    for at, one in enumerate(result):
        if not isinstance(one, dict):
            raise RegionError(f"result {at} is not an object")
        sorter.take(at, one)
    return sorter.done()


class _Sorter:
    """Takes the results of an annotation one by one; choices wait until all regions are known."""

    def __init__(self, words: Words, passed: Count, assumed: Count) -> None:
        self._words, self._passed, self._assumed = words, passed, assumed
        self._found = Regions()
        self._dots: dict[str, Dot] = {}
        self._choices: list[tuple[int, Result]] = []

    def take(self, at: int, one: Result) -> None:
        kind = one.get("type")
        if kind == "choices" and isinstance(one.get("id"), str):
            self._choices.append((at, one))
        elif kind in _GEOMETRY:
            self._geometry(at, str(kind), one)
        else:
            self._passed(f"regions of type `{str(kind)[:60]}`")

    def done(self) -> Regions:
        for at, one in self._choices:
            self._choose(at, one)
        return self._found

    def _geometry(self, at: int, kind: str, one: Result) -> None:
        found, id, value = self._found, one.get("id"), one.get("value")
        if not isinstance(id, str) or not isinstance(value, dict):
            raise RegionError(f"result {at} has no id, or no value")
        if id in self._dots or id in found.frames or id in found.foreign:
            raise RegionError(f"two regions have the id `{id[:60]}`")
        word = _word(value.get(kind), id)
        if word is None or (kind != "keypointlabels" and word != self._words.category):
            found.foreign.add(id)
            self._passed(f"{kind} {'without a label' if word is None else f'`{word[:60]}`'}")
            return
        size = _size(one, found.size, id)
        found.size = found.size or size
        if kind == "keypointlabels":
            self._dots[id] = _dot(at, id, one, word, value, size)
            found.dots.append(self._dots[id])
        else:
            found.frames[id] = _frame(at, id, one, kind, value, size, self._assumed)

    def _choose(self, at: int, one: Result) -> None:
        """A choice goes to its region. A tier of a box comes from a key pressed too early."""
        id, control, value = one["id"], str(one.get("from_name")), one.get("value")
        chosen = value.get("choices") if isinstance(value, dict) else None
        if not isinstance(chosen, list) or not all(isinstance(word, str) for word in chosen):
            raise RegionError(f"the choice `{control[:60]}` of region `{id[:60]}` has no words")
        frame = self._found.frames.get(id)
        if id in self._dots and control == TIERS:
            self._dots[id].tiers += chosen
        elif frame and control != TIERS and (frame.vertices is not None or _free(control)):
            frame.choices.append((at, control, chosen))
        else:
            self._passed(f"choices `{control[:60]}`")


def _free(control: str) -> bool:
    """Whether a control is not one of the lists of tiers, which only drawn skeletons have."""
    return not control.startswith(TIER)


def _word(labels: Any, id: str) -> str | None:
    if labels is None or labels == []:
        return None
    if not isinstance(labels, list) or len(labels) != 1 or not isinstance(labels[0], str):
        raise RegionError(f"region `{id[:60]}` has not one label")
    return labels[0]


def _size(one: Result, known: tuple[int, int] | None, id: str) -> tuple[int, int]:
    width, height = one.get("original_width"), one.get("original_height")
    for side in (width, height):
        if not isinstance(side, int) or isinstance(side, bool) or not 0 < side < LARGEST_SIDE:
            raise RegionError(f"region `{id[:60]}` does not say how large the image is")
    size = (int(width), int(height))  # type: ignore[arg-type]
    if known and known != size:
        raise RegionError(
            f"regions say that the image is {known[0]}x{known[1]} and {size[0]}x{size[1]}"
        )
    if one.get("image_rotation") not in (None, 0):
        raise RegionError(f"region `{id[:60]}` was drawn on the image turned around")
    return size


def _dot(
    at: int, id: str, one: Result, word: str, value: Mapping[str, Any], size: tuple[int, int]
) -> Dot:
    parent = one.get("parentID")
    return Dot(
        word=word,
        x=_percent(value, "x", id) * size[0] / 100,
        y=_percent(value, "y", id) * size[1] / 100,
        id=id,
        parent=parent if isinstance(parent, str) and parent else None,
        control=str(one.get("from_name")),
        at=at,
    )


def _frame(
    at: int,
    id: str,
    one: Result,
    kind: str,
    value: Mapping[str, Any],
    size: tuple[int, int],
    assumed: Count,
) -> Frame:
    score = one.get("score")
    known = isinstance(score, (int, float)) and not isinstance(score, bool) and isfinite(score)
    frame = Frame(id=id, at=at, score=float(score) if known else None)  # type: ignore[arg-type]
    if kind == "vectorlabels":
        frame.vertices = list(_vertices(value, id, size))
        return frame
    left, top, width, height = (_percent(value, key, id) for key in ("x", "y", "width", "height"))
    if value.get("rotation") not in (None, 0):
        assumed("turned boxes: read as none, since a box here stands upright")
    elif not _drawn(one):
        frame.box = (
            left * size[0] / 100, top * size[1] / 100,
            width * size[0] / 100, height * size[1] / 100,
        )  # fmt: skip
    return frame


DRAWN = "drawn around the points, because Label Studio groups by boxes"
"""Stands in the `meta` of a box that is none of the data's."""


def _drawn(one: Result) -> bool:
    meta = one.get("meta")
    return isinstance(meta, dict) and meta.get("text") in (DRAWN, [DRAWN])


def _vertices(
    value: Mapping[str, Any], id: str, size: tuple[int, int]
) -> Iterator[tuple[str, float, float]]:
    vertices = value.get("vertices")
    if not isinstance(vertices, list):
        raise RegionError(f"region `{id[:60]}` has no vertices")
    for one in vertices:
        if not isinstance(one, dict) or not isinstance(one.get("id"), str):
            raise RegionError(f"region `{id[:60]}` has a vertex without an id")
        x, y = _percent(one, "x", id), _percent(one, "y", id)
        yield one["id"], x * size[0] / 100, y * size[1] / 100


def _percent(value: Mapping[str, Any], key: str, id: str) -> float:
    said = value.get(key)
    if not isinstance(said, (int, float)) or isinstance(said, bool) or not abs(said) < FARTHEST:
        raise RegionError(f"`{key}` of region `{id[:60]}` is not a number of percent")
    return float(said)
