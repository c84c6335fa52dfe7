"""What a moved file says of itself: the entry of its category, and the stamp in `info`."""

from __future__ import annotations

import json
from typing import Any

from schemac.datasets.coco.element import decoded, pieces, spans
from schemac.datasets.coco.layout import Layout, edges, named
from schemac.datasets.coco.text import Edit, Style, applied, list_text
from schemac.labels import Stamp
from schemac.labels.stamp import KEY
from schemac.model import Skeleton


def categories(
    data: bytes, position: int, layout: Layout, ends: tuple[Skeleton, Skeleton]
) -> bytes:
    """The list `categories` with the entry at a position renewed: its keypoints and edges, and its
    name where the specs call it differently."""
    inner = data[1:-1]
    start, end = list(pieces(inner))[position]
    entry = _entry(inner[start:end], layout, *ends)
    return b"[%b%b%b]" % (inner[:start], entry, inner[end:])


def info(data: bytes, stamp: Stamp) -> bytes:
    """The object `info` with the stamp in it. What is no object becomes its description."""
    text = _json(stamp.record())
    said = decoded(data)
    if not isinstance(said, dict):
        kept = b'"description": %b, ' % data if said else b""
        return b'{%b"%b": %b}' % (kept, KEY.encode(), text)
    members = spans(data)
    if KEY in members:
        place = members[KEY][-1]
        return applied(data, [(place.value, place.end, text)])
    return _with(data, KEY, text)


def new_info(stamp: Stamp) -> bytes:
    """A member `info` for a file that has none."""
    return b'"info": {"%b": %b}' % (KEY.encode(), _json(stamp.record()))


def _entry(data: bytes, layout: Layout, source: Skeleton, target: Skeleton) -> bytes:
    members = spans(data)
    values: dict[str, bytes] = {}
    if source.category != target.category:
        values["name"] = _json(target.category)
    values["keypoints"] = _list(data, "keypoints", named(layout, target))
    values["skeleton"] = _list(data, "skeleton", edges(layout, target))
    edits: list[Edit] = []
    for key, text in values.items():
        if key in members:
            edits.append((members[key][-1].value, members[key][-1].end, text))
    data = applied(data, sorted(edits))
    for key, text in values.items():
        if key not in members:
            data = _with(data, key, text)
    return data


def _list(data: bytes, key: str, elements: list[Any]) -> bytes:
    """A list written in the style of the one that stands there, its inner lists on one line."""
    members = spans(data)
    style = Style()
    if key in members:
        place = members[key][-1]
        style = _outer_style(data[place.value : place.end])
    return list_text([_json(element) for element in elements], style)


def _outer_style(text: bytes) -> Style:
    """The style of a list of strings or of lists."""
    if text[:1] != b"[":
        return Style()
    inner = text[1:-1]
    places = list(pieces(inner))
    if len(places) < 2:
        return Style()
    (start, end), (second, _) = places[:2]
    between = inner[end:second]
    return Style(inner[:start], between, inner[places[-1][1] :])


def _with(data: bytes, key: str, text: bytes) -> bytes:
    """An object with a member more, behind the others."""
    members = spans(data)
    last = max((place.end for all in members.values() for place in all), default=None)
    if last is None:
        return b'{"%b": %b}' % (key.encode(), text)
    return applied(data, [(last, last, b', "%b": %b' % (key.encode(), text))])


def _json(value: Any) -> bytes:
    return json.dumps(value).encode("ascii")
