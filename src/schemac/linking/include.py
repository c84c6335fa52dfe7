"""`include`: has that skeleton as a part."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from schemac.diagnostic import Note
from schemac.linking import codes
from schemac.linking.declared import fill_name
from schemac.linking.draft import SIDES, Draft, DraftPoint, Layer, resolve
from schemac.linking.inherit import inherit
from schemac.linking.linker import Linker
from schemac.linking.numbers import join
from schemac.linking.views import other_side, rounded
from schemac.model.formula import Formula, Weight
from schemac.model.keypoint import Sigma
from schemac.model.numbers import SigmaSet
from schemac.model.skeleton import Measure
from schemac.model.topology import Contour, Edge, Region
from schemac.reading import codes as reading_codes
from schemac.reading.declare import Declaration
from schemac.reading.formula import renamed
from schemac.reading.grammar import MAX_KEYPOINTS
from schemac.reading.types import Entry, Sided, of_side
from schemac.source import Origin

DraftOf = Callable[..., Draft | None]
MAX_WEIGHT = 100_000  # keypoints, edges, points of contours and measures that parts bring


class Joints:
    """What parts bring that joins the host's own later, in the order of the parts."""

    def __init__(self) -> None:
        self.edges: list[Edge] = []
        self.sigma_sets: dict[str, SigmaSet] = {}
        self.sigmas: dict[str, dict[str, Sigma]] = {}


def include_parts(linker: Linker, made: Draft, home: Declaration, draft_of: DraftOf) -> Joints:
    """Bring in the parts, by their first index; line order plays no role."""
    joints, weight = Joints(), 0
    entries: dict[str, Entry] = home.entry.get("include", {})
    for prefix, entry in sorted(entries.items(), key=lambda item: (_first_index(item[1]), item[0])):
        if "part" not in entry or "index" not in entry:
            made.whole = False
            continue
        part = draft_of(linker, entry["part"], entry.where("part"), "spec", "part")
        if part is None:
            made.whole = False
            linker.heed(entry.where("part"))
            continue
        made.whole = made.whole and part.whole
        weight += _weight(part)
        if weight > MAX_WEIGHT or len(made.points) + len(part.points) > MAX_KEYPOINTS:
            _too_many(linker, made, entry)
            break
        inclusion = _Inclusion(linker, made, home, prefix, entry, part)
        for side in inclusion.sides():
            inclusion.bring(side, joints)
        inclusion.bring_regions()
    return joints


def _weight(part: Draft) -> int:
    """How much a part brings. Parts of parts of parts could bring more than a memory holds."""
    traced = sum(len(contour.points) for contour in part.contours.values())
    return len(part.points) + len(part.edges) + traced + len(part.measures)


def _too_many(linker: Linker, made: Draft, entry: Entry) -> None:
    made.whole = False
    at = entry.where("part")
    linker.heed(at)
    message = (
        f"with this part the skeleton has more than {MAX_KEYPOINTS} keypoints, or too many lines"
    )
    help = "leave parts out; see whether parts include each other more often than is meant"
    linker.report(reading_codes.TOO_MANY, at, message, help=help)


def _first_index(entry: Entry) -> int:
    found: list[int] = []

    def gather(value: Any) -> None:
        if isinstance(value, int):
            found.append(value)
        elif isinstance(value, Sided):
            gather(value.left)
            gather(value.right)
        elif isinstance(value, dict):
            for each in value.values():
                gather(each)

    gather(entry.get("index"))
    return min(found, default=0)


def _pruned(linker: Linker, entry: Entry, part: Draft) -> Draft:
    """The part less what the host leaves out; the part itself stays as it is for others."""
    if "omit" not in entry:
        return part
    copy = Draft(part.home)
    inherit(linker, copy, part, entry)
    return copy


class _Inclusion:
    """One entry of `include` at work."""

    def __init__(
        self, linker: Linker, made: Draft, home: Declaration, prefix: str, entry: Entry, part: Draft
    ) -> None:
        self.linker, self.made, self.home = linker, made, home
        self.prefix, self.entry, self.part = prefix, entry, _pruned(linker, entry, part)
        self.index = entry["index"]
        self.by_point = isinstance(self.index, dict)
        self.attached: dict[str, str] = entry.get("attach", {})
        self._check()

    def _check(self) -> None:
        ours, theirs = self.made.subject.get("laterality"), self.part.subject.get("laterality")
        where = self.entry.where("part")
        if ours and theirs and ours != theirs:
            message = f"the part's laterality is `{theirs}`, but here it is `{ours}`"
            help = "use a part that means the same left, or correct the `laterality` that is wrong"
            self.linker.report(codes.LATERALITY_DIFFERS, where, message, help=help)
        if self._index_misfits():
            paired = self.part.one_of_pair
            message = f"`{self.entry['part']}` is " + (
                "one of a pair, so each side needs an index"
                if paired
                else "no one of a pair, so it has one index"
            )
            help = (
                "write `index: {left: …, right: …}`, for all or for each keypoint"
                if paired
                else "write one number: `index: 23`"
            )
            where = self.entry.where("index")
            self.linker.report(codes.INDEX_BY_SIDE, where, message, help=help)
            self.made.whole = False
        self._known_words(self.attached, self.entry.where("attach"))
        if self.by_point:
            self._known_words(self.index, self.entry.where("index"))

    def _index_misfits(self) -> bool:
        """Whether a part of one side has an index without sides, or any other part one by side."""
        if not self.by_point:
            return self.part.one_of_pair != isinstance(self.index, Sided)
        sided = [isinstance(value, Sided) for value in self.index.values()]
        return self.part.one_of_pair and not (sided and all(sided))

    def _known_words(self, words: Iterable[str], at: Origin) -> None:
        for word in sorted(words):
            if word not in self.part.points and word not in self.part.stems:
                what, known = "keypoint of the part called", self.part.known()
                self.linker.unknown(codes.UNKNOWN_KEYPOINT, at / word, what, word, known)

    def sides(self) -> tuple[str | None, ...]:
        """The sides that are brought, the one with the lower first index before the other."""
        if not self.part.one_of_pair:
            return (None,)
        values = self.index.values() if self.by_point else (self.index,)
        first: dict[str, int] = {}
        for value in values:
            for side in value.sides() if isinstance(value, Sided) else ():
                index = of_side(value, side)
                first[side] = min(first.get(side, index), index)
        return tuple(sorted(first, key=lambda side: first[side]))

    def bring(self, side: str | None, joints: Joints) -> None:
        """Bring the points of one side (or of a whole part), and what lies between them."""
        ids: dict[str, str] = {}
        new: list[tuple[DraftPoint, DraftPoint]] = []
        base = of_side(self.index, side)
        taken = 0
        for theirs in self.part.in_order():
            ours_side = side or theirs.side
            if theirs.stem in self.attached or theirs.id in self.attached:
                self._attach(theirs, ours_side, ids)
                continue
            index = self._index(theirs, ours_side, base, taken)
            taken += 1
            if index is not None:
                point = self._point(theirs, ours_side, index)
                if point is not None:
                    ids[theirs.id] = point.id
                    new.append((point, theirs))
        names = {side: self._names(side, ids) for side in (None, *SIDES)}
        for point, theirs in new:
            self._localise(point, theirs, ids, names[theirs.side])
        self._place(new, side)
        self._between(side, ids, joints)

    def _index(self, theirs: DraftPoint, side: str | None, base: Any, taken: int) -> int | None:
        if not self.by_point:
            return base + taken if isinstance(base, int) else None
        written = self.index.get(theirs.stem, self.index.get(theirs.id))
        value = of_side(written, side)
        if value is None:
            message = f"`index` gives no place to the part's `{theirs.id}`"
            help = f"add `{theirs.stem}: …`, or leave the point out under `omit`"
            self.linker.report(codes.INDEX_BY_SIDE, self.entry.where("index"), message, help=help)
            self.made.whole = False
        return value if isinstance(value, int) else None

    def _point(self, theirs: DraftPoint, side: str | None, index: int) -> DraftPoint | None:
        stem = f"{self.prefix}_{theirs.stem}"
        template = self.entry.get("name")
        name = fill_name(template, side, stem, theirs.name, theirs.index) if template else ""
        point = DraftPoint(stem, side, index, name, theirs.layers)
        point.name = name or point.id
        if point.id in self.made.points:
            earlier = self.made.points[point.id]
            message = f"the part would bring a second `{stem}`"
            self.linker.report(
                codes.SAME_ID_TWICE, self.entry.origin, message, Note("the first", earlier.origin),
                help="give the part another prefix, or `attach` its point to that one",
            )  # fmt: skip
            self.made.whole = False
            return None
        point.given["index"] = self.entry.where("index")
        point.given["name"] = self.entry.where("name") if template else self.entry.origin
        if "region" in self.entry:
            point.region, point.given["region"] = self.entry["region"], self.entry.where("region")
        elif theirs.region:
            point.region = f"{self.prefix}_{theirs.region}"
            point.given["region"] = theirs.region_origin
        self.made.add(point)
        return point

    def _attach(self, theirs: DraftPoint, side: str | None, ids: dict[str, str]) -> None:
        word = self.attached.get(theirs.stem) or self.attached[theirs.id]
        at = self.entry.where("attach") / theirs.stem
        host = resolve(self.linker, self.made, word, side, at)
        if host is None:
            return
        ids[theirs.id] = host
        ours = self.made.points[host].last("landmark")
        other = theirs.last("landmark")
        if ours and other and ours.entry["landmark"] != other.entry["landmark"]:
            a, b = ours.entry["landmark"], other.entry["landmark"]
            message = f"`{theirs.id}` ({b[0]}.{b[1]}) and `{word}` ({a[0]}.{a[1]}) become one point"
            self.linker.report(codes.PLACES_JOINED, at, message, points=(host,))

    def _names(self, side: str | None, ids: dict[str, str]) -> dict[str, str]:
        """What words of the part mean here, for its points of one side: stems, then ids."""
        stems: dict[str, str] = {}
        for id, ours in ids.items():
            point = self.part.points[id]
            if point.side in (None, side):
                stems[point.stem] = ours
        return {**stems, **ids}

    def _localise(
        self, point: DraftPoint, theirs: DraftPoint, ids: dict[str, str], names: dict[str, str]
    ) -> None:
        """Carry what names other points of the part over to the host's ids."""
        point.layers = tuple(
            Layer(layer.entry, layer.home, carried(layer.local, names)) for layer in point.layers
        )
        if theirs.formula is not None and all(w.keypoint in ids for w in theirs.weights):
            tree = renamed(theirs.formula.tree, lambda id: ids.get(id, id))
            point.formula = Formula(text=theirs.formula.text, tree=tree)
            point.weights = tuple(
                Weight(keypoint=ids[w.keypoint], numerator=w.numerator, denominator=w.denominator)
                for w in theirs.weights
            )

    def _place(self, new: list[tuple[DraftPoint, DraftPoint]], side: str | None) -> None:
        theirs_view, ours_view = self.part.main, self.made.main
        move = self._movement(theirs_view.id)
        for point, theirs in new:
            xy = theirs.at.get(theirs_view.id)
            if xy is None or move is None:
                continue
            found: tuple[float, float] | None = move(xy)
            if side == "right" and found is not None:
                found = other_side(ours_view, found)
            if found is not None:
                point.at[ours_view.id] = rounded(found)
                if "place" in self.entry:
                    point.given["at"] = self.entry.where("place")

    def _movement(self, view: str) -> Callable[[tuple[float, float]], tuple[float, float]] | None:
        """The part's picture into the host's: anchor to its place, scaled, turned clockwise."""
        entry = self.entry.get("place")
        if entry is None:
            return lambda xy: xy
        anchor = self.part.points.get(entry.get("anchor", ""))
        if anchor is None or view not in anchor.at:
            known = self.part.points
            name = entry.get("anchor", "")
            self.linker.unknown(
                codes.UNKNOWN_KEYPOINT,
                entry.where("anchor"),
                "keypoint of the part called",
                name,
                known,
            )
            return None
        at = entry.get("at")
        if isinstance(at, str):
            host = resolve(self.linker, self.made, at, "left", entry.where("at"))
            at = self.made.points[host].at.get(self.made.main.id) if host else None
        if at is None:
            return None
        (ax, ay), (tx, ty) = anchor.at[view], at
        scale, turn = entry.get("scale", 1.0), math.radians(entry.get("turn", 0.0))
        c, s = scale * math.cos(turn), scale * math.sin(turn)
        return lambda xy: (
            tx + c * (xy[0] - ax) - s * (xy[1] - ay),
            ty + s * (xy[0] - ax) + c * (xy[1] - ay),
        )

    def _between(self, side: str | None, ids: dict[str, str], joints: Joints) -> None:
        for edge in self.part.edges:
            if edge.source in ids and edge.target in ids:
                joints.edges.append(
                    Edge(source=ids[edge.source], target=ids[edge.target], origin=edge.origin)
                )
        for id, contour in self.part.contours.items():
            if all(point in ids for point in contour.points):
                self._contour(self._id(id, side), contour, ids)
        for id, measure in self.part.measures.items():
            self._measure(self._id(id, side), measure, ids)
        for name, meta in self.part.sigma_sets.items():
            self._sigmas(name, meta, ids, joints)

    def _id(self, id: str, side: str | None) -> str:
        """`eye` under `face` is `face_eye`; `left_eye` is `left_face_eye`."""
        if side:
            return f"{side}_{self.prefix}_{id}"
        first, _, rest = id.partition("_")
        return f"{first}_{self.prefix}_{rest}" if first in SIDES and rest else f"{self.prefix}_{id}"

    def _contour(self, id: str, contour: Contour, ids: dict[str, str]) -> None:
        self.made.contours[id] = Contour(
            id=id,
            points=tuple(ids[point] for point in contour.points),
            closed=contour.closed,
            straight=contour.straight,
            origin=contour.origin,
        )

    def _measure(self, id: str, measure: Measure, ids: dict[str, str]) -> None:
        from schemac.reading.formula import names

        if not all(name in ids for name in names(measure.formula.tree)):
            return
        tree = renamed(measure.formula.tree, lambda name: ids[name])
        self.made.measures[id] = Measure(
            id=id,
            title=measure.title,
            summary=measure.summary,
            formula=Formula(text=measure.formula.text, tree=tree),
            max_error=measure.max_error,
            origin=measure.origin,
        )

    def _sigmas(self, name: str, meta: SigmaSet, ids: dict[str, str], joints: Joints) -> None:
        known = joints.sigma_sets.setdefault(name, meta)
        if not join(self.linker, known, meta, self.entry.origin):
            return
        values = joints.sigmas.setdefault(name, {})
        for id, sigma in self.part.sigmas.get(name, {}).items():
            if id in ids:
                values[ids[id]] = sigma

    def bring_regions(self) -> None:
        if "region" in self.entry:
            return
        for id, region in self.part.regions.items():
            new = f"{self.prefix}_{id}"
            self.made.regions.setdefault(
                new,
                Region(
                    id=new,
                    title=region.title,
                    hue=region.hue,
                    by_side=region.by_side,
                    gate=region.gate,
                    origin=region.origin,
                ),
            )


def carried(before: dict[str, str] | None, ids: dict[str, str]) -> dict[str, str]:
    """The names a layer may use, one document further out; what was left out is no name."""
    if before is None:
        return ids
    return {word: ids[id] for word, id in before.items() if id in ids}
