"""Sigmas of points that are computed from several others."""

from __future__ import annotations

from math import sqrt

from schemac.mapping.migration import Entry
from schemac.model import Skeleton

FORMULA = "sqrt(sum over sources of (weight_x^2 + weight_y^2) / 2 * sigma^2)"
SOURCE = (
    "JCGM 100:2008, Guide to the expression of uncertainty in measurement, 5.1.2, equation 10:"
    " https://www.bipm.org/documents/20126/2071204/JCGM_100_2008_E.pdf"
)
ASSUMES = (
    "errors of the sources are independent of each other",
    "errors are alike on both axes",
    "the bias of an approximate point is not in it",
)


def propagated(entry: Entry, source: Skeleton) -> tuple[tuple[str, float], ...]:
    """The sigma of a computed point in each set of the source that has one for all its sources.

    A sigma is COCO's: the root of the mean squared distance, in roots of the set's scale. With
    independent errors the variances add with the squares of the weights, on each axis by itself;
    half of each point's variance lies on each axis. A copy needs no formula and gets none.
    """
    if entry.alone or not entry.x:
        return ()
    x, y = dict(entry.x), dict(entry.y)
    found = []
    for own in source.sigma_sets:
        total = 0.0
        for point in {**x, **y}:
            sigma = source.by_id[point].sigma(own.id)
            if sigma is None:
                break
            total += float(x.get(point, 0) ** 2 + y.get(point, 0) ** 2) / 2 * sigma**2
        else:
            found.append((own.id, sqrt(total)))
    return tuple(found)
