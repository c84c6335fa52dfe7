"""From a skeleton, a view and a pose to a silhouette."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from schemac.figures.geometry import Box, Point, around
from schemac.figures.silhouette.body import paint_body
from schemac.figures.silhouette.body_frame import Frame, body_frame
from schemac.figures.silhouette.body_profile import NEAR, paint_profile, profile_place
from schemac.figures.silhouette.cited import Cited, Spot
from schemac.figures.silhouette.cited import cited as cite
from schemac.figures.silhouette.custom import paint_custom
from schemac.figures.silhouette.face import face_warp, paint_face
from schemac.figures.silhouette.facing import hidden_places
from schemac.figures.silhouette.foot import foot_warp, paint_foot
from schemac.figures.silhouette.hand import hand_warp, paint_hand
from schemac.figures.silhouette.head_profile import paint_head_profile, profile_warp
from schemac.figures.silhouette.layers import Painting, Silhouette
from schemac.figures.silhouette.pose import POSES, Posed, bone_of, nearest_bone, posed
from schemac.figures.silhouette.quadruped import animal, paint_animal, paint_features
from schemac.figures.silhouette.side_body import paint_side_body, side_body
from schemac.figures.silhouette.skin import paint_skins
from schemac.figures.solids import rings
from schemac.figures.warp import Warp
from schemac.model import Side, Skeleton, View

BACK = "back"
_BEYOND = 0.16  # of the frame's longer side


def silhouette(skeleton: Skeleton, view: str | None = None, pose: str | None = None) -> Silhouette:
    """The subject in one of `views` (the main one when left out), or in one of `poses`.

    Raises ValueError for a view or a pose that the skeleton does not have.
    """
    if pose is not None:
        frame = _front_frame(skeleton)
        if frame is None or pose not in POSES:
            raise ValueError(f"no pose `{pose}`")
        return _posed(skeleton, frame, pose)
    chosen = _views(skeleton).get(view or _main(skeleton).id)
    if chosen is None:
        raise ValueError(f"no view `{view}`")
    places = _places(skeleton, chosen)
    painting = Painting()
    spots = cite(skeleton, places)
    _paint(painting, skeleton, chosen, spots, places)
    hidden = hidden_places(spots, chosen) | _covered(skeleton, painting, places, chosen)
    return _done(chosen, None, painting, places, hidden)


def views(skeleton: Skeleton) -> tuple[str, ...]:
    """The ids of the views that can be drawn: the spec's own, and `back` for what is drawn as a
    body or a hand and has none."""
    return tuple(_views(skeleton))


def poses(skeleton: Skeleton) -> tuple[str, ...]:
    """The ids of the poses that can be drawn: all of `POSES` for a body seen from the front."""
    return () if _front_frame(skeleton) is None else tuple(POSES)


# ---- views ----------------------------------------------------------------------------------


def _main(skeleton: Skeleton) -> View:
    return skeleton.main_view or View(id="front", sees="front", mirror=50.0)


def _views(skeleton: Skeleton) -> Mapping[str, View]:
    main = _main(skeleton)
    found = {view.id: view for view in (main, *skeleton.views)}
    seen = {view.sees for view in found.values()}
    if main.sees in ("front", "palm") and BACK not in seen and BACK not in found:
        spots = cite(skeleton, skeleton.positions(main.id))
        if body_frame(spots) is not None or (main.sees == "palm" and spots.count("hand") > 2):
            found[BACK] = View(id=BACK, sees="back", frame=main.frame, reverse_of=main.id)
    return found


def _places(skeleton: Skeleton, view: View) -> dict[str, Point]:
    """Where the keypoints lie in a view; those of a reverse view come from the other side."""
    if view.reverse_of is None:
        return dict(skeleton.positions(view.id))
    source = next((v for v in skeleton.views if v.id == view.reverse_of), _main(skeleton))
    middle = source.frame[0] / 2 if source.mirror is None else source.mirror
    return {id: (2 * middle - x, y) for id, (x, y) in skeleton.positions(source.id).items()}


def _front_frame(skeleton: Skeleton) -> Frame | None:
    """The joints of a body whose main view is the front one."""
    main = _main(skeleton)
    if main.sees != "front" or _style(skeleton) == "bare":
        return None
    return body_frame(cite(skeleton, _places(skeleton, main)))


def _style(skeleton: Skeleton) -> str:
    return skeleton.figure.style if skeleton.figure else "auto"


# ---- painting -------------------------------------------------------------------------------


def _paint(
    painting: Painting, skeleton: Skeleton, view: View, spots: Cited, places: Mapping[str, Point]
) -> None:
    """The drawing that fits; a spec's own outlines instead, or on top of a style it names."""
    figure = skeleton.figure
    if _style(skeleton) == "bare":
        return
    skinned = figure is not None and bool(figure.outlines)
    if not (skinned and _style(skeleton) == "auto"):
        known = _paint_known(painting, view, spots, len(places))
        if not known:
            paint_custom(painting, skeleton, places, view)
    if figure is not None:
        paint_skins(painting, figure, places, flip=view.reverse_of is not None)
        near: Side = "right" if view.sees == "right" else "left"
        if skinned and (beast := animal(spots, near, view.far)):
            paint_features(painting, beast)


def _paint_known(painting: Painting, view: View, spots: Cited, keypoints: int) -> bool:
    """Draw what the cited places call for; False when that is nothing known."""
    near: Side = "right" if view.sees == "right" else "left"
    profile, behind = view.sees in ("left", "right"), view.sees == "back"
    if profile and (body := side_body(spots, near)) is not None:
        paint_side_body(painting, spots, body, near)
    elif not profile and (frame := body_frame(spots, behind)) is not None:
        paint_body(painting, spots, frame, behind)
    elif profile and (head := profile_warp(spots, near=near)) is not None:
        paint_head_profile(painting, head)
    elif (face := face_warp(spots)) is not None:
        paint_face(painting, face, behind)
    elif hands := _hands(spots, behind):
        for hand in hands:
            paint_hand(painting, hand, back=behind)
    elif (foot := foot_warp(spots, None)) is not None:
        paint_foot(painting, foot)
    elif 2 * spots.count("quadruped") > keypoints and (beast := animal(spots, near, view.far)):
        paint_animal(painting, beast)
    else:
        return False
    return True


def _hands(spots: Cited, behind: bool) -> list[Warp]:
    sides: tuple[Side | None, ...] = ("left", "right", None)
    found = (hand_warp(spots, side, flip=(side == "right") != behind) for side in sides)
    return [hand for hand in found if hand is not None]


# ---- poses ----------------------------------------------------------------------------------


def _posed(skeleton: Skeleton, frame: Frame, id: str) -> Silhouette:
    """A body in a pose, made from its front view."""
    main, pose = _main(skeleton), POSES[id]
    rest = _places(skeleton, main)
    spots = cite(skeleton, rest)
    body = posed(frame, pose)
    places = {i: _moved(skeleton, body, frame, spots, i, at) for i, at in rest.items()}
    moved = cite(skeleton, places)
    painting = Painting()
    if pose.profile:
        paint_profile(painting, moved, body)
        view = replace(main, sees=NEAR, mirror=None)
        hidden = _covered(skeleton, painting, places, view)
    else:
        paint_body(painting, moved, body.frame)
        view, hidden = main, hidden_places(moved, main)
    return _done(view, id, painting, places, hidden)


def _moved(
    skeleton: Skeleton, body: Posed, frame: Frame, spots: Cited, id: str, at: Point
) -> Point:
    point = skeleton.by_id[id]
    spot = spots.by_id.get(id)
    if spot is None:
        spot = Spot(id, "", point.stem, None, point.side, at)
        bone = nearest_bone(at, point.side, frame)
    else:
        bone = bone_of(spot, frame)
    return profile_place(body, spot, bone) if body.pose.profile else body.carry(bone, at)


def _covered(
    skeleton: Skeleton, painting: Painting, places: Mapping[str, Point], view: View
) -> frozenset[str]:
    """The places of the far side that the near layers cover, or by which nothing is painted, in a
    view from the side."""
    from shapely import Point as Dot
    from shapely import prepare

    ids = [id for id in places if skeleton.by_id[id].side == _OTHER.get(view.sees)]
    if view.sees not in _OTHER or not painting.layers:
        return frozenset()
    near, far = painting.near, painting.far.buffer(_BY * max(view.frame))
    prepare(near)
    prepare(far)
    dots = {id: Dot(places[id]) for id in ids}
    return frozenset(id for id in ids if near.contains(dots[id]) or not far.contains(dots[id]))


_BY = 0.012  # of the frame's longer side
_OTHER: Mapping[str, Side] = {"left": "right", "right": "left"}


def _done(
    view: View, pose: str | None, painting: Painting, places: Mapping[str, Point],
    hidden: frozenset[str],
) -> Silhouette:  # fmt: skip
    return Silhouette(
        view=view.id,
        sees=view.sees,
        pose=pose,
        layers=tuple(painting.layers),
        places=places,
        hidden=hidden,
        outline=rings(painting.solid, 0.02) if painting.layers else (),
        box=_box(painting, places, view, near=pose is None),
    )


def _box(painting: Painting, places: Mapping[str, Point], view: View, near: bool) -> Box:
    """What is worth showing; `near` keeps to the frame, since a spec that draws two eyes as large
    as its frame does not ask for the crown of the head."""
    painted = list(painting.points())
    frame = Box(0.0, 0.0, *view.frame)
    around_frame = frame.grown(_BEYOND * max(view.frame))
    if not painted:
        return around(places.values()) if places else frame
    box = around(painted)
    if near and box.meets(around_frame):
        box = box.cut(around_frame)
    corners = ((box.left, box.top), (box.right, box.bottom))
    return around([*corners, *places.values()])
