"""What a silhouette is: areas and lines in painting order, and where the keypoints lie in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from schemac.figures.geometry import CORNER, SMOOTH, Box, Point, sampled
from schemac.figures.solids import Ring, rings, union
from schemac.model.topology import Sees

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


class Layer(Struct, frozen=True):
    """What is painted in one go, in figure units.

    `css` is a class of `figures.style`. `rings` are knots of smooth lines: for an area its outer
    and inner rings, for a line (`closed` is False) one row of points.
    """

    css: str
    rings: tuple[Ring, ...]
    closed: bool = True


class Silhouette(Struct, frozen=True, kw_only=True):
    """A subject as one view shows it, in figure units of the spec.

    `places` maps keypoint ids to where they lie here, `hidden` names those behind the subject.
    `outline` are the rings of all that belongs to the subject. `box` is what is worth showing: all
    places, and what is painted as far as it lies in the view's frame or close by.
    """

    view: str
    sees: Sees
    pose: str | None
    layers: tuple[Layer, ...]
    places: Mapping[str, Point]
    hidden: frozenset[str]
    outline: tuple[Ring, ...]
    box: Box


class Painting:
    """Layers as they are made, and the area of the subject."""

    def __init__(self) -> None:
        self.layers: list[Layer] = []
        self._solids: list[tuple[str, BaseGeometry]] = []

    def area(self, css: str, shape: BaseGeometry, *, solid: bool = True) -> None:
        """Paint an area; a solid one is part of the subject's outline."""
        found = rings(shape)
        if found:
            self.layers.append(Layer(css, found))
            if solid:
                self._solids.append((css, shape))

    def line(self, css: str, points: Sequence[Point]) -> None:
        if len(points) > 1:
            self.layers.append(Layer(css, (tuple(points),), closed=False))

    def lines(self, css: str, lines: Iterable[Sequence[Point]]) -> None:
        for points in lines:
            self.line(css, points)

    def extend(self, other: Painting) -> None:
        self.layers += other.layers
        self._solids += other._solids

    def mirrored(self) -> Painting:
        """The same from left to right, about x = 0."""
        from shapely.affinity import scale

        made = Painting()
        for layer in self.layers:
            rings = tuple(tuple((-x, y) for x, y in ring) for ring in layer.rings)
            made.layers.append(Layer(layer.css, rings, layer.closed))
        made._solids = [(css, scale(s, -1.0, 1.0, origin=(0, 0))) for css, s in self._solids]
        return made

    @property
    def near(self) -> BaseGeometry:
        """The solid area of all layers that are not far ones."""
        return union(shape for css, shape in self._solids if css != "far")

    @property
    def far(self) -> BaseGeometry:
        """The solid area of the far layers."""
        return union(shape for css, shape in self._solids if css == "far")

    @property
    def solid(self) -> BaseGeometry:
        return union(shape for _, shape in self._solids)

    def points(self) -> Iterator[Point]:
        """Points of all layers, as far out as any."""
        for layer in self.layers:
            for ring in layer.rings:
                yield from sampled(ring, layer.closed, 2, CORNER if layer.closed else SMOOTH)
