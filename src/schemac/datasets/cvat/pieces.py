"""Skeletons as pieces of a document: what they say, and which bytes say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isnan

from msgspec import Struct, field
from msgspec.structs import replace

from schemac.datasets.cvat.document import Document, tag_end
from schemac.datasets.cvat.points import VISIBILITY, PointError, Points, Written
from schemac.datasets.cvat.skeletons import SCHEMA_VERSION, Skeletons
from schemac.datasets.cvat.writing import escaped, middle, tag
from schemac.labels import Account, Moving, Place
from schemac.labels.gathering import Point
from schemac.labels.naming import index_of
from schemac.model import Keypoint, Skeleton

Span = tuple[int, int]
Edit = tuple[int, int, bytes]

_FLAGS = ("label", "outside", "occluded", "points")
_SPACE = re.compile(rb"\s*")


class Told(Struct):
    """The bytes of one `<points>`, counted from the beginning of its skeleton, and its XML
    attributes. `others` are elements in it that do not tell its tier."""

    given: Mapping[str, str]
    span: Span
    others: list[Span]


class Piece(Struct):
    """A skeleton. `points` are those of the source, `carried` those of the target."""

    raw: bytes
    place: Place
    given: Mapping[str, str]
    points: list[Point]
    told: dict[int, Told]
    schema: Span | None
    said: str
    gone: bool
    wrong: PointError | None
    carried: list[Point] = field(default_factory=list)


class Pieces:
    """Is told of the elements within a skeleton, and gives the skeleton as a piece."""

    def __init__(self, document: Document, skeleton: Skeleton, account: Account) -> None:
        self._document = document
        self._index = index_of(skeleton)
        self._skeletons = Skeletons(skeleton, account)

    def begin(self, given: Mapping[str, str]) -> None:
        self._place = self._document.place
        self._skeletons.begin(given)
        self._base = self._document.byte
        self._told: dict[int, Told] = {}
        self._point: Told | None = None
        self._open: list[tuple[str, int, str | None]] = []
        self._schema: Span | None = None

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._skeletons.start(tag, given)
        at = self._document.byte - self._base
        self._open.append((tag, at, given.get("name")))
        if tag == "points" and len(self._open) == 1:
            self._point = Told(given, (at, at), [])

    def end(self, tag: str, text: str) -> None:
        self._skeletons.end(tag, text)
        _, start, name = self._open.pop()
        span = start, self._end_of(start)
        if self._point is None:
            if not self._open and tag == "attribute" and name == SCHEMA_VERSION:
                self._schema = span
        elif len(self._open) == 1 and not (tag == "attribute" and name == VISIBILITY):
            self._point.others.append(span)
        elif not self._open:
            self._point.span = span
            self._told.setdefault(
                self._index.get(self._point.given.get("label", ""), -1), self._point
            )
            self._point = None

    def done(self, start: int, in_track: bool) -> Piece:
        seen = self._skeletons.done()
        ended = in_track and (seen.gone or seen.given.get("outside") == "1")
        return Piece(
            raw=self._document.raw(start, start + self._end_of(0)),
            place=self._place, given=seen.given, points=seen.points, told=self._told,
            schema=self._schema, said=seen.schema, gone=ended, wrong=seen.wrong,
        )  # fmt: skip

    def _end_of(self, start: int) -> int:
        """Where an element ends whose end has been reached, from the skeleton's beginning."""
        document = self._document
        end = document.tag_end(self._base + start)
        if not document.raw(self._base + start, end).endswith(b"/>"):
            end = document.tag_end(document.byte)
        return end - self._base


class Renewal:
    """Writes pieces anew, as little as the map changes."""

    def __init__(self, moving: Moving) -> None:
        self._moving = moving
        self._target = moving.target
        self._renames = moving.source.category != moving.target.category
        self._writer = Points(moving.target, moving.account)
        self._old = index_of(moving.source)
        self._alike = _tiers(moving.source) == _tiers(moving.target)

    def of(self, piece: Piece) -> bytes:
        """The bytes of a skeleton with the target's points and the stamp. Raises LadderError."""
        raw = piece.raw
        if not piece.told:
            return raw
        kept = self._points(piece)
        edits = [self._tag(piece)] if self._renames and "label" in piece.given else []
        spans = sorted(told.span for told in piece.told.values())
        edits += [(*span, kept.pop(span)) if span in kept else _cut(raw, span) for span in spans]
        space = _SPACE.match(raw, tag_end(raw, 0))
        between, end = space[0] if space else b"", spans[-1][1]
        edits += [(end, end, between + said) for said in kept.values()]
        edits.append(self._spec(piece, end, between))
        return _edited(raw, edits)

    def renamed(self, raw: bytes, given: Mapping[str, str]) -> bytes:
        """A start tag with the target's category as its label."""
        at = tag_end(raw, 0)
        empty = raw[:at].endswith(b"/>")
        name = re.match(rb"<([^\s/>]+)", raw)
        word = name[1].decode() if name else ""
        return tag(word, {**given, "label": self._target.category}, empty).encode()

    def _tag(self, piece: Piece) -> Edit:
        end = tag_end(piece.raw, 0)
        return 0, end, self.renamed(piece.raw[:end], piece.given)

    def _spec(self, piece: Piece, end: int, between: bytes) -> Edit:
        """The spec that the skeleton is in now; after its points, where it said none."""
        spec = escaped(self._moving.stamp.spec)
        said = f"{tag('attribute', {'name': SCHEMA_VERSION})}{spec}</attribute>".encode()
        if piece.schema is None:
            return end, end, between + said
        there = piece.raw[slice(*piece.schema)]
        return (*piece.schema, there if piece.said == self._moving.stamp.spec else said)

    def _points(self, piece: Piece) -> dict[Span | str, bytes]:
        """The points that are written, by the place of the one they stay or replace, else by
        name."""
        known, kept = _Numbers(piece), dict[Span | str, bytes]()
        if not piece.gone:
            known.elsewhere = middle(piece.carried, known.elsewhere)
        for point in self._target.keypoints:
            old = self._old.get(point.name, self._old.get(point.id, -1))
            told = piece.told.get(old)
            if told and self._stays(piece, point, old, told):
                said = piece.raw[slice(*told.span)]
            elif piece.gone and (told or old < 0):
                said = _element(point.name, Written(known.elsewhere, True, False), told, piece)
            else:
                said = b"" if piece.gone else self._new(point, told, known, piece)
            if said:
                kept[told.span if told else point.name] = said
        return kept

    def _stays(self, piece: Piece, point: Keypoint, old: int, told: Told) -> bool:
        """Whether the bytes of a point say what the target is to say."""
        if told.given.get("label") not in (point.name, point.id):
            return False
        same = piece.gone or _same(piece.points[old], piece.carried[point.index])
        return same and self._alike

    def _new(self, point: Keypoint, told: Told | None, known: _Numbers, piece: Piece) -> bytes:
        value = piece.carried[point.index]
        written = self._writer.write(value, known.elsewhere)
        if written is None:
            return b""
        text = known.texts.get((value[0], value[1]))
        written = replace(written, place=text) if text else written
        return _element(point.name, written, told, piece)


class _Numbers:
    """How the piece writes its places: a number that stays is written as it was."""

    def __init__(self, piece: Piece) -> None:
        self.texts = {}
        self.elsewhere = "0.0,0.0"
        for at, told in piece.told.items():
            text = told.given.get("points", "")
            x, y, _ = piece.points[at]
            self.elsewhere = text if isnan(x) or self.elsewhere == "0.0,0.0" else self.elsewhere
            if not isnan(x):
                self.texts[x, y] = text


def _element(name: str, written: Written, told: Told | None, piece: Piece) -> bytes:
    """A point; what CVAT says of it besides is as it was, or as at the first point."""
    model = told or next(iter(piece.told.values()))
    given = {key: value for key, value in model.given.items() if key not in _FLAGS}
    flags = {"outside": str(int(written.outside)), "occluded": str(int(written.occluded))}
    opened = tag("points", {"label": name, **given, **flags, "points": written.place})
    inner = b""
    if written.tier is not None:
        attribute = tag("attribute", {"name": VISIBILITY})
        inner = f"{attribute}{escaped(written.tier)}</attribute>".encode()
    others = b"".join(piece.raw[slice(*span)] for span in told.others) if told else b""
    return opened.encode() + inner + others + b"</points>"


def _cut(raw: bytes, span: Span) -> Edit:
    """A point that is gone, with the space before it."""
    start, end = span
    return len(raw[:start].rstrip()), end, b""


def _edited(raw: bytes, edits: list[Edit]) -> bytes:
    parts, at = [], 0
    for start, end, said in sorted(edits, key=lambda edit: edit[:2]):
        parts += [raw[at:start], said]
        at = end
    return b"".join([*parts, raw[at:]])


def _same(one: Point, other: Point) -> bool:
    return all(a == b or (isnan(a) and isnan(b)) for a, b in zip(one, other, strict=True))


def _tiers(skeleton: Skeleton) -> list[tuple[object, ...]]:
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    return [(tier.id, tier.code, tier.cvat, tier.coordinates) for tier in tiers]
