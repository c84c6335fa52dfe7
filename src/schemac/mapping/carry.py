"""Labels through a map, as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from schemac.mapping.migration import Entry, MapError, MigrationMap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Labels = NDArray[np.float64]


def carry(map: MigrationMap, labels: ArrayLike) -> Labels:
    """Labels of the target from labels of the source.

    `labels` has the shape (..., K, 3): x, y and the code of the tier for each of K source
    keypoints; a code of NaN means that there is no label. The result has the same shape with the
    target's keypoints. A target is placed only if all its sources are; otherwise its x and y are
    NaN, and its tier is the worst of theirs. It has no label if a source has none, or if it has no
    source. Raises MapError for another shape or an unknown code.
    """
    import numpy as np

    given = np.asarray(labels, dtype=np.float64)
    if given.ndim < 2 or given.shape[-2:] != (len(map.source.points), 3):
        raise MapError(
            f"labels of {map.source.reference} have the shape"
            f" (…, {len(map.source.points)}, 3), not {given.shape}"
        )
    ranks, keeps = _ranked(map, given[..., 2])
    placed = keeps & np.isfinite(given).all(axis=-1)
    result = np.full((*given.shape[:-2], len(map.entries), 3), np.nan)
    codes = np.array([rung.code for rung in map.target.tiers], dtype=np.float64)
    _copy(map, given, placed, codes[ranks], result)
    for at, entry in enumerate(map.entries):
        if entry.needs and entry.alone is None:
            rank = _filled(map, entry, given, placed, ranks, result[..., at, :])
            told = np.isfinite(given[..., [map.source.index[n] for n in entry.needs], 2])
            result[..., at, 2] = np.where(told.all(axis=-1), codes[rank], np.nan)
    return result


def _copy(map: MigrationMap, given: Any, placed: Any, codes: Any, into: Any) -> None:
    """Write the targets that are copies, which most of them are, all at once."""
    import numpy as np

    pairs = [
        (at, map.source.index[entry.alone])
        for at, entry in enumerate(map.entries)
        if entry.alone is not None
    ]
    if not pairs:
        return
    to, of = np.array(pairs).T
    into[..., to, :2] = np.where(placed[..., of, None], given[..., of, :2], np.nan)
    into[..., to, 2] = np.where(np.isfinite(given[..., of, 2]), codes[..., of], np.nan)


def _ranked(map: MigrationMap, codes: Any) -> tuple[Any, Any]:
    """Source codes as ranks of target tiers, and whether their coordinates are kept."""
    import numpy as np

    order = sorted(map.source.tiers, key=lambda rung: rung.code)
    known = np.array([rung.code for rung in order], dtype=np.float64)
    at = np.searchsorted(known, codes).clip(max=len(known) - 1)
    if not ((known[at] == codes) | np.isnan(codes)).all():
        raise MapError(f"labels have a code that no tier of {map.source.reference} has")
    steps = [map.tier_of[rung.id] for rung in order]
    ranks = np.array([map.target.rank[step.target] for step in steps])
    return ranks[at], np.array([step.keeps for step in steps])[at]


def _filled(map: MigrationMap, entry: Entry, given: Any, placed: Any, ranks: Any, into: Any) -> Any:
    """Write x and y of one target into an array; the rank of its tier."""
    import numpy as np

    index = map.source.index
    needs = [index[need] for need in entry.needs]
    whole = placed[..., needs].all(axis=-1)
    for axis, shares in enumerate((entry.x, entry.y)):
        value = sum(given[..., index[point], axis] * float(weight) for point, weight in shares)
        into[..., axis] = np.where(whole, value, np.nan)
    worst = ranks[..., needs].min(axis=-1)
    groups = [ranks[..., [index[p] for p in group]].max(axis=-1) for group in entry.rule]
    return np.where(whole, np.min(groups, axis=0), worst)
