"""A map as a Python module of its own: index and weight arrays, and a function that uses them."""

from __future__ import annotations

from schemac.mapping.migration import Entry, MigrationMap
from schemac.mapping.tier_rule import Rule

_MODULE = '''"""{source} to {target}, written by schemac. Needs NumPy only.

carry(labels) takes an array of shape (..., {inputs}, 3) with x, y and the code of the visibility
tier of each keypoint, and gives one of shape (..., {outputs}, 3). A keypoint is placed only if all
its sources are; otherwise its x and y are NaN. Where there is no label its tier is NaN as well;
numpy.nan_to_num makes the zeros of it that COCO writes.
"""

import numpy as np

SOURCE_KEYPOINTS = [
{source_ids}
]
# target keypoint, fidelity, source indices, weights of x, weights of y
ROWS = [
{rows}
]
# code of the source's tier -> rank among TARGET_TIERS, whether coordinates are kept
TIERS = {{{tiers}}}
TARGET_TIERS = [{codes}]  # codes, from the worst to the best
# Targets whose tier is not the worst of their sources: the worst over groups of the best in each.
MIXED = {{{mixed}}}


def carry(labels):
    labels = np.asarray(labels, dtype=float)
    codes = labels[..., 2]
    if not (np.isin(codes, list(TIERS)) | np.isnan(codes)).all():
        raise ValueError("labels have a tier that the source does not have")
    rank = np.zeros(codes.shape, dtype=int)
    placed = np.isfinite(labels).all(axis=-1)
    for code, (to, keeps) in TIERS.items():
        rank[codes == code] = to
        placed &= keeps | (codes != code)
    result = np.full(labels.shape[:-2] + (len(ROWS), 3), np.nan)
    for at, (target, _, sources, *weights) in enumerate(ROWS):
        if sources:
            whole = placed[..., sources].all(axis=-1)
            for axis in (0, 1):
                value = sum(labels[..., s, axis] * w for s, w in zip(sources, weights[axis]) if w)
                result[..., at, axis] = np.where(whole, value, np.nan)
            groups = MIXED.get(target, [[source] for source in sources])
            ruled = np.min([rank[..., group].max(axis=-1) for group in groups], axis=0)
            tier = np.where(whole, ruled, rank[..., sources].min(axis=-1))
            told = np.isfinite(codes[..., sources]).all(axis=-1)
            result[..., at, 2] = np.where(told, np.asarray(TARGET_TIERS)[tier], np.nan)
    return result
'''


def write(map: MigrationMap) -> bytes:
    """The module. Ids and references are all that it takes over from specs, and these hold no
    quotes; they are written as Python literals all the same."""
    text = _MODULE.format(
        source=map.source.reference,
        target=map.target.reference,
        inputs=len(map.source.points),
        outputs=len(map.target.points),
        source_ids="\n".join(f"    {point!r}," for point in map.source.points),
        rows="\n".join(f"    {_row(map, entry)}," for entry in map.entries),
        tiers=", ".join(_tier(map, at) for at in range(len(map.source.tiers))),
        codes=", ".join(str(rung.code) for rung in map.target.tiers),
        mixed=", ".join(_mixed(map, entry) for entry in map.entries if _is_mixed(entry)),
    )
    return text.encode()


def _row(map: MigrationMap, entry: Entry) -> str:
    x, y = dict(entry.x), dict(entry.y)
    sources = [map.source.index[need] for need in entry.needs]
    weights = [[float(axis.get(need, 0)) for need in entry.needs] for axis in (x, y)]
    return repr((entry.target, entry.fidelity.word, sources, *weights))


def _tier(map: MigrationMap, at: int) -> str:
    rung = map.source.tiers[at]
    step = map.tier_of[rung.id]
    return f"{rung.code}: ({map.target.rank[step.target]}, {step.keeps})"


def _is_mixed(entry: Entry) -> bool:
    return any(len(group) > 1 for group in entry.rule) or len(entry.rule) < len(entry.needs)


def _mixed(map: MigrationMap, entry: Entry) -> str:
    return f"{entry.target!r}: {_groups(map, entry.rule)}"


def _groups(map: MigrationMap, rule: Rule) -> list[list[int]]:
    return [[map.source.index[point] for point in group] for group in rule]
