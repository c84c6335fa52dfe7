"""From a canonical drawing to the places of a spec: a similarity, then a smooth pull.

The pull makes the drawing go exactly through the places that the spec cites and fades away from
them, so that what no keypoint speaks of keeps the canonical form.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import dist
from typing import TYPE_CHECKING, Any

from schemac.figures.geometry import Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NUGGET = 1e-6


class Similarity:
    """The least squares similarity from some points to others; a reflection when `flip` is set.

    With one point it is a shift (and a reflection); `scale` then says the size, which is 1 when
    left out.
    """

    def __init__(
        self, pairs: Sequence[tuple[Point, Point]], flip: bool = False, scale: float = 1.0
    ) -> None:
        sources = [complex(-a[0] if flip else a[0], a[1]) for a, _ in pairs]
        targets = [complex(*b) for _, b in pairs]
        count = len(pairs) or 1
        self._flip = flip
        self._from, self._to = sum(sources) / count, sum(targets) / count
        spans = [s - self._from for s in sources]
        size = sum(abs(s) ** 2 for s in spans)
        moved = [t - self._to for t in targets]
        turn = sum(t * s.conjugate() for s, t in zip(spans, moved, strict=True))
        self._factor = turn / size if size > 1e-12 and abs(turn) > 1e-12 else complex(scale)

    @property
    def scale(self) -> float:
        return abs(self._factor)

    def __call__(self, point: Point) -> Point:
        at = complex(-point[0] if self._flip else point[0], point[1])
        made = (at - self._from) * self._factor + self._to
        return (made.real, made.imag)


class Warp:
    """A similarity, and the pull of the places that are known.

    `reach` is how far a pull is felt, in canonical units. Residuals are interpolated with the
    Matern kernel of smoothness 3/2, which is positive definite for any set of points.
    """

    def __init__(
        self,
        pairs: Iterable[tuple[Point, Point]],
        reach: float,
        flip: bool = False,
        base: Similarity | None = None,
    ) -> None:
        known = _apart(pairs, reach * 1e-3)
        self.base = base or Similarity(known, flip)
        self._reach = reach
        self._sources: NDArray[Any] | None = None
        if known:
            self._solve(known)

    @property
    def scale(self) -> float:
        return self.base.scale

    def __call__(self, point: Point) -> Point:
        return self.all([point])[0]

    def all(self, points: Sequence[Point]) -> list[Point]:
        import numpy as np

        based = [self.base(point) for point in points]
        if self._sources is None or not based:
            return based
        at = np.asarray(points, dtype=float)
        pull = self._kernel(at, self._sources) @ self._weights
        return [(x + float(u), y + float(v)) for (x, y), (u, v) in zip(based, pull, strict=True)]

    def _solve(self, known: Sequence[tuple[Point, Point]]) -> None:
        import numpy as np

        based = np.asarray([self.base(a) for a, _ in known])
        residuals = np.asarray([b for _, b in known], dtype=float) - based
        if float(np.abs(residuals).max()) < 1e-9:
            return
        self._sources = np.asarray([a for a, _ in known], dtype=float)
        matrix = self._kernel(self._sources, self._sources)
        matrix += _NUGGET * np.eye(len(known))
        self._weights: NDArray[Any] = np.linalg.solve(matrix, residuals)

    def _kernel(self, at: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
        import numpy as np

        gaps = np.hypot(*(at[:, None, k] - others[None, :, k] for k in (0, 1))) / self._reach
        kernel: NDArray[Any] = (1.0 + gaps) * np.exp(-gaps)
        return kernel


def _apart(pairs: Iterable[tuple[Point, Point]], least: float) -> list[tuple[Point, Point]]:
    """The pairs without those whose source repeats an earlier one."""
    kept: list[tuple[Point, Point]] = []
    for source, target in pairs:
        if all(dist(source, other) > least for other, _ in kept):
            kept.append((source, target))
    return kept
