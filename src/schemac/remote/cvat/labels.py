"""CVAT's labels as `labels.json` has them, and how two skeletons differ.

A server hands labels out with its own ids: in the fields, and in the picture in place of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from schemac.remote.plan import Difference

MOST_SHOWN = 6


class Attribute(Struct, frozen=True):
    """What annotators fill in beside the points."""

    name: str
    input_type: str
    mutable: bool
    default_value: str | None = ""
    values: tuple[str, ...] = ()


class Sublabel(Struct, frozen=True):
    """A point of a skeleton. `id` is the server's, 0 in a file."""

    name: str
    type: str = "any"
    color: str | None = ""
    attributes: tuple[Attribute, ...] = ()
    id: int = 0


class Label(Struct, frozen=True):
    """A label of a project; only a skeleton has sublabels and a picture (`svg`)."""

    name: str
    type: str = "any"
    color: str | None = ""
    attributes: tuple[Attribute, ...] = ()
    sublabels: tuple[Sublabel, ...] = ()
    svg: str | None = ""
    id: int = 0
    has_parent: bool = False


class Picture(Struct, frozen=True):
    """A skeleton's picture: its points in order with their places, and which are joined."""

    points: Mapping[str, tuple[str, str]]
    edges: frozenset[frozenset[str]]


def read_labels(content: bytes) -> tuple[Label, ...]:
    """The labels of a `labels.json`."""
    return msgspec.json.decode(content, type=tuple[Label, ...])


def plain(label: Label) -> dict[str, object]:
    """A label as `labels.json` writes it: without the server's ids, the picture with names."""
    written: dict[str, object] = {
        "name": label.name,
        "type": label.type,
        "color": label.color,
        "attributes": [msgspec.to_builtins(each) for each in label.attributes],
    }
    if label.type == "skeleton":
        points = [msgspec.to_builtins(sub) for sub in label.sublabels]
        written["sublabels"] = [{k: v for k, v in p.items() if k != "id"} for p in points]
        written["svg"] = named_svg(label)
    return written


def named_svg(label: Label) -> str:
    """The picture with the names of the points where the server has put their ids."""
    names = {str(sub.id): sub.name for sub in label.sublabels}

    def name(found: re.Match[str]) -> str:
        return f'data-label-name="{names[found[1]]}"' if found[1] in names else found[0]

    return re.sub(r'data-label-id="(\d+)"', name, label.svg or "")


def differences(found: Label, wanted: Label) -> tuple[Difference, ...]:
    """How a label on the server differs from the one of the spec; none when they are alike."""
    return tuple(_differences(found, wanted))


def _differences(found: Label, wanted: Label) -> Iterator[Difference]:
    if found.type != wanted.type:
        yield Difference(f"the label is of type {found.type} in CVAT, {wanted.type} in the spec")
        return
    yield from _attributes("the skeleton", found.attributes, wanted.attributes)
    yield from _points(found, wanted)
    yield from _pictures(picture(named_svg(found)), picture(wanted.svg or ""))
    yield from _colours(found, wanted)


def _points(found: Label, wanted: Label) -> Iterator[Difference]:
    there = {sub.name: sub for sub in found.sublabels}
    ours = {sub.name: sub for sub in wanted.sublabels}
    yield from _only("keypoint", there, ours)
    alike: dict[str, list[str]] = {}
    for name, sub in ours.items():
        if (other := there.get(name)) is None:
            continue
        if other.type != sub.type:
            yield Difference(f"{name} is of type {other.type} in CVAT, {sub.type} in the spec")
        for difference in _attributes("", other.attributes, sub.attributes):
            alike.setdefault(difference.message, []).append(name)
    for message, names in alike.items():
        yield Difference(f"{_some(names, len(ours))}: {message}")


def _attributes(
    whose: str, found: Sequence[Attribute], wanted: Sequence[Attribute]
) -> Iterator[Difference]:
    there, ours = {a.name: a for a in found}, {a.name: a for a in wanted}
    of = f" of {whose}" if whose else ""
    for name in [n for n in ours if n not in there]:
        yield Difference(f"attribute {name}{of} is not in CVAT")
    for name in [n for n in there if n not in ours]:
        yield Difference(f"attribute {name}{of} is not in the spec")
    for name, attribute in ours.items():
        other = there.get(name, attribute)
        for field in ("input_type", "mutable", "default_value", "values"):
            old, new = getattr(other, field), getattr(attribute, field)
            if old != new:
                what = f"{field.replace('_', ' ')} of attribute {name}{of}"
                yield Difference(f"{what} is {_value(old)} in CVAT, {_value(new)} in the spec")


def picture(svg: str) -> Picture | None:
    """What a skeleton's picture says; None when it is not the row of elements it must be."""
    from xml.etree.ElementTree import ParseError, fromstring

    if "<!" in svg or "<?" in svg:
        return None
    try:
        root = fromstring(f"<root>{svg}</root>")  # noqa: S314 (no document type, so no entities)
    except ParseError:
        return None
    nodes = {c.get("data-node-id", ""): c.get("data-label-name", "") for c in root.iter("circle")}
    ends = [
        [nodes.get(line.get(f"data-node-{end}", ""), "?") for end in ("from", "to")]
        for line in root.iter("line")
    ]
    return Picture(
        {
            c.get("data-label-name", ""): (c.get("cx", ""), c.get("cy", ""))
            for c in root.iter("circle")
        },
        frozenset(frozenset(pair) for pair in ends),
    )


def _pictures(found: Picture | None, wanted: Picture | None) -> Iterator[Difference]:
    if wanted is None:
        raise ValueError("the target made a picture that cannot be read")
    if found is None:
        yield Difference("the picture of the skeleton in CVAT cannot be read")
        return
    both = [name for name in found.points if name in wanted.points]
    ours = [name for name in wanted.points if name in found.points]
    if both != ours:
        yield Difference(f"the order of the keypoints differs, first at {_first(both, ours)}")
    for edges, where in (
        (wanted.edges - found.edges, "CVAT"),
        (found.edges - wanted.edges, "the spec"),
    ):
        if edges:
            pairs = sorted("-".join(sorted(edge)) for edge in edges)
            what = "edge" if len(pairs) == 1 else "edges"
            are = "is" if len(pairs) == 1 else "are"
            yield Difference(f"{what} {_some(pairs)} {are} not in {where}")
    moved = [n for n in ours if not _same_place(found.points[n], wanted.points[n])]
    if moved:
        yield Difference(f"the picture shows {_some(moved, len(ours))} elsewhere")


def _colours(found: Label, wanted: Label) -> Iterator[Difference]:
    there = {sub.name: sub.color for sub in found.sublabels}
    other = [s.name for s in wanted.sublabels if there.get(s.name, s.color) != s.color]
    if found.color != wanted.color:
        other.insert(0, "the skeleton")
    if other:
        yield Difference(f"the colour of {_some(other)} differs", counts=False)


def _only(what: str, there: Iterable[str], ours: Iterable[str]) -> Iterator[Difference]:
    for names, where in (
        ([n for n in ours if n not in there], "CVAT"),
        ([n for n in there if n not in ours], "the spec"),
    ):
        if names:
            plural = f"{what} {names[0]} is" if len(names) == 1 else f"{what}s {_some(names)} are"
            yield Difference(f"{plural} not in {where}")


def _same_place(one: tuple[str, str], other: tuple[str, str]) -> bool:
    try:
        return all(abs(float(a) - float(b)) < 0.01 for a, b in zip(one, other, strict=True))
    except ValueError:
        return False


def _first(found: Sequence[str], wanted: Sequence[str]) -> str:
    for old, new in zip(found, wanted, strict=True):
        if old != new:
            return f"{new} in the spec, {old} in CVAT"
    return "nowhere"


def _some(names: Sequence[str], total: int | None = None) -> str:
    """A few names, and how many more there are."""
    if total is not None and total > 1 and len(names) == total:
        return "every keypoint"
    more = len(names) - MOST_SHOWN
    return ", ".join(names[:MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return _some([str(each) for each in value]) or "nothing"
    return (
        {True: "on", False: "off"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )
