"""XML as CVAT writes it, and skeletons in it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from schemac.datasets.cvat.files import NAME
from schemac.datasets.cvat.points import VISIBILITY, Points, Written, number
from schemac.datasets.cvat.skeletons import SCHEMA_VERSION
from schemac.labels import Account, Annotation, Image, Stamp, Writing
from schemac.labels.gathering import Point

if TYPE_CHECKING:
    from typing import BinaryIO

STAMP = "schemac"
SOURCE = "source"
_KEPT = ("z_order", "group_id")
_ENTITIES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;",
    "\t": "&#9;",
}  # fmt: skip
_SPECIAL = re.compile('[&<>"\n\r\t]')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EARLIEST = (1980, 1, 1, 0, 0, 0)


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """The document of a file to be written: a zip where its name ends so."""
    if path.suffix.lower() != ".zip":
        with path.open("xb") as file:
            yield file
        return
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    info = ZipInfo(NAME, _EARLIEST)
    info.compress_type = ZIP_DEFLATED
    with ZipFile(path, "x") as zip, zip.open(info, "w", force_zip64=True) as entry:
        yield entry  # type: ignore[misc]


def tag(name: str, attributes: Mapping[str, str | None], empty: bool = False) -> str:
    """A start tag; attributes that are None are left out."""
    told = "".join(f' {k}="{escaped(v)}"' for k, v in attributes.items() if v is not None)
    return f"<{name}{told}{'/' if empty else ''}>"


def escaped(text: str) -> str:
    """Text for an attribute or between tags. What XML cannot hold becomes U+FFFD."""
    if text.isalnum():  # most are words and flags
        return text
    clean = _NOT_XML.sub("\ufffd", text)
    return _SPECIAL.sub(lambda found: _ENTITIES[found[0]], clean)


def stamp_tag(stamp: Stamp) -> str:
    """The stamp as an element of `<meta>`, which CVAT does not read."""
    return tag(STAMP, stamp.record(), empty=True)


class SkeletonWriter:
    """Writes skeletons of a spec, line by line."""

    def __init__(self, writing: Writing) -> None:
        self._skeleton = writing.skeleton
        self._account = writing.account
        self._points = Points(writing.skeleton, writing.account)
        self._names = [point.name for point in writing.skeleton.keypoints]
        self._heads: dict[tuple[str, str, bool, bool], str] = {}
        self._version = _attribute(SCHEMA_VERSION, writing.stamp.spec, "")

    @property
    def label(self) -> str:
        return self._skeleton.category

    def source_of(self, about: Annotation) -> str:
        """How CVAT says where an instance comes from."""
        said = about.rest.get(SOURCE)
        return "auto" if about.predicted else said if isinstance(said, str) else "manual"

    def shape(
        self, points: Any, about: Annotation, indent: str, redo: Collection[int] = ()
    ) -> Iterator[str]:
        """A skeleton on an image; the points that people are to `redo` are outside, and wait where
        they may belong. Raises LadderError."""
        of = {"label": self.label, SOURCE: self.source_of(about)}
        told = self._told(points, about.image, redo)
        if not told:
            return
        yield indent + tag("skeleton", {**of, **self._kept(about)})
        given = f'{SOURCE}="{escaped(of[SOURCE])}"'
        yield "\n".join([self._point(name, given, point, indent + "  ") for name, point in told])
        yield from self._attributes(about, indent + "  ")
        yield f"{indent}</skeleton>"

    def frame(
        self, points: Any, about: Annotation, frame: int, indent: str, gone: bool = False
    ) -> Iterator[str]:
        """A skeleton of a track; with `gone`, the one that says it is not there any more."""
        keyframe = "0" if about.interpolated and not gone else "1"
        told = self._told(points, about.image)
        if not told:
            return
        given = {"frame": str(frame), "keyframe": keyframe, **self._kept(about)}
        yield indent + tag("skeleton", given)
        if gone:
            told = [(name, Written(point.place, True, False)) for name, point in told]
        each = (self._point(n, f'keyframe="{keyframe}"', p, indent + "  ") for n, p in told)
        yield "\n".join(each)
        yield from self._attributes(about, indent + "  ")
        yield f"{indent}</skeleton>"

    def _told(
        self, points: Any, image: Image, redo: Collection[int] = ()
    ) -> list[tuple[str, Written]]:
        """The points of which something is known. CVAT refuses a skeleton without any."""
        known: list[Point] = list(map(tuple, points.tolist()))
        corner = f"{number((image.width or 0) / 2)},{number((image.height or 0) / 2)}"
        elsewhere = middle(known, corner)
        told = []
        for at, (name, point) in enumerate(zip(self._names, known, strict=True)):
            written = (
                Written(middle([point], elsewhere), True, False)
                if at in redo
                else self._points.write(point, elsewhere)
            )
            if written:
                told.append((name, written))
        if not told:
            self._account.lost["instances of which no keypoint is known"] += 1
        return told

    def _point(self, name: str, given: str, point: Written, indent: str) -> str:
        """Most of what is said of a point is the same for many."""
        key = name, given, point.outside, point.occluded
        if (head := self._heads.get(key)) is None:
            flags = f'outside="{int(point.outside)}" occluded="{int(point.occluded)}"'
            head = self._heads[key] = f'<points label="{escaped(name)}" {given} {flags} points="'
        opened = f'{indent}{head}{point.place}">'
        if point.tier is None:
            return f"{opened}</points>"
        tier = _attribute(VISIBILITY, point.tier, f"{indent}  ")
        return f"{opened}\n{tier}\n{indent}</points>"

    def _kept(self, about: Annotation) -> dict[str, str]:
        """Fields of CVAT's own; those of other formats are counted as lost."""
        if about.crowd:
            self._account.lost["which instances are crowds"] += 1
        for key in about.rest:
            if key not in (*_KEPT, SOURCE, "ends"):
                self._account.lost[f"field `{key}` has no place in CVAT"] += 1
        kept = {key: about.rest[key] for key in _KEPT if isinstance(about.rest.get(key), str)}
        return {"z_order": "0", **kept}

    def _attributes(self, about: Annotation, indent: str) -> Iterator[str]:
        yield indent + self._version
        for name, value in about.attributes.items():
            if not isinstance(value, str):
                self._account.folded[f"attribute `{name}` is text in CVAT"] += 1
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield _attribute(name, said, indent)


def _attribute(name: str, value: str, indent: str) -> str:
    return f"{indent}{tag('attribute', {'name': name})}{escaped(value)}</attribute>"


def middle(points: Iterable[Point], otherwise: str) -> str:
    """Where a point without a place is written, as CVAT does: amid the others that have one.
    Nobody is shown it, but CVAT wants a place."""
    placed = [(x, y) for x, y, _ in points if not (isnan(x) or isnan(y))]
    if not placed:
        return otherwise
    x, y = (sum(along) / len(placed) for along in zip(*placed, strict=True))
    return f"{number(round(x, 2))},{number(round(y, 2))}"


def write_lines(lines: Iterable[str], file: BinaryIO) -> None:
    """Lines of a document, or several at a time, gathered so that writing is not slow."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) >= 512:
            file.write(("\n".join(waiting) + "\n").encode())
            waiting.clear()
    file.write(("\n".join(waiting) + "\n").encode() if waiting else b"")


def lost_text(account: Account, *texts: str | None) -> None:
    """Count characters that XML cannot hold."""
    for text in texts:
        if text and _NOT_XML.search(text):
            account.folded["characters that XML cannot hold became U+FFFD"] += 1
