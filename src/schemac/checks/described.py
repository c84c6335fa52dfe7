"""What has words: the keypoints of a skeleton, the landmarks and curves of a dictionary."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from schemac.checks.entries import called, entries, ids
from schemac.model import Curve, Dictionary, Keypoint, Landmark, Skeleton, Words
from schemac.source import Origin

Subject = Skeleton | Dictionary


class Described(Struct, frozen=True):
    """Something with words, told once for both sides of a pair: a keypoint or a place."""

    called: str
    points: tuple[str, ...]
    what: Keypoint | Landmark | Curve
    home: Subject

    @property
    def words(self) -> Words:
        """What is said about it."""
        return self.what.words

    @property
    def cited(self) -> str | None:
        """The landmark or curve whose words it takes, None when its definition is its own."""
        place = self.what.place if isinstance(self.what, Keypoint) else None
        return f"{place.dictionary.id}.{place.name}" if place else None

    @property
    def itself(self) -> set[str]:
        """Every spelling by which words could refer to it."""
        if not isinstance(self.what, Keypoint):
            return {self.what.id, f"{self.home.id}.{self.what.id}"}
        place = self.what.place
        return {self.what.id, self.what.stem} | ({str(place), place.key} if place else set())

    def where(self, field: str) -> Origin:
        """The place where a field was written."""
        if isinstance(self.what, Keypoint):
            return self.what.where(field)
        return dict(self.what.origins).get(field, self.what.origin / field)


def described(subject: Subject) -> Iterator[Described]:
    """All that has words in a document."""
    if isinstance(subject, Dictionary):
        for place in places(subject):
            yield Described(f"`{place.id}`", (place.id,), place, subject)
    else:
        for entry in entries(subject):
            yield Described(called(entry), ids(entry), entry[0], subject)


def own(subject: Subject) -> Iterator[Described]:
    """Those with a definition that this document wrote itself.

    A definition is judged in the dictionary or part that wrote it, not in every spec that uses it.
    """
    file = subject.origin.file
    return (
        each
        for each in described(subject)
        if each.cited is None and each.words.definition and each.where("definition").file == file
    )


def places(dictionary: Dictionary) -> tuple[Landmark | Curve, ...]:
    """The landmarks and curves of a dictionary: what a keypoint may cite."""
    return (*dictionary.landmarks, *dictionary.curves)
