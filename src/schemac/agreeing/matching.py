"""Which labels of one image are of the same instance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from schemac.labels import Annotation

    Floats = NDArray[np.float64]

By = Literal["auto", "id", "oks"]

ALIKE = 0.3
"""The least similarity of two labels of one instance. OKS of two people on the same person is
mostly above 0.8; of two neighbours it is near 0."""
BROAD = 0.1
"""The sigma taken for keypoints that have none, to tell instances apart only."""
_ROOM = 1_000_000
"""Keypoints that are compared at a time."""


class Label(Protocol):
    """What is asked of a label here."""

    @property
    def person(self) -> int: ...

    @property
    def about(self) -> Annotation: ...

    @property
    def keypoints(self) -> Floats: ...


L = TypeVar("L", bound=Label)


class Matcher:
    """Groups the labels of an image by instance, at most one of each person in a group.

    By `id`, tracks or ids that several people used; by `oks`, the most similar first; `auto` takes
    ids where everybody has the same ones and similarity does not put different ids together, as
    where every file counts from 1, and similarity elsewhere. `unmatched` counts labels that found
    no partner.
    """

    def __init__(self, sigmas: Floats, by: By = "auto") -> None:
        import numpy as np

        self._sigmas = np.where(np.isfinite(sigmas), sigmas, BROAD)
        self._by = by
        self.unmatched = 0

    def groups(self, labels: Sequence[L]) -> Iterator[list[L]]:
        """Groups of two and more, in the order of their first label."""
        if len({label.person for label in labels}) < 2:
            self.unmatched += len(labels)
            return
        if self._by == "id":
            found = _by_id(labels)
        else:
            found = self._by_similarity(labels)
            if self._by == "auto" and _same_ids(labels) and not any(map(_mixed, found)):
                found = _by_id(labels)
        for group in found:
            if len(group) > 1:
                yield group
            else:
                self.unmatched += 1

    def _by_similarity(self, labels: Sequence[L]) -> list[list[L]]:
        """The person with the most labels (the gold set before all) begins the groups; the others
        join those that their labels are most like, the best pair first."""
        people = sorted(
            {label.person for label in labels}, key=lambda p: (p >= 0, -_count(labels, p), p)
        )
        groups = [[label] for label in labels if label.person == people[0]]
        for person in people[1:]:
            own = [label for label in labels if label.person == person]
            joins = _pairs(self._similar_to_groups(own, groups))
            for at, label in enumerate(own):
                if at in joins:
                    groups[joins[at]].append(label)
                else:
                    groups.append([label])
        return groups

    def _similar_to_groups(self, own: Sequence[L], groups: Sequence[Sequence[L]]) -> Floats:
        """The largest similarity of each label to those of each group, (labels, groups)."""
        import numpy as np

        others = [label for group in groups for label in group]
        starts = np.cumsum([0, *(len(group) for group in groups)])[:-1]
        found: Floats = np.maximum.reduceat(self._similar(own, others), starts, axis=1)
        return found

    def _similar(self, own: Sequence[L], others: Sequence[L]) -> Floats:
        """OKS of each two labels of one image, over what both placed, by the larger extent:
        (labels, others). In parts, so that crowds need no more memory than a few people."""
        import numpy as np

        first, second = _places(own), _places(others)
        spans, others_spans = _extents(first), _extents(second)
        variances = 2 * (2 * self._sigmas) ** 2
        found = np.zeros((len(own), len(others)))
        step = max(1, _ROOM // (second.shape[0] * second.shape[1]))
        for at in range(0, len(own), step):
            part = slice(at, at + step)
            squared = ((first[part, None] - second[None]) ** 2).sum(axis=-1)
            there = np.isfinite(squared)
            areas = np.maximum(spans[part, None], others_spans[None])
            with np.errstate(invalid="ignore", divide="ignore"):
                each = np.exp(-squared / variances / areas[..., None])
                mean = np.where(there, each, 0.0).sum(axis=-1) / there.sum(axis=-1)
            found[part] = np.where(there.any(axis=-1) & (areas > 0), mean, 0.0)
        return found


def _places(labels: Sequence[L]) -> Floats:
    import numpy as np

    return np.stack([label.keypoints[:, :2] for label in labels])


def _extents(places: Floats) -> Floats:
    """The area of the box round the keypoints (N, K, 2), a side at least a quarter of the other:
    (N,), 0 where there are none."""
    import numpy as np

    there = np.isfinite(places).all(axis=-1, keepdims=True)
    top = np.where(there, places, -np.inf).max(axis=1)
    span = np.maximum(top - np.where(there, places, np.inf).min(axis=1), 0.0)
    long = span.max(axis=1, keepdims=True)
    area: Floats = np.prod(np.maximum(span, long / 4), axis=1)
    return area


def _pairs(similar: Floats) -> dict[int, int]:
    """Which label joins which group, the most similar first; each at most once."""
    import numpy as np

    enough = np.flatnonzero(similar >= ALIKE)
    taken: dict[int, int] = {}
    full: set[int] = set()
    for place in enough[np.argsort(-similar.ravel()[enough], kind="stable")]:
        at, number = divmod(int(place), similar.shape[1])
        if at not in taken and number not in full:
            taken[at] = number
            full.add(number)
    return taken


def _count(labels: Sequence[Label], person: int) -> int:
    return sum(label.person == person for label in labels)


def _key(about: Annotation) -> str | None:
    return about.track if about.track is not None else about.id


def _same_ids(labels: Sequence[Label]) -> bool:
    """Whether every person used the same ids on this image, each once."""
    by_person: dict[int, list[str | None]] = {}
    for label in labels:
        by_person.setdefault(label.person, []).append(_key(label.about))
    first, *others = by_person.values()
    whole = None not in first and len(set(first)) == len(first)
    return whole and all(sorted(map(str, other)) == sorted(map(str, first)) for other in others)


def _mixed(group: Sequence[Label]) -> bool:
    return len({_key(label.about) for label in group}) > 1


def _by_id(labels: Sequence[L]) -> list[list[L]]:
    groups: dict[str | None, list[L]] = {}
    for label in labels:
        group = groups.setdefault(_key(label.about), [])
        if all(other.person != label.person for other in group):
            group.append(label)
    return list(groups.values())
