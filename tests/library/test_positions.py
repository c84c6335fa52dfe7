"""Positions of every spec and part of the library, judged without the rules of the compiler.

A figure that is drawn wrong teaches a wrong place. New documents are found and tested by
themselves; what is known of single landmarks (a thumb, a chin) applies wherever they are cited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from math import dist

import pytest
from msgspec.structs import replace

from conftest import LIBRARY, PARTS, SPECS
from library.geometry import At, crossings, distance_to_ring, hull, inside, shares, turn
from schemac.model import Keypoint, Position, Skeleton, View

SLACK = 0.06  # figure units: positions are written with one digit, included ones are turned

# Of which landmarks a figure is known to be drawn the right way round: three that run clockwise
# for the left side, seen from the palm and the front, or from above. (On a face, both sides.)
HAND = (
    ("thumb_tip", "index_tip", "little_tip"),
    ("thumb_mcp", "index_mcp", "little_mcp"),
    ("thumb_tip", "middle_tip", "root"),
)
FOOT = (
    ("heel", "small_toe_tip", "big_toe_tip"),
    ("heel", "mtp_5", "mtp_1"),
    ("heel", "mt5_head", "mt1_head"),
)
# What lies nearer to the front of the subject, and what farther back.
FRONT_BACK = (
    ("face.nose_tip", "body.ear_centre"),
    ("face.nose_tip", "body.tragus"),
    ("face.chin", "body.tragus"),
    ("face.nose_tip", "profile.tragion"),
    ("profile.pogonion", "profile.gonion"),
    ("foot.big_toe_tip", "foot.heel"),
    ("foot.mtp_1", "foot.heel"),
    ("quadruped.muzzle", "quadruped.tail_head"),
    ("quadruped.eye", "quadruped.tail_head"),
    ("quadruped.eye", "quadruped.ear_base"),
    ("quadruped.elbow", "quadruped.stifle"),
)
ABOVE = (
    ("face.eye_centre", "face.chin"),
    ("face.eye_outer", "face.mouth_corner"),
    ("face.nose_tip", "body.neck_root"),
    ("body.shoulder", "body.hip"),
    ("body.hip", "body.knee"),
    ("body.knee", "body.ankle"),
    ("quadruped.withers", "quadruped.elbow"),
    ("quadruped.elbow", "quadruped.fore_paw"),
    ("quadruped.stifle", "quadruped.hock"),
)

# The outline of a face from the side, from the hair down.
PROFILE = (
    "profile.trichion", "profile.glabella", "face.nose_root", "face.nose_tip",
    "profile.columella", "face.subnasale", "profile.upper_lip_sulcus", "face.upper_lip_mid",
    "face.mouth_centre", "face.lower_lip_mid", "profile.mentolabial_sulcus",
    "profile.pogonion", "profile.gnathion",
)  # fmt: skip
FINGERS = ("thumb", "index", "middle", "ring", "little")
JOINTS = ("cmc", "mcp", "pip", "ip", "dip", "tip")

Load = Callable[[str], Skeleton]


@pytest.fixture(params=[*SPECS, *PARTS], scope="module")
def drawn(request: pytest.FixtureRequest, skeleton: Load) -> Skeleton:
    return skeleton(request.param)


def layouts(skeleton: Skeleton) -> Iterator[tuple[View, dict[str, At]]]:
    """Every view with the positions in it, by keypoint id."""
    for view in skeleton.views:
        yield view, dict(skeleton.positions(view.id))


def cited(skeleton: Skeleton) -> dict[tuple[str, str | None], Keypoint]:
    """Keypoints by the place that they cite, `hand.thumb_tip`, and their side. A skeleton that is
    one of a pair is drawn as a left one."""
    alone = "left" if skeleton.subject.one_of_pair else None
    return {
        (point.place.key.rpartition("/")[2] if not point.place.step else str(point.place),
         point.side or alone): point
        for point in skeleton.keypoints
        if point.place
    }  # fmt: skip


def test_every_keypoint_has_a_position_in_the_frame(drawn: Skeleton) -> None:
    main = drawn.main_view
    assert main is not None
    assert {point.id for point in drawn.keypoints} == drawn.positions().keys()
    for view, at in layouts(drawn):
        width, height = view.frame
        outside = {i: p for i, p in at.items() if not (0 <= p[0] <= width and 0 <= p[1] <= height)}
        assert outside == {}, view.id


def test_twins_mirror(drawn: Skeleton) -> None:
    for view, at in layouts(drawn):
        for id, other in drawn.partners.items():
            if view.mirror is None or id not in at or other not in at:
                continue
            if id == other and not sided(drawn):
                continue
            meant = (2 * view.mirror - at[id][0], at[id][1])
            assert dist(meant, at[other]) <= SLACK, (view.id, id, other)


def test_left_is_where_the_view_has_it(drawn: Skeleton) -> None:
    """Seen from the front the subject's left lies to the right; from behind, and from above with
    the front at the top, to the left. The viewer's left is always left."""
    for view, at in layouts(drawn):
        if view.mirror is None or view.sees not in ("front", "back", "above", "below"):
            continue
        own = drawn.subject.laterality == "subject"
        right_of_line = own and view.sees in ("front", "below")
        for point in drawn.keypoints:
            if point.side and point.id in at and abs(at[point.id][0] - view.mirror) > SLACK:
                found = at[point.id][0] > view.mirror
                assert found == (right_of_line == (point.side == "left")), (view.id, point.id)


def test_hands_and_feet_are_not_mirrored(drawn: Skeleton) -> None:
    """The cross product of thumb and fingers, by side. Bodies stand with their palms forward."""
    found = cited(drawn)
    for view, at in layouts(drawn):
        for organ, triples, clockwise, other in (
            ("hand", HAND, ("palm", "front"), ("back",)),
            ("foot", FOOT, ("above", "front"), ("below", "back")),
        ):
            if view.sees not in (*clockwise, *other):
                continue
            for side in ("left", "right"):
                points = first_whole(found, organ, triples, side)
                if points and all(point.id in at for point in points):
                    wanted = (side == "left") == (view.sees in clockwise)
                    spots = [at[point.id] for point in points]
                    assert (turn(*spots) > 0) == wanted, (view.id, [p.id for p in points])


def test_fingers_go_outward(drawn: Skeleton) -> None:
    """Each joint lies farther from the wrist than the one before it, on an open hand."""
    found = cited(drawn)
    for view, at in layouts(drawn):
        for side in ("left", "right"):
            root = found.get(("hand.root", side))
            for finger in FINGERS if root and root.id in at else ():
                points = [found.get((f"hand.{finger}_{joint}", side)) for joint in JOINTS]
                spots = [at[point.id] for point in points if point and point.id in at]
                lengths = [dist(at[root.id], spot) for spot in spots] if root else []
                assert lengths == sorted(lengths), (view.id, side, finger)


def test_faces_are_not_mirrored(drawn: Skeleton) -> None:
    """Left eye, right eye, then what lies below them: counter-clockwise from the front."""
    found = cited(drawn)
    for view, at in layouts(drawn):
        if view.sees not in ("front", "back"):
            continue
        for eye in ("face.eye_centre", "face.pupil", "face.eye_outer"):
            for low in ("face.nose_tip", "face.chin", "face.upper_lip_mid"):
                points = [found.get(key) for key in ((eye, "left"), (eye, "right"), (low, None))]
                spots = [at[point.id] for point in points if point and point.id in at]
                if len(spots) == 3:
                    own = drawn.subject.laterality == "subject"
                    assert (turn(*spots) < 0) == ((view.sees == "front") == own), (view.id, low)


def test_profiles_look_the_right_way(drawn: Skeleton) -> None:
    """Whoever sees the subject's left side sees its front at the left of the picture."""
    for view, at in layouts(drawn):
        if view.sees not in ("left", "right"):
            continue
        for front, back in neighbours(drawn, FRONT_BACK, at):
            assert (front[0] < back[0]) == (view.sees == "left"), (view.id, front, back)


def test_the_head_is_up(drawn: Skeleton) -> None:
    for view, at in layouts(drawn):
        if view.sees in ("front", "back", "left", "right"):
            for upper, lower in neighbours(drawn, ABOVE, at):
                assert upper[1] < lower[1], (view.id, upper, lower)


def test_contours_do_not_cross_themselves(drawn: Skeleton) -> None:
    for view, at in layouts(drawn):
        for contour in drawn.contours:
            line = [at[id] for id in contour.points if id in at]
            if len(line) == len(contour.points):
                assert crossings(line, closed=contour.closed) == [], (view.id, contour.id)


def test_no_two_keypoints_at_one_place(drawn: Skeleton) -> None:
    """Unless they cite one landmark, or a pair of which a profile hides the far one."""
    for view, at in layouts(drawn):
        for (one, a), (other, b) in combinations(at.items(), 2):
            if dist(a, b) > 0.005:
                continue
            first, second = drawn.by_id[one], drawn.by_id[other]
            twins = first.stem == second.stem and view.mirror is None
            same = first.place and second.place and first.place.key == second.place.key
            assert twins or same, (view.id, one, other, a)


def test_points_of_a_curve_lie_in_order_and_evenly(drawn: Skeleton) -> None:
    """`face.jaw 3/8` lies three eighths of the length along the line of those that cite the jaw."""
    found = curves(drawn)
    for view, at in layouts(drawn):
        if view.sees not in ("front", "back"):
            continue
        for name, points in found.items():
            placed = [(share, at[p.id]) for share, p in points if p.id in at]
            if len(placed) < 3:
                continue
            first, last = placed[0][0], placed[-1][0]
            for (share, spot), along in zip(
                placed, shares([spot for _, spot in placed]), strict=True
            ):
                meant = (share - first) / (last - first)
                assert abs(along - meant) < 0.03, (view.id, name, share, spot)


def test_the_jaw_is_the_outline_of_a_face(drawn: Skeleton) -> None:
    """Contour points of the jaw lie on the hull of all that cites the face, from the front."""
    for view, at in layouts(drawn):
        face = [p for p in drawn.keypoints if p.place and p.place.dictionary.id.endswith("/face")]
        ring = hull([at[p.id] for p in face if p.id in at])
        jaw = [p for p in face if p.place and p.place.name in ("jaw", "chin", "jaw_ear")]
        if view.sees != "front" or len(jaw) < 5:
            continue
        size = max(dist(a, b) for a, b in combinations(ring, 2))
        for point in jaw:
            if point.id in at:
                assert distance_to_ring(at[point.id], ring) < 0.01 * size, (view.id, point.id)


def test_nothing_lies_before_the_profile(drawn: Skeleton) -> None:
    """From the side, the outline of the face runs down in order, and the rest lies behind it."""
    found = cited(drawn)
    for view, at in layouts(drawn):
        line = [p for name in PROFILE if (p := found.get((name, None))) and p.id in at]
        if view.sees not in ("left", "right") or len(line) < 5:
            continue
        back = 1 if view.sees == "left" else -1
        spots = [at[point.id] for point in line]
        assert [y for _, y in spots] == sorted(y for _, y in spots), view.id
        others = [at[id] for id in at.keys() - {point.id for point in line}]
        for (ax, ay), (bx, by) in pairwise(spots):
            for x, y in others:
                if ay <= y < by:
                    assert (x - ax - (y - ay) * (bx - ax) / (by - ay)) * back > 0, (view.id, x, y)


def test_rings_lie_in_rings(drawn: Skeleton) -> None:
    """The inner edge of the lips within the outer one; the middle of an eye within its lids."""
    for view, at in layouts(drawn):
        for contour in drawn.contours if view.sees == "front" else ():
            on_it = [drawn.by_id[id] for id in contour.points]
            ring = [at[point.id] for point in on_it if point.id in at]
            if contour.closed and len(ring) == len(on_it):
                for point in enclosed(drawn, on_it):
                    assert inside(at[point.id], ring), (view.id, contour.id, point.id)


# ---- the tests themselves -----------------------------------------------------------------------


SPOILED = (*LIBRARY, "face/orthodontic-profile")


@pytest.mark.parametrize("spec", SPOILED)
@pytest.mark.parametrize("wrong", ["mirrored", "upside down", "shuffled", "moved", "joined"])
def test_a_wrong_figure_is_found(spec: str, wrong: str, skeleton: Load) -> None:
    """Each way to spoil a figure is found by one of the tests above."""
    sound = skeleton(spec)
    spoiled = replace(sound, keypoints=tuple(_spoiled(sound, wrong)))
    with pytest.raises(AssertionError):
        judge(spoiled)
    judge(sound)


def judge(skeleton: Skeleton) -> None:
    for test in TESTS:
        test(skeleton)


def _spoiled(skeleton: Skeleton, how: str) -> Iterator[Keypoint]:
    points = skeleton.keypoints
    for number, point in enumerate(points):
        (at,) = point.positions
        before = points[number - 1].positions[0]
        x, y = {
            "mirrored": (100 - at.x, at.y),
            "upside down": (at.x, 100 - at.y),
            "shuffled": (before.x, before.y),
            "moved": (at.x + 40, at.y),
            "joined": (before.x, before.y) if number == 7 else (at.x, at.y),
        }[how]
        yield replace(point, positions=(Position(view=at.view, x=x, y=y),))


TESTS = [
    test_every_keypoint_has_a_position_in_the_frame,
    test_twins_mirror,
    test_left_is_where_the_view_has_it,
    test_hands_and_feet_are_not_mirrored,
    test_fingers_go_outward,
    test_faces_are_not_mirrored,
    test_the_head_is_up,
    test_contours_do_not_cross_themselves,
    test_no_two_keypoints_at_one_place,
    test_points_of_a_curve_lie_in_order_and_evenly,
    test_the_jaw_is_the_outline_of_a_face,
    test_nothing_lies_before_the_profile,
    test_profiles_look_the_right_way,
    test_rings_lie_in_rings,
]


# ---- what is asked of a skeleton ----------------------------------------------------------------


def sided(skeleton: Skeleton) -> bool:
    return any(point.side for point in skeleton.keypoints)


def first_whole(
    found: dict[tuple[str, str | None], Keypoint],
    organ: str,
    triples: tuple[tuple[str, str, str], ...],
    side: str,
) -> list[Keypoint]:
    """The first three landmarks that the skeleton has on a side."""
    for names in triples:
        points = [
            found[f"{organ}.{name}", side] for name in names if (f"{organ}.{name}", side) in found
        ]
        if len(points) == 3:
            return points
    return []


def enclosed(skeleton: Skeleton, ring: list[Keypoint]) -> Iterator[Keypoint]:
    """Keypoints that lie within a closed contour, as far as their landmarks tell."""
    names = {point.place.name for point in ring if point.place}
    for point in skeleton.keypoints:
        name = point.place.name if point.place else ""
        lids = {"eye_outer", "eye_inner"} <= names and "lid_fold" not in names
        if lids and name in ("pupil", "eye_centre") and point.side == ring[0].side:
            yield point
        lips = {"mouth_corner", "upper_lip_mid", "lower_lip_mid"} <= names
        if lips and name in ("inner_corner", "inner_upper", "inner_lower", "mouth_centre"):
            yield point


def neighbours(
    skeleton: Skeleton, known: tuple[tuple[str, str], ...], at: dict[str, At]
) -> Iterator[tuple[At, At]]:
    """Positions of pairs of landmarks: those of one side, or of a side and the midline."""
    places: dict[str, list[Keypoint]] = {}
    for (name, _), point in cited(skeleton).items():
        places.setdefault(name, []).append(point)
    for one, other in known:
        for a in places.get(one, ()):
            for b in places.get(other, ()):
                if (not a.side or not b.side or a.side == b.side) and {a.id, b.id} <= at.keys():
                    yield at[a.id], at[b.id]


def curves(skeleton: Skeleton) -> dict[tuple[str, str | None], list[tuple[float, Keypoint]]]:
    """By curve and side the keypoints on it, in order of their share, its ends included."""
    found: dict[tuple[str, str | None], list[tuple[float, Keypoint]]] = {}
    for point in skeleton.keypoints:
        if point.place and point.place.fraction is not None:
            key = (f"{point.place.dictionary.id}.{point.place.name}", point.side)
            found.setdefault(key, []).append((float(point.place.fraction), point))
    return {key: sorted(points, key=lambda each: each[0]) for key, points in found.items()}
