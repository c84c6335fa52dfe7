"""From a written label to a draft: keypoints in the order of the circles, as CVAT exports them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.diagnostic import Diagnostic
from schemac.draft import Draft, DraftEdge, DraftPoint, DraftTier
from schemac.formats.cvat.absorbing.codes import ORDER, TEMPLATE
from schemac.formats.cvat.absorbing.written import Circle, Template, WrittenLabel, WrittenPoint
from schemac.formats.cvat.attributes import SCHEMA_VERSION
from schemac.source import Origin

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
Placed = tuple[WrittenPoint, Circle | None]


def drafted(label: WrittenLabel, file: str, problems: list[Diagnostic]) -> Draft:
    """What the label says; what its template and its sublabels do not agree on goes to
    `problems`."""
    at = Origin(file)
    template = label.template or Template()
    placed = list(_placed(label, template, at, problems))
    numbers = {circle.node: n for n, (_, circle) in enumerate(placed) if circle is not None}
    edges = tuple(_edges(template, numbers, at, problems)) if label.template else None
    return Draft(
        format="cvat",
        file=file,
        name=label.name,
        span=label.span,
        points=tuple(_point(*each) for each in placed),
        edges=edges,
        tiers=_tiers(label),
        unused=tuple(_unused(label)),
    )


def _placed(
    label: WrittenLabel, template: Template, at: Origin, problems: list[Diagnostic]
) -> Iterator[Placed]:
    """Sublabels with their circles in the order of the circles; then those without one."""
    by_name = {point.name: point for point in label.points}
    by_id = {point.id: point for point in label.points if point.id is not None}
    seen: list[str] = []
    for circle in template.circles:
        point = by_name.get(circle.name or "") or by_id.get(circle.sublabel or "")
        if point is None:
            called = circle.name or circle.sublabel
            said = f"is named `{called}`" if called else "has no name"
            message = f"circle {circle.node or '?'} of the template {said}, which no sublabel is"
            problems.append(TEMPLATE.at(at, message, span=circle.span))
        elif point.name in seen:
            message = f"two circles of the template stand for `{point.name}`"
            problems.append(TEMPLATE.at(at, message, span=circle.span))
        else:
            seen.append(point.name)
            yield point, circle
    written = [point.name for point in label.points if point.name in seen]
    if written != seen:
        problems.append(_order(label, written, seen, at))
    without = [point for point in label.points if point.name not in seen]
    if without and label.template:
        more = f", nor have {len(without) - 1} others" if len(without) > 1 else ""
        message = f"sublabel `{without[0].name}` has no circle in the template{more}"
        problems.append(TEMPLATE.at(at, message, span=without[0].span))
    yield from ((point, None) for point in without)


def _order(label: WrittenLabel, written: list[str], drawn: list[str], at: Origin) -> Diagnostic:
    number = next(n for n, (a, b) in enumerate(zip(written, drawn, strict=True)) if a != b)
    return ORDER.at(
        at,
        f"number {number} is `{written[number]}` among the sublabels and `{drawn[number]}` in the"
        " template",
        span=label.template_span or label.span,
        help="CVAT's exports go by the template, so the draft does too",
    )


def _edges(
    template: Template, numbers: dict[str, int], at: Origin, problems: list[Diagnostic]
) -> Iterator[DraftEdge]:
    for line in template.lines:
        unknown = [node for node in (line.start, line.end) if node not in numbers]
        if unknown:
            message = f"an edge goes to node `{unknown[0]}`, which the template does not have"
            problems.append(TEMPLATE.at(at, message, span=line.span))
        else:
            yield DraftEdge(numbers[line.start], numbers[line.end], line.span)


def _point(point: WrittenPoint, circle: Circle | None) -> DraftPoint:
    known = circle is not None and circle.x is not None and circle.y is not None
    colour = point.colour or ""
    return DraftPoint(
        name=point.name,
        span=point.span,
        position=(circle.x, circle.y) if known else None,  # type: ignore[union-attr,arg-type]
        colour=colour.lower() if _COLOUR.fullmatch(colour) else None,
    )


def _tiers(label: WrittenLabel) -> tuple[DraftTier, ...] | None:
    """The words of the attribute `visibility`, over all sublabels; None where none has it: CVAT's
    own flags are then all there is, and they are no part of a label."""
    found = {word: None for point in label.points for word in point.tiers or ()}
    return tuple(DraftTier(name=word) for word in found) or None


def _unused(label: WrittenLabel) -> Iterator[str]:
    others = {name: None for point in label.points for name in point.other}
    if named := [name for name in label.attributes if name != SCHEMA_VERSION]:
        yield f"attributes of the skeleton: {', '.join(named)}"
    if others:
        yield f"attributes of its points: {', '.join(others)}"
