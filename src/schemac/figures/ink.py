"""A thin layer over svgwrite: what figures are made of, and the two ways to hand one out.

Figures come as inline SVG, which takes its colours from the page, or as a file with the colours
of one theme. Coordinates are px of the canvas. `debug` is off in svgwrite, because its check does
not know `role`; what it would check is fixed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Literal

from schemac.figures.geometry import Point
from schemac.figures.paths import number, polyline_path, spline_path
from schemac.figures.style import PREFIX, file_style
from schemac.figures.tokens import Theme

Anchor = Literal["start", "middle", "end"]

_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"\s+")
_MEANINGFUL = re.compile('[&<>"]')


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
        self._draw("path", {"d": d}, css, more)

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
        at = {"cx": number(centre[0]), "cy": number(centre[1]), "r": number(r)}
        self._draw("circle", at, css, more)

    def rect(
        self, left: float, top: float, width: float, height: float, css: str, r: float = 0,
        **more: Any,
    ) -> None:  # fmt: skip
        self._draw("rect", _rectangle(left, top, width, height, r), css, more)

    def text(self, at: Point, text: str, css: str, anchor: Anchor = "start", **more: Any) -> None:
        values = {"x": number(at[0]), "y": number(at[1])}
        if anchor != "start":
            values["text-anchor"] = anchor
        self._draw("text", values, css, more, clean(text))

    # ---- structure ----------------------------------------------------------------------------

    @contextmanager
    def group(self, css: str = "", clip: str | None = None, **more: Any) -> Iterator[None]:
        """All that is drawn inside belongs to one group; `clip` is the id of a clip path."""
        from svgwrite.container import Group

        made = Group(factory=self._svg)
        if clip is not None:
            made["clip-path"] = f"url(#{clip})"
        self._open(made, css, more)
        try:
            yield
        finally:
            self._parents.pop()

    @contextmanager
    def link(self, address: str, label: str, **more: Any) -> Iterator[None]:
        """All that is drawn inside leads to `address`, which a screen reader calls `label`."""
        from svgwrite.container import Group

        made = Group(factory=self._svg)
        made.elementname = "a"
        made["href"], made["aria-label"] = clean(address), clean(label)
        self._open(made, "", more)
        try:
            yield
        finally:
            self._parents.pop()

    def clip(self, left: float, top: float, width: float, height: float, r: float = 0) -> str:
        """The id of a clip path: a rectangle with rounded corners."""
        from svgwrite.masking import ClipPath

        self._clips += 1
        id = self.id(f"clip{self._clips}")
        made = ClipPath(id=id, factory=self._svg)
        made.elements.append(_element("rect", _rectangle(left, top, width, height, r)))
        self._svg.defs.add(made)
        return id

    # ---- results ------------------------------------------------------------------------------

    def inline(self) -> str:
        """The figure for a page that has `style.page_style()`. It has no line breaks."""
        return self._written({}, "")

    def file(self, theme: Theme = "light", paper: bool = False) -> bytes:
        """An SVG file with the colours of a theme; `paper` paints its background."""
        more = {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": number(self.width),
            "height": number(self.height),
        }
        first = f"<style>{_escaped(file_style(theme))}</style>"
        if paper:
            ground = _rectangle(0, 0, self.width, self.height, 0)
            first += _element("rect", {"class": f"{PREFIX}-paper", **ground})
        return (self._written(more, first) + "\n").encode()

    # ---- inside -------------------------------------------------------------------------------

    def _written(self, more: dict[str, str], first: str) -> str:
        """The figure with more attributes, and with markup before what was drawn."""
        names = "".join(
            f'<{name} id="{self.id(name)}">{_escaped(text)}</{name}>' for name, text in self._names
        )
        attributes = _attributes([*sorted(self._svg.attribs.items()), *more.items()])
        drawn = self._svg.elements[0 if self._clips else 1 :]  # definitions come first
        return f"<svg{attributes}>{names}{first}{''.join(map(_markup, drawn))}</svg>"

    def _open(self, element: Any, css: str, more: dict[str, Any]) -> None:
        """What is drawn from now on belongs to an element."""
        element.attribs |= _known(css, more)
        self._parents[-1].add(element)
        self._parents.append(element)

    def _draw(
        self, name: str, values: dict[str, str], css: str, more: dict[str, Any], text: str = ""
    ) -> None:
        """A shape is written at once: figures have thousands, and none is changed any more."""
        values |= _known(css, more)
        self._parents[-1].elements.append(_element(name, values, text))


@lru_cache(1024)
def clean(text: str) -> str:
    """Text on one line, without the characters that XML cannot hold."""
    return _SPACE.sub(" ", _UNFIT.sub("", text)).strip()


@lru_cache(512)
def _classes(css: str) -> str:
    return " ".join(f"{PREFIX}-{name}" for name in css.split())


def _known(css: str, more: dict[str, Any]) -> dict[str, str]:
    """The attributes that callers name: classes, and others as keyword arguments."""
    found = {"class": _classes(css)} if css else {}
    for name, value in more.items():
        written = number(value) if isinstance(value, float) else clean(str(value))
        found[name.rstrip("_").replace("_", "-")] = written
    return found


def _rectangle(
    left: float, top: float, width: float, height: float, r: float
) -> dict[str, str]:  # fmt: skip
    round_corners = {"rx": number(r), "ry": number(r)} if r else {}
    return {
        "x": number(left), "y": number(top), "width": number(width), "height": number(height),
        **round_corners,
    }  # fmt: skip


def _element(name: str, values: dict[str, str], text: str = "") -> str:
    start = f"<{name}{_attributes(sorted(values.items()))}"
    return f"{start}>{_escaped(text)}</{name}>" if text else f"{start} />"


def _markup(element: Any) -> str:
    """What svgwrite would write, in a quarter of the time: it would build a second tree."""
    if isinstance(element, str):
        return element
    name, inside = element.elementname, "".join(map(_markup, element.elements))
    start = f"<{name}{_attributes(sorted(element.attribs.items()))}"
    return f"{start}>{inside}</{name}>" if inside else f"{start} />"


def _attributes(values: Iterable[tuple[str, str]]) -> str:
    """Those without a value are left out."""
    return "".join([f' {name}="{_quoted(value)}"' for name, value in values if value])


def _quoted(text: str) -> str:
    if _MEANINGFUL.search(text) is None:  # which goes for nearly all
        return text
    return _escaped(text).replace('"', "&quot;")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
