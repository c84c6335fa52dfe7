"""Which figure a page's wish stands for."""

from __future__ import annotations

from schemac.guide.context import Context


def draw(context: Context, request: tuple[str | int, ...]) -> str:
    """The figure as inline SVG in a `<figure>`, or nothing when there is nothing to draw."""
    return ""
