"""The controls above the image: one label per keypoint, and the box."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from schemac.colours import INSTANCE_COLOUR
from schemac.format import Settings
from schemac.formats.label_studio import wording
from schemac.formats.label_studio.groups import Cell, Run, cells, runs, sides_from_left
from schemac.formats.label_studio.names import category, stored
from schemac.formats.label_studio.xml import Element
from schemac.hotkeys import Hotkeys
from schemac.model import Keypoint, Skeleton

KEYPOINTS = "kp"
BOX = "instance"
IMAGE = "image"

NO_KEY = " "
"""Keeps a label without a key. Where nothing is written Label Studio gives out letters by itself,
those of its own tools among them; a space is a key to it that no keyboard sends."""

TITLE = "margin:0 0 2px;font-size:12px;line-height:16px"
"""The look of a small title; a style sheet does not reach it."""

FEW = 40
"""Up to so many keypoints labels show their full names."""


def palette(
    skeleton: Skeleton, settings: Settings, hotkeys: Hotkeys, colours: Mapping[str, str]
) -> Element:
    """All keypoint labels, in index order in the document and by group on the screen."""
    first = sides_from_left(skeleton)[0]
    many = len(skeleton.keypoints) > FEW

    def label(point: Keypoint, style: str) -> Element:
        word = stored(point, settings)
        attributes = {
            "value": point.name,
            "alias": word if word != point.name else None,
            "model_index": str(point.index),
            "hotkey": hotkeys.keypoints.get(point.id, NO_KEY),
            "background": colours[point.id],
            "hint": wording.attribute(wording.hint(skeleton, point)),
            "html": wording.label_html(point) if many else None,
        }
        return Element("View", {"style": style}, (Element("Label", attributes),))

    def block(run: Run) -> Element:
        placed = cells(run, first, _rows(run, many))
        labels = (label(point, _style(placed.get(point.id))) for point in run.points)
        grid = Element("View", {"className": "sk-grid"}, tuple(labels))
        return _titled(run, grid)

    radius = "3" if many else "4"
    attributes = {"name": KEYPOINTS, "toName": IMAGE, "opacity": "1", "strokeWidth": radius}
    return Element("KeyPointLabels", attributes, tuple(map(block, runs(skeleton))))


def box(skeleton: Skeleton, hotkeys: Hotkeys) -> Element:
    """The box of an instance: what its keypoints are grouped under, and what exporters need.

    `category` is on this label only, because it would shift the exporters' ids elsewhere.
    """
    about = skeleton.instance.one if skeleton.instance else "The whole instance."
    attributes = {
        "value": category(skeleton),
        "category": "0",
        "hotkey": hotkeys.box or NO_KEY,
        "background": INSTANCE_COLOUR,
        "hint": wording.attribute(f"Draw it after the points. {about}"),
    }
    control = {
        "name": BOX,
        "toName": IMAGE,
        "opacity": "0",
        "strokeWidth": "2",
        "canRotate": "false",
    }
    return Element("RectangleLabels", control, (Element("Label", attributes),))


def _rows(run: Run, many: bool) -> int:
    """How many labels stand below each other before a side folds: few, as long as the run stays
    narrow enough for the screen."""
    return max(4, ceil(len(run.points) / (8 if many else 6)))


def _style(cell: Cell | None) -> str:
    """A computed point keeps its label, so that stored data has one, but nobody can choose it."""
    return f"grid-row:{cell.row};grid-column:{cell.column}" if cell else "display:none"


def _titled(run: Run, grid: Element) -> Element:
    style = {"style": f"order:{run.group.place}"}
    if not run.group.title:
        return Element("View", style, (grid,))
    if not run.heads:
        return Element("View", {"className": "sk-more", **style}, (grid,))
    title = {"value": wording.attribute(run.group.title), "size": "5", "style": TITLE}
    return Element("View", style, (Element("Header", title), grid))
