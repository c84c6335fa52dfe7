"""Positions: where keypoints lie in the views."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import Entry, called, entries, ids, pairs
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Keypoint, Position, Skeleton, View

SLACK = 0.5  # figure units: half a hundredth of the usual frame
TINY = 1e-6


@rule("P010", "position-missing")
def missing(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint has no position in the main view.

    Every drawing and every tool's template starts from the main view. A keypoint without a
    position there cannot be shown to anybody.

    Write `at`. A computed keypoint gets its position from its formula, which must then be
    computable: two parallel lines, for example, have no intersection.

        elbow: {index: 7}                       # add `at: [66.1, 34.2]`
    """
    view = skeleton.main_view
    for entry in entries(skeleton) if view else ():
        lacking = tuple(point.id for point in entry if view and point.at(view.id) is None)
        if view and lacking:
            computed = entry[0].kind == "constructed"
            why = "its formula gives none" if computed else "it needs one"
            yield code.at(
                entry[0].where("formula" if computed else "at"),
                f"{called(entry)} has no position in the main view `{view.id}`; {why}",
                help=None if computed else "write `at: [x, y]` in figure units",
                points=lacking,
            )


@rule("P020", "position-outside-frame")
def outside_frame(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A position lies outside the frame of its view.

    What lies outside the frame is cut off in every figure, and tools place it outside the
    template.

    Move the point, or make the frame of the view larger.

        tail: {index: 4, at: [116, 17]}         # the frame is 100 wide: `frame: [130, 100]`
    """
    for view, entry, found in _placed(skeleton):
        width, height = view.frame
        for point, at in found:
            if not (-TINY <= at.x <= width + TINY and -TINY <= at.y <= height + TINY):
                yield code.at(
                    point.where("at"),
                    f"`{point.id}` lies at {_spot(at)}, outside the frame"
                    f" {width:g} × {height:g} of the view `{view.id}`",
                    points=ids(entry),
                )
                break


@rule("P030", "twins-not-mirrored", Severity.WARNING)
def twins_not_mirrored(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The two sides of a pair are not mirror images in a view with a mirror line.

    A canonical figure stands straight. If one side is shifted, by a typing slip most often, the
    figure teaches a wrong place for it.

    Write the left position only; the right one follows. Where the pose really is uneven, give
    the view `mirror: none`.

        eye: {index: {left: 1, right: 2}, at: {left: [52, 8], right: [43, 8]}}   # 48, 8 is meant
    """
    for left, right in pairs(skeleton):
        for view in _written(skeleton):
            one, other = left.at(view.id), right.at(view.id)
            if view.mirror is None or one is None or other is None:
                continue
            meant = 2 * view.mirror - one.x
            if abs(meant - other.x) > SLACK or abs(one.y - other.y) > SLACK:
                yield code.at(
                    right.where("at"),
                    f"`{right.id}` lies at {_spot(other)} in `{view.id}`,"
                    f" but the mirror image of `{left.id}` is [{meant:g}, {one.y:g}]",
                    points=(left.id, right.id),
                )


@rule("P040", "position-on-wrong-side")
def on_wrong_side(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A left keypoint lies on the right side of its view, or the other way round.

    Seen from the front, the subject's own left is on the right of the picture; seen from behind,
    on the left. A figure with the sides swapped teaches everybody the wrong side. This is the
    most common and most costly mistake in keypoint data.

    Mirror the x of the position. What is written is always the left side of a pair.

        elbow: {index: {left: 7, right: 8}, at: [33.9, 34.2]}     # write `at: [66.1, 34.2]`
    """
    for view, entry, found in _placed(skeleton):
        right_of_line = _left_is_right(skeleton, view)
        for point, at in found:
            if view.mirror is None or right_of_line is None or not point.side:
                continue
            beyond = at.x - view.mirror
            wanted = right_of_line == (point.side == "left")
            if abs(beyond) > TINY and (beyond > 0) != wanted:
                yield _wrong_side(code, skeleton, view, entry, point, at)
                break


@rule("P050", "position-off-midline")
def off_midline(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A keypoint without a side lies off the mirror line of its view.

    In a skeleton with sides, a point without one lies in the midline of the body. If it is drawn
    elsewhere, either it belongs to a pair or its position is wrong.

    Put it on the line, or give it a sided index.

        nose: {index: 0, at: [55, 9]}           # write `at: [50, 9]`
    """
    if not any(point.side for point in skeleton.keypoints):
        return
    for view, entry, found in _placed(skeleton):
        for point, at in found:
            if view.mirror is not None and not point.side and abs(at.x - view.mirror) > SLACK:
                yield code.at(
                    point.where("at"),
                    f"`{point.id}` has no side, but lies {abs(at.x - view.mirror):g} off the mirror"
                    f" line of `{view.id}`",
                    help=f"write `at: [{view.mirror:g}, {at.y:g}]`, or a sided `index`",
                    points=ids(entry),
                )


@rule("P060", "same-position", Severity.WARNING)
def same_position(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Two keypoints lie on exactly the same spot of the main view.

    One hides the other in every figure, and in a tool's template nobody can grab the lower one.

    Move one of them to where it really lies.

        heel:  {index: 4, at: [58, 95]}
        ankle: {index: 5, at: [58, 95]}         # write `at: [57.7, 91.3]`
    """
    view = skeleton.main_view
    first: dict[tuple[float, float], Keypoint] = {}
    told: set[tuple[str, str]] = set()
    for point in skeleton.keypoints:
        at = point.at(view.id) if view and point.kind != "constructed" else None
        if view is None or at is None:
            continue
        earlier = first.setdefault((round(at.x, 3), round(at.y, 3)), point)
        stems = (earlier.stem, point.stem)
        if earlier is point or stems in told or _meant_alike(earlier, point, view):
            continue
        told.add(stems)
        yield code.at(
            point.where("at"),
            f"`{point.id}` lies exactly where `{earlier.id}` lies in `{view.id}`",
            Note(f"`{earlier.id}` stands here", earlier.where("at")),
            points=(earlier.id, point.id),
        )


@rule("P090", "inset-outside-frame", Severity.WARNING)
def inset_outside_frame(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The inset of a region is no part of the main view's frame.

    An inset is a crop of the main view, drawn larger: x, y, width and height in figure units.
    Outside the frame there is nothing to draw, and without an area nothing to enlarge.

    Let it lie inside the frame, or leave `inset` out and let the compiler choose.

        views: {front: {sees: front, frame: [100, 100]}}
        regions:
          hand: {title: Hand, inset: [80, 40, 30, 20]}    # reaches to x 110
    """
    view = skeleton.main_view
    for region in skeleton.regions if view else ():
        if view is None or region.inset is None or region.origin.file != skeleton.origin.file:
            continue
        x, y, width, height = region.inset
        if width <= 0 or height <= 0:
            wrong = f"is {width:g} × {height:g} large, which is no area"
        elif (
            min(x, y) < -TINY
            or x + width > view.frame[0] + TINY
            or y + height > view.frame[1] + TINY
        ):
            wrong = (
                f"reaches from [{x:g}, {y:g}] to [{x + width:g}, {y + height:g}], outside the frame"
                f" {view.frame[0]:g} × {view.frame[1]:g} of `{view.id}`"
            )
        else:
            continue
        yield code.at(
            region.origin / "inset",
            f"the inset of `{region.id}` {wrong}",
            help="write `inset: [x, y, width, height]` in figure units of the main view",
        )


def _placed(
    skeleton: Skeleton,
) -> Iterator[tuple[View, Entry, list[tuple[Keypoint, Position]]]]:
    """Every written view and entry, with those of its points that have a position there."""
    every = list(entries(skeleton))
    for view in _written(skeleton):
        for entry in every:
            found = [(point, at) for point in entry if (at := point.at(view.id))]
            if found:
                yield view, entry, found


def _written(skeleton: Skeleton) -> list[View]:
    """The views that have positions of their own; a reverse repeats what another one says."""
    return [view for view in skeleton.views if view.reverse_of is None]


def _left_is_right(skeleton: Skeleton, view: View) -> bool | None:
    """Whether left points lie right of the mirror line; None where nobody can tell.

    Above and below are drawn with the head, or the front, at the top.
    """
    if view.sees not in ("front", "back", "above", "below"):
        return None
    return skeleton.subject.laterality == "subject" and view.sees in ("front", "below")


def _meant_alike(one: Keypoint, other: Keypoint, view: View) -> bool:
    """One place, or the near and the far one of a pair in profile."""
    if one.stem == other.stem:
        return view.mirror is None
    return one.place is not None and other.place is not None and one.place.key == other.place.key


def _wrong_side(
    code: Code, skeleton: Skeleton, view: View, entry: Entry, point: Keypoint, at: Position
) -> Diagnostic:
    mirror = view.mirror or 0.0
    drawn = "right" if at.x > mirror else "left"
    whose = "subject's" if skeleton.subject.laterality == "subject" else "viewer's"
    other = "right" if point.side == "left" else "left"
    left_x = at.x if point.side == "right" else round(2 * mirror - at.x, 3)
    return code.at(
        point.where("at"),
        f"`{point.id}` lies {drawn} of the mirror line of `{view.id}`,"
        f" where the {whose} {other} is",
        help=f"write `at: [{left_x:g}, {at.y:g}]`, which is the left one",
        points=ids(entry),
    )


def _spot(at: Position) -> str:
    return f"[{at.x:g}, {at.y:g}]"
