"""Bodies whose spec places them otherwise than standing from the front."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import pytest
from msgspec.structs import replace
from shapely import Point, Polygon

from conftest import linked
from schemac.figures.silhouette import Silhouette, poses, silhouette
from schemac.model import Position, Skeleton, View

Places = Mapping[str, tuple[float, float]]


def moved(skeleton: Skeleton, places: Places, view: View | None = None) -> Skeleton:
    """The skeleton with other positions, in its main view or in another one."""
    view = view or skeleton.main_view
    assert view is not None
    at = {**skeleton.positions(), **places}
    points = tuple(
        replace(p, positions=(Position(view=view.id, x=at[p.id][0], y=at[p.id][1]),))
        for p in skeleton.keypoints
    )
    return replace(skeleton, views=(view,), keypoints=points)


def seen(skeleton: Skeleton, pose: str, sees: Literal["left", "right"]) -> Skeleton:
    """The skeleton as a spec would draw it that shows the pose from one side."""
    at = silhouette(skeleton, pose=pose).places
    if sees == "right":
        at = {skeleton.partners[id]: (100 - x, y) for id, (x, y) in at.items()}
    return moved(skeleton, at, View(id="side", sees=sees, main=True))


def inside(shape: Silhouette, id: str) -> bool:
    body = Polygon()
    for ring in shape.outline:
        body = body.symmetric_difference(Polygon(ring).buffer(0))
    return bool(body.buffer(0.5).covers(Point(shape.places[id])))


@pytest.mark.parametrize("sees", ["left", "right"])
@pytest.mark.parametrize("pose", ["profile", "running", "sitting"])
@pytest.mark.parametrize("spec", ["body/coco-17", "body/halpe-26"])
def test_a_spec_that_draws_a_body_in_profile(
    spec: str, pose: str, sees: Literal["left", "right"]
) -> None:
    shape = silhouette(seen(linked(spec), pose, sees))
    assert [layer.css for layer in shape.layers][:3] == ["far", "far", "body"]
    out = [id for id in shape.places if not inside(shape, id)]
    assert [id for id in out if "eye" not in id and "toe" not in id] == []


def test_from_the_right_is_the_mirror_image_of_from_the_left() -> None:
    left, right = (
        silhouette(seen(linked("body/coco-17"), "running", s)) for s in ("left", "right")
    )
    assert right.box.width == pytest.approx(left.box.width, abs=1e-6)
    assert right.box.left == pytest.approx(100 - left.box.right)
    assert [layer.css for layer in left.layers] == [layer.css for layer in right.layers]


def test_a_body_in_profile_has_no_poses_of_its_own() -> None:
    assert poses(seen(linked("body/coco-17"), "profile", "left")) == ()


def test_an_arm_before_the_trunk_stays_in_sight() -> None:
    skeleton = linked("body/coco-17")
    shape = silhouette(moved(skeleton, {"left_elbow": (70, 36), "left_wrist": (52, 42)}))
    last = shape.layers[-1]
    assert last.css == "near"
    assert Polygon(last.rings[0]).covers(Point(52, 42))
    assert silhouette(skeleton).layers[-1].css != "near"


def test_of_crossed_legs_one_lies_in_front() -> None:
    crossed = {"left_knee": (52, 71), "left_ankle": (42, 92), "right_knee": (48, 71),
               "right_ankle": (56, 91)}  # fmt: skip
    shape = silhouette(moved(linked("body/coco-17"), crossed))
    assert [layer.css for layer in shape.layers][:2] == ["body", "near"]
    assert Polygon(shape.layers[1].rings[0]).covers(Point(42, 92))


def test_what_a_spec_leaves_out_is_inferred() -> None:
    """An upper body still stands on legs; they are drawn where the rest of it says."""
    skeleton = linked("body/coco-17")
    upper = [p for p in skeleton.keypoints if p.stem not in ("knee", "ankle", "hip")]
    part = replace(skeleton, keypoints=tuple(upper), edges=())
    whole, half = silhouette(skeleton), silhouette(part)
    assert half.places.keys() < whole.places.keys()
    for mine, theirs in zip(
        (half.box.top, half.box.bottom, half.box.left),
        (whole.box.top, whole.box.bottom, whole.box.left), strict=True,
    ):  # fmt: skip
        assert mine == pytest.approx(theirs, abs=1.5)
