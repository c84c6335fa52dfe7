"""Contours: keypoints that trace a line, in an order that the picture must keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemac.diagnostic import Severity
from schemac.model import Contour, Skeleton
from schemac.validating.rule import Hits, Test, data_rule
from schemac.validating.scene import CLICK, Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.intp]

# Exchanging the middle two of four keypoints must make the way through them this much longer in
# the spec before their order is judged, and so much shorter in a picture before it is told.
_CLEAR = 1.2
_SHORTER = 1.12
_SURE = 6.0  # times what clicking leaves open


@data_rule("Q410", "contour-out-of-order", Severity.WARNING)
def contour_out_of_order(skeleton: Skeleton) -> Test | None:
    """Two neighbours on a contour are exchanged.

    The keypoints of a contour follow one another along a line. Here the way through four of them
    is clearly shorter when the middle two change places: the line runs forward, back, and forward
    again.
    """
    found = [quad for contour in skeleton.contours for quad in quads(skeleton, contour)]
    if not found:
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        a, b, c, d = np.array(found).T
        there = scene.placed[:, a] & scene.placed[:, b] & scene.placed[:, c] & scene.placed[:, d]
        z = scene.z
        kept = np.abs(z[:, a] - z[:, b]) + np.abs(z[:, c] - z[:, d])
        swapped = np.abs(z[:, a] - z[:, c]) + np.abs(z[:, b] - z[:, d])
        middle = np.abs(z[:, b] - z[:, c])
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.where(there, (kept + middle) / (swapped + middle), 0.0)
        # A line so short that the hand that clicked it shook more has no order to judge.
        plain = kept - swapped > _SURE * CLICK * scene.scale[:, None]
        ratio = np.where(plain, np.nan_to_num(ratio, posinf=0.0), 0.0)
        rows = np.flatnonzero((ratio > _SHORTER).any(axis=1))
        if not len(rows):
            return
        worst = ratio[rows].argmax(axis=1)

        def say(i: int) -> str:
            _, b, c, _ = found[worst[i]]
            names = f"`{skeleton.keypoints[b].name}` and `{skeleton.keypoints[c].name}`"
            return f"{names} are out of order on their contour: exchanged, the line is shorter"

        yield Hits(
            rows, b[worst], ratio[rows, worst] / _SHORTER, say,
            lambda i: (int(found[worst[i]][2]),),
        )  # fmt: skip

    return test


def quads(skeleton: Skeleton, contour: Contour) -> Iterator[tuple[int, int, int, int]]:
    """Four in a row whose order is plain in the spec's main view."""
    places = {id: complex(*at) for id, at in skeleton.positions().items()}
    points = list(contour.points)
    rows = points + points[:3] if contour.closed and len(points) > 4 else points
    for at in range(len(rows) - 3):
        quad = rows[at : at + 4]
        if len(set(quad)) < 4 or any(id not in places for id in quad):
            continue
        a, b, c, d = (places[id] for id in quad)
        middle = abs(b - c)
        kept, swapped = abs(a - b) + abs(c - d), abs(a - c) + abs(b - d)
        if swapped + middle > _CLEAR * (kept + middle):
            first, second, third, fourth = (skeleton.by_id[id].index for id in quad)
            yield first, second, third, fourth


RULES = (contour_out_of_order,)
