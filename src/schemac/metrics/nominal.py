"""Agreement on names, such as visibility tiers, beyond what chance gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Level = Literal["nominal", "ordinal", "interval"]


def fleiss_kappa(counts: ArrayLike) -> float:
    """Fleiss' kappa (Fleiss 1971) of items (N, C): how many people gave each item each of C names.

        P_i = (sum_j n_ij^2 - n) / (n (n - 1)),  kappa = (mean P - P_e) / (1 - P_e),
        P_e = sum_j p_j^2

    Every item needs the same number of people, two or more; raises ValueError otherwise. NaN when
    everybody always gave the same name: then there is no chance to go beyond.
    """
    import numpy as np

    table = np.asarray(counts, np.float64)
    people = table.sum(axis=1)
    if table.ndim != 2 or not len(table) or (people != people[0]).any() or people[0] < 2:
        raise ValueError("every item needs the same number of people, two or more")
    n = people[0]
    observed = (((table**2).sum(axis=1) - n) / (n * (n - 1))).mean()
    expected = ((table.sum(axis=0) / table.sum()) ** 2).sum()
    return float("nan") if expected == 1 else float((observed - expected) / (1 - expected))


def krippendorff_alpha(counts: ArrayLike, level: Level = "nominal") -> float:
    """Krippendorff's alpha (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").

    `counts` has the shape (N, C): how many people gave each item each of C names; the names are in
    order where `level` is not nominal, and one apart for interval. Items may have any number of
    people; those with fewer than two say nothing. 1 - D_o / D_e, from the coincidence matrix. NaN
    when no two people differ anywhere and only one name was ever given, or nothing is left.
    """
    return alpha_of(coincidences(counts), level)


def coincidences(counts: ArrayLike) -> Floats:
    """How often two people gave each two names to one item, (C, C), each item weighted by one over
    its people less one. Those of two sets of items add up."""
    import numpy as np

    table = np.asarray(counts, np.float64)
    people = table.sum(axis=1)
    table, people = table[people >= 2], people[people >= 2]
    shares = table / (people - 1)[:, None]
    together: Floats = table.T @ shares
    together[np.diag_indices(len(together))] -= shares.sum(axis=0)
    return together


def alpha_of(together: Floats, level: Level = "nominal") -> float:
    """Krippendorff's alpha of a coincidence matrix (C, C)."""
    return float(alphas_of(together[None], level)[0])


def alphas_of(together: Floats, level: Level = "nominal") -> Floats:
    """Krippendorff's alpha of each of R coincidence matrices (R, C, C): shape (R,), NaN where there
    is nothing that could differ."""
    import numpy as np

    totals = together.sum(axis=2)
    distance = _distance(totals, level)
    every = totals.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
        observed = (together * distance).sum(axis=(1, 2))
        alphas: Floats = 1 - observed * (every - 1) / expected
    return np.where((expected > 0) & (every > 0), alphas, np.nan)


def _distance(totals: Floats, level: Level) -> Floats:
    """The squared difference of each two names, (R, C, C), by how often each was given, (R, C)."""
    import numpy as np

    count = totals.shape[1]
    if level == "nominal":
        return np.broadcast_to(1.0 - np.eye(count), (len(totals), count, count))
    if level == "interval":
        at = np.arange(count, dtype=np.float64)
        between: Floats = np.broadcast_to((at[:, None] - at) ** 2, (len(totals), count, count))
        return between
    below = np.cumsum(totals, axis=1) - totals / 2  # the mean rank of each name
    ranks: Floats = (below[:, :, None] - below[:, None, :]) ** 2
    return ranks
