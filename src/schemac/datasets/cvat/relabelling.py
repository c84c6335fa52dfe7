"""`<meta>` after a migration: the stamp, and the names of the labels.

CVAT does not read `<meta>` when it imports annotations, but people and other programs do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO

from msgspec import Struct, field

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.writing import STAMP, escaped, stamp_tag
from schemac.labels import Moving

Edit = tuple[int, int, bytes]
_PICTURE = "the picture of the skeleton in <meta>, which shows the keypoints of before"


class _Label(Struct):
    """A `<label>`: where it stands, and its children by tag, with what they say."""

    start: int
    end: int = 0
    children: dict[str, tuple[int, int, str]] = field(default_factory=dict)

    def said(self, tag: str) -> str:
        return self.children[tag][2].strip() if tag in self.children else ""


def relabelled(raw: bytes, moving: Moving) -> bytes:
    """A `<meta>` element with the stamp and the names of the target, all else as it was."""
    document = Document("meta", BytesIO(raw))
    finder = _Finder(document)
    document.keep(0)
    for _ in document.walk(finder):
        pass
    edits = [_stamped(raw, finder.stamp, moving), *_labels(raw, finder.labels, moving)]
    parts, at = [], 0
    for start, end, said in sorted(edits, key=lambda edit: edit[:2]):
        parts += [raw[at:start], said]
        at = end
    return b"".join([*parts, raw[at:]])


class _Finder:
    """Where labels and the stamp of before are."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[tuple[str, int]] = []
        self.labels: list[_Label] = []
        self.stamp: tuple[int, int] | None = None

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        self._open.append((tag, self._document.byte))
        if tag == "label":
            self.labels.append(_Label(self._document.byte))

    def end(self, tag: str, text: str) -> None:
        _, start = self._open.pop()
        end = self._document.tag_end(start)
        if not self._document.raw(start, end).endswith(b"/>"):
            end = self._document.tag_end(self._document.byte)
        if tag == "label":
            self.labels[-1].end = end
        elif self._open and self._open[-1][0] == "label":
            self.labels[-1].children[tag] = (start, end, text)
        elif tag == STAMP and len(self._open) == 1:
            self.stamp = (start, end)


def _stamped(raw: bytes, stamp: tuple[int, int] | None, moving: Moving) -> Edit:
    said = stamp_tag(moving.stamp).encode()
    if stamp:
        return (*stamp, said)
    if raw.endswith(b"/>"):
        return 0, len(raw), b"<meta>" + said + b"</meta>"
    at = raw.rindex(b"</")
    return at, at, said


def _labels(raw: bytes, labels: list[_Label], moving: Moving) -> Iterator[Edit]:
    source, target = moving.source, moving.target
    names = {point.name for point in target.keypoints}
    renamed = source.category != target.category
    parts = [label for label in labels if label.said("parent") == source.category]
    there = {label.said("name") for label in parts}
    for label in labels:
        if label in parts:
            yield from _part(raw, label, names, target.category if renamed else None)
        elif label.said("name") == source.category and label.said("parent") == "":
            if renamed:
                yield _exchanged(label, "name", target.category)
            if "svg" in label.children and (renamed or names != there):
                moving.account.lost[_PICTURE] += 1
                yield (*label.children["svg"][:2], b"")
    if parts:
        new = (point.name for point in target.keypoints if point.name not in there)
        yield from (_added(parts[-1].end, name, target.category) for name in new)


def _part(raw: bytes, label: _Label, names: set[str], parent: str | None) -> Iterator[Edit]:
    if label.said("name") not in names:
        yield len(raw[: label.start].rstrip()), label.end, b""
    elif parent is not None:
        yield _exchanged(label, "parent", parent)


def _exchanged(label: _Label, tag: str, text: str) -> Edit:
    start, end, _ = label.children[tag]
    return start, end, f"<{tag}>{escaped(text)}</{tag}>".encode()


def _added(at: int, name: str, parent: str) -> Edit:
    said = (
        f"<label><name>{escaped(name)}</name><type>points</type><attributes></attributes>"
        f"<parent>{escaped(parent)}</parent></label>"
    )
    return at, at, said.encode()
