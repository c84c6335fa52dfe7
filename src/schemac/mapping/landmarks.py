"""The map between two skeletons that follows from the places their keypoints cite."""

from __future__ import annotations

from fractions import Fraction

from schemac.mapping.algebra import copied
from schemac.mapping.atlas import Atlas
from schemac.mapping.ends import End, end_of
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, Made, MigrationMap
from schemac.mapping.tiers import steps_between
from schemac.model import Keypoint, Skeleton

WIDEST = Fraction(1, 3)
"""The widest gap of a curve that is bridged by a straight line. The chord of a parabola over a part
d of its width lies inside it by d squared times its height, so by a ninth at most; at the half it
would be a quarter."""

_Key = tuple[str, str | None]


def from_landmarks(
    source: Skeleton, target: Skeleton, atlas: Atlas, ends: tuple[End, End] | None = None
) -> MigrationMap:
    """The same landmark is taken as it is, a constructed point from what it is constructed of, and
    a step of a curve from the steps beside it. Everything else has no source.
    """
    finder = _Finder(source, target, atlas)
    cited = sorted(
        {str(p.place.dictionary) for s in (source, target) for p in s.keypoints if p.place}
    )
    return MigrationMap(
        source=ends[0] if ends else end_of(source),
        target=ends[1] if ends else end_of(target),
        entries=tuple(finder.entry(point) for point in target.keypoints),
        tiers=steps_between(source, target),
        made=(Made(how="landmarks", of=", ".join(cited) or "none"),),
    )


class _Finder:
    """Looks for what corresponds to target keypoints among those of the source."""

    def __init__(self, source: Skeleton, target: Skeleton, atlas: Atlas) -> None:
        self._source, self._target, self._atlas = source, target, atlas
        self._sides = source.subject.laterality == target.subject.laterality
        self._at: dict[_Key, list[Keypoint]] = {}
        self._along: dict[_Key, dict[Fraction, Keypoint]] = {}
        self._built: dict[frozenset[tuple[_Key, Fraction]], Keypoint] = {}
        for point in source.keypoints:
            self._enter(point)

    def entry(self, point: Keypoint) -> Entry:
        """Where one target keypoint comes from."""
        if point.side and not self._sides:
            why = "one skeleton's left is the subject's, the other's that of the viewer"
            return Entry(target=point.id, fidelity=Fidelity.NONE, why=(why,))
        found = self._same(point) or self._constructed(point) or self._interpolated(point)
        return found or Entry(target=point.id, fidelity=Fidelity.NONE, why=(self._why_not(point),))

    def _enter(self, point: Keypoint) -> None:
        if point.place is not None:
            self._at.setdefault((point.place.key, point.side), []).append(point)
            if (part := point.place.fraction) is not None:
                self._along.setdefault(_curve(point), {}).setdefault(part, point)
        elif built := _construction(self._source, point):
            self._built.setdefault(built, point)

    def _same(self, point: Keypoint) -> Entry | None:
        if point.place is None:
            return None
        alike = self._at.get((point.place.key, point.side), [])
        if not alike:
            return None
        found = min(alike, key=lambda other: (_unlike(point, other), other.index))
        if found.place and self._atlas.same(found.place, point.place):
            return copied(point.id, found.id)
        why = f"the definition of {point.place} changed between the dictionaries that they cite"
        return copied(point.id, found.id, why, fidelity=Fidelity.APPROXIMATE)

    def _constructed(self, point: Keypoint) -> Entry | None:
        """A point that the source constructs alike, else the target's formula over the source."""
        if point.place is not None or not point.weights:
            return None
        built = _construction(self._target, point)
        if built and (found := self._built.get(built)):
            return copied(point.id, found.id)
        known = self._target.by_id
        parts = [(self.entry(known[w.keypoint]), w.fraction) for w in point.weights]
        if any(part.fidelity >= Fidelity.RELABEL for part, _ in parts):
            return None
        worst = max(part.fidelity for part, _ in parts)
        return Entry(
            target=point.id,
            x=tuple((p, w * share) for part, w in parts for p, share in part.x),
            y=tuple((p, w * share) for part, w in parts for p, share in part.y),
            fidelity=max(Fidelity.DERIVED, worst),
            why=tuple(reason for part, _ in parts for reason in part.why),
        )

    def _interpolated(self, point: Keypoint) -> Entry | None:
        """On the straight line between the nearest steps of the same curve on either side."""
        at = point.place.fraction if point.place else None
        if point.place is None or at is None:
            return None
        steps = dict(self._along.get(_curve(point), {}))
        for end, (key, midline) in self._atlas.ends(point.place).items():
            if cited := self._at.get((key, None if midline else point.side)):
                steps.setdefault(end, cited[0])
        below = max((step for step in steps if step < at), default=None)
        above = min((step for step in steps if step > at), default=None)
        if below is None or above is None or above - below > WIDEST:
            return None
        share = (at - below) / (above - below)
        shares = (steps[below].id, 1 - share), (steps[above].id, share)
        inside = (above - below) ** 2
        why = (
            f"on the straight line between {_part(below)} and {_part(above)} of"
            f" {point.place.dictionary.id.rsplit('/', 1)[-1]}.{point.place.name}, not on the curve;"
            f" off by up to {inside} of its height if it is a parabola"
        )
        return Entry(target=point.id, x=shares, y=shares, fidelity=Fidelity.APPROXIMATE, why=(why,))

    def _why_not(self, point: Keypoint) -> str:
        source = self._source.reference
        namesake = self._source.by_id.get(point.id)
        if namesake is not None:
            return f"`{point.id}` of {source} is another place"
        if point.place is not None and point.place.step is not None:
            return f"no steps of {source} lie near enough to {point.place}"
        if point.place is not None:
            return f"no keypoint of {source} is {point.place}"
        if point.formula is not None:
            return f"{source} lacks a point of its formula, or the formula is no weighted sum"
        return "its definition is its own, not a place of a dictionary"


def _unlike(point: Keypoint, other: Keypoint) -> tuple[bool, bool, bool]:
    """Of several keypoints at one place, which is meant? The one of that id or name, or the one
    that has it as a part: the nose of a face inside a whole body, not that of the body."""
    inside = other.id.endswith(f"_{point.id}") or point.id.endswith(f"_{other.id}")
    return point.id != other.id, point.name != other.name, not inside


def _curve(point: Keypoint) -> _Key:
    place = point.place
    return (f"{place.dictionary.id}.{place.name}" if place else "", point.side)


def _construction(skeleton: Skeleton, point: Keypoint) -> frozenset[tuple[_Key, Fraction]] | None:
    """What a weighted point is made of, in places; None when a part cites none."""
    known = skeleton.by_id
    parts = [(known[weight.keypoint], weight.fraction) for weight in point.weights]
    if not parts or any(part.place is None for part, _ in parts):
        return None
    return frozenset(((part.place.key, part.side), weight) for part, weight in parts if part.place)


def _part(fraction: Fraction) -> str:
    if fraction in (0, 1):
        return "the end" if fraction else "the start"
    return str(fraction)
