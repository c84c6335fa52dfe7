"""A map as a `KeypointConverter` of MMPose.

Its `mapping` is a list of pairs (source, target); a source may be two indices, whose middle is
taken (mmpose/datasets/transforms/converting.py). Nothing else can be said: other weights, more
than two sources or an axis by itself have no place in it, nor have tiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, MigrationMap

_HALF = Fraction(1, 2)


def write(map: MigrationMap) -> bytes:
    """A configuration file to import from, with a comment on every target that it cannot carry."""
    pairs, refused = mapping_of(map)
    lines = [
        f"# {map.source.reference} to {map.target.reference}, for the pipeline of a data set.",
        "# MMPose multiplies the visibilities of two sources, which is the worst of them as long",
        "# as they are 0 and 1. A target that is not listed gets visibility and weight 0.",
        "# flip_indices are not the target's after it; CombinedDataset sets them again, after the",
        "# pipelines of its data sets.",
        *(f"# not carried: {reason}" for reason in refused),
        "converter = dict(",
        "    type='KeypointConverter',",
        f"    num_keypoints={len(map.target.points)},",
        "    mapping=[",
        *(f"        ({source}, {target}),  # {said}" for source, target, said in pairs),
        "    ],",
        ")",
    ]
    return ("\n".join(lines) + "\n").encode()


Pair = tuple[int | tuple[int, int], int, str]


def mapping_of(map: MigrationMap) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Pairs of source and target, each with the target's id and fidelity; and why others cannot
    be given."""
    pairs: list[Pair] = []
    refused: list[str] = []
    for at, entry in enumerate(map.entries):
        if entry.fidelity >= Fidelity.RELABEL:
            continue
        source = _source(map, entry)
        if source is None:
            refused.append(f"{entry.target}, {_what(entry)}")
            continue
        said = entry.target
        if entry.fidelity > Fidelity.PERMUTED:
            said += f", {entry.fidelity.word}"
        pairs.append((source, at, said + (", to be looked at" if entry.review else "")))
    return tuple(pairs), (*refused, *_tiers(map))


def _source(map: MigrationMap, entry: Entry) -> int | tuple[int, int] | None:
    index = map.source.index
    if entry.alone:
        return index[entry.alone]
    middle = len(entry.needs) == 2 and all(weight == _HALF for _, weight in entry.x)
    if middle and entry.x == entry.y and len(entry.rule) == 2:
        first, second = entry.needs
        return index[first], index[second]
    return None


def _what(entry: Entry) -> str:
    if entry.x != entry.y:
        return "whose x and y come from different sources"
    if len(entry.needs) == 2 and len(entry.rule) == 2:
        return "whose two sources have other weights than a half each"
    if len(entry.needs) == 2:
        return "which takes the best tier of its sources, not the worst"
    return f"which has {len(entry.needs)} sources"


def _tiers(map: MigrationMap) -> Iterator[str]:
    if any(step.source != step.target for step in map.tiers):
        yield "the change of visibility tiers"
