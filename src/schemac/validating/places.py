"""Places that cannot be: outside the image or the box, or against what their tier says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from schemac.diagnostic import Severity
from schemac.model import Skeleton, Tier
from schemac.validating.rule import Hits, Test, data_rule
from schemac.validating.scene import Scene

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]

# A place on the last row of pixels may be written as the width itself, and tools round.
_EDGE = 1.0
# How far a keypoint may lie outside its box, in parts of the box's longer side. COCO's boxes are
# of the visible part, and estimated keypoints lie beyond it.
_BEYOND = 0.25


@data_rule("Q010", "outside-image")
def outside_image(skeleton: Skeleton) -> Test:
    """A keypoint is placed outside its image.

    Nothing can be seen there, so nobody can have placed it by looking. Most often a coordinate was
    scaled twice, x and y are exchanged, or the label belongs to another image. A spec whose tier
    is meant for places outside of the picture (`situations: [outside]`) may place them there.
    """

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        with np.errstate(invalid="ignore"):
            rows = _any((scene.low < -_EDGE) | (scene.high > scene.image_sizes + _EDGE))
        if not len(rows):
            return
        near = scene.of(rows)
        sizes = near.image_sizes[:, None, :]
        beyond = np.fmax(-near.xy, near.xy - sizes).max(axis=-1)  # of an unknown size: below 0
        allowed = near.of_tiers(lambda tier: "outside" in tier.situations)
        yield from at_points(
            near.placed & (beyond > _EDGE) & ~allowed,
            1 + (beyond - _EDGE) / np.fmax(sizes.max(axis=-1), 1.0) * 20,
            lambda row, k: (
                f"`{skeleton.keypoints[k].name}` at {_spot(near, row, k)} is outside its image,"
                f" {_size(near.image_sizes[row])}"
            ),
            rows,
        )

    return test


@data_rule("Q020", "far-from-box", Severity.WARNING)
def far_from_box(skeleton: Skeleton) -> Test:
    """A keypoint is placed far outside the box of its instance.

    Farther than a quarter of the box's longer side. Either the box belongs to somebody else, or
    the keypoint does. Models are trained on the box's crop and never see such a keypoint.
    """

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        boxes = scene.labels.boxes
        limit = _BEYOND * boxes[:, 2:].max(axis=1, keepdims=True)
        first, last = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
        with np.errstate(invalid="ignore"):
            far = (scene.low < first - limit) | (scene.high > last + limit)
            rows = _any(far & (limit > 0))
        if not len(rows):
            return
        near = scene.of(rows)
        beyond = np.maximum(first[rows][:, None] - near.xy, near.xy - last[rows][:, None]).max(
            axis=-1
        )
        yield from at_points(
            near.placed & (beyond > limit[rows]),
            beyond / limit[rows],
            lambda row, k: (
                f"`{skeleton.keypoints[k].name}` at {_spot(near, row, k)} is"
                f" {beyond[row, k]:.0f} px outside the box of its instance,"
                f" {_size(near.labels.boxes[row, 2:])}"
            ),
            rows,
        )

    return test


@data_rule("Q030", "place-missing")
def place_missing(skeleton: Skeleton) -> Test | None:
    """A keypoint has a tier that requires a place, but no coordinates.

    Whoever reads the file takes it for placed, and finds nothing or zeros. Set the place, or give
    it the tier that goes without.
    """
    return _against_tier(
        skeleton,
        lambda tier: tier.coordinates == "required",
        lambda scene: ~scene.located,
        "has no place, but its tier `{tier}` requires one",
    )


@data_rule("Q040", "place-forbidden", Severity.WARNING)
def place_forbidden(skeleton: Skeleton) -> Test | None:
    """A keypoint has coordinates, but a tier that says that it has no place.

    Some tools export where such a point lay on the screen, others take every coordinate that is
    not zero for a label. COCO writes 0, 0 for keypoints that are not labelled.
    """
    return _against_tier(
        skeleton,
        lambda tier: tier.coordinates == "forbidden",
        lambda scene: scene.located & ((scene.xy[..., 0] != 0) | (scene.xy[..., 1] != 0)),
        "is placed at {spot}, but its tier `{tier}` says that it has no place",
    )


@data_rule("Q050", "tier-not-allowed")
def tier_not_allowed(skeleton: Skeleton) -> Test | None:
    """A keypoint has a visibility tier that the spec does not allow for it.

    The spec limits the tiers of this keypoint with `tiers`; the label says another one.
    """
    if skeleton.visibility is None or all(p.tiers is None for p in skeleton.keypoints):
        return None
    every = skeleton.visibility.tiers
    bad = {
        point.index: [tier.code for tier in every if tier.id not in point.tiers]
        for point in skeleton.keypoints
        if point.tiers is not None
    }

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        out = np.zeros(scene.codes.shape, dtype=bool)
        for index, codes in bad.items():
            out[:, index] = np.isin(scene.codes[:, index], codes)
        yield from at_points(
            out,
            np.ones(out.shape),
            lambda row, k: (
                f"`{skeleton.keypoints[k].name}` has the tier `{_tier(scene, row, k)}`, which the"
                f" spec does not allow for it: {', '.join(skeleton.keypoints[k].tiers or ())}"
            ),
        )

    return test


@data_rule("Q060", "required-missing")
def required_missing(skeleton: Skeleton) -> Test | None:
    """A keypoint that the spec requires is not labelled.

    `required: true` asks for it on every instance.
    """
    needed = [point.index for point in skeleton.keypoints if point.required]
    if not needed:
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        out = np.zeros(scene.codes.shape, dtype=bool)
        out[:, needed] = ~scene.placed[:, needed]
        yield from at_points(
            out,
            np.ones(out.shape),
            lambda row, k: f"`{skeleton.keypoints[k].name}` is required and not labelled",
        )

    return test


def at_points(
    out: Mask,
    scores: Floats,
    say: Callable[[int, int], str],
    among: NDArray[np.intp] | None = None,
) -> Iterator[Hits]:
    """One hit an instance: its worst keypoint of a mask (N, K), and the others beside it. `among`
    are the rows of the batch that the mask speaks of, when it is not all of them."""
    if not out.any():
        return
    import numpy as np

    rows = np.flatnonzero(out.any(axis=1))
    ranked = np.where(out[rows], scores[rows], -np.inf)
    worst = ranked.argmax(axis=1)

    def sentence(i: int) -> str:
        more = int(out[rows[i]].sum()) - 1
        tail = f", and {more} more keypoint{'s' if more > 1 else ''}" if more else ""
        return say(int(rows[i]), int(worst[i])) + tail

    def also(i: int) -> tuple[int, ...]:
        return tuple(int(k) for k in np.flatnonzero(out[rows[i]]) if k != worst[i])

    told = rows if among is None else among[rows]
    yield Hits(told, worst, ranked[np.arange(len(rows)), worst], sentence, also)


def _any(mask: Mask) -> NDArray[np.intp]:
    """Rows of a mask (N, 2) in which something is true."""
    import numpy as np

    return np.flatnonzero(mask[:, 0] | mask[:, 1])


def _against_tier(
    skeleton: Skeleton, asked: Callable[[Tier], bool], wrong: Callable[[Scene], Mask], what: str
) -> Test | None:
    if skeleton.visibility is None or not any(map(asked, skeleton.visibility.tiers)):
        return None

    def test(scene: Scene) -> Iterator[Hits]:
        import numpy as np

        def say(row: int, k: int) -> str:
            said = what.format(tier=_tier(scene, row, k), spot=_spot(scene, row, k))
            return f"`{skeleton.keypoints[k].name}` {said}"

        out = scene.of_tiers(asked)
        out &= wrong(scene)
        yield from at_points(out, np.ones(out.shape), say)

    return test


def _tier(scene: Scene, row: int, k: int) -> str:
    tier = scene.tier(row, k)
    return tier.id if tier else "none"


def _spot(scene: Scene, row: int, k: int) -> str:
    x, y = scene.xy[row, k]
    return f"({x:.6g}, {y:.6g})"


def _size(size: Floats) -> str:
    if not all(size == size):
        return "whatever its size is"
    return f"{size[0]:.6g} × {size[1]:.6g} px"


RULES = (
    outside_image, far_from_box, place_missing, place_forbidden, tier_not_allowed,
    required_missing,
)  # fmt: skip
