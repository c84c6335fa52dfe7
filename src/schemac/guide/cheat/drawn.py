"""A sheet as HTML; `site/guide/cheat.css` knows its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.figures.geometry import Box
from schemac.figures.plates.groups import Group
from schemac.figures.plates.overview import overview
from schemac.figures.style import PREFIX
from schemac.figures.tokens import TOKENS
from schemac.guide.cheat.layout import FOOTER, GAP, HEADER, LEAST, TALL, WIDE, Layout, layout
from schemac.guide.cheat.panes import draw_pane
from schemac.guide.cheat.table import LINE, short_key
from schemac.guide.context import Context
from schemac.guide.mounting import stage
from schemac.guide.numbers import says_number
from schemac.guide.pages.quiz import asks
from schemac.guide.printable import printable
from schemac.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Template


class Figure(Struct, frozen=True):
    """A picture in its place; `svg` is markup of ours."""

    box: Box
    svg: str
    caption: str = ""


def cheat(context: Context) -> str:
    """The sheet; nothing for a skeleton without positions."""
    if not asks(context):
        return ""
    made, speech = layout(context), context.speech
    return _template().render(
        made=made, figures=tuple(_figures(context, made)), skeleton=context.skeleton,
        digest=context.digest, box_key=short_key(context.hotkeys.box or ""), _=speech.say,
        n_=speech.count, plain=speech.plain, colours=_LIGHT, least=LEAST, line=LINE,
        wide=WIDE, tall=TALL, header=HEADER, footer=FOOTER, gap=GAP,
        shift=any("+" in key for key in context.hotkeys.keypoints.values()),
        without=len(context.hotkeys.without), counted=says_number,
    )  # fmt: skip


def _figures(context: Context, made: Layout) -> Iterator[Figure]:
    there, title = stage(context), context.speech.plain(context.skeleton.title)
    if made.named:
        yield Figure(made.named, _inline(overview(there, "sk-cheat-named", title)))
    for k, pane in enumerate(made.panes):
        name = title if pane.group is None else _title(context, pane.group)
        caption = "" if pane.group is None else name
        yield Figure(pane.box, _inline(draw_pane(there, pane, f"sk-cheat-{k}", name)), caption)


def _title(context: Context, group: Group) -> str:
    found = context.skeleton.region(group.region)
    title = context.speech.plain(found.title) if found else context.speech.say("A closer look")
    say = context.speech.say
    return say("{region}, a closer look", region=title) if found and group.close else title


def _inline(canvas: object) -> str:
    from markupsafe import Markup

    return Markup(canvas.inline())  # type: ignore[attr-defined]  # noqa: S704 - markup of ours


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown,
    )  # fmt: skip
    return environment.get_template("guide/cheat_sheet.html.j2")


def _shown(value: object) -> object:
    """Markup of ours as it is, and words of a spec without what cannot be shown."""
    return printable(value) if type(value) is str else value


_LIGHT = ";".join(f"--{PREFIX}-{name}:{token.light}" for name, token in TOKENS.items())
"""Paper is white, whatever the screen is."""

Draw = Callable[[Context], str]
KINDS: Mapping[str, Draw] = {"cheat": cheat}
"""Kind -> `(context)` to HTML."""
