"""The smallest ellipse around points."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees

from schemac.figures.geometry import Point

_ROUNDS = 60


def enclosing_ellipse(points: Sequence[Point]) -> tuple[Point, float, float, float]:
    """(centre, half-axis, half-axis, turn of the first in degrees) of an ellipse around two points
    or more, at most a little larger than the smallest (Khachiyan's algorithm, 1996). Points in
    one line give a narrow ellipse."""
    import numpy as np

    at = np.asarray(points, dtype=float)
    lifted = np.vstack([at.T, np.ones(len(at))])
    spread = float(np.ptp(at, axis=0).max()) or 1.0
    weights = np.full(len(at), 1.0 / len(at))
    ridge = np.diag([(1e-3 * spread) ** 2, (1e-3 * spread) ** 2, 0.0])
    for _ in range(_ROUNDS):
        matrix = lifted @ np.diag(weights) @ lifted.T + ridge
        reach = np.einsum("ij,ji->i", lifted.T @ np.linalg.inv(matrix), lifted)
        furthest = int(np.argmax(reach))
        most = float(reach[furthest])
        if most <= 3.0 + 1e-6:
            break
        step = (most - 3.0) / (3.0 * (most - 1.0))
        weights *= 1.0 - step
        weights[furthest] += step
    centre = at.T @ weights
    shape = (at - centre).T @ np.diag(weights) @ (at - centre) + ridge[:2, :2]
    values, vectors = np.linalg.eigh(shape)
    inverse = np.linalg.inv(shape)
    gaps = np.einsum("ij,jk,ik->i", at - centre, inverse, at - centre)
    halves = np.sqrt(values * max(float(gaps.max()), 1e-12))
    turn = degrees(atan2(float(vectors[1, 0]), float(vectors[0, 0])))
    return (float(centre[0]), float(centre[1])), float(halves[0]), float(halves[1]), turn
