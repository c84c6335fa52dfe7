"""What a video shows besides findings: frames that a program placed, and how much labels shake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.labels import Annotation
from schemac.model import Skeleton
from schemac.validating.scene import Scene
from schemac.validating.video import GAP, Tracks, track_of

if TYPE_CHECKING:
    pass


class Span(Struct, frozen=True):
    """Frames of a track of a file that a program placed, for somebody to look through."""

    track: str
    first: int
    last: int
    frames: int
    file: str = ""


class Interpolated:
    """Counts labels that were interpolated, and lists their frames by track."""

    MOST = 10_000  # spans that are listed

    def __init__(self) -> None:
        self.labels = 0
        self.spans: list[Span] = []
        self._open: dict[tuple[str, str], Span] = {}

    def look(self, scene: Scene) -> None:
        for about in scene.labels.about:
            if about.interpolated and about.track is not None and about.image.frame is not None:
                self.labels += 1
                self._extend(about, about.image.frame)

    def _extend(self, about: Annotation, frame: int) -> None:
        key, track = track_of(about), about.track or ""
        open = self._open.get(key)
        if open and open.last <= frame <= open.last + GAP:
            self._open[key] = Span(track, open.first, frame, open.frames + 1, open.file)
            return
        self._close(key)
        if len(self._open) + len(self.spans) < self.MOST:
            file = about.place.file if about.place else ""
            self._open[key] = Span(track, frame, frame, 1, file)

    def _close(self, key: tuple[str, str]) -> None:
        if key in self._open:
            self.spans.append(self._open.pop(key))

    def finish(self) -> tuple[Span, ...]:
        """All spans, by track and frame."""
        for key in list(self._open):
            self._close(key)
        return tuple(sorted(self.spans, key=lambda span: (span.file, span.track, span.first)))


class Shake(Struct, frozen=True):
    """How much a keypoint shakes: the median of its deviation from a smooth way, in parts of the
    instance's scale, over `frames` triples of neighbouring frames."""

    point: str
    share: float
    frames: int


# The median of (|a| + |b|) / 2 of two normal variables, in their standard deviations: where
# P(|a| + |b| <= t) = erf(t / 2)^2 is one half.
_MIDDLE = 0.7437


class Jitter:
    """Estimates how much each keypoint shakes from frame to frame.

    A second difference of independent clicks with standard deviation s has sqrt(6) s; its median
    over many frames is not moved by real, faster motion now and then. Frames that a program
    interpolated run straight and say nothing. Kept as a histogram, so that memory does not grow.
    """

    _STEPS = 400
    _TOP = 0.1  # of the instance's scale

    def __init__(self, skeleton: Skeleton) -> None:
        import numpy as np

        self._skeleton = skeleton
        self._tracks = Tracks(2)
        self._histogram = np.zeros((len(skeleton.keypoints), self._STEPS + 1), dtype=np.int64)

    def look(self, scene: Scene) -> None:
        import numpy as np

        clicked = [row for row, about in enumerate(scene.labels.about) if not about.interpolated]
        for _, piece, _ in self._tracks.pieces(scene.of(np.array(clicked, dtype=np.intp))):
            if len(piece.frames) < 3:
                continue
            frames = np.array(piece.frames)
            near = (np.diff(frames)[1:] == 1) & (np.diff(frames)[:-1] == 1)
            xy = piece.keypoints[..., :2]
            bend = np.abs(xy[2:] - 2 * xy[1:-1] + xy[:-2]).mean(axis=-1)
            share = bend / np.sqrt(6) / piece.scales[1:-1, None]
            for k in range(share.shape[1]):
                values = share[near, k]
                bins = np.minimum(values[np.isfinite(values)] / self._TOP, 1.0) * self._STEPS
                self._histogram[k] += np.bincount(bins.astype(int), minlength=self._STEPS + 1)

    def finish(self) -> tuple[Shake, ...]:
        """Keypoints in index order, those with enough frames to say anything."""
        import numpy as np

        found = []
        for k, counts in enumerate(self._histogram):
            total = int(counts.sum())
            if total >= 20:
                middle = int(np.searchsorted(counts.cumsum(), total / 2))
                share = (middle + 0.5) / self._STEPS * self._TOP / _MIDDLE
                found.append(Shake(self._skeleton.keypoints[k].id, round(share, 5), total))
        return tuple(found)
