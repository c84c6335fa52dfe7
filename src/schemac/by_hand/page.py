"""The page: names in order, a drawing with their numbers, lines and mirror pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

from schemac.by_hand.steps import Steps
from schemac.figures import Canvas, page_style
from schemac.figures.plates.groups import Group
from schemac.figures.plates.sheet import Sheet, draw_dot, draw_sheet, group_sheet, whole_sheet
from schemac.figures.plates.stage import Stage
from schemac.figures.style import PREFIX
from schemac.figures.tokens import TOKENS
from schemac.model import Keypoint, Skeleton
from schemac.report.page import html_page


class Row(Struct, frozen=True):
    """A keypoint and its mirror partner."""

    point: Keypoint
    partner: Keypoint | None


def page(skeleton: Skeleton, steps: Steps) -> bytes:
    """One HTML file without script or any request."""
    rows = [Row(point, _partner(skeleton, point)) for point in skeleton.keypoints]
    html = html_page(
        "by_hand.html.j2",
        "report.css by_hand.css",
        more=_figure_style(),
        skeleton=skeleton,
        steps=steps,
        rows=rows,
        edges=[(skeleton.by_id[e.source], skeleton.by_id[e.target]) for e in skeleton.edges],
        pairs=[(r.point, r.partner) for r in rows if r.partner and r.point.index < r.partner.index],
        figures=_drawings(skeleton),
    )
    return html.encode("utf-8", "replace")


def _partner(skeleton: Skeleton, point: Keypoint) -> Keypoint | None:
    other = skeleton.by_id[skeleton.partners[point.id]]
    return None if other is point else other


def _figure_style() -> str:
    """Figures follow the scheme of the screen, as the page does."""
    dark = ";".join(f"--{PREFIX}-{name}:{token.dark}" for name, token in TOKENS.items())
    return f"{page_style('.dark')}@media (prefers-color-scheme: dark) {{:root{{{dark}}}}}\n"


@lru_cache(maxsize=2)
def _drawings(skeleton: Skeleton) -> tuple[tuple[str, object], ...]:
    """They are the same for every tool, and take longest."""
    return tuple(_figures(skeleton))


def _figures(skeleton: Skeleton) -> Iterator[tuple[str, object]]:
    """The whole subject, then larger what is too small in it; a caption and the drawing."""
    from markupsafe import Markup

    stage = Stage(skeleton)
    if not skeleton.positions() or not stage.drawn().places:
        return
    for at, (caption, sheet) in enumerate(_sheets(stage)):
        title = f"{caption}, keypoints by number"
        canvas = Canvas(f"by-hand-{at}", sheet.width, sheet.height, title=title)
        draw_sheet(canvas, stage, sheet)
        for id in sheet.dots:
            draw_dot(canvas, stage, sheet, id)
        yield caption, Markup(canvas.inline())  # noqa: S704 - the canvas escapes what it is given


def _sheets(stage: Stage) -> Iterator[tuple[str, Sheet]]:
    """The main view, and every other one that shows keypoints which no view before it has."""
    shown: set[str] = set()
    for view in stage.views:
        places = set(stage.drawn(view).places)
        if places - shown:
            first = not shown
            shown |= places
            sheet = whole_sheet(stage, None if first else view)
            yield ("The whole" if first else "Another view"), sheet
            yield from _closer(stage, sheet.apart)


def _closer(stage: Stage, groups: Sequence[Group]) -> Iterator[tuple[str, Sheet]]:
    queue = list(groups)
    drawn: set[Group] = set()
    while queue:
        group = queue.pop(0)
        if group in drawn:
            continue
        drawn.add(group)
        sheet = group_sheet(stage, group)
        yield _caption(stage, group), sheet
        queue = [*sheet.apart, *queue]


def _caption(stage: Stage, group: Group) -> str:
    region = stage.skeleton.region(group.region)
    title = region.title if region else "A closer look"
    side = f", {group.side}" if group.side and group.side not in title.lower() else ""
    return f"{title}{side}" + (", a closer look" if region and group.close else "")
