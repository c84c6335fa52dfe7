"""What several people labelled: one item for each instance, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from schemac.agreeing.matching import Matcher
from schemac.labels import Annotation, Labels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BATCH = 512
_ROOM = 2_000_000
"""Numbers in the places of one batch: with hundreds of people a batch has fewer items."""


class Items(Struct, frozen=True, kw_only=True):
    """I items with labels of P people.

    `keypoints` (I, P, K, 3) are x, y in pixels and the code of the tier; NaN where somebody did not
    label the item. `boxes` (I, P, 4) and `areas` (I, P) are what each said. `truth` (I, K, 3) is
    the gold label, NaN where there is none; None without a gold set. `about` holds an annotation
    of each item, `when` the times that people labelled at, (I, P).
    """

    keypoints: Floats
    boxes: Floats
    areas: Floats
    about: tuple[Annotation, ...]
    when: tuple[tuple[str | None, ...], ...]
    truth: Floats | None = None

    def __len__(self) -> int:
        return len(self.about)

    def attribute(self, id: str) -> tuple[Any, ...]:
        """What was said of each item under an attribute; None where nobody said anything."""
        return tuple(each.attributes.get(id) for each in self.about)


class Labelled(Struct, frozen=True):
    """Label of one person on one image: row of a batch, and who."""

    labels: Labels
    row: int
    person: int  # -1 is the gold set

    @property
    def about(self) -> Annotation:
        return self.labels.about[self.row]

    @property
    def keypoints(self) -> Floats:
        found: Floats = self.labels.keypoints[self.row]
        return found


def items(
    images: Iterable[Sequence[Labelled]], matcher: Matcher, people: int, gold: bool
) -> Iterator[Items]:
    """Items in batches, from the labels of one image after another.

    Items that only one person labelled are left out, unless there is a gold label to hold them
    against; with a gold set, those that have no gold label. The matcher counts these as unmatched.
    """
    made: list[Mapping[int, Labelled]] = []
    size = BATCH
    for labels in images:
        for group in matcher.groups(labels):
            by_person = {each.person: each for each in group}
            if len(by_person) > 1 and (-1 in by_person or not gold):
                made.append(by_person)
            else:
                matcher.unmatched += len(group)
        if made:
            points = next(iter(made[0].values())).keypoints.shape[0]
            size = max(1, min(BATCH, _ROOM // (people * points * 3)))
        while len(made) >= size:
            yield _batch(made[:size], people, gold)
            made = made[size:]
    if made:
        yield _batch(made, people, gold)


def _batch(made: list[Mapping[int, Labelled]], people: int, gold: bool) -> Items:
    import numpy as np

    points = next(iter(made[0].values())).keypoints.shape[0]
    keypoints = np.full((len(made), people, points, 3), np.nan)
    boxes, areas = np.full((len(made), people, 4), np.nan), np.full((len(made), people), np.nan)
    truth = np.full((len(made), points, 3), np.nan) if gold else None
    when = []
    for at, group in enumerate(made):
        for person, each in group.items():
            if person < 0:
                if truth is not None:
                    truth[at] = each.keypoints
                continue
            keypoints[at, person] = each.keypoints
            boxes[at, person] = each.labels.boxes[each.row]
            areas[at, person] = each.labels.areas[each.row]
        when.append(tuple(group[p].about.when if p in group else None for p in range(people)))
        if truth is not None and (own := group[-1]) is not None:
            _fill(boxes[at], areas[at], own)
    about = tuple((group.get(-1) or next(iter(group.values()))).about for group in made)
    return Items(
        keypoints=keypoints, boxes=boxes, areas=areas, about=about, when=tuple(when), truth=truth
    )


def _fill(boxes: Floats, areas: Floats, own: Labelled) -> None:
    """The size of an item is that of the gold label, where it has one: everybody is measured by
    the same."""
    import numpy as np

    box, area = own.labels.boxes[own.row], own.labels.areas[own.row]
    if np.isfinite(box).all():
        boxes[:] = box
    if np.isfinite(area):
        areas[:] = area
