"""Which way round: faces that are mirrored, fingers out of order, left and right of the trunk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from schemac.diagnostic import Severity
from schemac.model import Skeleton
from schemac.validating.rule import Hits, Test, data_rule
from schemac.validating.scene import CLICK, Scene
from schemac.validating.shape import Plane, planes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# How many times its own uncertainty a mirrored figure must span, across its narrower side.
# Measured on posed figures, see docs/validation.md.
_SURE = 3.0
# What may be left of the palm's spread when its plane is turned and squeezed as well as it can be.
_PALM_REST = 0.12


@data_rule("Q210", "face-mirrored", Severity.WARNING)
def face_mirrored(skeleton: Skeleton) -> Test | None:
    """A face is labelled the wrong way round: left and right are exchanged.

    A face can be seen from one side only, so that its eyes, nose and mouth have one order however
    the head is turned. Here they have the order of its mirror image.
    Most often an annotator took the viewer's left for the person's, or a picture was flipped and
    the names were not. Only keypoints that are seen are judged.
    """
    return _mirrored(skeleton, [plane for plane in planes_of(skeleton) if plane.one_sided])


@data_rule("Q220", "trunk-mirrored", Severity.WARNING)
def trunk_mirrored(skeleton: Skeleton) -> Test | None:
    """Left and right of the trunk are exchanged, for the view that the instance states.

    Shoulders and hips look alike from the front and from behind: which side is left shows only
    when the view is known. This is asked where an attribute of the instance says `front` or
    `back`, and nowhere else.
    """
    planes = [plane for plane in planes_of(skeleton) if plane.name == "trunk"]
    views = _view_attributes(skeleton)
    return _mirrored(skeleton, planes, views) if planes and views else None


@data_rule("Q230", "fingers-out-of-order", Severity.WARNING)
def fingers_out_of_order(skeleton: Skeleton) -> Test | None:
    """The knuckles of a hand are out of order.

    Wrist and knuckles lie nearly in one plane. However it is turned, a picture of it is that plane
    turned and squeezed; these keypoints are far from any such picture. Two fingers are exchanged,
    or a knuckle lies on another finger.
    """
    palms = [plane for plane in planes_of(skeleton) if plane.name == "palm"]
    if not palms:
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        for palm in palms:
            rows = np.flatnonzero(scene.placed[:, palm.points].all(axis=1))
            score = _left_over(palm, scene.xy[rows][:, palm.points], scene.scale[rows])
            bad = np.flatnonzero(score > 1)
            if len(bad):
                yield _of_plane(palm, rows[bad], score[bad], _OUT_OF_ORDER)

    return test


_OUT_OF_ORDER = "wrist and knuckles lie as on no hand, however it is turned: are two exchanged?"


def _mirrored(
    skeleton: Skeleton, planes: list[Plane], views: Mapping[str, Mapping[str, bool]] | None = None
) -> Test | None:
    if not planes:
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        wanted = np.ones(len(scene.labels))
        if views is not None:
            said = [_front(about.attributes, views) for about in scene.labels.about]
            wanted[:] = np.array([0.0 if each is None else 1.0 if each else -1.0 for each in said])
        if not wanted.any():
            return
        for plane in planes:
            mask = scene.seen if views is None else scene.placed
            score = -wanted * handedness(plane, scene, mask) / _SURE
            rows = np.flatnonzero(score > 1)
            if len(rows):
                message = f"the {plane.name} is labelled the wrong way round:"
                message += " are left and right exchanged?"
                yield _of_plane(plane, rows, score[rows], message)

    return test


def handedness(plane: Plane, scene: Scene, mask: NDArray[np.bool_]) -> Floats:
    """Which way round a plane is labelled, and how surely: shape (N,), above 0 as in the spec,
    below 0 mirrored, 0 when fewer than three of its keypoints are in the mask (N, K).

    The affine picture that fits best has a determinant; its sign is the answer. The absolute value
    is the spread of the keypoints across their narrower side, in units of what clicking leaves
    open (`CLICK`).
    """
    import numpy as np

    there = _in_plane(plane, scene, mask).astype(np.float64)
    count = there.sum(axis=1)
    places = plane.places if plane.below is None else np.vstack((plane.places, plane.below_at))
    p, q = (places - places.mean(axis=0)).T
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y = (_centred(_along(each, plane), there, count) for each in (scene.x, scene.y))
        # Moments of the spec's places about the mean of those that are there.
        mean_p, mean_q = there @ p / count, there @ q / count
        pp, qq = there @ p**2 - count * mean_p**2, there @ q**2 - count * mean_q**2
        pq = there @ (p * q) - count * mean_p * mean_q
        area = ((x @ p) * (y @ q) - (x @ q) * (y @ p)) / np.sqrt(pp * qq - pq**2)
        longer = np.sqrt((x**2 + y**2).sum(axis=1))
        sure = area / (longer * CLICK * scene.scale)
    return np.where(count >= 3, np.nan_to_num(sure, posinf=0.0, neginf=0.0), 0.0)


def _in_plane(plane: Plane, scene: Scene, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which keypoints of a plane are in a mask, (N, P); the last is whether the two whose middle
    lies below a face are placed."""
    import numpy as np

    own = mask.take(plane.points, axis=1)
    if plane.below is None:
        return own
    left, right = plane.below
    return np.column_stack((own, scene.placed[:, left] & scene.placed[:, right]))


def _along(values: Floats, plane: Plane) -> Floats:
    """x or y of the keypoints of a plane, (N, P)."""
    import numpy as np

    own = values.take(plane.points, axis=1)
    if plane.below is None:
        return own
    return np.column_stack((own, (values[:, plane.below[0]] + values[:, plane.below[1]]) / 2))


def _centred(values: Floats, there: Floats, count: Floats) -> Floats:
    """Less their mean, and 0 for those that are not there."""
    import numpy as np

    own = np.where(there > 0, values, 0.0)
    centred: Floats = (own - (own.sum(axis=1) / count)[:, None]) * there
    return centred


def _left_over(plane: Plane, xy: Floats, scale: Floats) -> Floats:
    """What the best affine picture of the plane leaves of keypoints (N, P, 2), in units of what
    is allowed: a share of their spread, and what clicking leaves open. Shape (N,)."""
    import numpy as np

    basis = np.column_stack((plane.places, np.ones(len(plane.places))))
    rest = np.eye(len(basis)) - basis @ np.linalg.pinv(basis)
    centred = xy - xy.mean(axis=1, keepdims=True)
    left = np.sqrt(((rest @ centred) ** 2).sum(axis=(1, 2)))
    spread = np.sqrt((centred**2).sum(axis=(1, 2)))
    open = _SURE * CLICK * scale
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = np.nan_to_num(left / np.hypot(_PALM_REST * spread, open))
    return share


def _of_plane(plane: Plane, rows: NDArray[np.intp], scores: Floats, message: str) -> Hits:
    import numpy as np

    first, *others = (int(k) for k in plane.points)
    told = tuple(others)
    return Hits(rows, np.full(len(rows), first), scores, lambda i: message, lambda i: told)


def _view_attributes(skeleton: Skeleton) -> dict[str, dict[str, bool]]:
    """Instance attributes that state the view: id -> value -> whether it is the front."""
    found = {}
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        known = {"front": True, "back": False}
        values = {value: known[value] for value in attribute.values if value in known}
        if len(values) == 2:
            found[attribute.id] = values
    return found


def _front(said: Mapping[str, object], views: Mapping[str, Mapping[str, bool]]) -> bool | None:
    """Whether an instance is said to be seen from the front; None when nobody says."""
    for id, values in views.items():
        value = said.get(id)
        if isinstance(value, str) and value in values:
            return values[value]
    return None


RULES = (face_mirrored, trunk_mirrored, fingers_out_of_order)
