"""What V7 exports: Darwin JSON, whose annotations name the nodes of a skeleton, and the classes in
`.v7/metadata.json`, where they hold nodes and edges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

DIFFER = Code(
    id="I340",
    name="v7-nodes-differ",
    severity=Severity.WARNING,
    doc="""Two annotations of one V7 class do not list the same nodes in the same order.

    An annotation names its nodes, so labels can be read all the same; but which order the class
    has is not told by the file, and nodes may be missing. The draft takes the longest list, the
    first one of several that are as long.

    Give the export of an item that was labelled after the class was made.

        {"name": "person", "skeleton": {"nodes": [{"name": "nose", ...}, {"name": "tail", ...}]}}
        {"name": "person", "skeleton": {"nodes": [{"name": "tail", ...}]}}
    """,
)
UNKNOWN = Code(
    id="I341",
    name="v7-unknown-node",
    doc="""An edge of a V7 class leads to a node that the class does not have. It is left out.

        "skeleton": {"nodes": [{"name": "nose"}], "edges": [{"from": "nose", "to": "tail"}]}
    """,
)
SHAPE = Code(
    id="I342",
    name="v7-not-a-node",
    doc="""A node of a V7 skeleton has no name, and is left out: it cannot be told from others.

        "skeleton": {"nodes": [{"x": 10.5, "y": 20.0, "occluded": false}]}
    """,
)
CODES = (DIFFER, UNKNOWN, SHAPE)

_LABELS = re.compile(rb'"annotations"\s*:')
_DARWIN = re.compile(
    rb'"(?:slots|slot_names|team_slug|bounding_box|darwin_json)|"skeleton"\s*:\s*\{'
)


def recognises(given: Given) -> bool:
    """Darwin JSON, or the metadata of V7's classes."""
    if not given.name.endswith(".json"):
        return False
    head = given.head
    if given.name == "metadata.json":
        return b'"classes"' in head and b'"type"' in head and b'"sub_types"' in head
    darwin = (b'"dataset"' in head or b'"item"' in head) and b'"categories"' not in head
    return darwin and bool(_LABELS.search(head)) and bool(_DARWIN.search(head))


def absorb(given: Given) -> Absorbed:
    """A draft for each class of type skeleton."""
    from schemac.located import json

    data = b""
    try:
        data = whole(given)
        root = json.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    reader = _Reader(given)
    drafts = [*reader.classes(root), *reader.labelled(root)]
    if not drafts:
        message = "no annotation or class of the file has the nodes of a skeleton"
        return without_skeleton(given, message, data, root.span)
    return Absorbed(
        drafts=tuple(drafts), problems=tuple(reader.problems), sources=text_of(given, data)
    )


class _Reader:
    def __init__(self, given: Given) -> None:
        self._given = given
        self.problems: list[Diagnostic] = []

    def labelled(self, root: Node) -> Iterator[Draft]:
        """The classes that annotations show, in the order of the file."""
        found: dict[str, list[Node]] = {}
        for each in _items(root, "annotations"):
            name = each.get("name")
            for skeleton in _skeletons(each):
                if name is not None and name.text is not None:
                    found.setdefault(name.text, []).append(skeleton)
        for title, skeletons in found.items():
            every = [self._points(each) for each in skeletons]
            points = max(every, key=len)
            names = [point.name for point in points]
            for skeleton, others in zip(skeletons, every, strict=True):
                if [point.name for point in others] != names:
                    message = f"this `{title}` has other nodes, or another order, than the longest"
                    self._wrong(DIFFER, message, skeleton)
                    break
            if points:
                yield self._draft(title, points, skeletons[every.index(points)], None)

    def classes(self, root: Node) -> Iterator[Draft]:
        """The classes of a team, where they hold nodes."""
        for each in (*_items(root, "classes"), *_items(root, "annotation_classes")):
            inner = each.get("metadata")
            skeleton = each.get("skeleton") or (inner.get("skeleton") if inner else None)
            name = each.get("name")
            if skeleton is not None and (points := self._points(skeleton, True)):
                edges = tuple(self._edges(skeleton, points))
                yield self._draft(None if name is None else name.text, points, each, edges)

    def _draft(
        self,
        name: str | None,
        points: list[DraftPoint],
        at: Node,
        edges: tuple[DraftEdge, ...] | None,
    ) -> Draft:
        return Draft(
            format="v7",
            file=self._given.file,
            name=name,
            points=tuple(points),
            span=at.span,
            edges=edges,
        )

    def _points(self, skeleton: Node, placed: bool = False) -> list[DraftPoint]:
        """The nodes; their places are those of a class, not those of one picture."""
        points = []
        for node in _items(skeleton, "nodes"):
            name = node.get("name")
            if name is None or name.text is None:
                self._wrong(SHAPE, "a node has no name", node)
                continue
            x, y = (None if (at := node.get(axis)) is None else at.number for axis in ("x", "y"))
            place = (x, y) if placed and x is not None and y is not None else None
            points.append(DraftPoint(name=name.text, span=name.span, position=place))
        return points

    def _edges(self, skeleton: Node, points: list[DraftPoint]) -> Iterator[DraftEdge]:
        index = {point.name: at for at, point in reversed(list(enumerate(points)))}
        for edge in _items(skeleton, "edges"):
            ends = [edge.get(key) for key in ("from", "to")]
            names = ["" if end is None else str(end.scalar) for end in ends]
            if names[0] in index and names[1] in index:
                yield DraftEdge(index[names[0]], index[names[1]], edge.span)
            else:
                message = f"an edge leads from `{names[0]}` to `{names[1]}`, which is no node"
                self._wrong(UNKNOWN, message, edge)

    def _wrong(self, code: Code, message: str, node: Node) -> None:
        self.problems.append(code.at(Origin(self._given.file), message, span=node.span))


def _items(node: Node, key: str) -> tuple[Node, ...]:
    found = node.get(key)
    return () if found is None else found.items


def _skeletons(annotation: Node) -> Iterator[Node]:
    """That of a picture, or one for each keyframe of a video."""
    own = annotation.get("skeleton")
    if own is not None:
        yield own
    frames = annotation.get("frames")
    for _, frame in () if frames is None else frames.pairs:
        found = frame.get("skeleton")
        if found is not None:
            yield found
