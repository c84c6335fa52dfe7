"""Skeletons of FiftyOne: JSON of one, of a data set or its export, and calls in Python.

`metadata.json` of an exported data set holds them under `info`; a summary of a data set at its top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemac.absorbing import listed_points, text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic
from schemac.draft import Absorbed, Draft, DraftEdge, Given
from schemac.formats.fiftyone.emitting import EVALUATE, EVALUATION, SIGMAS
from schemac.located import Node, Unreadable
from schemac.source import Origin, Span

SHAPE = Code(
    id="I280",
    name="fiftyone-not-a-skeleton",
    doc="""A part of a FiftyOne skeleton is not what FiftyOne has there, and is left out.

    `labels` is a list of texts; without it the skeleton has no names, and nothing to import.
    `edges` is a list of paths, each a list of indices that count from 0; a path of one index draws
    nothing. `keypoint_sigmas` is a list of numbers, each of them 2 sigma.

        {"labels": ["beak", "tail"], "edges": [0, 1]}      # [[0, 1]]
    """,
)
LENGTHS = Code(
    id="I281",
    name="fiftyone-lengths",
    doc="""`keypoint_sigmas` beside a FiftyOne skeleton are not as many as its labels.

    `evaluate_detections` stops when they are not as many as the points of an object. They are left
    out: no one can tell which keypoint each belongs to.

        {"keypoint_sigmas": [0.052, 0.05]}      # of 17 labels
    """,
)
CODES = (SHAPE, LENGTHS)


def recognises(given: Given) -> bool:
    """JSON with labels and edges and nothing else of a model, or with skeletons of a data set;
    Python that makes a `KeypointSkeleton`."""
    head = given.head
    if given.name.endswith(".py"):
        return b"KeypointSkeleton(" in head
    if not given.name.endswith(".json"):
        return False
    others = (b'"id2label"', b'"nodes"', b'"categories"', b'"joints"', b'"py/object"')
    own = b'"edges"' in head or b'"skeletons"' in head
    several = b'"default_skeleton"' in head
    return several or (own and b'"labels"' in head and not any(other in head for other in others))


def absorb(given: Given) -> Absorbed:
    """A draft for each skeleton, with the sigmas of `evaluation.json` beside it."""
    data = b""
    try:
        data = whole(given)
        found, sigmas = _python(given, data) if given.name.endswith(".py") else _json(given, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    reader = _Reader(given)
    drafts = [reader.draft(name, node, sigmas) for name, node in found]
    drafts = [draft for draft in drafts if draft.points]
    if drafts:
        return Absorbed(
            drafts=tuple(drafts), problems=tuple(reader.problems), sources=text_of(given, data)
        )
    span = found[0][1].span if found else None
    return without_skeleton(given, "no skeleton with labels is in the file", data, span)


Skeletons = list[tuple[str | None, Node]]


def _json(given: Given, data: bytes) -> tuple[Skeletons, Node | None]:
    from schemac.located import json

    root = json.read(given.file, data)
    beside = given.beside(EVALUATION)
    sigmas = None
    if beside is not None:
        try:
            evaluation = json.read(beside.file, whole(beside))
            sigmas = (evaluation.get(EVALUATE) or evaluation).get(SIGMAS)
        except (Unreadable, OSError):
            sigmas = None
    return list(_skeletons(root)), sigmas


def _skeletons(root: Node) -> Iterator[tuple[str | None, Node]]:
    if root.get("labels") is not None or root.get("edges") is not None:
        yield None, root
    for place in (root, root.get("info"), root.get("dataset")):
        if place is None:
            continue
        default, others = place.get("default_skeleton"), place.get("skeletons")
        if default is not None and default.kind == "map":
            name = root.get("name")
            yield (None if name is None else name.text), default
        for key, value in others.entries() if others is not None else ():
            yield str(key), value


def _python(given: Given, data: bytes) -> tuple[Skeletons, Node | None]:
    from schemac.located import python

    found: Skeletons = []
    sigmas = None
    for call in python.calls(given.file, data):
        sigmas = call.get(SIGMAS) or sigmas
        if call.name.rpartition(".")[2] == "KeypointSkeleton":
            found.append((None, Node(kind="map", span=call.span, pairs=call.kwargs)))
    return found, sigmas


class _Reader:
    def __init__(self, given: Given) -> None:
        self._given = given
        self._here = Origin(given.file)
        self.problems: list[Diagnostic] = []

    def draft(self, name: str | None, node: Node, sigmas: Node | None) -> Draft:
        """What a skeleton says, in its order."""
        labels = self._labels(node)
        values = self._sigmas(sigmas, len(labels))
        edges = node.get("edges")
        return Draft(
            format="fiftyone",
            file=self._given.file,
            name=name,
            of_category=False,
            points=listed_points(labels, values),
            span=node.span,
            edges=None if edges is None or edges.kind == "other" else tuple(self._edges(edges)),
            based=0,
            sigmas=True if values else None,
        )

    def _labels(self, node: Node) -> list[tuple[str, Span]]:
        labels = node.get("labels")
        if labels is None or labels.kind != "list":
            return []
        for each in labels.items:
            if each.text is None:
                self._report(SHAPE, each.span, "a label is a text")
        return [(each.text, each.span) for each in labels.items if each.text is not None]

    def _edges(self, node: Node) -> Iterator[DraftEdge]:
        for path in node.items:
            ends = [(each.whole, each.span) for each in path.items]
            if len(ends) < 2 or any(index is None for index, _ in ends):
                self._report(SHAPE, path.span, "a path of `edges` is two or more indices")
                continue
            for (source, start), (target, end) in pairwise(ends):
                if source is not None and target is not None:
                    span = Span(start.line, start.column, end.end_line, end.end_column)
                    yield DraftEdge(source, target, span)

    def _sigmas(self, node: Node | None, total: int) -> Sequence[tuple[float, Span | None]]:
        """In sigma form; the file has 2 sigma. Those of a file beside have no place in this one."""
        if node is None or not total or not node.items:
            return ()
        here = self._given.name.endswith(".py")
        span = node.span if here else None
        values = [(each.number, each.span) for each in node.items]
        found = [(v / 2, each if here else None) for v, each in values if v is not None]
        if len(found) != len(values):
            self._report(SHAPE, span, f"`{SIGMAS}` is a list of numbers")
        elif len(found) != total:
            self._report(LENGTHS, span, f"{len(found)} sigmas for {total} labels")
        else:
            return found
        return ()

    def _report(self, code: Code, span: Span | None, message: str) -> None:
        self.problems.append(code.at(self._here, message, span=span or Span(1, 1, 1, 1)))
