"""A thin layer over svgwrite: what figures are made of, and the two ways to hand one out.

Figures come as inline SVG, which takes its colours from the page, or as a file with the colours
of one theme. Coordinates are px of the canvas. `debug` is off in svgwrite, because its check does
not know `role`; what it would check is fixed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal
from xml.etree import ElementTree

from schemac.figures.geometry import Point, number, polyline_path, spline_path
from schemac.figures.style import PREFIX, file_style
from schemac.figures.tokens import Theme

Anchor = Literal["start", "middle", "end"]

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"\s+")


class Canvas:
    """A figure of `width` x `height` px. Ids begin with `prefix`, which the caller keeps unique on
    a page; `title` and `description` are what a screen reader says.

    `css` of every method is one class or more of `style.RULES`, separated by spaces.
    """

    def __init__(
        self,
        prefix: str,
        width: float,
        height: float,
        *,
        title: str,
        description: str = "",
        role: str = "img",
    ) -> None:
        from svgwrite.container import SVG

        self.width, self.height = width, height
        self._prefix = re.sub(r"[^A-Za-z0-9_-]", "-", prefix)
        self._svg = SVG(debug=False, viewBox=f"0 0 {number(width)} {number(height)}")
        self._svg["class"] = f"{PREFIX}-figure"
        self._svg["role"] = role
        self._clips = 0
        self._parents = [self._svg]
        self._names = (("title", clean(title)), ("desc", clean(description or title)))
        self._svg["aria-labelledby"] = " ".join(self.id(name) for name, _ in self._names)

    def id(self, name: str) -> str:
        """An id of this figure, as unique as its prefix."""
        return f"{self._prefix}-{name}"

    # ---- shapes -------------------------------------------------------------------------------

    def path(self, d: str, css: str, **more: Any) -> None:
        from svgwrite.path import Path

        self._add(Path(d=d, debug=False), css, more)

    def curve(self, points: Sequence[Point], css: str, closed: bool = False, **more: Any) -> None:
        """A smooth line through points."""
        self.path(spline_path(points, closed), css, **more)

    def polyline(
        self, points: Sequence[Point], css: str, closed: bool = False, **more: Any
    ) -> None:
        """Straight pieces from point to point."""
        self.path(polyline_path(points, closed), css, **more)

    def line(self, start: Point, end: Point, css: str, **more: Any) -> None:
        self.polyline((start, end), css, **more)

    def circle(self, centre: Point, r: float, css: str, **more: Any) -> None:
        from svgwrite.shapes import Circle

        at = (number(centre[0]), number(centre[1]))
        self._add(Circle(at, number(r), debug=False), css, more)

    def rect(
        self, left: float, top: float, width: float, height: float, css: str, r: float = 0,
        **more: Any,
    ) -> None:  # fmt: skip
        self._add(_rect(left, top, width, height, r), css, more)

    def text(self, at: Point, text: str, css: str, anchor: Anchor = "start", **more: Any) -> None:
        from svgwrite.text import Text

        made = Text(clean(text), insert=(number(at[0]), number(at[1])), debug=False)
        if anchor != "start":
            made["text-anchor"] = anchor
        self._add(made, css, more)

    # ---- structure ----------------------------------------------------------------------------

    @contextmanager
    def group(self, css: str = "", clip: str | None = None, **more: Any) -> Iterator[None]:
        """All that is drawn inside belongs to one group; `clip` is the id of a clip path."""
        from svgwrite.container import Group

        made = Group(debug=False)
        if clip is not None:
            made["clip-path"] = f"url(#{clip})"
        self._add(made, css, more)
        self._parents.append(made)
        try:
            yield
        finally:
            self._parents.pop()

    @contextmanager
    def link(self, address: str, label: str, **more: Any) -> Iterator[None]:
        """All that is drawn inside leads to `address`, which a screen reader calls `label`."""
        from svgwrite.container import Group

        made = Group(debug=False)
        made.elementname = "a"
        made["href"], made["aria-label"] = clean(address), clean(label)
        self._add(made, "", more)
        self._parents.append(made)
        try:
            yield
        finally:
            self._parents.pop()

    def clip(self, left: float, top: float, width: float, height: float, r: float = 0) -> str:
        """The id of a clip path: a rectangle with rounded corners."""
        from svgwrite.masking import ClipPath

        self._clips += 1
        id = self.id(f"clip{self._clips}")
        made = ClipPath(id=id, debug=False)
        made.add(_rect(left, top, width, height, r))
        self._svg.defs.add(made)
        return id

    # ---- results ------------------------------------------------------------------------------

    def inline(self) -> str:
        """The figure for a page that has `style.page_style()`. It has no line breaks."""
        return _text(self._tree())

    def file(self, theme: Theme = "light", paper: bool = False) -> bytes:
        """An SVG file with the colours of a theme; `paper` paints its background."""
        tree = self._tree()
        tree.set("xmlns", "http://www.w3.org/2000/svg")
        tree.set("width", number(self.width))
        tree.set("height", number(self.height))
        style = ElementTree.Element("style")
        style.text = file_style(theme)
        tree.insert(2, style)
        if paper:
            ground = _rect(0, 0, self.width, self.height, 0)
            ground["class"] = f"{PREFIX}-paper"
            tree.insert(3, ground.get_xml())
        return (_text(tree) + "\n").encode()

    # ---- inside -------------------------------------------------------------------------------

    def _tree(self) -> ElementTree.Element:
        tree: ElementTree.Element = self._svg.get_xml()
        if not self._clips:
            tree.remove(tree[0])  # the empty list of definitions
        for name, text in reversed(self._names):
            element = ElementTree.Element(name, id=self.id(name))
            element.text = text
            tree.insert(0, element)
        return tree

    def _add(self, element: Any, css: str, more: dict[str, Any]) -> None:
        if css:
            element["class"] = " ".join(f"{PREFIX}-{name}" for name in css.split())
        for name, value in more.items():
            written = number(value) if isinstance(value, float) else clean(str(value))
            element[name.rstrip("_").replace("_", "-")] = written
        self._parents[-1].add(element)


def clean(text: str) -> str:
    """Text on one line, without the characters that XML cannot hold."""
    return _SPACE.sub(" ", _UNFIT.sub("", text)).strip()


def _rect(left: float, top: float, width: float, height: float, r: float) -> Any:
    from svgwrite.shapes import Rect

    at, size = (number(left), number(top)), (number(width), number(height))
    return Rect(at, size, *((number(r), number(r)) if r else ()), debug=False)


def _text(tree: ElementTree.Element) -> str:
    return ElementTree.tostring(tree, encoding="unicode")
