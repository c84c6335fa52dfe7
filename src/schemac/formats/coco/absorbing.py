"""The categories of a COCO file, also of one of hundreds of megabytes: annotations go by unread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from schemac.absorbing import LARGEST, SHOWN, text_of, unreadable, whole, without_skeleton
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.draft import Absorbed, Draft, DraftEdge, DraftPoint, Given
from schemac.formats.coco.beside import with_beside
from schemac.located import Node, Unreadable
from schemac.source import Origin

SHAPE = Code(
    id="I100",
    name="coco-category-malformed",
    doc="""A category of a COCO file holds something else than COCO's tools expect there.

    `keypoints` is a list of names; an edge of `skeleton` is two numbers that count from 1; the
    colours, where a tool writes them, are one for each keypoint. What does not fit is left out.

    Correct the category, or export the file again.

        "keypoints": ["nose", "eye"], "skeleton": [[1, 2, 3]]      # write [[1, 2], [2, 3]]
    """,
)
TWICE = Code(
    id="I101",
    name="coco-category-twice",
    severity=Severity.WARNING,
    doc="""Two categories of a COCO file have one id.

    Annotations go by it, so nobody can tell to which of the two an instance belongs; COCO's tools
    take the last one. Each becomes a draft.

    Give each category an id of its own, and change it in the annotations.

        "categories": [{"id": 1, "name": "cat"}, {"id": 1, "name": "dog"}]
    """,
)
KEY_TWICE = Code(
    id="I102",
    name="coco-key-twice",
    doc="""A category of a COCO file has a key twice.

    JSON leaves open which of the two counts. Most programs take the last one, without a word; the
    draft does so too.

    Delete the one that is wrong.

        {"name": "fly", "keypoints": ["head", "tail"], "keypoints": ["head"]}
    """,
)
CODES = (SHAPE, TWICE, KEY_TWICE)

MAX_PROBLEMS = 100  # of one file; more of them help nobody
MAX_CATEGORIES = 500  # with keypoints
_LABELS = {"images", "annotations"}
_KNOWN = {"id", "name", "supercategory", "keypoints", "skeleton", "keypoint_colors", "color"}
_year = re.compile(r"(?:19|20)[0-9]{2}").fullmatch
_colour = re.compile(r"#[0-9a-fA-F]{6}").fullmatch


def recognises(given: Given) -> bool:
    """An object with a list of categories or of images; a list of categories; one category."""
    from schemac.located.json_members import outline

    head = given.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        seen = outline(given.head)
        if "categories" in seen or seen.keys() & _LABELS:
            return seen.get("categories", "[") == "[" and all(
                seen.get(k, "[") == "[" for k in _LABELS
            )
        return seen.get("keypoints") == "[" and b'"name"' in head and "skeleton" in seen
    start = re.match(rb'\[\s*\{[^{}]*"(?:keypoints|supercategory)"\s*:', head)
    return start is not None and b'"keypoints"' in head and b'"svg"' not in head


def absorb(given: Given) -> Absorbed:
    """A draft for each category with keypoints, with what `schemac.json` beside it adds."""
    found = _absorbed(given)
    large = given.size > SHOWN  # too large to show lines of
    return msgspec.structs.replace(found, sources=()) if large else found


def _absorbed(given: Given) -> Absorbed:
    try:
        categories, info = _read(given)
    except Unreadable as error:
        return unreadable(given, error, _shown(given))
    data = _shown(given)
    if categories is None:
        message = "there are no `categories` in this file"
        help = "COCO's `images` and `annotations` alone do not name the keypoints"
        return without_skeleton(given, message, data, help=help)
    if categories.kind != "list":
        return without_skeleton(given, "`categories` is not a list", data, categories.span)
    having = [each for each in categories.items if _has_points(each)]
    if not having:
        total = len(categories.items)
        said = "its category has" if total == 1 else f"none of its {total} categories has"
        message = f"{said} {'no ' if total == 1 else ''}keypoints"
        return without_skeleton(given, message, data, categories.span)
    if len(having) > MAX_CATEGORIES:
        message = (
            f"{len(having):,} categories have keypoints, more than in any file that tools write"
        )
        return unreadable(given, Unreadable(message, categories.span), data)
    reader = _Reader(given, categories.items, info)
    drafts = [reader.draft(each) for each in having]
    if len(drafts) == 1:
        drafts = [with_beside(given, drafts[0])]
    problems = (*reader.problems, *reader.twice())
    return Absorbed(drafts=tuple(drafts), problems=problems, sources=text_of(given, data))


def _read(given: Given) -> tuple[Node | None, Node | None]:
    """The categories and what the file says of itself."""
    from schemac.located import json
    from schemac.located.json_members import members
    from schemac.located.text import decode

    if given.head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return json.read(given.file, whole(given)), None
    with given.open() as stream:
        found = members(stream, {"info", "categories"}, "categories", LARGEST)
    nodes = {
        key: json.read_text(decode(piece.text, LARGEST), piece.line, piece.column)
        for key, piece in found.items()
    }
    if "categories" not in nodes and given.size <= SHOWN:
        one = json.read(given.file, whole(given))
        if _has_points(one):
            return Node(kind="list", span=one.span, items=(one,)), None
    return nodes.get("categories"), nodes.get("info")


def _shown(given: Given) -> bytes:
    """The bytes for findings to show lines of; none of a large file."""
    return whole(given) if given.size <= SHOWN else b""


def _has_points(category: Node) -> bool:
    points = category.get("keypoints")
    return points is not None and (points.kind != "list" or bool(points.items))


class _Reader:
    def __init__(self, given: Given, categories: Sequence[Node], info: Node | None) -> None:
        self._given, self._all, self._info = given, categories, info
        self._here = Origin(given.file)
        self.problems: list[Diagnostic] = []

    def draft(self, category: Node) -> Draft:
        """What one category says, and what the file says of itself."""
        self._keys(category)
        points, name = category.get("keypoints"), category.get("name")
        supercategory, id = category.get("supercategory"), category.get("id")
        return Draft(
            format="coco",
            file=self._given.file,
            name=None if name is None else _word(name),
            points=self._points(category, points) if points else (),
            span=points.span if points else category.span,
            category_id=None if id is None else id.whole,
            supercategory=None if supercategory is None else supercategory.text,
            edges=self._edges(category.get("skeleton")),
            based=1,
            title=self._said("description"),
            homepage=self._said("url"),
            year=self._year(),
            unused=tuple(self._unused(category)),
        )

    def twice(self) -> Iterator[Diagnostic]:
        """Categories with an id that an earlier one has."""
        seen: dict[int, str] = {}
        for category in self._all:
            id, name = category.get("id"), category.get("name")
            number = None if id is None else id.whole
            if id is None or number is None:
                continue
            called = f"`{_word(name)}`" if name is not None else "a category"
            if number in seen:
                message = f"{called} has the id {number}, and so has {seen[number]}"
                yield TWICE.at(self._here, message, span=id.span)
            seen.setdefault(number, called)

    def _keys(self, category: Node) -> None:
        """Keys that are written twice."""
        seen: dict[object, Node] = {}
        for key, _ in category.pairs:
            first = seen.setdefault(key.scalar, key)
            if first is not key and len(self.problems) < MAX_PROBLEMS:
                message = f"the category has `{str(key.scalar)[:64]}` twice; the last one is read"
                note = Note("the first one", self._here, first.span)
                self.problems.append(KEY_TWICE.at(self._here, message, note, span=key.span))

    def _points(self, category: Node, listed: Node) -> tuple[DraftPoint, ...]:
        if listed.kind != "list":
            self._misshapen(listed, "`keypoints` is not a list of names")
            return ()
        colours = self._colours(category.get("keypoint_colors"), len(listed.items))
        found = []
        for at, each in enumerate(listed.items):
            if each.text is None:
                self._misshapen(each, f"keypoint {at} has something else than a name")
            colour = colours[at] if colours else None
            found.append(DraftPoint(name=_word(each), span=each.span, colour=colour))
        return tuple(found)

    def _colours(self, node: Node | None, total: int) -> tuple[str | None, ...]:
        if node is None:
            return ()
        if len(node.items) != total:
            many = len(node.items)
            self._misshapen(node, f"there are {many} colours for {total} keypoints")
            return ()
        texts = (each.text or "" for each in node.items)
        return tuple(text.lower() if _colour(text) else None for text in texts)

    def _edges(self, node: Node | None) -> tuple[DraftEdge, ...] | None:
        if node is None or (node.kind == "scalar" and node.scalar is None):
            return None
        if node.kind != "list":
            self._misshapen(node, "`skeleton` is not a list of edges")
            return ()
        edges = []
        for each in node.items:
            ends = [end.whole for end in each.items]
            if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
                edges.append(DraftEdge(ends[0] - 1, ends[1] - 1, each.span))
            else:
                self._misshapen(each, "an edge of `skeleton` is not two numbers")
        return tuple(edges)

    def _said(self, key: str) -> str | None:
        node = self._info.get(key) if self._info else None
        return node.text.strip() or None if node is not None and node.text else None

    def _year(self) -> int | None:
        node = self._info.get("year") if self._info else None
        if node is None:
            return None
        year = node.text if node.text is not None else str(node.scalar)
        return int(year) if _year(year) else None

    def _unused(self, category: Node) -> Iterator[str]:
        further = [str(key) for key, _ in category.entries() if key not in _KNOWN]
        if further:
            yield f"further keys of the category: {', '.join(further[:5])}"
        first = next(each for each in self._all if _has_points(each))
        without = [each for each in self._all if not _has_points(each)] if category is first else []
        if without:
            names = [_word(name) for each in without if (name := each.get("name")) is not None]
            yield f"categories without keypoints: {', '.join(names[:5]) or len(without)}"

    def _misshapen(self, node: Node, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(SHAPE.at(self._here, message, span=node.span))


def _word(node: Node) -> str:
    """A name as it was meant: some tools write numbers."""
    return "" if node.scalar is None else str(node.scalar)
