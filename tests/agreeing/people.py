"""Synthetic annotators: known sigma, bias and share of exchanged pairs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct, structs

from schemac.agreeing.items import Items
from schemac.agreeing.measure import Measure
from schemac.labels import Annotation, Labels
from schemac.model import Skeleton
from schemac.validating import Spread, posed

UPRIGHT = Spread(joints=15.0, yaw=0.0, pitch=0.0, roll=0.0, noise=0.0)


class Person(Struct, frozen=True):
    """`sigma` is COCO's, the same for all keypoints or by id; `bias` is a vector in parts of the
    scale by id; `swaps` the share of items whose pair (by its left id) is exchanged."""

    name: str
    sigma: float = 0.02
    bias: Mapping[str, tuple[float, float]] = {}
    swaps: Mapping[str, float] = {}
    misses: float = 0.0


def truth(skeleton: Skeleton, count: int, seed: int = 0, spread: Spread = UPRIGHT) -> Labels:
    """Areas are those of segments, which fill about half of their boxes."""
    made = posed(skeleton, count, seed, spread)
    return structs.replace(made, areas=0.53 * made.areas)


def label(skeleton: Skeleton, gold: Labels, person: Person, rng: np.random.Generator) -> np.ndarray:
    """Keypoints (N, K, 3) as this person sets them."""
    made = gold.keypoints.copy()
    scale = np.sqrt(gold.areas)[:, None, None]
    # A 2-D error whose root mean square is sigma has sigma / sqrt(2) on each axis.
    made[..., :2] += rng.normal(size=made[..., :2].shape) * person.sigma / np.sqrt(2) * scale
    for id, vector in person.bias.items():
        made[:, skeleton.by_id[id].index, :2] += np.array(vector) * scale[:, 0]
    for id, share in person.swaps.items():
        pair = [skeleton.by_id[id].index, skeleton.by_id[skeleton.partners[id]].index]
        rows = np.flatnonzero(rng.random(len(made)) < share)
        made[np.ix_(rows, pair)] = made[np.ix_(rows, pair[::-1])]
    made[rng.random(made.shape[:2]) < person.misses] = np.nan
    return made


def side_by_side(
    skeleton: Skeleton, gold: Labels, people: list[Person], seed: int = 0, *, with_gold: bool
) -> Items:
    rng = np.random.default_rng(seed)
    keypoints = np.stack([label(skeleton, gold, p, rng) for p in people], axis=1)
    count = len(people)
    return Items(
        keypoints=keypoints,
        boxes=np.repeat(gold.boxes[:, None], count, axis=1),
        areas=np.repeat(gold.areas[:, None], count, axis=1),
        about=gold.about,
        when=((None,) * count,) * len(gold),
        truth=gold.keypoints if with_gold else None,
    )


def measured(
    skeleton: Skeleton, gold: Labels, people: list[Person], seed: int = 0, *, with_gold: bool,
    batch: int = 100, replicates: int = 200,
) -> Measure:  # fmt: skip
    items = side_by_side(skeleton, gold, people, seed, with_gold=with_gold)
    made = Measure(
        skeleton, [p.name for p in people], np.full(len(skeleton.keypoints), 0.05),
        replicates=replicates,
    )  # fmt: skip
    for part in batches(items, batch):
        areas = np.nanmean(part.areas, axis=1)
        made.look(part, areas, np.sqrt(areas), np.ones(len(part)))
    return made


def batches(items: Items, size: int) -> Iterator[Items]:
    for at in range(0, len(items), size):
        part = slice(at, at + size)
        yield Items(
            keypoints=items.keypoints[part], boxes=items.boxes[part], areas=items.areas[part],
            about=items.about[part], when=items.when[part],
            truth=None if items.truth is None else items.truth[part],
        )  # fmt: skip


def annotation(image: str, id: str | None = None) -> Annotation:
    from schemac.labels import Image

    return Annotation(image=Image(name=image), id=id)
