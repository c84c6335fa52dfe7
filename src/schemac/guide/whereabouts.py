"""The figures that show where points are, with their captions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from schemac.figures.plates.groups import Group
from schemac.figures.plates.inset import inset
from schemac.figures.plates.locator import locator
from schemac.figures.plates.map import apart, map_plate
from schemac.figures.plates.mirror import both_sides, mirror, patched
from schemac.figures.plates.named import MOST
from schemac.figures.plates.overview import overview
from schemac.figures.plates.region import parts, region, with_names
from schemac.figures.plates.sheet import mapped
from schemac.figures.plates.signs import sides_shown
from schemac.guide.context import Context
from schemac.guide.mounting import figure, figures, seen_from, stage
from schemac.guide.sides import has_sides


def _overview(context: Context) -> str:
    there, say = stage(context), context.speech.say
    if not there.drawn().places:
        return ""
    what = context.speech.plain(context.skeleton.title)
    if len(there.drawn().places) <= MOST:
        canvas = overview(there, "sk-overview", what)
        told = say("Every point with its number and name.")
        return figure(canvas, "overview", told, _letters(context))
    maps = [view for view in there.views if mapped(there, view)]
    smaller = any(apart(there, view) for view in maps)

    def one(view: str) -> str:
        canvas = overview(there, f"sk-overview-{view}", what, view)
        seen = seen_from(context, there.drawn(view))
        return figure(canvas, "overview", seen) if seen else figure(
            canvas, "overview",
            say("Every point with its number.") if len(maps) == 1 else "",
            say("What is too crowded here is larger on the map.") if smaller else "",
            _letters(context),
        )  # fmt: skip

    return figures(map(one, maps))


def _map(context: Context, view: str) -> str:
    there, plain = stage(context), context.speech.plain
    if not there.drawn(view).places:
        return ""

    def one(group: Group | None) -> str:
        id = f"sk-map-{view}" + (f"-{group.id}" if group else "")
        what = plain(context.skeleton.title) if group is None else group_title(context, group)
        canvas = map_plate(there, id, what, _address, view, group)
        seen = seen_from(context, there.drawn(view))
        about = (what if group else "", seen if group is None else "")
        return figure(canvas, "map", more=_said(context, *about))

    return figures([one(None), *(one(group) for group in apart(there, view))])


def _said(context: Context, what: str, seen: str) -> str:
    """What a map is of, and where it says what is pointed at. The first tells how to use all."""
    from markupsafe import escape

    heading = f"<strong>{escape(what or seen)}</strong>" if what or seen else ""
    start = "" if heading else escape(context.speech.say("Point at a number to see its name."))
    return f'{heading}<span class="sk-said" data-said aria-live="polite">{start}</span>'


def _region(context: Context, id: str) -> str:
    there, say = stage(context), context.speech.say

    every = parts(there, id)
    split = len({group.view for group in every}) > 1

    def one(group: Group) -> str:
        what = group_title(context, group)
        canvas = region(there, group, f"sk-region-{group.id}", what)
        line = (
            say("{region}: every point with its number and name.", region=what)
            if with_names(there, group)
            else say("{region}: every point with its number. The table has the names.", region=what)
        )
        seen = seen_from(context, there.drawn(group.view))
        return figure(canvas, "region", f"{what}." if split else line, seen)

    return figures(map(one, every))


def _locator(context: Context, id: str) -> str:
    line = context.speech.say("On the whole subject.")
    return figure(locator(stage(context), id, "sk-locator"), "locator", line)


def _inset(context: Context, id: str) -> str:
    line = context.speech.say("Among its neighbours, which bear their numbers.")
    return figure(inset(stage(context), id, "sk-inset"), "inset", line)


def _mirror(context: Context) -> str:
    there, say, subject = stage(context), context.speech.say, context.skeleton.subject
    if not there.drawn().places:
        return ""
    if subject.one_of_pair and not has_sides(context.skeleton):
        pair = say("A left one, and a right one: its mirror image. The numbers are the same.")
        return figure(mirror(there, "sk-mirror"), "mirror", pair)
    turned = figure(
        mirror(there, "sk-mirror"), "mirror",
        say("A picture and its mirror image."),
        say("The left one is now the right one, so numbers and letters change places."),
        say("Follow the green patch: it shows the same place twice.") if patched(there) else "",
    )  # fmt: skip
    if subject.one_of_pair or subject.laterality == "viewer":
        return turned
    around = figure(
        both_sides(there, "sk-both-sides"), "mirror",
        say("From the front and from the back."),
        say("Left stays with the subject: it lies on the other half of the picture."),
    )  # fmt: skip
    return figures([around, turned])


def _letters(context: Context) -> str:
    """Whose left the letters mean, where the overview has any."""
    there, subject = stage(context), context.skeleton.subject
    at_left, at_right = sides_shown(there, there.drawn())
    if at_left is None:
        return ""
    if subject.one_of_pair:
        return context.speech.say("L: this is a left one.")
    if at_right is None:
        return context.speech.say("The letter tells which side of the subject you see.")
    if subject.laterality == "viewer":
        return context.speech.say("L and R are the left and right of the picture.")
    return context.speech.say("L and R are the subject's own left and right.")


def group_title(context: Context, group: Group) -> str:
    """What the reader calls a group."""
    say, found = context.speech.say, context.skeleton.region(group.region)
    title = context.speech.plain(found.title) if found else context.speech.say("A closer look")
    if group.side == "left":
        title = say("{region}, left", region=title)
    elif group.side == "right":
        title = say("{region}, right", region=title)
    return say("{region}, a closer look", region=title) if found and group.close else title


def _address(id: str) -> str:
    return f"points/{id}.html"


KINDS: Mapping[str, Callable[..., str]] = {
    "overview": _overview,
    "map": _map,
    "region": _region,
    "locator": _locator,
    "inset": _inset,
    "mirror": _mirror,
}
"""Kind -> `(context, *what)` to HTML."""
