"""Every spec of the library and of the tests is drawn as what it cites, and rightly so."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from math import dist, isfinite
from pathlib import Path

import pytest
from msgspec.structs import replace
from shapely import LinearRing, MultiPolygon, Point, Polygon

from conftest import PARTS, SPECS, linked
from schemac.figures import Box, Canvas, draw_silhouette, fitted
from schemac.figures.geometry import sampled
from schemac.figures.silhouette import Silhouette, poses, silhouette, views
from schemac.figures.silhouette.quadruped import LANDMARKS as QUADRUPED
from schemac.model import Figure, Skeleton

HERE = Path(__file__).parent.parent / "linking/specs"
OTHERS = tuple(
    str(HERE / name)
    for name in ("animal/cattle-36.yaml", "object/document-4.yaml", "body/openpose-25.yaml",
                 "face/wflw-98.yaml")
)  # fmt: skip
ALL = (*SPECS, *PARTS, *OTHERS)

BODIES = ("body/coco-17", "body/coco-wholebody-133", "body/openpose-25", "body/halpe-136",
          "body/mpii-16", "clinical/musculoskeletal-134", "sport/cricket-bowling-54")  # fmt: skip
INSIDE = {"shoulder", "elbow", "wrist", "hip", "knee", "ankle", "hip_centre", "neck_root",
          "middle_mcp", "middle_pip", "index_mcp", "index_pip", "index_dip", "thumb_mcp",
          "little_mcp", "little_dip", "root", "carpus", "stifle", "hock", "fore_fetlock",
          "mtp_2", "mtp_3"}  # fmt: skip
ON_THE_OUTLINE = {
    "hand": {f"{finger}_tip" for finger in ("thumb", "index", "middle", "ring", "little")},
    "foot": {"big_toe_tip", "small_toe_tip"},
    "quadruped": {"withers", "tail_head", "muzzle", "fore_hoof", "hind_hoof"},
    "face": {"jaw_ear", "chin", "jaw", "nose_root", "nose_tip"},
    "profile": {"glabella", "columella", "upper_lip_sulcus", "mentolabial_sulcus", "pogonion",
                "gnathion", "cervical_point"},
}  # fmt: skip


SKIN = {"body", "near"}


@cache
def drawn(spec: str, view: str | None = None, pose: str | None = None) -> Silhouette:
    return silhouette(linked(spec), view, pose)


def outline(shape: Silhouette) -> MultiPolygon:
    """The area of the subject; rings drawn as smoothly as they are painted."""
    area = Polygon()
    for ring in shape.outline:
        area = area.symmetric_difference(Polygon(ring).buffer(0))
    return area


def away(shape: Silhouette, id: str) -> float:
    """The distance of a keypoint from the nearest outline that is painted, as a share of the
    figure's size: an ear beside a jaw does not take the jaw's outline away."""
    size = max(shape.box.width, shape.box.height)
    painted = [ring for layer in shape.layers if layer.css in SKIN for ring in layer.rings]
    rings = (LinearRing(sampled(ring, closed=True)) for ring in painted)
    return min(ring.distance(Point(shape.places[id])) for ring in rings) / size


def cited(skeleton: Skeleton, wanted: set[str], book: str | None = None) -> Iterator[str]:
    for point in skeleton.keypoints:
        place = point.place
        if place and place.name in wanted and book in (None, place.dictionary.id.split("/")[-1]):
            yield point.id


# ---- all specs ------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ALL)
def test_every_view_and_pose_is_drawn(spec: str) -> None:
    skeleton = linked(spec)
    shots = [*((v, None) for v in views(skeleton)), *((None, p) for p in poses(skeleton))]
    assert shots
    for view, pose in shots:
        shape = drawn(spec, view, pose)
        assert shape.places.keys() == skeleton.positions().keys()
        assert shape.layers
        assert shape.hidden <= shape.places.keys()
        for layer in shape.layers:
            assert all(isfinite(c) for ring in layer.rings for at in ring for c in at)


@pytest.mark.parametrize("spec", ALL)
def test_joints_lie_inside(spec: str) -> None:
    skeleton, shape = linked(spec), drawn(spec)
    area = outline(shape).buffer(0.01 * shape.box.height)
    assert [i for i in cited(skeleton, INSIDE) if not area.covers(Point(shape.places[i]))] == []


@pytest.mark.parametrize("spec", ALL)
def test_what_lies_on_the_skin_lies_on_the_outline(spec: str) -> None:
    """In the views where it does: a jaw or a nose on the outline of a face that is drawn alone."""
    skeleton, shape = linked(spec), drawn(spec)
    whole = any(True for _ in cited(skeleton, {"shoulder"}, "body"))
    profile = shape.sees in ("left", "right")
    known = skeleton.figure or 2 * len(list(cited(skeleton, set(QUADRUPED)))) > len(shape.places)
    for book, names in ON_THE_OUTLINE.items():
        if book == "face" and whole:
            continue
        if book == "face" and not profile:
            names = names - {"nose_root", "nose_tip"}
        if (book == "foot" and whole) or (book == "quadruped" and not known):
            continue
        for id in cited(skeleton, names, book):
            if profile and skeleton.by_id[id].side == "right":
                continue
            assert away(shape, id) < 0.015, id


@pytest.mark.parametrize("spec", [s for s in SPECS if s.startswith(("face/", "body/"))])
def test_points_of_the_face_lie_on_the_head(spec: str) -> None:
    skeleton, shape = linked(spec), drawn(spec)
    area = outline(shape).buffer(0.01 * max(shape.box.width, shape.box.height))
    face = [p.id for p in skeleton.keypoints if p.place and "face" in p.place.dictionary.id]
    assert [i for i in face if not area.covers(Point(shape.places[i]))] == []


def test_an_unknown_view_or_pose_is_refused() -> None:
    for name in ({"view": "inside"}, {"pose": "flying"}):
        with pytest.raises(ValueError, match="no "):
            silhouette(linked("body/coco-17"), **name)
    with pytest.raises(ValueError, match="no pose"):
        silhouette(linked("hand/hand-21"), pose="running")


def test_a_bare_figure_has_no_silhouette() -> None:
    bare = replace(linked("body/coco-17"), figure=Figure(style="bare"))
    assert silhouette(bare).layers == ()
    assert poses(bare) == ()


# ---- left and right -------------------------------------------------------------------------


@pytest.mark.parametrize("spec", BODIES)
def test_left_is_on_the_right_of_a_front_and_on_the_left_of_a_back(spec: str) -> None:
    front, back = drawn(spec), drawn(spec, "back")
    left, right = sorted(cited(linked(spec), {"shoulder"}, "body"))
    assert front.places[left][0] > front.places[right][0]
    assert back.places[left][0] < back.places[right][0]


@pytest.mark.parametrize("view", ["front", "back"])
def test_thumbs_point_away_from_the_body(view: str) -> None:
    shape = drawn("body/coco-wholebody-133", view)
    for side in ("left", "right"):
        thumb, little, wrist, hip = (
            shape.places[f"{side}_{name}"][0]
            for name in ("hand_thumb_tip", "hand_little_tip", "wrist", "hip")
        )
        assert (thumb - little) * (wrist - hip) > 0


@pytest.mark.parametrize("spec", ["body/coco-17", "body/mpii-16"])
def test_hands_that_no_keypoint_places_are_the_right_way_round(spec: str) -> None:
    """The thumb is the finger that sticks out: the drawing reaches further out than the wrist
    at the thumb's height, and the hand's tip is lower than the thumb's."""
    shape = drawn(spec)
    left_wrist = next(i for i in cited(linked(spec), {"wrist"}, "body") if i.startswith("left"))
    x, y = shape.places[left_wrist]
    hand = [at for ring in shape.outline for at in ring if at[0] > x - 6 and y < at[1] < y + 20]
    furthest, lowest = max(hand), max(hand, key=lambda at: at[1])
    assert furthest[1] < lowest[1] - 3
    assert furthest[0] > lowest[0] + 2


@pytest.mark.parametrize("pose", ["profile", "running", "sitting"])
def test_in_profile_thumbs_and_noses_and_toes_point_forward(pose: str) -> None:
    shape = drawn("body/coco-wholebody-133", None, pose)
    at = shape.places
    assert at["nose"][0] < at["left_ear"][0]
    for side in ("left", "right"):
        arm = (at[f"{side}_wrist"], at[f"{side}_elbow"])
        # Seen from the left, the thumb lies to the right of the arm's direction when it hangs.
        along = (arm[0][0] - arm[1][0], arm[0][1] - arm[1][1])
        thumb, little = at[f"{side}_hand_thumb_tip"], at[f"{side}_hand_little_tip"]
        across = (thumb[0] - little[0]) * -along[1] + (thumb[1] - little[1]) * along[0]
        assert across > 0
    assert at["left_foot_big_toe"][0] < at["left_foot_heel"][0]


def test_eyes_lie_on_their_own_side() -> None:
    at = drawn("face/ibug-68").places
    assert at["left_eye_outer"][0] > at["left_eye_inner"][0] > at["right_eye_inner"][0]


def test_a_body_hides_its_back_and_its_far_side() -> None:
    cricket = "sport/cricket-bowling-54"
    assert {"c7", "t4", "l5"} <= drawn(cricket).hidden
    assert "nose" in drawn(cricket, "back").hidden
    assert "c7" not in drawn(cricket, "back").hidden
    assert {"right_shoulder", "right_eye"} <= drawn("body/coco-17", None, "profile").hidden
    assert "left_shoulder" not in drawn("body/coco-17", None, "profile").hidden


# ---- poses ----------------------------------------------------------------------------------

BONES = [("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")]


@pytest.mark.parametrize("pose", poses(linked("body/coco-17")))
@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133"])
def test_poses_keep_the_length_of_bones(spec: str, pose: str) -> None:
    rest, moved = drawn(spec).places, drawn(spec, None, pose).places
    for side in ("left", "right"):
        for start, end in BONES:
            ends = (f"{side}_{start}", f"{side}_{end}")
            one, other = (dist(*(places[e] for e in ends)) for places in (rest, moved))
            assert other == pytest.approx(one, rel=1e-6)


@pytest.mark.parametrize("pose", poses(linked("body/coco-17")))
@pytest.mark.parametrize("spec", BODIES)
def test_joints_lie_inside_in_every_pose(spec: str, pose: str) -> None:
    shape = drawn(spec, None, pose)
    area = outline(shape).buffer(0.01 * shape.box.height)
    limbs = INSIDE - {"mtp_2", "mtp_3"}
    names = list(cited(linked(spec), limbs))
    assert [i for i in names if not area.covers(Point(shape.places[i]))] == []


@pytest.mark.parametrize("view", [None, "back"])
@pytest.mark.parametrize("spec", BODIES)
def test_the_outline_of_the_hips_has_no_notch(spec: str, view: str | None) -> None:
    """Outward of a hip joint the edge of the body bulges, from the pelvis to the thigh."""
    skeleton = linked(spec)
    shape = drawn(spec, view)
    whole = outline(shape)
    for side in ("left", "right"):
        for id in cited(skeleton, {"hip"}, "body"):
            if skeleton.by_id[id].side != side or id not in shape.places:
                continue
            (x, y), size = shape.places[id], shape.box.height
            outward = 1 if x > shape.box.centre[0] else -1
            flank = whole.intersection(Point(x + outward * 0.045 * size, y).buffer(0.025 * size))
            assert flank.area > 0
            assert flank.convex_hull.area < 1.001 * flank.area, id


@pytest.mark.parametrize("spec", ["hand/hand-21", "body/coco-wholebody-133", "hand/interhand-42"])
def test_the_edge_of_the_palm_has_no_bump(spec: str) -> None:
    """Outward of the knuckle of the little finger the edge goes over into the finger."""
    shape, hands = drawn(spec), dict[str | None, dict[str, tuple[float, float]]]()
    for point in linked(spec).keypoints:
        if point.place and point.place.dictionary.id == "landmarks/hand":
            hands.setdefault(point.side, {})[point.place.name] = shape.places[point.id]
    assert hands
    for hand in hands.values():
        (x, y), (u, v) = hand["little_mcp"], hand["index_mcp"]
        unit = dist(hand["root"], hand["middle_mcp"])
        k = 0.16 * unit / dist((x, y), (u, v))
        near = Point(x + k * (x - u), y + k * (y - v)).buffer(0.2 * unit)
        edge = outline(shape).intersection(near)
        assert edge.convex_hull.area < 1.02 * edge.area


def test_limbs_that_cross_the_trunk_stay_apart() -> None:
    running = drawn("body/coco-17", None, "running")
    css = [layer.css for layer in running.layers]
    assert css.count("far") == 2
    assert css.index("body") < len(css) - 1 - css[::-1].index("near")


# ---- drawing --------------------------------------------------------------------------------


def test_the_box_keeps_to_the_frame() -> None:
    """A spec that draws two eyes as large as its frame does not show the crown of the head."""
    shape = drawn("face/driver-eyelids")
    _, top, _, bottom = outline(shape).bounds
    assert top < shape.box.top < 0 < shape.box.bottom < bottom
    assert drawn("body/coco-17", None, "arms_raised").box.top < -16


def test_the_box_holds_all_that_is_painted() -> None:
    for spec in ("body/coco-17", "face/orthodontic-profile", "animal/cattle-42"):
        shape = drawn(spec)
        for layer in shape.layers:
            for ring in layer.rings:
                for x, y in sampled(ring, layer.closed, 2, 50.0):
                    assert shape.box.left - 0.5 <= x <= shape.box.right + 0.5
                    assert shape.box.top - 0.5 <= y <= shape.box.bottom + 0.5


DRAW = """
import sys, schemac
from schemac.figures import *
for spec in sys.argv[1:]:
    skeleton = schemac.load(spec)
    for id in (None, *poses(skeleton)):
        shape = silhouette(skeleton, pose=id)
        canvas = Canvas("x", 400, 400, title="t")
        at = fitted(shape.box, Box(0, 0, 400, 400))
        draw_silhouette(canvas, shape, at)
        draw_bones(canvas, skeleton, shape, at)
        sys.stdout.write(canvas.inline() + repr(sorted(shape.hidden)))
"""


def test_the_same_skeleton_gives_the_same_bytes() -> None:
    specs = ["body/coco-17", "animal/ap10k-17", "hand/interhand-42"]
    runs = [
        subprocess.run(
            [sys.executable, "-c", DRAW, *specs],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]
    assert len(runs[0]) > 10_000


def test_what_lies_outside_of_a_crop_is_left_out() -> None:
    shape = drawn("body/coco-17")
    eye = shape.places["left_eye"]
    crop = Box(eye[0] - 1, eye[1] - 1, eye[0] + 1, eye[1] + 1)
    canvas = Canvas("x", 300, 300, title="t")
    draw_silhouette(canvas, shape, fitted(crop, Box(0, 0, 300, 300)))
    assert canvas.inline().count("kp-pupil") == 1
    assert "kp-mouth" not in canvas.inline()
    assert "kp-near" in canvas.inline()


def test_small_figures_get_finer_lines() -> None:
    shape = drawn("body/coco-17")
    texts = []
    for size in (300, 9000):
        canvas = Canvas("x", size, size, title="t")
        draw_silhouette(canvas, shape, fitted(shape.box, Box(0, 0, size, size)))
        texts.append(canvas.inline())
    assert "kp-sclera kp-fine" in texts[0]
    assert "kp-sclera kp-fine" not in texts[1]
