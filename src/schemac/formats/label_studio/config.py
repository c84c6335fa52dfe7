"""The labelling page as a whole: palette, strip, image, drawings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from schemac.colours import label_colours
from schemac.format import Settings
from schemac.formats.label_studio import wording
from schemac.formats.label_studio.drawing import drawing, is_crowded
from schemac.formats.label_studio.groups import groups
from schemac.formats.label_studio.palette import FEW, IMAGE, box, palette
from schemac.formats.label_studio.strip import strip
from schemac.formats.label_studio.xml import Element
from schemac.hotkeys import Hotkeys
from schemac.model import Keypoint, Skeleton

ONE_ROW = 21
"""Up to so many keypoints the groups of the palette stand in one row on a usual screen."""

WHOLE = (520.0, 640.0)
PART = (540.0, 520.0)
"""The room for a drawing, in pixels: of the whole skeleton, of one group."""

_STYLE = """
.sk-bar { display: flex; flex-wrap: wrap; gap: 6px; margin-bottom: 6px; }
.sk-card { border: 1px solid var(--color-neutral-border, #ccc); border-radius: 6px;
  padding: 4px 8px; }
.sk-keypoints { flex: 1 1 0; min-width: 0; max-height: 24vh; overflow: auto; }
.sk-bar .lsf-labels { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 4px 14px;
  margin: 0; }
.sk-more { margin-top: 18px; }
.sk-grid { display: grid; grid-auto-columns: max-content; gap: 3px 4px; justify-content: start; }
.sk-bar .lsf-label { margin: 0; padding-top: 0; padding-bottom: 0; font-size: 12px; }
.sk-many .lsf-label { font-size: 11px; }
.sk-many .lsf-label__hotkey { font-size: 10px; }
.sk-strip { flex: 1 0 100%; box-sizing: border-box; height: 64px; overflow: auto;
  display: flex; flex-wrap: wrap; align-items: center; gap: 0 16px; }
.sk-strip .lsf-choices { margin: 0; }
.sk-beside { flex: 1 1 0; }
.sk-tier .lsf-choices { width: 190px; }
.sk-text { flex: 1 1 240px; }
.sk-text p { margin: 0; font-size: 13px; line-height: 1.3; }
.sk-ask { display: flex; align-items: center; gap: 8px; }
.sk-ask sup { display: none; }
.sk-figure { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 24px; }
.sk-names { flex: 1 1 200px; columns: 165px; column-gap: 8px; font-size: 12px; line-height: 1.5; }
"""


def config(skeleton: Skeleton, settings: Settings, hotkeys: Hotkeys) -> Element:
    """The labelling config of a skeleton."""
    colours = label_colours(skeleton)
    many = len(skeleton.keypoints) > FEW
    keypoints = palette(skeleton, settings, hotkeys, colours)
    bar = (
        card("sk-keypoints sk-many" if many else "sk-keypoints", keypoints),
        card("sk-box", box(skeleton, hotkeys)),
        strip(skeleton, settings, hotkeys),
    )
    if hotkeys.without:
        what, tags = "indices", indices(skeleton)
    else:
        what, tags = "keys", {id: wording.key(key) for id, key in hotkeys.keypoints.items()}
    drawings = tuple(panels(skeleton, what, tags, colours))
    return page(skeleton, bar, _room(len(skeleton.keypoints)), drawings)


def page(
    skeleton: Skeleton, bar: tuple[Element, ...], room: str, drawings: tuple[Element, ...]
) -> Element:
    """Controls above the image, the image as high as `room` (a CSS length), drawings below."""
    children = (
        Element("Style", text=" ".join(_STYLE.split())),
        Element("View", {"className": "sk-bar"}, bar),
        _image(room),
        *([Element("Collapse", {"accordion": "false"}, drawings)] if drawings else []),
    )
    # An attribute that Label Studio does not know: it keeps it, and shows it to nobody.
    return Element("View", {"schemac": str(skeleton.reference)}, children)


def card(name: str, control: Element) -> Element:
    """A frame around a control."""
    return Element("View", {"className": f"sk-card {name}"}, (control,))


def indices(skeleton: Skeleton) -> Mapping[str, str]:
    """What points are called in the drawings where they have no keys."""
    return {point.id: str(point.index) for point in skeleton.keypoints}


def _image(room: str) -> Element:
    attributes = {
        "name": IMAGE,
        "value": "$image",
        "zoomControl": "true",
        "rotateControl": "false",
        "brightnessControl": "true",
        "contrastControl": "true",
        "maxHeight": f"calc({room})",
    }
    return Element("Image", attributes)


def _room(total: int) -> str:
    """What Label Studio's bars, the strip and the palette leave: one row of groups, two rows, or
    the share of the screen to which the style sheet holds a large palette."""
    if total > FEW:
        return "76vh - 191px"
    return "100vh - 345px" if total <= ONE_ROW else "100vh - 412px"


def panels(
    skeleton: Skeleton, what: str, tags: Mapping[str, str], colours: Mapping[str, str]
) -> Iterator[Element]:
    """Drawings of the whole skeleton, and of groups that are too crowded in it once more on their
    own; `tags` are written at the points, and `what` says what they are."""
    parts = groups(skeleton)
    crowded = [g for g in parts if len(parts) > 1 and is_crowded(skeleton, g.points, WHOLE)]
    hidden = {point.id for group in crowded for point in group.points}
    shown = {id: tag for id, tag in tags.items() if id not in hidden}
    whole = drawing(skeleton, skeleton.keypoints, colours, shown, WHOLE)
    if not whole:
        return
    yield _panel(f"Reference skeleton with {what}", whole + _names(skeleton.keypoints, shown))
    for group in crowded:
        part = drawing(skeleton, group.points, colours, tags, PART)
        title = group.title or "Other points"
        yield _panel(f"{title} with {what}", part + _names(group.points, tags))


def _names(points: Sequence[Keypoint], tags: Mapping[str, str]) -> str:
    """The names behind the tags."""
    rows = (
        f"<div><b>{wording.markdown(tags[p.id])}</b> {wording.markdown(p.name)}</div>"
        for p in points
        if p.id in tags
    )
    return f'<div class="sk-names">{"".join(rows)}</div>'


def _panel(title: str, html: str) -> Element:
    figure = Element("Markdown", markup=f'<div class="sk-figure">{html}</div>')
    view = Element("View", children=(figure,))
    return Element("Panel", {"value": wording.attribute(title), "open": "false"}, (view,))
