"""Which figure a page's wish stands for: one table from kinds to functions.

A function gets the context and what the figure is of, and gives the figure as HTML, or nothing
when there is nothing to draw. Ids in a figure begin with its kind and subject, so they are unique
on a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from schemac.figures.style import page_style
from schemac.guide import examples, whereabouts
from schemac.guide.cheat import drawn as cheat
from schemac.guide.context import Context
from schemac.guide.mounting import figure, figures, stage
from schemac.guide.quiz import drawn as quiz
from schemac.shipped import shipped

Drawer = Callable[..., str]
"""`(context, *what)` to HTML."""


def draw(context: Context, request: tuple[str | int, ...]) -> str:
    """The figure as inline SVG in a `<figure>`, or nothing when there is nothing to draw."""
    kind, *what = request
    drawer = next((table[str(kind)] for table in _TABLES if kind in table), None)
    return drawer(context, *what) if drawer else ""


def style() -> str:
    """The style sheet that every page with figures needs. Its fonts lie beside it."""
    folder = Path(shipped("site"), "guide")
    own = "".join((folder / name).read_text("utf-8") for name in ("figures.css", "examples.css"))
    return page_style() + own


_TABLES: tuple[Mapping[str, Drawer], ...] = (
    whereabouts.KINDS, examples.KINDS, cheat.KINDS, quiz.KINDS,
)  # fmt: skip

__all__ = ["Drawer", "draw", "figure", "figures", "stage", "style"]
