"""The laws of a label file that CVAT takes and does not break on later.

CVAT checks next to nothing of a skeleton's picture when it takes one; the canvas and the exporters
break afterwards. So the laws stand here, in one place, and hold for any label file, ours or not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from schemac.formats.cvat.limits import (
    LONGEST_DEFAULT,
    fault_of_label,
    fault_of_name,
    fault_of_values,
)  # fmt: skip

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WHOLE = re.compile(r"[1-9][0-9]*")
_GIVEN = frozenset({"id", "has_parent", "parent_id", "project_id", "task_id", "deleted"})
_LABEL_KEYS = frozenset({"name", "type", "color", "attributes"})
_INPUTS = frozenset({"select", "radio", "checkbox", "number", "text"})


def check_labels(labels: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """Every law broken by a decoded label file, as sentences; none if CVAT can live with it."""
    return tuple(_check_labels(labels))


def check_svg(labels: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """The laws broken between each skeleton's picture and its sublabels."""
    return tuple(
        f"{label.get('name')}: {problem}"
        for label in labels
        if label.get("type") == "skeleton"
        for problem in _check_picture(label)
    )


def _check_labels(labels: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield from _unique("label", [label.get("name", "") for label in labels])
    for label in labels:
        sublabels = label.get("sublabels", [])
        yield from _check_label(label)
        yield from _unique("sublabel", [sub.get("name", "") for sub in sublabels])
        for sub in sublabels:
            yield from _check_label(sub)
            if fault := fault_of_name(sub.get("name", "")):
                yield f"{sub.get('name')}: the name {fault}"
            if sub.get("type") != "points" or set(sub) - _LABEL_KEYS:
                yield f"{sub.get('name')}: a sublabel is of type points, and no more than a label"
    yield from check_svg(labels)


def _check_label(label: dict[str, Any]) -> Iterator[str]:
    name = label.get("name", "")
    if fault := fault_of_label(name):
        yield f"{name}: the name {fault}"
    for key in sorted(_LABEL_KEYS - set(label)):
        yield f"{name}: no {key}"
    for key in sorted(set(label) & _GIVEN | {k for k, v in label.items() if v is None}):
        yield f"{name}: {key} must not be sent"
    if not _COLOUR.fullmatch(label.get("color", "")):
        yield f"{name}: the colour is not #rrggbb in lower case"
    attributes = label.get("attributes", [])
    yield from _unique(f"{name}: attribute", [a.get("name", "") for a in attributes])
    for attribute in attributes:
        yield from _check_attribute(f"{name}: {attribute.get('name', '')}", attribute)


def _check_attribute(where: str, attribute: dict[str, Any]) -> Iterator[str]:
    kind, default = attribute.get("input_type"), attribute.get("default_value")
    values = tuple(attribute.get("values", ()))
    if kind not in _INPUTS:
        yield f"{where}: unknown input type {kind}"
    if not isinstance(attribute.get("mutable"), bool):
        yield f"{where}: mutable is neither true nor false"
    if set(attribute) & _GIVEN or None in attribute.values():
        yield f"{where}: ids and nulls must not be sent"
    if not isinstance(default, str) or len(default) > LONGEST_DEFAULT:
        yield f"{where}: no default of at most {LONGEST_DEFAULT} characters"
    elif fault := fault_of_values(values, default if kind in {"select", "radio"} else None):
        yield f"{where} {fault}"
    elif kind == "number" and not _is_range(values, default):
        yield f"{where}: a number needs whole min, max, a step that divides the range, a default"


def _is_range(values: tuple[str, ...], default: str) -> bool:
    if len(values) != 3 or not all(re.fullmatch(r"-?\d+", v) for v in (*values, default)):
        return False
    low, high, step = map(int, values)
    return low < high and step > 0 and (high - low) % step == 0 and low <= int(default) <= high


def _check_picture(label: dict[str, Any]) -> Iterator[str]:
    svg = label.get("svg", "")
    names = [sub.get("name", "") for sub in label.get("sublabels", [])]
    if not names:
        yield "a skeleton without sublabels"
    if "<!" in svg or "<?" in svg:
        yield "the picture has more than elements"
        return
    root = _parse(svg)
    if root is None:
        yield "the picture is not well-formed XML"
        return
    if any(child.tag not in {"line", "circle"} or len(child) for child in root):
        yield "the picture has more than lines and circles in one row"
    yield from _check_circles(svg, [c for c in root if c.tag == "circle"], names)
    nodes = {c.get("data-node-id", "") for c in root if c.tag == "circle"}
    yield from _check_lines([c for c in root if c.tag == "line"], nodes)
    for child in root:
        for key in {"circle": ("cx", "cy", "r"), "line": ("x1", "y1", "x2", "y2")}.get(
            child.tag, ()
        ):
            if not _is_inside(child.get(key, "")):
                yield f"{key}={child.get(key)!r} is no number from 0 to 100"


def _check_circles(svg: str, circles: list[Element], names: list[str]) -> Iterator[str]:
    if [c.get("data-label-name") for c in circles] != names:
        yield "circles and sublabels are not the same names in the same order"
    for name in names:
        if svg.count(f'data-label-name="{name}"') != 1:
            yield f"{name} does not stand once, unescaped, in double quotes"
    for node, circle in enumerate(circles, start=1):
        if {circle.get("data-element-id"), circle.get("data-node-id")} != {str(node)}:
            yield f"circle {node} does not have the ids {node}"
        if circle.get("data-type") != "element node":
            yield f"circle {node} is no element node"
    if len({(c.get("cx"), c.get("cy")) for c in circles}) < len(circles):
        yield "two circles lie on one spot"


def _check_lines(lines: list[Element], nodes: set[str]) -> Iterator[str]:
    pairs = [(line.get("data-node-from", ""), line.get("data-node-to", "")) for line in lines]
    for line, pair in zip(lines, pairs, strict=True):
        if line.get("data-type") != "edge":
            yield f"line {' to '.join(pair)} is no edge"
        if not all(_WHOLE.fullmatch(end) and end in nodes for end in pair):
            yield f"line {' to '.join(pair)} ends where no circle is"
        if pair[0] == pair[1]:
            yield f"line {' to '.join(pair)} joins a circle with itself"
    yield from _unique("line", ["-".join(sorted(pair)) for pair in pairs])


def _unique(what: str, names: Sequence[str]) -> Iterator[str]:
    for name, times in Counter(name.casefold() for name in names).items():
        if times > 1:
            yield f"{what} {name} stands {times} times"


def _is_inside(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", text)) and 0 <= float(text) <= 100


def _parse(svg: str) -> Element | None:
    """As CVAT's exporters read it. Document types are refused before, so no entity can grow."""
    from xml.etree.ElementTree import ParseError, fromstring

    try:
        return fromstring(f"<root>{svg}</root>")  # noqa: S314
    except ParseError:
        return None
