"""A quiz as HTML: its figures, and the data that `site/guide/quiz.js` asks from.

The data stand in a script that no browser runs; nothing in them can end it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import dist
from random import Random
from typing import Any

from msgspec import json

from schemac import __version__
from schemac.figures.draw import draw_silhouette
from schemac.figures.geometry import Box, Point, Projection
from schemac.figures.ink import Canvas
from schemac.guide.context import Context, point_path
from schemac.guide.mounting import stage
from schemac.guide.pages.quiz import asks
from schemac.guide.printable import printable
from schemac.guide.quiz.judging import MEDIAN, NINETY, TIERS, Scale, accepted, scale, slack
from schemac.guide.quiz.questions import Question, questions
from schemac.guide.quiz.scenes import SIZE, Scene, scenes

_AS_DRAWN = Projection(1.0)


def quiz(context: Context) -> str:
    """All of it; nothing for a skeleton without places to click."""
    if not asks(context):
        return ""
    chance = Random(str(context.skeleton.reference))  # noqa: S311 - the same for everybody
    pictures = scenes(context.skeleton, chance)
    asked = questions(context.skeleton, pictures, chance)
    data = script(_data(context, pictures, asked))
    return f'<div class="sk-quiz-pictures" hidden>{_figures(context, pictures)}</div>{data}'


def script(data: Any) -> str:
    """Data for a page: JSON in which no character has a meaning in HTML."""
    text = json.encode(data).decode()
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return f'<script type="application/json" id="sk-quiz-data">{text}</script>'


def _figures(context: Context, pictures: Sequence[Scene]) -> str:
    """The figures, without a mark; each in its own element, so that it can be hidden."""
    say = context.speech.say
    made = []
    for k, scene in enumerate(pictures):
        seen = _seen_from(context, pictures, scene) or say("A drawn figure")
        canvas = Canvas(f"sk-quiz-{k}", SIZE, SIZE, title=say("A drawn figure"), description=seen)
        draw_silhouette(canvas, scene.shown, _AS_DRAWN)
        made.append(f'<div class="sk-quiz-picture" hidden>{canvas.inline()}</div>')
    return "".join(made)


def _data(context: Context, pictures: Sequence[Scene], asked: Sequence[Question]) -> Any:
    skeleton, say = context.skeleton, context.speech.say
    measured = scale(stage(context))
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    return {
        "spec": str(skeleton.reference),
        "digest": context.digest,
        "schemac": __version__,
        "size": SIZE,
        "scale": _named(context, measured),
        "rule": {"median": MEDIAN, "ninety": NINETY, "tiers": TIERS},
        "tiers": [
            {
                "id": tier.id,
                "title": printable(context.speech.plain(tier.title)),
                "text": printable(context.speech.plain(tier.definition)),
            }
            for tier in tiers
        ],
        "questions": [
            _question(context, pictures, q, f"q{k + 1}", measured) for k, q in enumerate(asked)
        ],
        "say": {name: say(sentence) for name, sentence in _SAY.items()},
    }


def _named(context: Context, measured: Scale) -> str:
    """What the scale is, in words."""
    say, titles = context.speech.say, context.titles
    if measured.ends:
        one, other = (printable(titles[id]) for id in measured.ends)
        return say("the distance between {one} and {other}", one=one, other=other)
    return measured.formula or say("the longer side of the subject as the map shows it")


def _question(
    context: Context, pictures: Sequence[Scene], asked: Question, id: str, measured: Scale
) -> Mapping[str, Any]:
    point, skeleton, scene = asked.point, context.skeleton, pictures[asked.scene]
    limit = accepted(stage(context), point.id)
    other = skeleton.partners[point.id]
    return {
        "id": id,
        "point": point.id,
        "number": point.index,
        "title": printable(context.titles[point.id]),
        "side": point.side,
        "page": point_path(point.id).removesuffix(".md") + ".html",
        "from": _seen_from(context, pictures, scene),
        "scene": asked.scene,
        "shown": asked.shown,
        "window": _corner(asked.window),
        "cover": _corner(asked.cover) if asked.cover else None,
        "true": None if asked.shown == "outside" else _rounded(asked.at),
        "other": _rounded(scene.places[other]) if _apart(scene, asked, other) else None,
        "tolerance": None if limit is None else round(limit * scene.unit * slack(asked.tiers), 1),
        "scale": round(measured.length * scene.unit, 1),
        "allowed": [t.id for t in _allowed(context, asked)] if asked.tiers else [],
        "tiers": [tier.id for tier in asked.tiers],
    }  # fmt: skip


def _seen_from(context: Context, pictures: Sequence[Scene], scene: Scene) -> str:
    """From where a figure is seen, where not all are seen from there: a thing that has but one view
    may have no front."""
    if len({each.shown.sees for each in pictures}) < 2:
        return ""
    seen = _VIEWS.get(scene.shown.sees)
    return context.speech.say(seen) if seen else ""


def _allowed(context: Context, asked: Question) -> Any:
    tiers = context.skeleton.visibility.tiers if context.skeleton.visibility else ()
    return (t for t in tiers if asked.point.tiers is None or t.id in asked.point.tiers)


def _apart(scene: Scene, asked: Question, other: str) -> bool:
    """Whether the other side's place is far enough away for a click to tell which was meant."""
    if other == asked.point.id or other not in scene.places:
        return False
    return dist(asked.at, scene.places[other]) >= _TELL * asked.window.width


_TELL = 0.15  # of what is seen


def _corner(box: Box) -> tuple[float, ...]:
    return tuple(round(v, 1) for v in (box.left, box.top, box.width, box.height))


def _rounded(point: Point) -> Point:
    return round(point[0], 1), round(point[1], 1)


_VIEWS: Mapping[str, str] = {
    "front": "Seen from the front.",
    "back": "Seen from behind.",
    "left": "Seen from the side.",
    "right": "Seen from the side.",
    "above": "Seen from above.",
    "below": "Seen from below.",
    "palm": "Seen from the side of the palm.",
}

_SAY: Mapping[str, str] = {
    "step": "Question {n} of {total}",
    "ask": "Where is {point}?",
    "place": "Cross-hair at {x} % from the left, {y} % from the top.",
    "true": "The cross-hair in the figure shows the true place.",
    "within": "Accepted: {n} times the accepted distance.",
    "beyond": "Too far: {n} times the accepted distance.",
    "share": "Off by {n} % of {scale}.",
    "swapped": "You clicked the place of the other side.",
    "missed": "It is in the picture.",
    "outside": "Right: it is not in the picture.",
    "inside": "It is not in the picture, so there was nothing to click.",
    "tier-right": "The tier is right.",
    "tier-wrong": "The tier should be: {tier}.",
    "or": "{one} or {other}",
    "next": "Next question",
    "result": "See the result",
    "passed": "Passed",
    "failed": "Not passed yet",
    "measured": "Measured, without a verdict",
    "no-verdict": "The spec states no tolerance that has a length in a drawn figure, so nothing "
    "here can be called right or wrong.",
    "median": "Median",
    "ninety": "90th percentile",
    "swaps": "Set on the other side",
    "misses": "Said not to be in the picture, though it is",
    "tiers": "Tiers judged as drawn",
    "of-tolerance": "{n} tolerances",
    "of-scale": "{n} % of {scale}",
    "at-most": "at most {n}",
    "none": "none",
    "of": "{n} of {total}",
    "judged": "{n} of {total} answers have a tolerance.",
    "not-clicked": "not clicked",
    "other-side": "The other side.",
    "at-least": "at least {n} %",
    "file": "calibration",
}
"""What the script says, by its own names."""

Draw = Callable[..., str]
KINDS: Mapping[str, Draw] = {"quiz": quiz}
"""Kind -> `(context)` to HTML."""
