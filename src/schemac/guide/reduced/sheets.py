"""Contact sheets: the figures of a guide on a few pictures, for tools that take few and no SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from msgspec import Struct

from schemac.figures.labels.advances import font_file
from schemac.figures.plates.crowd import crowd
from schemac.figures.plates.mirror import both_sides, mirror
from schemac.figures.plates.overview import overview
from schemac.figures.plates.region import parts, region
from schemac.figures.plates.stage import Stage
from schemac.figures.plates.tiers import tier_cards
from schemac.guide.context import Context
from schemac.guide.mounting import stage as shared_stage
from schemac.guide.reduced.layout import WIDTH, Cell, legible, sheets
from schemac.guide.sides import has_sides
from schemac.guide.whereabouts import group_title
from schemac.jobs import beside, in_turn
from schemac.model import Region

MOST = 30
"""How many pictures a guide in CVAT may have."""

_DENSITY = 1.25  # px of the picture for each px of the sheet; its longer edge stays below 1920


class Sheet(Struct, frozen=True, kw_only=True):
    """A contact sheet as an SVG file. `topic` is what of the guide it belongs to: `map`, `sides`,
    `tiers`, `instance`, `region-` and the id of one, or, where there are too many,
    `regions`. `title` says what it shows."""

    file: str
    topic: str
    title: str
    svg: str

    @property
    def digest(self) -> str:
        """What tells two pictures apart, without making them."""
        return sha256(self.svg.encode()).hexdigest()[:16]

    def png(self) -> bytes:
        """The picture, in the bundled font whatever fonts a machine has."""
        from resvg_py import svg_to_bytes

        made = svg_to_bytes(
            svg_string=self.svg,
            skip_system_fonts=True,
            font_files=[str(font_file(400)), str(font_file(700))],
            font_family="Inter",
            sans_serif_family="Inter",
            width=round(WIDTH * _DENSITY),
        )
        return bytes(made)


def pngs(sheets: Sequence[Sheet], jobs: int = 1) -> tuple[bytes, ...]:
    """The pictures of sheets, made in up to `jobs` processes."""
    jobs = max(1, min(jobs, len(sheets)))
    with beside(_pngs, [sheets[number::jobs] for number in range(1, jobs)]) as others:
        return tuple(in_turn([_pngs(sheets[::jobs]), *others]))


def contact_sheets(context: Context) -> tuple[Sheet, ...]:
    """The sheets of a guide by topic, at most `MOST`. None without positions."""
    stage = _stage(context)
    if not stage.drawn().places:
        return ()
    whole = tuple(_whole(context, stage))
    apart = tuple(_regions(context, stage))
    if len(whole) + len(apart) > MOST:
        cells = [cell for each in context.regions for cell in _parts(context, stage, each)]
        apart = tuple(_sheets("regions", context.speech.say("All points"), cells, 2))
    return (*whole, *apart)[:MOST]


def _pngs(sheets: Sequence[Sheet]) -> tuple[bytes, ...]:
    return tuple(sheet.png() for sheet in sheets)


def _whole(context: Context, stage: Stage) -> Iterator[Sheet]:
    """What is said of the skeleton as a whole."""
    say, title = context.speech.say, context.speech.plain(context.skeleton.title)
    views = _views(context, stage, title)
    yield from _sheets("map", say("{what}: all points", what=title), views, 2)
    yield from _sheets("sides", say("Left and right"), _turned(context, stage), 2)
    if context.skeleton.instance and (two := crowd(stage, "crowd")):
        line = say("Label only the highlighted one; the grey one is another instance.")
        yield from _sheets("instance", line, [Cell(two, line)], 1)
    yield from _sheets("tiers", say("Visibility"), _cards(context, stage), 3)


def _regions(context: Context, stage: Stage) -> Iterator[Sheet]:
    """A sheet or more for each region."""
    for each in context.regions:
        cells = _parts(context, stage, each)
        yield from _sheets(f"region-{each.id}", context.speech.plain(each.title), cells, 2)


def _parts(context: Context, stage: Stage, each: Region) -> list[Cell]:
    return [
        Cell(region(stage, group, f"region-{group.id}", title), title)
        for group in parts(stage, each.id)
        if (title := group_title(context, group))
    ]


def _sheets(topic: str, title: str, cells: Sequence[Cell], columns: int) -> Iterator[Sheet]:
    for number, svg in enumerate(sheets(cells, columns), start=1):
        file = f"{topic}.png" if number == 1 else f"{topic}.{number}.png"
        yield Sheet(file=file, topic=topic, title=title, svg=svg)


def _views(context: Context, stage: Stage, title: str) -> list[Cell]:
    """The main view, then the others that have positions of their own."""
    main = context.skeleton.main_view
    others = [
        view for view in context.skeleton.views
        if view != main and context.skeleton.positions(view.id)
    ]  # fmt: skip
    cells = [Cell(overview(stage, "map", title))]
    for view in others:
        cells.append(Cell(overview(stage, f"map-{view.id}", title, view.id)))
    return cells


def _turned(context: Context, stage: Stage) -> list[Cell]:
    """Whose left is which, where the keypoints have sides."""
    say, subject = context.speech.say, context.skeleton.subject
    if not has_sides(context.skeleton):
        return []
    around = None
    if subject.laterality == "subject" and not subject.one_of_pair:
        around = both_sides(stage, "sides")
    turned = mirror(stage, "mirror")
    lines = (say("From the front and from the back."), say("A picture and its mirror image."))
    return [Cell(c, line) for c, line in zip((around, turned), lines, strict=True) if c]


def _cards(context: Context, stage: Stage) -> list[Cell]:
    plain, say = context.speech.plain, context.speech.say
    return [
        Cell(card.canvas, say(card.name), ", ".join(plain(t.title) for t in card.tiers), True)
        for card in tier_cards(stage, "tier")
    ]


def _stage(context: Context) -> Stage:
    """The stage of the guide; with the names of the points where the bundled font has not the
    letters of their titles, and our own words in English where it has not those."""
    legible_titles = {
        point.id: context.titles[point.id] if legible(context.titles[point.id]) else point.name
        for point in context.skeleton.keypoints
    }
    ours = legible(context.speech.say("Left and right") + context.speech.say("Visibility"))
    if legible_titles == context.titles and ours:
        return shared_stage(context)
    return Stage(context.skeleton, legible_titles)
