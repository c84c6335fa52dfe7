"""A skeleton label as CVAT's files write it, before it is known whether its parts agree."""

from __future__ import annotations

from msgspec import Struct

from schemac.source import Span


class Circle(Struct, frozen=True, kw_only=True):
    """A node of the template. `name` is what it says of its sublabel; None where it says `id`."""

    node: str
    x: float | None
    y: float | None
    name: str | None
    sublabel: str | None
    span: Span | None = None


class Line(Struct, frozen=True, kw_only=True):
    """An edge of the template, by nodes."""

    start: str
    end: str
    span: Span | None = None


class Template(Struct, frozen=True):
    """The field `svg`: its circles and lines in the order written."""

    circles: tuple[Circle, ...] = ()
    lines: tuple[Line, ...] = ()


class WrittenPoint(Struct, frozen=True, kw_only=True):
    """A sublabel. `tiers` are the values of its attribute `visibility`, where it has one."""

    name: str
    span: Span
    id: str | None = None
    colour: str | None = None
    kind: str | None = None
    tiers: tuple[str, ...] | None = None
    other: tuple[str, ...] = ()


class WrittenLabel(Struct, frozen=True, kw_only=True):
    """A label of type skeleton. `attributes` are the names of its attributes."""

    name: str | None
    span: Span
    points: tuple[WrittenPoint, ...]
    template: Template | None
    template_span: Span | None = None
    attributes: tuple[str, ...] = ()
