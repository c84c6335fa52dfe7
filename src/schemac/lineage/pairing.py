"""Keypoints of two versions side by side, and what both of a pair have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from schemac.lineage.change import Change
from schemac.model import Change as Declared
from schemac.model import Dictionary, Keypoint, PointMap, Skeleton, TierSet
from schemac.model.place import Place
from schemac.source import NOWHERE, Origin

Document = Skeleton | TierSet | Dictionary | PointMap
Told = Callable[[Place, Place], str | None]
"""What dictionaries say of a place between two of their versions: `editorial`, `redefine` or
nothing. It saves a spec from repeating that only words changed."""


class Declarations:
    """What lineage declares. `expected` tells whether anything has to be declared at all: between
    two documents that are not versions of one, nothing has."""

    def __init__(self, changes: Iterable[Declared] = (), *, expected: bool = True) -> None:
        self.changes = tuple(changes)
        self.expected = expected

    def of(self, verb: str) -> tuple[Declared, ...]:
        return tuple(change for change in self.changes if change.verb == verb)

    def naming(self, verb: str, *names: str) -> Declared | None:
        """The first declared change of a verb that names one of these."""
        return next((c for c in self.of(verb) if not set(names).isdisjoint(c.points)), None)

    @cached_property
    def renumbers(self) -> bool:
        return bool(self.of("renumber"))


class Survivor(Struct, frozen=True):
    """A keypoint that both versions have."""

    old: Keypoint
    new: Keypoint


class Pairing:
    """The keypoints of two skeletons: those that stayed, those that went, those that came."""

    def __init__(self, old: Skeleton, new: Skeleton) -> None:
        self.old, self.new = old, new
        self.stayed = [
            Survivor(old.by_id[point.id], point) for point in new.keypoints if point.id in old.by_id
        ]
        self.gone = [point for point in old.keypoints if point.id not in new.by_id]
        self.added = [point for point in new.keypoints if point.id not in old.by_id]


class Value(Struct, frozen=True):
    """One keypoint's value before and after, with its two places."""

    point: Keypoint
    before: str | None
    after: str | None
    old: Origin = NOWHERE
    new: Origin = NOWHERE


def by_stem(kind: type[Change], values: Iterable[Value], message: str) -> Iterator[Change]:
    """One change for each stem, which fills the `{}` of the message: left and right were written,
    and changed, as one."""
    stems: dict[str, list[Value]] = {}
    for value in values:
        stems.setdefault(value.point.stem, []).append(value)
    for stem, found in stems.items():
        group = sorted(found, key=lambda value: value.point.side or "")
        first = group[0]
        yield kind(
            message=message.format(f"`{stem}`"),
            points=tuple(value.point.id for value in group),
            before=_both(group, [value.before for value in group]),
            after=_both(group, [value.after for value in group]),
            old=first.old,
            new=first.new,
        )


def together(kind: type[Change], parts: Iterable[Change], message: str) -> Iterator[Change]:
    """One change with its parts; a single part needs no whole around it."""
    listed = tuple(parts)
    if len(listed) == 1:
        (only,) = listed
        if isinstance(only, kind):
            yield only
            return
    if listed:
        yield kind(
            message=message,
            points=points_of(listed),
            old=listed[0].old,
            new=listed[0].new,
            parts=listed,
        )


def points_of(changes: Iterable[Change]) -> tuple[str, ...]:
    """The keypoints of several changes, each once."""
    return tuple(dict.fromkeys(point for change in changes for point in change.points))


def listed(names: Iterable[str], most: int = 6) -> str:
    """`a`, `b` and `c`; of a long list the first few and how many more."""
    every = [f"`{name}`" for name in dict.fromkeys(names)]
    if len(every) > most + 1:
        return f"{', '.join(every[:most])} and {len(every) - most} more"
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def stems(points: Iterable[Keypoint]) -> list[str]:
    """The stems of keypoints, each once, in their order."""
    return list(dict.fromkeys(point.stem for point in points))


def number(value: float | None) -> str | None:
    """A number as it is written."""
    return None if value is None else f"{value:.12g}"


def _both(group: list[Value], texts: list[str | None]) -> str | None:
    """What is true of both sides: once where it is the same but for the side, else both."""
    said = [(value.point, text) for value, text in zip(group, texts, strict=True) if text]
    if not said:
        return None
    alike = {_sideless(text, point) for point, text in said}
    if len(alike) == 1:
        return said[0][1]
    if all(text.isdigit() for _, text in said):
        return ", ".join(text for _, text in said)
    return "; ".join(f"{point.side or point.id}: {text}" for point, text in said)


def _sideless(text: str, point: Keypoint) -> str:
    if point.side is None:
        return text
    other = "right" if point.side == "left" else "left"
    swapped = text.replace(point.side, "<side>").replace(point.side.title(), "<Side>")
    return swapped.replace(other, "<other>").replace(other.title(), "<Other>")
