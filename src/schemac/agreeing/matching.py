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
            pairs = sorted(
                (-max(self._similar(label, other) for other in group), at, number)
                for at, label in enumerate(own)
                for number, group in enumerate(groups)
            )
            taken: dict[int, int] = {}
            full: set[int] = set()
            for similar, at, number in pairs:
                if -similar >= ALIKE and at not in taken and number not in full:
                    taken[at] = number
                    full.add(number)
            for at, label in enumerate(own):
                if at in taken:
                    groups[taken[at]].append(label)
                else:
                    groups.append([label])
        return groups

    def _similar(self, a: Label, b: Label) -> float:
        """OKS of two labels of one image, over what both placed, by the extent of both."""
        import numpy as np

        first, second = a.keypoints[:, :2], b.keypoints[:, :2]
        both = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
        if not both.any():
            return 0.0
        spans = [np.ptp(xy[np.isfinite(xy).all(axis=1)], axis=0) for xy in (first, second)]
        area = max(float(np.prod(np.maximum(span, span.max() / 4))) for span in spans)
        if area <= 0:
            return 0.0
        squared = ((first - second)[both] ** 2).sum(axis=1)
        return float(np.exp(-squared / (2 * area * (2 * self._sigmas[both]) ** 2)).mean())


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
