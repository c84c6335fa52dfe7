"""What changes places when a picture is mirrored, and whose left is which from either side."""

from __future__ import annotations

from collections.abc import Mapping
from math import dist

from schemac.figures.draw import draw_mark, draw_silhouette
from schemac.figures.geometry import Box, Point, fitted
from schemac.figures.ink import Canvas
from schemac.figures.labels.inplace import Ground, Numbered, place_numbers
from schemac.figures.plates.signs import draw_letter, draw_number, sides_shown
from schemac.figures.plates.stage import Stage
from schemac.figures.silhouette import Silhouette, poses, views
from schemac.model import Side

_WIDTH, _RIM, _TOP, _MIDDLE = 460.0, 8.0, 36.0, 22.0
_TALLEST = 400.0
_PAIRS = 6
_POSE = "running"  # in which left and right do not look alike
_R, _PATCH = 4.5, 13.0  # px
_ALIKE = 0.05  # of the width: so far may the halves of a mirror image be off
_OTHER: Mapping[Side | None, Side | None] = {"left": "right", "right": "left", None: None}


def mirror(stage: Stage, prefix: str) -> Canvas | None:
    """The subject and its mirror image, a few pairs marked: in the mirror image each keypoint
    bears the number and the side of its partner. Of one of a pair it shows the left and the right
    one. None without sides."""
    shown = _turning(stage)
    ids = _chosen(stage, shown)
    if not ids and stage.skeleton.subject.one_of_pair:
        ids = _some(shown)
    if not ids:
        return None
    one, other, height = _halves(shown)
    canvas = Canvas(
        prefix, _WIDTH, height,
        title=stage.say("What changes when the picture is mirrored"),
        description=stage.say(
            "The subject beside its mirror image. Left and right numbers have changed places."
        ),
    )  # fmt: skip
    at = fitted(shown.box, one)
    draw_silhouette(canvas, shown, at)
    turn = f"matrix(-1 0 0 1 {_WIDTH:g} 0)"  # the mirror line is the middle of the figure
    with canvas.group(transform=turn):
        draw_silhouette(canvas, shown, at)
    dots = {id: at(shown.places[id]) for id in ids}
    partners = stage.skeleton.partners
    turned = {id: (_WIDTH - x, y) for id, (x, y) in dots.items()}
    if (spot := patched(stage)) is not None:
        canvas.circle(dots[spot], _PATCH, "patch")
        canvas.circle(turned[spot], _PATCH, "patch")
    _draw_half(canvas, stage, dots, {id: id for id in ids}, one, at(shown.box.centre))
    centre = at(shown.box.centre)
    for id in _inner(ids, dots, partners):
        canvas.line(dots[id], turned[id], "tie")
    _draw_half(
        canvas, stage, turned, {id: partners[id] for id in ids}, other,
        (_WIDTH - centre[0], centre[1]),
    )  # fmt: skip
    canvas.line((_WIDTH / 2, 6), (_WIDTH / 2, height - 6), "mirror")
    sides = sides_shown(stage, shown)
    _draw_letters(canvas, sides, one)
    _draw_letters(canvas, sides if sides[1] else (_OTHER[sides[0]], None), other)
    return canvas


def patched(stage: Stage) -> str | None:
    """The keypoint that bears a patch where the subject is its own mirror image: without one both
    halves would look the same. None where they differ, or nothing has a side."""
    shown = _turning(stage)
    ids, partners = _chosen(stage, shown), stage.skeleton.partners
    if not ids:
        return None
    middle, width = shown.box.centre[0], max(shown.box.width, 1e-6)
    for id in ids:
        (x, y), (u, v) = shown.places[id], shown.places[partners[id]]
        if dist((2 * middle - x, y), (u, v)) > _ALIKE * width:
            return None
    left = [id for id in ids if stage.point(id).side == "left"]
    return max(left, key=lambda id: abs(shown.places[id][0] - middle))


def _turning(stage: Stage) -> Silhouette:
    """A body in a pose in which left and right do not look alike, any other subject as it is."""
    return stage.drawn(pose=_POSE) if _POSE in poses(stage.skeleton) else stage.drawn()


def _inner(
    ids: tuple[str, ...], dots: Mapping[str, Point], partners: Mapping[str, str]
) -> list[str]:
    """The one of each pair that is nearer to the mirror line."""
    return [id for id in ids if dots[id][0] > dots[partners[id]][0]]


def both_sides(stage: Stage, prefix: str) -> Canvas | None:
    """The subject from the front and from the back, its left and right marked; None when it can
    be drawn from one side only."""
    known = views(stage.skeleton)
    front = stage.drawn()
    if "back" not in known or front.view == "back":
        return None
    back = stage.drawn("back")
    one, other, height = _halves(front)
    canvas = Canvas(
        prefix, _WIDTH, height,
        title=stage.say("From the front and from the back"),
        description=stage.say("Left stays with the subject: it changes its half of the picture."),
    )  # fmt: skip
    for shown, half in ((front, one), (back, other)):
        at = fitted(shown.box, half)
        draw_silhouette(canvas, shown, at)
        ids = [id for id in _chosen(stage, front) if id in shown.places]
        dots = {id: at(shown.places[id]) for id in ids}
        _draw_half(canvas, stage, dots, {id: id for id in ids}, half, at(shown.box.centre))
        _draw_letters(canvas, sides_shown(stage, shown), half)
    return canvas


def _halves(shown: Silhouette) -> tuple[Box, Box, float]:
    width = _WIDTH / 2 - _RIM - _MIDDLE
    tall = min(width * shown.box.height / max(shown.box.width, 1e-6), _TALLEST)
    one = Box(_RIM + 12, _TOP, _RIM + width, _TOP + tall)
    other = Box(_WIDTH - one.right, _TOP, _WIDTH - one.left, _TOP + tall)
    return one, other, _TOP + tall + _RIM + 6


def _chosen(stage: Stage, shown: Silhouette) -> tuple[str, ...]:
    """Both ends of a few pairs, spread over the subject: each next one lies farthest from those
    already chosen."""
    partners = stage.skeleton.partners
    left = [
        p.id for p in stage.skeleton.keypoints
        if p.side == "left" and p.id in shown.places and partners[p.id] in shown.places
        and partners[p.id] != p.id
    ]  # fmt: skip
    chosen: list[str] = []
    while left and len(chosen) < _PAIRS:
        best = max(left, key=lambda id: (_lonely(shown, id, chosen, partners[id]), -left.index(id)))
        if chosen and _lonely(shown, best, chosen, partners[best]) < 0.06 * shown.box.height:
            break
        chosen.append(best)
        left.remove(best)
    return tuple(id for one in chosen for id in (one, partners[one]))


def _some(shown: Silhouette) -> tuple[str, ...]:
    """A few keypoints, spread over the subject."""
    chosen = list(shown.places)[:1]
    while len(chosen) < min(_PAIRS, len(shown.places)):
        far = {
            id: min(dist(place, shown.places[other]) for other in chosen)
            for id, place in shown.places.items()
        }
        chosen.append(max(far, key=lambda id: far[id]))
    return tuple(dict.fromkeys(chosen))


def _lonely(shown: Silhouette, id: str, chosen: list[str], partner: str) -> float:
    """How far a pair lies from those already chosen, and (for the first) its ends apart."""
    apart = dist(shown.places[id], shown.places[partner])
    return min([apart, *(dist(shown.places[id], shown.places[other]) for other in chosen)])


def _draw_half(
    canvas: Canvas, stage: Stage, dots: dict[str, Point], bears: dict[str, str], half: Box,
    centre: Point,
) -> None:  # fmt: skip
    """Marks at some places, with the number and side of the keypoint that each bears."""
    texts = {id: str(stage.point(bears[id]).index) for id in dots}
    numbered = [Numbered(dots[id], texts[id], _R * 1.2) for id in dots]
    ground = Ground(frame=half.grown(16), centre=centre)
    for id, box in zip(dots, place_numbers(numbered, ground), strict=True):
        side = stage.point(bears[id]).side
        draw_mark(canvas, dots[id], side, _R)
        if box:
            draw_number(canvas, box, texts[id], side)


def _draw_letters(canvas: Canvas, sides: tuple[Side | None, Side | None], half: Box) -> None:
    if sides[0]:
        draw_letter(canvas, (half.left, 24), sides[0])
    if sides[1]:
        draw_letter(canvas, (half.right, 24), sides[1], "end")
