"""Which figure a page's wish stands for: one table from kinds to functions.

A function gets the context and what the figure is of, and gives the figure as HTML, or nothing
when there is nothing to draw. Ids in a figure begin with its kind and subject, so they are unique
on a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from schemac.figures.plates import looks, signs
from schemac.figures.style import PREFIX, page_style
from schemac.figures.tokens import TOKENS
from schemac.guide import examples, whereabouts
from schemac.guide.context import Context
from schemac.guide.mounting import figure, figures, stage
from schemac.shipped import shipped

Drawer = Callable[..., str]
"""`(context, *what)` to HTML."""

_HOLE = re.compile(r"\{([a-z-]+)\}")


def draw(context: Context, request: tuple[str | int, ...]) -> str:
    """The figure as inline SVG in a `<figure>`, or nothing when there is nothing to draw."""
    kind, *what = request
    drawer = whereabouts.KINDS.get(str(kind)) or examples.KINDS.get(str(kind))
    return drawer(context, *what) if drawer else ""


def style() -> str:
    """The style sheet that every page with figures needs. Its fonts lie beside it."""
    rules = (
        f".{PREFIX}-figure .{PREFIX}-{name}{{{_HOLE.sub(_colour, rule)}}}"
        for sheet in SHEETS
        for name, rule in sheet.items()
    )
    folder = Path(shipped("site"), "guide")
    own = "".join((folder / name).read_text("utf-8") for name in ("figures.css", "examples.css"))
    return page_style() + "\n".join(rules) + "\n" + own


def _colour(hole: re.Match[str]) -> str:
    return f"var(--{PREFIX}-{hole[1]},{TOKENS[hole[1]].light})"


SHEETS: tuple[Mapping[str, str], ...] = (signs.RULES, looks.RULES)
"""The classes of figures beside those of `figures.style`."""

__all__ = ["Drawer", "draw", "figure", "figures", "stage", "style"]
