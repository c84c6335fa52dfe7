"""Instances from the regions of one annotation, in either layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from schemac.datasets.label_studio.regions import (
    Count,
    Dot,
    Frame,
    RegionError,
    Regions,
    sorted_out,
)
from schemac.datasets.label_studio.words import KEYPOINTS, TIER, Words, meant
from schemac.labels.gathering import NOWHERE, Box, Point

_NAN = float("nan")


class Instance(Struct):
    """One instance: its keypoints, and which regions say so; `ids` are those of all of them.
    `wrong` tells why it cannot be used."""

    points: list[Point]
    frame: Frame | None
    ids: set[str] = field(default_factory=set)
    dots: dict[int, Dot] = field(default_factory=dict)
    attributes: dict[str, Any] = field(default_factory=dict)
    wrong: RegionError | None = None

    @property
    def id(self) -> str | None:
        return self.frame.id if self.frame else None

    @property
    def box(self) -> Box:
        return self.frame.box if self.frame and self.frame.box else NOWHERE


class Found(Struct):
    """The instances of an annotation, and the size of their image, where a region states it."""

    instances: list[Instance]
    size: tuple[int, int] | None


def instances(result: Any, words: Words, passed: Count, assumed: Count) -> Found:
    """All instances of the category. Raises RegionError when the annotation cannot be read."""
    regions = sorted_out(result, words, passed, assumed)
    made = [_made(under, words, assumed) for under in _under(regions, words, passed, assumed)]
    return Found(made, regions.size)


class _Under(Struct):
    """The points of one instance, before they are looked at."""

    frame: Frame | None
    dots: list[Dot] = field(default_factory=list)
    wrong: RegionError | None = None


def _under(regions: Regions, words: Words, passed: Count, assumed: Count) -> Iterator[_Under]:
    """Points by the box that they are under; those under none belong to the only instance."""
    groups = {id: _Under(frame) for id, frame in regions.frames.items()}
    alone: list[Dot] = []
    for dot in regions.dots:
        if dot.parent in groups:
            groups[dot.parent].dots.append(dot)
        elif dot.parent in regions.foreign:
            passed(f"keypointlabels `{dot.word[:60]}`")
        elif dot.parent is not None:
            message = f"its points are under region `{dot.parent[:60]}`, which is not there"
            groups[dot.parent] = _Under(None, [dot], RegionError(message))
        elif dot.word in words.index or dot.control == KEYPOINTS:
            alone.append(dot)
        else:
            passed(f"keypointlabels `{dot.word[:60]}`")
    if alone:
        _house(alone, groups, assumed)
    yield from groups.values()


def _house(alone: list[Dot], groups: dict[str, _Under], assumed: Count) -> None:
    """Points under no box: an image with one instance needs none."""
    boxes = [under for under in groups.values() if under.frame and under.frame.vertices is None]
    if not boxes:
        groups[""] = _Under(None, alone)
        assumed("points under no box: taken as the one instance of their image")
    elif len(boxes) == 1:
        boxes[0].dots += alone
        assumed("points under no box: put under the only one of their image")
    else:
        message = f"its points are under no box, and there are {len(boxes)} of them"
        help = "drag each under its box in the panel of regions"
        groups[""] = _Under(None, alone, RegionError(message, help))


def _made(under: _Under, words: Words, assumed: Count) -> Instance:
    ids = {dot.id for dot in under.dots} | ({under.frame.id} if under.frame else set())
    made = Instance([], under.frame, ids, wrong=under.wrong)
    try:
        if under.frame and under.frame.vertices is not None:
            if under.dots:
                raise RegionError("points are under it, though it is drawn itself")
            made.points = _drawn(under.frame, words)
        else:
            made.dots = _by_index(under.dots, words)
            made.points = _placed(made.dots, words, assumed)
        if under.frame:
            made.attributes = _attributes(under.frame, words)
    except RegionError as error:
        made.wrong = made.wrong or error
    return made


def _by_index(dots: list[Dot], words: Words) -> dict[int, Dot]:
    found: dict[int, Dot] = {}
    for dot in dots:
        at = words.index.get(dot.word)
        if at is None:
            raise RegionError(f"no keypoint is called `{dot.word[:60]}`", words.meant(dot.word))
        if at in found:
            help = "a copied instance keeps its points under the box it was copied from"
            raise RegionError(f"keypoint `{dot.word[:60]}` is there twice", help)
        found[at] = dot
    return found


def _placed(dots: dict[int, Dot], words: Words, assumed: Count) -> list[Point]:
    points = [(_NAN, _NAN, code) for code in words.left_out]
    if words.several_left_out and len(dots) < len(points):
        assumed(words.several_left_out)
    for at, dot in dots.items():
        if len(dot.tiers) > 1:
            raise RegionError(f"keypoint `{dot.word}` has {len(dot.tiers)} tiers")
        tier = words.tiers.get(dot.tiers[0]) if dot.tiers else words.default
        if dot.tiers and tier is None:
            help = meant(dot.tiers[0], list(words.tiers))
            raise RegionError(f"keypoint `{dot.word}`: no tier `{dot.tiers[0][:60]}`", help)
        code = float(tier.code) if tier else _NAN
        points[at] = (dot.x, dot.y, code)
        if tier and tier.coordinates == "forbidden":
            assumed(f"`{tier.id}`, though it has a place: read without it")
            points[at] = (_NAN, _NAN, code)
    return points


def _drawn(frame: Frame, words: Words) -> list[Point]:
    """The points of a vector: those that are listed with a tier have it, the others the default."""
    placed = dict[int, tuple[float, float]]()
    for word, x, y in frame.vertices or ():
        at = words.index.get(word)
        if at is None:
            help = words.meant(word) or "a vertex that somebody added by a click has to be deleted"
            raise RegionError(f"no keypoint has the vertex `{word[:60]}`", help)
        if at in placed:
            raise RegionError(f"keypoint `{word[:60]}` has two vertices")
        placed[at] = x, y
    tiers = _listed(frame, words)
    points = []
    for at in range(len(words.skeleton.keypoints)):
        x, y = placed.get(at, (_NAN, _NAN))
        tier = words.tiers[tiers[at]] if at in tiers else words.default if at in placed else None
        if tier and tier.coordinates == "forbidden":
            x = y = _NAN
        points.append((x, y, float(tier.code) if tier else _NAN))
    return points


def _listed(frame: Frame, words: Words) -> dict[int, str]:
    """Which keypoints are on the list of which tier."""
    found: dict[int, str] = {}
    for _, control, chosen in frame.choices:
        if not control.startswith(TIER):
            continue
        tier = control.removeprefix(TIER)
        if tier not in words.tiers:
            raise RegionError(f"no tier `{tier[:60]}`", meant(tier, list(words.tiers)))
        for word in chosen:
            at = words.index.get(word)
            if at is None:
                raise RegionError(f"no keypoint is called `{word[:60]}`", words.meant(word))
            if found.setdefault(at, tier) != tier:
                raise RegionError(f"keypoint `{word}` is on the lists of {found[at]} and {tier}")
    return found


def _attributes(frame: Frame, words: Words) -> dict[str, Any]:
    """What was chosen of the instance: one word, or a list where there are several."""
    found: dict[str, Any] = {}
    for _, control, chosen in frame.choices:
        if not (frame.vertices is not None and control.startswith(TIER)) and chosen:
            name = words.attributes.get(control, control)
            if name in found:
                raise RegionError(f"`{name[:60]}` is answered twice")
            found[name] = chosen[0] if len(chosen) == 1 else list(chosen)
    return found
