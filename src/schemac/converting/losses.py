"""What a format has no place for, counted on the labels that are written to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from schemac.labels import Account, Annotation, Holds, Labels, Ladder

_SAID: Mapping[Holds, Callable[[Annotation], bool]] = {
    Holds.IDS: lambda each: each.id is not None,
    Holds.TRACKS: lambda each: each.track is not None,
    Holds.INTERPOLATED: lambda each: each.interpolated,
    Holds.ANNOTATORS: lambda each: each.annotator is not None or each.when is not None,
    Holds.ATTRIBUTES: lambda each: bool(each.attributes),
    Holds.SCORES: lambda each: each.score is not None,
}
"""What tells that an instance says something."""


def watched(
    batches: Iterable[Labels], holds: frozenset[Holds], account: Account, ladder: Ladder
) -> Iterator[Labels]:
    """The same batches; what the format does not hold of them goes to `account.lost`.

    Tiers that it folds are counted by who folds them, and the stamp has another place then. Where
    visibility is a flag as in COCO, a keypoint without a place is flag 0, which is read again.
    """
    zero = None if Holds.TIERS in holds else ladder.from_coco.get(0)
    for labels in batches:
        for what in Holds:
            if what not in holds and (found := _count(what, labels, zero)):
                account.lost[what.value] += found
        yield labels


def _count(what: Holds, labels: Labels, zero: int | None) -> int:
    """How many instances (keypoints, images) of a batch say it."""
    import numpy as np

    if what is Holds.BOXES:
        return int(np.isfinite(labels.boxes).any(axis=1).sum())
    if what is Holds.AREAS:
        return int(np.isfinite(labels.areas).sum())
    if what is Holds.UNPLACED:
        codes = labels.keypoints[..., 2]
        told = np.isfinite(codes) & (codes != (np.nan if zero is None else zero))
        return int((told & np.isnan(labels.keypoints[..., 0])).sum())
    if what is Holds.BARE:
        return len(labels.bare)
    if what is Holds.IMAGES:
        return _sized(labels.about)
    said = _SAID.get(what)
    return sum(map(said, labels.about)) if said else 0


def _sized(about: Iterable[Annotation]) -> int:
    """Images with a size, each once where its instances come together."""
    count, last = 0, None
    for each in about:
        if each.image is not last and each.image.width is not None:
            count += 1
        last = each.image
    return count
