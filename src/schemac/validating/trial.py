"""How well the rules of geometry work on a spec: recall and false alarms on posed figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from schemac.labels import Labels
from schemac.model import Skeleton
from schemac.validating import bodies, facing, lines
from schemac.validating.posed import SIDE, posed
from schemac.validating.rule import DataRule, Test
from schemac.validating.scene import Scene
from schemac.validating.shape import planes_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Harm = Callable[[Skeleton, "Floats", "Generator"], "Floats | None"]


class Trial(Struct, frozen=True, kw_only=True):
    """One rule on one kind of fault: of `figures` with it, the share found; of as many without,
    the share found all the same."""

    rule: str
    fault: str
    figures: int
    recall: float
    false_alarms: float


def try_rules(skeleton: Skeleton, figures: int = 2000, seed: int = 0) -> tuple[Trial, ...]:
    """Each rule of geometry that the spec allows, on figures with its fault and without."""
    return tuple(_trials(skeleton, figures, seed))


def _trials(skeleton: Skeleton, figures: int, seed: int) -> Iterator[Trial]:
    import numpy as np

    clean, other = posed(skeleton, figures, seed), posed(skeleton, figures, seed + 1)
    for rule, fault, harm in HARMS:
        test = rule.compile(skeleton)
        if test is None:
            continue
        harmed = harm(skeleton, other.keypoints.copy(), np.random.default_rng(seed))
        if harmed is None:
            continue
        labels = structs.replace(other, keypoints=harmed)
        yield Trial(
            rule=rule.code.name, fault=fault, figures=figures,
            recall=_share(test, labels, skeleton), false_alarms=_share(test, clean, skeleton),
        )  # fmt: skip


def _share(test: Test, labels: Labels, skeleton: Skeleton) -> float:
    found = {int(row) for hits in test(Scene(labels, skeleton)) for row in hits.rows}
    return len(found) / len(labels)


def _mirror_face(skeleton: Skeleton, keypoints: Floats, random: Generator) -> Floats | None:
    """Left and right of the face exchanged, as by somebody who takes the viewer's left."""
    own = [int(k) for p in planes_of(skeleton) if p.one_sided for k in p.points]
    keypoints[:, own] = keypoints[:, [skeleton.mirror[k] for k in own]]
    return keypoints


def _exchange_knuckles(skeleton: Skeleton, keypoints: Floats, random: Generator) -> Floats | None:
    """Two knuckles of a hand exchanged."""
    palm = next(plane for plane in planes_of(skeleton) if plane.name == "palm")
    for row in keypoints:
        a, b = random.choice(palm.points[1:], 2, replace=False)
        row[[a, b]] = row[[b, a]]
    return keypoints


def _throw(skeleton: Skeleton, keypoints: Floats, random: Generator) -> Floats | None:
    """One keypoint moved by one to two sizes of the body."""
    import numpy as np

    at = random.integers(keypoints.shape[1], size=len(keypoints))
    size = np.nanmax(np.ptp(keypoints[..., :2], axis=1), axis=1)
    way = random.uniform(0, 2 * np.pi, len(keypoints))
    far = size * random.uniform(1, 2, len(keypoints))
    rows = np.arange(len(keypoints))
    keypoints[rows, at, :2] += np.column_stack((np.cos(way), np.sin(way))) * far[:, None]
    return keypoints


def _copy(skeleton: Skeleton, keypoints: Floats, random: Generator) -> Floats | None:
    """A right keypoint on the spot of the left one."""
    pairs = bodies.pairs_apart(skeleton)
    for row in keypoints:
        left, right = pairs[random.integers(len(pairs))]
        row[right] = row[left]
    return keypoints


def _exchange_on_contour(skeleton: Skeleton, keypoints: Floats, random: Generator) -> Floats | None:
    """Two neighbours on a contour exchanged."""
    quads = [quad for contour in skeleton.contours for quad in lines.quads(skeleton, contour)]
    for row in keypoints:
        _, b, c, _ = quads[random.integers(len(quads))]
        row[[b, c]] = row[[c, b]]
    return keypoints


HARMS: tuple[tuple[DataRule, str, Harm], ...] = (
    (facing.face_mirrored, "left and right of the face exchanged", _mirror_face),
    (facing.fingers_out_of_order, "two knuckles exchanged", _exchange_knuckles),
    (bodies.too_far_apart, "a keypoint moved by one to two body sizes", _throw),
    (bodies.pair_on_one_spot, "a right keypoint on the left one", _copy),
    (lines.contour_out_of_order, "two neighbours on a contour exchanged", _exchange_on_contour),
)

__all__ = ["SIDE", "Trial", "try_rules"]
