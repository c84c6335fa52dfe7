"""Video: keypoints that jump, shake, or stand still while the body moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.diagnostic import Severity
from schemac.labels import Annotation
from schemac.model import Skeleton
from schemac.validating.rule import Hits, Test, data_rule
from schemac.validating.scene import Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A keypoint that leaves its way for one frame and comes back, in parts of the instance's scale.
_JUMP = 0.12
# A keypoint that stays on one spot through so many frames while the others move this far.
_STILL_FRAMES = 4
_MOVED = 0.03
# Frames that lie farther apart than this say nothing about speed.
GAP = 3
_TRACKS = 4096  # that are remembered at a time; those not seen for longest are forgotten


class Tail(Struct, frozen=True):
    """The last labels of a track, newest last: frames (T,), keypoints (T, K, 3), scales (T,), and
    what is told of each."""

    about: tuple[Annotation, ...]
    frames: tuple[int, ...]
    keypoints: Floats
    scales: Floats


class Tracks:
    """The last labels of each track, for tests that look back."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._tails: dict[tuple[str, str], Tail] = {}

    def pieces(self, scene: Scene) -> Iterator[tuple[NDArray[np.intp], Tail, int]]:
        """Of each track in a batch: its rows in the order of frames, all its labels with those
        remembered before them, and how many of these there are."""
        import numpy as np

        groups: dict[tuple[str, str], list[int]] = {}
        for row, about in enumerate(scene.labels.about):
            if about.track is not None and about.image.frame is not None:
                groups.setdefault(track_of(about), []).append(row)
        for key, rows in groups.items():
            frames = [_frame(scene.labels.about[row]) for row in rows]
            order = np.array(rows)[np.argsort(frames, kind="stable")]
            before = self._tails.pop(key, None)
            piece = _joined(before, scene, order)
            count = len(before.frames) if before else 0
            yield order, piece, count
            self._tails[key] = Tail(
                piece.about[-self._kept :],
                piece.frames[-self._kept :],
                piece.keypoints[-self._kept :].copy(),
                piece.scales[-self._kept :],
            )
            if len(self._tails) > _TRACKS:
                del self._tails[next(iter(self._tails))]


def track_of(about: Annotation) -> tuple[str, str]:
    """Which track: those of two annotators, or of two files, are not one."""
    file = about.place.file if about.place else ""
    return f"{file}/{about.image.subset}/{about.annotator}/{about.predicted}", about.track or ""


def _frame(about: Annotation) -> int:
    return about.image.frame or 0


def _joined(before: Tail | None, scene: Scene, order: NDArray[np.intp]) -> Tail:
    import numpy as np

    about = tuple(scene.labels.about[row] for row in order)
    frames = tuple(map(_frame, about))
    places = np.where(scene.placed[order][..., None], scene.labels.keypoints[order], np.nan)
    places[..., 2] = scene.codes[order]
    scales = scene.scale[order]
    if before is None:
        return Tail(about, frames, places, scales)
    return Tail(
        before.about + about,
        before.frames + frames,
        np.concatenate((before.keypoints, places)),
        np.concatenate((before.scales, scales)),
    )


@data_rule("Q510", "jump", Severity.WARNING)
def jump(skeleton: Skeleton) -> Test:
    """A keypoint jumps away for one frame and comes back.

    Measured against the way from the frame before to the frame after, less what the whole body
    does, in parts of the body's size. Nothing alive moves like that: a wrong click, two subjects
    exchanged for a frame, or left and right exchanged.
    """
    tracks = Tracks(2)

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        for rows, piece, known in tracks.pieces(scene):
            if len(piece.frames) < 3:
                continue
            away, scales = _away(piece), piece.scales[1:-1]
            ratio = np.nan_to_num(away / scales[:, None])
            bad = np.argwhere(ratio > _JUMP)
            bad = bad[bad[:, 0] >= max(0, known - 2)]  # the others were told before
            for at, group in _by_frame(bad):
                own = at + 1 - known
                worst = int(group[ratio[at, group].argmax()])
                yield _one(
                    int(rows[max(own, 0)]), worst, ratio[at, worst] / _JUMP,
                    f"`{skeleton.keypoints[worst].name}` leaves its way by"
                    f" {away[at, worst]:.0f} px in frame {piece.frames[at + 1]} and comes back",
                    tuple(int(k) for k in group if k != worst),
                    piece.about[at + 1] if own < 0 else None,
                )  # fmt: skip

    return test


def _away(piece: Tail) -> Floats:
    """How far each keypoint is from the middle of the frames before and after it, less the median
    of all keypoints: (T - 2, K) pixels; NaN where frames are too far apart."""
    import numpy as np

    xy, frames = piece.keypoints[..., :2], np.array(piece.frames, dtype=np.float64)
    before, after = frames[1:-1] - frames[:-2], frames[2:] - frames[1:-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (before / (before + after))[:, None, None]
        off = xy[1:-1] - (xy[:-2] * (1 - share) + xy[2:] * share)
        off = off - _median(off)
        # A bend in a fast way is no jump: coming back means that the two ends are near each other.
        span = np.linalg.norm(xy[2:] - xy[:-2], axis=-1)
        away = np.linalg.norm(off, axis=-1)
        away = np.where(away > 1.5 * span, away, np.nan)
    apart = (before > GAP) | (after > GAP) | (before <= 0) | (after <= 0)
    return np.where(apart[:, None], np.nan, away)


def _median(off: Floats) -> Floats:
    import warnings

    import numpy as np

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # frames without any keypoint
        middle: Floats = np.nan_to_num(np.nanmedian(off, axis=1, keepdims=True))
    return middle


def _by_frame(bad: NDArray[np.intp]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    import numpy as np

    for at in np.unique(bad[:, 0]):
        yield int(at), bad[bad[:, 0] == at, 1]


def _one(
    row: int,
    point: int,
    score: float,
    message: str,
    also: tuple[int, ...] = (),
    earlier: Annotation | None = None,
) -> Hits:
    import numpy as np

    places = np.array([row]), np.array([point]), np.array([score])
    return Hits(*places, lambda i: message, lambda i: also, earlier)


@data_rule("Q520", "frozen-while-hidden", Severity.WARNING)
def frozen(skeleton: Skeleton) -> Test:
    """A hidden keypoint stays on exactly one spot while the body moves.

    Through four frames or more its coordinates are the same to the last digit, and the others
    moved. It was left where it was last seen instead of being estimated, or taken off.
    """
    tracks = Tracks(_STILL_FRAMES)

    def test(scene: Scene) -> Iterator[Hits]:
        for rows, piece, known in tracks.pieces(scene):
            if len(piece.frames) < _STILL_FRAMES:
                continue
            for at, points in _still(piece, scene):
                if at < known:
                    continue
                yield _one(
                    int(rows[at - known]), points[0], 1.0,
                    f"{_names(skeleton, points)} hidden on one spot for {_STILL_FRAMES} frames"
                    f" up to frame {piece.frames[at]}, while the body moves",
                    tuple(points[1:]),
                )  # fmt: skip

    return test


def _still(piece: Tail, scene: Scene) -> Iterator[tuple[int, list[int]]]:
    """Frames that end so many on which some keypoint stood still and was hidden: told once for
    each run of such frames."""
    import numpy as np

    xy, codes = piece.keypoints[..., :2], piece.keypoints[..., 2]
    tiers = scene.skeleton.visibility.tiers if scene.skeleton.visibility else ()
    hidden_codes = [t.code for t in tiers if "seen" not in t.situations]
    hidden = np.isin(codes, hidden_codes)
    back = _STILL_FRAMES - 1
    steps = np.diff(piece.frames)
    next_to = ((steps > 0) & (steps <= GAP))[:, None]
    same = (xy[1:] == xy[:-1]).all(axis=-1) & hidden[1:] & hidden[:-1] & next_to
    run = same[back - 1 :].copy()
    for step in range(1, back):
        run &= same[back - 1 - step : len(same) - step]
    with np.errstate(invalid="ignore"):
        moved = np.abs(_median(xy[back:] - xy[:-back])[:, 0]).max(axis=-1)
        enough = moved > _MOVED * piece.scales[back:]
    told = run & enough[:, None]
    fresh = told.copy()
    fresh[1:] &= ~told[:-1]
    for at in np.flatnonzero(fresh.any(axis=1)):
        yield int(at) + back, [int(k) for k in np.flatnonzero(fresh[at])]


def _names(skeleton: Skeleton, points: list[int]) -> str:
    names = [f"`{skeleton.keypoints[k].name}`" for k in points[:3]]
    more = f" and {len(points) - 3} more" if len(points) > 3 else ""
    return ", ".join(names) + more + (" stays" if len(points) == 1 else " stay")


RULES = (jump, frozen)
