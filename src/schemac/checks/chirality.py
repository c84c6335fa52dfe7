"""Chirality: whether a hand or foot is drawn as a left one."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic
from schemac.model import Keypoint, Skeleton, View

# Three places that run clockwise on a left one in the first view, the other way in the second.
TURNS = (
    ("hand", ("thumb_tip", "index_tip", "little_tip"), "palm", "back"),
    ("hand", ("thumb_mcp", "index_mcp", "little_mcp"), "palm", "back"),
    ("foot", ("heel", "small_toe_tip", "big_toe_tip"), "above", "below"),
    ("foot", ("heel", "mtp_5", "mtp_1"), "above", "below"),
)


@rule("P070", "drawn-as-right")
def drawn_as_right(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A skeleton that is one of a pair is drawn as the right one.

    A hand or foot that is one of a pair is written and drawn as a left one; the right one is its
    mirror image. On a left hand seen from the palm, thumb, index and little finger run clockwise.
    Drawn the other way, every skeleton that includes it gets thumbs on the wrong side. Landmarks
    of the library's hand and foot dictionaries are what this is told from.

    Mirror the x of all positions of the view, or correct what the view `sees`.

        views: {palm: {sees: palm}}
        keypoints:
          thumb_tip: {index: 4, landmark: hand.thumb_tip, at: [80.2, 49.2]}   # write [19.8, 49.2]
    """
    if not skeleton.subject.one_of_pair:
        return
    cited = {p.place.key: p for p in skeleton.keypoints if p.place and not p.side}
    for view in skeleton.views:
        for organ, names, clockwise, other in TURNS:
            if view.sees not in (clockwise, other):
                continue
            points = [cited.get(f"landmarks/{organ}.{name}") for name in names]
            found = [point for point in points if point]
            turn = _turn(found, view)
            if turn and (turn > 0) != (view.sees == clockwise):
                yield _mirrored(code, organ, found, view)
                break


def _turn(points: list[Keypoint], view: View) -> float:
    """Above 0 when three keypoints run clockwise in a view (y grows down); 0 when unknown."""
    spots = [at for point in points if (at := point.at(view.id))]
    if len(spots) != 3:
        return 0.0
    a, b, c = spots
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def _mirrored(code: Code, organ: str, points: list[Keypoint], view: View) -> Diagnostic:
    ids = tuple(point.id for point in points)
    return code.at(
        points[0].where("at"),
        f"the {organ} is drawn as a right one in `{view.id}`:"
        f" {listed(ids)} run the wrong way round",
        help=f"mirror every x: {view.frame[0]:g} minus x",
        points=ids,
    )
