"""One `dataset_info` as a draft, by the rules of `mmpose.datasets.datasets.utils` (1.3.2)."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.draft import Draft, DraftEdge, DraftPartner, DraftPoint
from schemac.formats.mmpose.codes import IDS, LENGTHS, SHAPE, UNKNOWN, UNLIKE_ITSELF
from schemac.located import Node
from schemac.source import Origin, Span

_KNOWN = {"dataset_name", "paper_info", "keypoint_info", "skeleton_info", "joint_weights", "sigmas"}
_HALVES: dict[str | None, Literal["upper", "lower"]] = {"upper": "upper", "lower": "lower"}
_MOST = 100  # problems of one skeleton; more of them help nobody
_COMPARED = 20  # unknown names that are held against all others; more of them help nobody
_year = re.compile(r"(?:19|20)[0-9]{2}").fullmatch


class _Entry(Struct, frozen=True):
    """A keypoint with the number that is its key."""

    number: int
    key: Node
    value: Node
    name: str


class Described:
    """Reads one mapping. `problems` are those that were met on the way."""

    def __init__(self, file: str, info: Node) -> None:
        self._file, self._info = file, info
        self.problems: list[Diagnostic] = []

    def draft(self) -> Draft:
        """What it says, with keypoints in the order of their keys."""
        entries = self._entries()
        index = {entry.name: at for at, entry in enumerate(entries)}
        sigmas = self._numbers("sigmas", len(entries))
        weights = self._numbers("joint_weights", len(entries))
        points = tuple(
            _point(entry, sigmas[at] if sigmas else None, weights[at] if weights else None)
            for at, entry in enumerate(entries)
        )
        listed = self._info.get("sigmas")
        return Draft(
            format="mmpose",
            file=self._file,
            name=self._text("dataset_name"),
            of_category=False,
            points=points,
            span=self._place("keypoint_info"),
            edges=self._edges(index),
            mirror=_mirror(entries, index),
            sigmas=bool(listed and listed.items),
            title=self._paper("title"),
            homepage=self._paper("homepage"),
            year=int(year) if _year(year := self._paper("year") or "") else None,
            unused=tuple(self._unused()),
        )

    def _entries(self) -> tuple[_Entry, ...]:
        node = self._info.get("keypoint_info")
        if node is None or node.kind != "map":
            self._say(SHAPE, node or self._info, "`keypoint_info` is not a dict by number")
            return ()
        written = [each for pair in node.pairs if (each := self._entry(*pair))]
        numbers = {entry.number: entry for entry in written}
        entries = tuple(numbers[number] for number in sorted(numbers))
        self._twice(written)
        self._order(written, entries)
        return entries

    def _entry(self, key: Node, value: Node) -> _Entry | None:
        number, name = key.whole, value.get("name")
        if number is None:
            self._say(SHAPE, key, "a key of `keypoint_info` is not a number")
        elif name is None or name.text is None:
            self._say(SHAPE, value, f"keypoint {number} has no name")
        else:
            return _Entry(number, key, value, name.text)
        return None

    def _twice(self, written: Sequence[_Entry]) -> None:
        last = {entry.number: entry for entry in written}
        for entry in written:
            if last[entry.number] is not entry:
                message = f"keypoint {entry.number} is there twice: `{entry.name}` is lost"
                self._say(UNLIKE_ITSELF, entry.key, message)

    def _order(self, written: Sequence[_Entry], entries: Sequence[_Entry]) -> None:
        """At most one finding on keys, and one on the ids inside: all have one cause."""
        for at, entry in enumerate(entries):
            if entry.number != at:
                first = at == 0
                gap = f"the keys begin with {entry.number}" if first else f"there is no key {at}"
                message = f"{gap}; MMPose takes `{entry.name}` for index {at} in lists and links"
                self._say(IDS, entry.key, message, "number the entries 0, 1, 2 and so on")
                break
        for one, other in pairwise(written):
            if other.number < one.number:
                message = f"keypoint {other.number} stands behind {one.number}"
                help = "MMPose lists flip partners in the order of the file: sort the entries"
                self._say(IDS, other.key, message, help)
                break
        unlike = [e for e in entries if (id := e.value.get("id")) and id.whole != e.number]
        if unlike:
            entry = unlike[0]
            id = entry.value.get("id") or entry.value
            more = f", and so on for {len(unlike) - 1} more" if len(unlike) > 1 else ""
            message = f"`{entry.name}` has the key {entry.number} and the id {id.scalar}{more}"
            help = "MMPose goes by the key, and so does the draft"
            found = IDS.at(
                Origin(self._file), message, span=id.span, help=help, severity=Severity.WARNING
            )
            self.problems.append(found)

    def _edges(self, index: dict[str, int]) -> tuple[DraftEdge, ...] | None:
        node = self._info.get("skeleton_info")
        if node is None:
            self._say(SHAPE, self._info, "`skeleton_info` is missing; MMPose asks for it")
            return None
        if node.kind != "map":
            self._say(SHAPE, node, "`skeleton_info` is not a dict by number")
            return ()
        edges = []
        for _, value in node.pairs:
            link = value.get("link")
            names = [each.text for each in link.items] if link else []
            if link is None or len(names) != 2 or None in names:
                self._say(SHAPE, link or value, "a link is two names of keypoints")
                continue
            unknown = [name for name in names if name not in index]
            for name in unknown:
                few = len(self.problems) < _COMPARED
                close = difflib.get_close_matches((name or "")[:64], index, 1) if few else []
                help = f"is `{close[0]}` meant?" if close else None
                self._say(UNKNOWN, link, f"a link goes to `{name}`, which is not listed", help)
            if not unknown:
                edges.append(DraftEdge(index[names[0] or ""], index[names[1] or ""], link.span))
        return tuple(edges)

    def _numbers(self, key: str, total: int) -> tuple[Node, ...]:
        """The numbers of a list that has one for each keypoint; nothing of another list."""
        node = self._info.get(key)
        if node is None:
            self._say(SHAPE, self._info, f"`{key}` is missing; MMPose asks for it")
            return ()
        if node.kind != "list" or any(each.number is None for each in node.items):
            self._say(SHAPE, node, f"`{key}` is not a list of numbers that are written out")
            return ()
        if node.items and len(node.items) != total:
            many = len(node.items)
            message = f"`{key}` has {many} numbers for {total} keypoints; the draft has none"
            self._say(LENGTHS, node, message)
            return ()
        return node.items

    def _text(self, key: str) -> str | None:
        node = self._info.get(key)
        return node.text if node else None

    def _paper(self, key: str) -> str | None:
        paper = self._info.get("paper_info")
        node = paper.get(key) if paper else None
        if node is None or node.scalar in (None, ""):
            return None
        return " ".join(str(node.scalar).split())

    def _place(self, key: str) -> Span:
        return (self._info.get(key) or self._info).span

    def _unused(self) -> Iterator[str]:
        authors = self._paper("author")
        if authors:
            yield f"the authors of the paper: {authors}"
        further = [str(key) for key, _ in self._info.entries() if key not in _KNOWN]
        if further:
            yield f"further keys: {', '.join(further)}"

    def _say(self, code: Code, node: Node, message: str, help: str | None = None) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(code.at(Origin(self._file), message, span=node.span, help=help))


def _point(entry: _Entry, sigma: Node | None, weight: Node | None) -> DraftPoint:
    name, half = entry.value.get("name"), entry.value.get("type")
    return DraftPoint(
        name=entry.name,
        span=(name or entry.value).span,
        sigma=sigma.number if sigma else None,
        sigma_span=sigma.span if sigma else None,
        weight=weight.number if weight else None,
        half=_HALVES.get(half.text) if half else None,
        colour=_hex(entry.value.get("color")),
    )


def _mirror(entries: Sequence[_Entry], index: dict[str, int]) -> tuple[DraftPartner, ...] | None:
    """One statement for each `swap`; empty or the own name means the keypoint itself."""
    swaps = [(at, entry.value.get("swap")) for at, entry in enumerate(entries)]
    if all(node is None for _, node in swaps):
        return None
    partners = []
    for at, node in swaps:
        if node is not None and node.text is not None:
            partner = index.get(node.text, -1) if node.text else at
            partners.append(DraftPartner(at, partner, node.span, node.text or None))
    return tuple(partners)


def _hex(node: Node | None) -> str | None:
    """Red, green, blue, as MMPose's visualizers draw it."""
    channels = [each.whole for each in node.items] if node else []
    if len(channels) != 3 or any(c is None or not 0 <= c <= 255 for c in channels):
        return None
    return "#" + "".join(f"{channel:02x}" for channel in channels)
