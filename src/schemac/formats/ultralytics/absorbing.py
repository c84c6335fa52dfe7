"""A pose data set's `data.yaml`, by the rules of Ultralytics 8.4.190."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Absorbed, Draft, DraftPartner, DraftPoint, Given
from schemac.located import Node, Unreadable
from schemac.source import Origin

SHAPE = Code(
    id="I140",
    name="ultralytics-malformed",
    doc="""A key of a `data.yaml` lacks something, or holds something else than Ultralytics expects.

    `kpt_shape` is the number of keypoints and 2 or 3; `flip_idx` and `kpt_oks_sigmas` are lists of
    numbers; `kpt_names` has a list of names for each number of a class.

        kpt_shape: 17                           # write [17, 3]
    """,
)
LENGTHS = Code(
    id="I141",
    name="ultralytics-lengths",
    doc="""A list of a `data.yaml` has another length than `kpt_shape` says.

    Ultralytics stops for `flip_idx` and `kpt_oks_sigmas`, and shows wrong names otherwise. Which
    number belongs to which keypoint cannot be told, so the draft has none of such a list; of names
    it has as many as there are keypoints.

        kpt_shape: [3, 3]
        flip_idx: [0, 2, 1, 3]
    """,
)
PAIRS = Code(
    id="I142",
    name="ultralytics-flip-pairs",
    doc="""`flip_idx` of a `data.yaml` is written as pairs.

    Ultralytics wants one number for each keypoint: at place i stands the keypoint that i becomes
    when the picture is mirrored. With pairs it stops, or takes the wrong rows. The draft reads the
    pairs as they are meant.

        flip_idx: [[1, 2]]                      # of three keypoints: write [0, 2, 1]
    """,
)
NO_NAMES = Code(
    id="I143",
    name="ultralytics-without-names",
    severity=Severity.NOTE,
    doc="""A `data.yaml` does not name its keypoints.

    `kpt_names` is young and optional. The draft numbers the keypoints; which place each one is has
    to come from the people who labelled it.

        kpt_names: {0: [nose, left_eye, right_eye]}
    """,
)
CODES = (SHAPE, LENGTHS, PAIRS, NO_NAMES)

MAX_POINTS = 4096
MAX_PROBLEMS = 100  # of one file; more of them help nobody
MAX_CLASSES = 100  # with names of their own; the format has them for few
_mark = re.compile(rb"^(?:kpt_shape|kpt_names|flip_idx|kpt_oks_sigmas)\s*:", re.M).search
_model = re.compile(rb"^(?:backbone|head)\s*:", re.M).search


def recognises(given: Given) -> bool:
    """YAML with a key of a pose data set; the plan of a model has `kpt_shape` too."""
    yaml = given.name.lower().endswith((".yaml", ".yml"))
    return yaml and bool(_mark(given.head)) and not _model(given.head)


def absorb(given: Given) -> Absorbed:
    """A draft for each class whose keypoints have names; one draft when none has."""
    from schemac.located import yaml

    data = b""
    try:
        data = whole(given)
        root = yaml.read(given.file, data)
    except Unreadable as error:
        return unreadable(given, error, data)
    reader = _Reader(given, root)
    total = reader.total()
    if not total:
        return without_skeleton(given, "there is no `kpt_shape` with keypoints", data, root.span)
    drafts = tuple(reader.drafts(total))
    return Absorbed(drafts=drafts, problems=tuple(reader.problems), sources=text_of(given, data))


class _Reader:
    def __init__(self, given: Given, root: Node) -> None:
        self._given, self._root = given, root
        self.problems: list[Diagnostic] = []

    def total(self) -> int:
        """How many keypoints there are: as `kpt_shape` says, else as there are names; 0 when
        neither says it."""
        shape = self._root.get("kpt_shape")
        number = shape.items[0].whole if shape and shape.items else None
        if number is not None and 0 < number <= MAX_POINTS:
            if len(shape.items if shape else ()) != 2:
                self._say(SHAPE, shape, "`kpt_shape` is two numbers, such as [17, 3]")
            return number
        listed = self._lists()
        if listed:
            message = "`kpt_shape` is missing or is no number of keypoints; Ultralytics stops"
            self._say(SHAPE, shape or self._root, message)
        return len(listed[0][1].items) if listed else 0

    def drafts(self, total: int) -> Iterator[Draft]:
        """One for each list of names."""
        mirror, sigmas = self._mirror(total), self._sigmas(total)
        lists = self._lists()
        if len(lists) > MAX_CLASSES:
            message = f"{len(lists)} classes have names of keypoints; {MAX_CLASSES} are read"
            self._say(SHAPE, self._root.get("kpt_names"), message)
            del lists[MAX_CLASSES:]
        if not lists:
            shape = self._root.get("kpt_shape")
            message = f"the {total} keypoints have no names here; the draft numbers them"
            self._say(NO_NAMES, shape, message, "add `kpt_names`, or name them in the draft")
        for number, listed in lists or ((None, None),):
            yield Draft(
                format="ultralytics",
                file=self._given.file,
                name=self._class(number),
                points=tuple(self._points(listed, total, sigmas)),
                named=listed is not None,
                span=listed.span if listed else (self._root.get("kpt_shape") or self._root).span,
                mirror=mirror,
                sigmas=bool(sigmas),
                unused=tuple(self._unused(number)),
            )

    def _lists(self) -> list[tuple[int | None, Node]]:
        """The lists of names, each with the number of its class."""
        node = self._root.get("kpt_names")
        if node is None or node.scalar is not None:
            return []
        if node.items and all(each.kind == "list" for each in node.items):
            return list(enumerate(node.items))
        if node.kind == "list":
            return [(None, node)] if node.items else []
        return [(key.whole, value) for key, value in node.pairs if value.kind == "list"]

    def _points(
        self, listed: Node | None, total: int, sigmas: tuple[Node, ...]
    ) -> Iterator[DraftPoint]:
        if listed is not None and len(listed.items) != total:
            many = len(listed.items)
            message = f"there are {many} names for the {total} keypoints of `kpt_shape`"
            self._say(LENGTHS, listed, message)
        shape = self._root.get("kpt_shape") or self._root
        for at in range(total):
            node = listed.items[at] if listed and at < len(listed.items) else None
            sigma = sigmas[at] if sigmas else None
            yield DraftPoint(
                name=f"kpt_{at}" if node is None else _word(node),
                span=(node or listed or shape).span,
                sigma=sigma.number if sigma else None,
                sigma_span=sigma.span if sigma else None,
            )

    def _mirror(self, total: int) -> tuple[DraftPartner, ...] | None:
        node = self._root.get("flip_idx")
        if node is None or (node.kind == "scalar" and node.scalar is None):
            return None
        if node.items and all(each.kind == "list" for each in node.items):
            return tuple(self._pairs(node, total))
        if node.kind != "list" or any(each.whole is None for each in node.items):
            self._say(SHAPE, node, "`flip_idx` is not a list of numbers")
            return None
        if len(node.items) != total:
            many = len(node.items)
            message = f"`flip_idx` has {many} numbers for the {total} keypoints of `kpt_shape`"
            self._say(LENGTHS, node, message, "at place i stands the partner of keypoint i")
            return None
        partners = ((at, each.whole, each.span) for at, each in enumerate(node.items))
        return tuple(DraftPartner(at, to, span) for at, to, span in partners if to is not None)

    def _pairs(self, node: Node, total: int) -> Iterator[DraftPartner]:
        """Pairs where a list of numbers should be: each states both directions."""
        right = list(range(total))
        for pair in node.items:
            ends = [number for each in pair.items if (number := each.whole) is not None]
            if len(ends) != 2 or len(pair.items) != 2:
                self._say(SHAPE, pair, "a pair of `flip_idx` is not two numbers")
                continue
            one, other = ends
            yield DraftPartner(one, other, pair.span)
            yield DraftPartner(other, one, pair.span)
            if 0 <= one < total and 0 <= other < total:
                right[one], right[other] = other, one
        message = "`flip_idx` is written as pairs, and Ultralytics wants a number for each keypoint"
        help = f"write `flip_idx: {right}`" if total <= 40 else None
        self._say(PAIRS, node, message, help)

    def _sigmas(self, total: int) -> tuple[Node, ...]:
        node = self._root.get("kpt_oks_sigmas")
        if node is None or (node.kind == "scalar" and node.scalar is None):
            return ()
        if node.kind != "list" or any(each.number is None for each in node.items):
            self._say(SHAPE, node, "`kpt_oks_sigmas` is not a list of numbers")
            return ()
        if len(node.items) != total:
            many = len(node.items)
            message = f"`kpt_oks_sigmas` has {many} numbers for {total} keypoints"
            self._say(LENGTHS, node, message)
            return ()
        return node.items

    def _class(self, number: int | None) -> str | None:
        """The name of a class; of the first one when the keypoints are those of all."""
        names = self._root.get("names")
        if names is None:
            return None
        table = dict(names.entries()) if names.kind == "map" else dict(enumerate(names.items))
        found = table.get(number) if number is not None else next(iter(table.values()), None)
        return None if found is None or found.scalar is None else str(found.scalar)

    def _unused(self, number: int | None) -> Iterator[str]:
        names = self._root.get("names")
        classes = len(names.pairs or names.items) if names else 0
        if number is None and classes > 1:
            yield f"the other {classes - 1} classes, which share these keypoints"
        shape = self._root.get("kpt_shape")
        if shape and len(shape.items) == 2 and shape.items[1].whole == 2:
            yield "that labels have no visibility: `kpt_shape` gives two numbers a keypoint"
        if self._root.get("skeleton") is not None:
            yield "`skeleton`, which Ultralytics does not know"

    def _say(self, code: Code, node: Node | None, message: str, help: str | None = None) -> None:
        span = (node or self._root).span
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(code.at(Origin(self._given.file), message, span=span, help=help))


def _word(node: Node) -> str:
    """A name as Ultralytics has it; YAML takes a plain `no` or `12` for something else."""
    return "" if node.scalar is None else str(node.scalar)
