"""`class PoseLandmark(enum.IntEnum)` and the connections beside it; parsed and never run.

MediaPipe 1.x lists `Connection(0, 1)` in a class; before, there were frozen sets of pairs in a file
`pose_connections.py` beside `pose.py`. FaceMesh has connections and no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

NUMBERS = Code(
    id="I400",
    name="mediapipe-numbers",
    severity=Severity.WARNING,
    doc="""The landmarks of an enumeration are not numbered 0, 1, 2 and so on.

    MediaPipe gives landmarks in the order of these numbers. A selection that keeps the old numbers
    has gaps, and a spec has none. The draft takes the landmarks in the order of their numbers, so
    their indices are not those of MediaPipe any more.

        LEFT_SHOULDER = 11
        RIGHT_SHOULDER = 12
    """,
)
NOWHERE = Code(
    id="I401",
    name="mediapipe-connection-nowhere",
    doc="""A connection leads to a number that no landmark of the enumeration has.

    The draft leaves it out.

        class PoseLandmark(enum.IntEnum):
          NOSE = 0
        POSE_CONNECTIONS = frozenset([(0, 1)])
    """,
)
CODES = (NUMBERS, NOWHERE)

MAX_POINTS = 4096
MAX_PROBLEMS = 100  # of one file; more of them help nobody
_SIDES: dict[str, Literal["left", "right"]] = {"left": "left", "right": "right"}
_enum = r"class\s+\w*(?:Landmark|Keypoint|KeyPoint|BodyPart|Joint)s?\s*\([^()]{0,200}Enum\)"
_mark = re.compile(rb"\bclass\s+\w+LandmarksConnections\b|\b[A-Z_]+_CONNECTIONS\s*[=:]").search
_enumerated = re.compile(_enum.encode()).search
_landmarks = re.compile(_enum).search
_side = re.compile(r"(?:^|_)(left|right)(?:_|$)").search


class _Landmark(Struct, frozen=True):
    """A member of an enumeration; `others` are further names of the same number."""

    number: int
    key: Node
    others: tuple[str, ...] = ()


class _Edges(Struct, frozen=True):
    """Sets of connections: their names, and each connection once, in the order of the file."""

    names: tuple[str, ...] = ()
    ends: tuple[tuple[int, int, Node], ...] = ()
    left: tuple[str, ...] = ()


def recognises(given: Given) -> bool:
    """Python with an enumeration of landmarks, or with sets of connections as MediaPipe has."""
    if not given.name.endswith(".py"):
        return False
    told = b"mediapipe" in given.head.lower() and bool(_mark(given.head))
    return told or bool(_enumerated(given.head))


def absorb(given: Given) -> Absorbed:
    """A draft for each enumeration of landmarks; for connections alone one with numbered points."""
    from schemac.located import python

    data = b""
    try:
        data = whole(given)
        root = python.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    reader = _Reader(given, root)
    drafts = tuple(reader.drafts())
    if not drafts:
        message = "there is no enumeration of landmarks and no set of connections in this file"
        return without_skeleton(given, message, data)
    return Absorbed(drafts=drafts, problems=tuple(reader.problems), sources=text_of(given, data))


class _Reader:
    def __init__(self, given: Given, root: Node) -> None:
        self._given, self._root = given, root
        self.problems: list[Diagnostic] = []

    def drafts(self) -> Iterator[Draft]:
        """One for each enumeration, else one for all connections."""
        edges = _connections(self._root)
        beside = edges if edges.ends else self._beside()
        listed = [(key, found) for key, value in self._classes() if (found := _members(value))]
        for key, members in listed:
            yield self._draft(key, members, edges if edges.ends else beside, beside is edges)
        if not listed and edges.ends:
            yield self._numbered(edges)

    def _classes(self) -> Iterator[tuple[Node, Node]]:
        """The classes whose name says that they list landmarks. Blendshapes are none."""
        for key, value in self._root.pairs:
            name = key.text or ""
            if value.kind == "map" and _landmarks(f"class {name}(Enum)"):
                yield key, value

    def _draft(self, key: Node, members: tuple[_Landmark, ...], edges: _Edges, here: bool) -> Draft:
        self._numbering(members)
        places = {member.number: at for at, member in enumerate(members)}
        return Draft(
            format="mediapipe",
            file=self._given.file,
            name=key.text,
            of_category=False,
            points=tuple(_point(member) for member in members),
            span=key.span,
            edges=tuple(self._edges(places, edges, here)) if edges.ends else None,
            based=0,
            unused=tuple(_unused(edges)),
        )

    def _numbered(self, edges: _Edges) -> Draft:
        total = 1 + max(max(one, other) for one, other, _ in edges.ends)
        first = edges.ends[0][2]
        points = (DraftPoint(name=f"landmark_{at}", span=first.span) for at in range(total))
        return Draft(
            format="mediapipe",
            file=self._given.file,
            name=None,
            points=tuple(points),
            named=False,
            span=first.span,
            edges=tuple(DraftEdge(one, other, node.span) for one, other, node in edges.ends),
            based=0,
            unused=tuple(_unused(edges)),
        )

    def _edges(self, places: Mapping[int, int], edges: _Edges, here: bool) -> Iterator[DraftEdge]:
        for one, other, node in edges.ends:
            if one in places and other in places:
                yield DraftEdge(places[one], places[other], node.span if here else None)
            elif here and len(self.problems) < MAX_PROBLEMS:
                message = f"the connection ({one}, {other}) leads to a number without a landmark"
                self.problems.append(NOWHERE.at(Origin(self._given.file), message, span=node.span))

    def _numbering(self, members: tuple[_Landmark, ...]) -> None:
        """At most one finding: what follows has the same cause."""
        for at, member in enumerate(members):
            if member.number != at:
                message = f"`{member.key.text}` is number {member.number}, and index {at} in a spec"
                origin = Origin(self._given.file)
                self.problems.append(NUMBERS.at(origin, message, span=member.key.span))
                return

    def _beside(self) -> _Edges:
        """Those of `pose_connections.py` beside `pose.py`; none where there is no such file."""
        from schemac.located import python

        other = self._given.beside(self._given.name.removesuffix(".py") + "_connections.py")
        try:
            root = python.read(other.file, whole(other)) if other is not None else None
        except (Unreadable, OSError):
            return _Edges()
        return _connections(root) if root is not None else _Edges()


def _members(node: Node) -> tuple[_Landmark, ...]:
    """The landmarks of an enumeration in the order of their numbers."""
    found: dict[int, _Landmark] = {}
    for key, value in node.pairs:
        number = value.scalar
        if not isinstance(number, int) or isinstance(number, bool) or key.text is None:
            continue
        known = found.get(number)
        if known is None:
            found[number] = _Landmark(number, key)
        else:
            found[number] = _Landmark(number, known.key, (*known.others, key.text))
    return tuple(found[number] for number in sorted(found)) if len(found) <= MAX_POINTS else ()


def _point(member: _Landmark) -> DraftPoint:
    """Lower case, as MediaPipe's documentation writes the names."""
    name = (member.key.text or "").lower()
    side = _side(name)
    aliases = tuple(other.lower() for other in member.others)
    told = _SIDES[side[1]] if side else None
    return DraftPoint(name=name, span=member.key.span, side=told, aliases=aliases)


def _connections(root: Node) -> _Edges:
    """All sets of connections in one. The surface of a face (TESSELATION) is no skeleton: it is
    left out where there are others."""
    sets = [(name, pairs) for name, node in _lists(root) if (pairs := _pairs(node))]
    kept = [each for each in sets if "TESSEL" not in each[0]] or sets
    seen: dict[frozenset[int], tuple[int, int, Node]] = {}
    for _, pairs in kept:
        for one, other, node in pairs:
            seen.setdefault(frozenset((one, other)), (one, other, node))
    names = tuple(name for name, _ in kept)
    left = tuple(name for name, _ in sets if name not in names)
    return _Edges(names, tuple(seen.values()), left)


def _lists(root: Node) -> Iterator[tuple[str, Node]]:
    for key, value in root.pairs:
        if value.kind == "list":
            yield key.text or "", value
        elif value.kind == "map" and (key.text or "").endswith("Connections"):
            yield from ((inner.text or "", each) for inner, each in value.pairs)


def _pairs(node: Node) -> tuple[tuple[int, int, Node], ...]:
    """The connections of a list: pairs of numbers, or calls with two."""
    found = []
    for each in node.items:
        ends = [end.whole for end in each.items]
        if each.kind == "scalar" or len(ends) != 2 or None in ends:
            return ()
        one, other = ends[0] or 0, ends[1] or 0
        if not (0 <= one < MAX_POINTS and 0 <= other < MAX_POINTS):
            return ()
        found.append((one, other, each))
    return tuple(found)


def _unused(edges: _Edges) -> Iterator[str]:
    if len(edges.names) > 1:
        yield f"which set an edge belongs to: {', '.join(edges.names[:12])}"
    if edges.left:
        yield f"the surface of {', '.join(edges.left)}, which is no skeleton"
