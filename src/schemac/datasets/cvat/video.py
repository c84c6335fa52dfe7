"""CVAT for video 1.1: tracks, each with the skeletons of one subject, frame after frame.

CVAT shows a track until a skeleton all of whose points are outside, which is not an instance here.
It interpolates between the skeletons that people placed, and exports what it interpolated with
`keyframe="0"`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from schemac.datasets.cvat.document import Document
from schemac.datasets.cvat.meta import Film, Meta
from schemac.datasets.cvat.moving import move
from schemac.datasets.cvat.reader import Given, Reader, batches, frame_of, kind, own
from schemac.datasets.cvat.recognising import kind_of
from schemac.datasets.cvat.skeletons import Seen
from schemac.datasets.cvat.stamping import stamp
from schemac.datasets.cvat.writing import (
    SOURCE,
    SkeletonWriter,
    created,
    escaped,
    stamp_tag,
    tag,
    write_lines,
)
from schemac.labels import (
    Annotation,
    Fault,
    Holds,
    LabelError,
    LabelFormat,
    Labels,
    Place,
    Reading,
    Writing,
)

ENDS = "ends"
"""In `Annotation.rest`: the frame from which on CVAT does not show the track any more, where that
is not just the frame after its last."""

_SHAPES = ("box", "polygon", "polyline", "points", "ellipse", "cuboid", "mask")
_OWN = ("frame", "keyframe", "outside", "occluded")


def recognise(path: Path, head: bytes) -> bool:
    """Whether a file is one of CVAT's, and has tracks."""
    return kind_of(path, head) == "video"


def read(path: Path, reading: Reading) -> Iterator[Labels]:
    """Batches of the skeletons of the spec's category, track by track."""
    return batches(path, _Tracks, reading)


def write(labels: Iterable[Labels], path: Path, writing: Writing) -> None:
    """A document with the tracks in the order of the data, or a zip with that document. Instances
    without a track get one each. Raises LabelError when two pictures have the same frame."""
    with created(path) as file:
        write_lines(_Film(path, writing).lines(labels), file)


class _Tracks(Reader):
    def __init__(self, document: Document, reading: Reading) -> None:
        super().__init__(document, reading)
        self._meta = Meta(Path(document.file).stem)
        self._in_meta = False
        self._track: Given | None = None
        self._film = Film()
        self._last: tuple[Seen, Annotation] | None = None

    def open(self, tag: str, given: Given) -> None:
        if self._in_meta:
            self._meta.start(tag, given)
        elif tag == "meta":
            self._in_meta = True
        elif tag == "track" and given.get("label") == self.reading.skeleton.category:
            self._track, self._film = given, self._meta.film(given.get("task_id"))
        elif tag == "track" or tag == "image":
            self.pass_over(kind(tag, given))
        elif self._track is not None and tag == "skeleton":
            self.begin(given)
        elif self._track is not None and tag in _SHAPES:
            self.pass_over(kind(tag, given))

    def close(self, tag: str, text: str) -> None:
        if tag == "meta":
            self._in_meta = False
        elif self._in_meta:
            self._meta.end(tag, text)
        elif tag == "track":
            self._hand_on(None)
            self._track = None

    def seen(self, skeleton: Seen) -> None:
        assert self._track is not None  # noqa: S101 - skeletons are begun within tracks only
        frame, track = frame_of(skeleton.given, self.document), self._track.get("id")
        if skeleton.gone or skeleton.given.get("outside") == "1":
            self._end(frame)
        elif skeleton.wrong:
            name = f"{self._film.name}, frame {frame}"
            self.report(str(skeleton.wrong), skeleton.wrong.help, name, f"track {track}")
        else:
            self._hand_on((skeleton, self._annotation(skeleton, frame, track)))

    def _annotation(self, skeleton: Seen, frame: int, track: str | None) -> Annotation:
        assert self._track is not None  # noqa: S101
        given = {k: v for k, v in own(skeleton.given).items() if k not in _OWN}
        source = self._track.get(SOURCE, "manual")
        if source not in ("manual", "auto"):
            given[SOURCE] = source
        return Annotation(
            image=self._film.frame(frame, self._track.get("subset")),
            track=track,
            predicted=source == "auto",
            interpolated=skeleton.given["keyframe"] == "0",
            attributes=skeleton.attributes,
            rest=given,
            place=self.place,
        )

    def _end(self, frame: int) -> None:
        """The track is not shown from this frame on."""
        if self._last is None:
            return
        seen, about = self._last
        here = about.image.frame
        if here is not None and frame > here and ENDS not in about.rest:
            self._last = seen, _with(about, {**about.rest, ENDS: str(frame)})

    def _hand_on(self, following: tuple[Seen, Annotation] | None) -> None:
        """The skeleton before this one is complete: what may follow it has been seen."""
        if self._last:
            seen, about = self._last
            usual = str((about.image.frame or 0) + 1)
            if following is None and about.rest.get(ENDS) == usual:
                about = _with(about, {k: v for k, v in about.rest.items() if k != ENDS})
            self.gathered.add(seen.points, about)
            self.rest()
        self._last = following


def _with(about: Annotation, rest: dict[str, Any]) -> Annotation:
    from msgspec.structs import replace

    return replace(about, rest=rest)


class _Film:
    """Writes one video."""

    def __init__(self, path: Path, writing: Writing) -> None:
        self._path, self._writing = path, writing
        self._skeletons = SkeletonWriter(writing)
        self._account = writing.account
        self._frames: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def lines(self, labels: Iterable[Labels]) -> Iterator[str]:
        yield '<?xml version="1.0" encoding="utf-8"?>'
        yield "<annotations>"
        yield "  <version>1.1</version>"
        first = True
        for rows in _by_track(labels):
            if first:
                yield from self._meta(rows[0][1])
                first = False
            yield from self._track(rows)
        if first:
            yield f"  <meta>{stamp_tag(self._writing.stamp)}</meta>"
        yield "</annotations>"

    def _meta(self, about: Annotation) -> Iterator[str]:
        """The video, as far as its first picture tells."""
        image = about.image
        yield "  <meta>"
        yield "    <task>"
        if image.width is not None and image.height is not None:
            size = f"<width>{image.width}</width><height>{image.height}</height>"
            yield f"      <original_size>{size}</original_size>"
        yield f"      <source>{escaped(image.name)}</source>"
        yield "    </task>"
        yield f"    {stamp_tag(self._writing.stamp)}"
        yield "  </meta>"

    def _track(self, rows: list[tuple[Any, Annotation]]) -> Iterator[str]:
        placed = sorted(
            ((self._frame(about), points, about) for points, about in rows), key=lambda row: row[0]
        )
        about = placed[0][2]
        source = self._skeletons.source_of(about)
        given = {"id": about.track, "label": self._skeletons.label, SOURCE: source}
        yield f"  {tag('track', {**given, 'subset': about.image.subset})}"
        for (frame, points, here), following in _followed(placed):
            yield from self._skeletons.frame(points, here, frame, "    ")
            if gone := self._ends(here, frame, following):
                yield from self._skeletons.frame(points, here, gone, "    ", gone=True)
        yield "  </track>"

    def _ends(self, about: Annotation, frame: int, following: int | None) -> int | None:
        """The frame from which on the track is not shown, if it is not shown to the next one."""
        said = about.rest.get(ENDS)
        if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10:
            at = int(said)
            if frame < at and (following is None or at < following):
                return at
        if following is None:
            return frame + 1
        if following > frame + 1:
            what = "frames between two of a track: CVAT shows interpolated ones there"
            self._account.assumed[what] += 1
        return None

    def _frame(self, about: Annotation) -> int:
        image = about.image
        if image.frame is None:
            if image.name not in self._frames:
                self._account.assumed["pictures without a frame: numbered as they come"] += 1
            return self._frames.setdefault(image.name, len(self._frames))
        if self._names.setdefault(image.frame, image.name) != image.name:
            self._refuse(image.frame, image.name)
        if image.name != next(iter(self._names.values())):
            self._account.lost["names of pictures: a video of CVAT has only one"] += 1
        return image.frame

    def _refuse(self, frame: int, name: str) -> None:
        message = f"a file of CVAT holds one video, and the data have two pictures {frame}"
        fault = Fault(
            message=message, place=Place(file=str(self._path)), image=name,
            help="convert one video at a time, or write `cvat-images`",
        )  # fmt: skip
        raise LabelError(fault)


def _followed(rows: list[Any]) -> Iterator[tuple[Any, int | None]]:
    """Each row with the frame of the next one."""
    for row, following in pairwise([*rows, None]):
        yield row, following[0] if following else None


def _by_track(labels: Iterable[Labels]) -> Iterator[list[tuple[Any, Annotation]]]:
    """The rows of one track after another; one that has none is by itself."""
    waiting: list[tuple[Any, Annotation]] = []
    for batch in labels:
        for points, about in zip(batch.keypoints, batch.about, strict=True):
            if waiting and (about.track is None or about.track != waiting[0][1].track):
                yield waiting
                waiting = []
            waiting.append((points, about))
    if waiting:
        yield waiting


FORMAT = LabelFormat(
    name="cvat-video",
    title="CVAT for video",
    summary="CVAT's own XML for tracks, or the zip that holds it, with all tiers and keyframes",
    suffix=".xml",
    holds=frozenset(
        {
            Holds.TIERS, Holds.HIDDEN, Holds.UNPLACED, Holds.IMAGES, Holds.TRACKS,
            Holds.INTERPOLATED, Holds.ATTRIBUTES, Holds.STAMP,
        }
    ),
    recognise=recognise,
    read=read,
    write=write,
    stamp=stamp,
    move=move,
    together="track",
)  # fmt: skip
