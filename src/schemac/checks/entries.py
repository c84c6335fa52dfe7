"""Keypoints as people wrote them: a pair is one entry, and is spoken of once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from schemac.model import Keypoint, Skeleton
from schemac.source import Origin

Thing = TypeVar("Thing")
Entry = tuple[Keypoint, ...]


def entries(skeleton: Skeleton) -> Iterator[Entry]:
    """Keypoints grouped by the lines that made them, in index order.

    Both sides of a pair are one entry, unless an override gave one side lines of its own.
    """
    found: dict[str, list[list[Keypoint]]] = {}
    for point in skeleton.keypoints:
        groups = found.setdefault(point.stem, [])
        for group in groups:
            if group[0].origin == point.origin and group[0].origins == point.origins:
                group.append(point)
                break
        else:
            groups.append([point])
    return (tuple(group) for groups in found.values() for group in groups)


def ids(points: Iterable[Keypoint]) -> tuple[str, ...]:
    """The ids of some keypoints, in their order."""
    return tuple(point.id for point in points)


def called(entry: Entry) -> str:
    """What to call an entry in a message: its stem for a pair, else the one id."""
    return f"`{entry[0].stem if len(entry) > 1 else entry[0].id}`"


def spoken(ids: Sequence[str]) -> str:
    """What to call some ids in a message: both sides of a pair by their stem."""
    if len(ids) == 1:
        return f"`{ids[0]}`"
    return listed(dict.fromkeys(id.removeprefix("left_").removeprefix("right_") for id in ids))


def by_origin(
    things: Iterable[Thing], origin: Callable[[Thing], Origin]
) -> Iterator[tuple[Origin, list[Thing]]]:
    """Things grouped by the line that made them, so that one line is spoken of once."""
    groups: dict[Origin, list[Thing]] = {}
    for thing in things:
        groups.setdefault(origin(thing), []).append(thing)
    yield from groups.items()


def listed(names: Iterable[object], most: int = 6) -> str:
    """Names for a sentence: `a`, `b`, `c` and 4 more."""
    every = [f"`{name}`" for name in names]
    if len(every) > most:
        return ", ".join(every[:most]) + f" and {len(every) - most} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def pairs(skeleton: Skeleton) -> Iterator[tuple[Keypoint, Keypoint]]:
    """Each left keypoint with its right partner."""
    known = skeleton.by_id
    for point in skeleton.keypoints:
        if point.side == "left" and (other := known.get(f"right_{point.stem}")):
            yield point, other
