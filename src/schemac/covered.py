"""What the keypoints of a skeleton have, and which lack it: definitions, cues, sigmas ..."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from schemac.model import Keypoint, Skeleton


class Aspect(Struct, frozen=True):
    """Something that a keypoint may have. `computed`: also asked of keypoints that are computed,
    which nobody looks for and nobody clicks."""

    id: str
    about: str
    has: Callable[[Skeleton, Keypoint], bool]
    computed: bool = False


class Tally(Struct, frozen=True):
    """An aspect of one skeleton: of how many keypoints it is asked, and which lack it."""

    aspect: str
    of: int
    missing: tuple[str, ...] = ()

    @property
    def have(self) -> int:
        """How many keypoints have it."""
        return self.of - len(self.missing)


class Coverage(Struct, frozen=True):
    """One skeleton: its keypoints, and a tally for each aspect, in the order of `ASPECTS`."""

    spec: str
    version: str
    kind: str
    keypoints: int
    tallies: tuple[Tally, ...]


class Covered(Struct, frozen=True):
    """Several skeletons. `failed`: some document has errors, and may say more than was counted."""

    specs: tuple[Coverage, ...]
    failed: bool = False


ASPECTS = (
    Aspect("definition", "a sentence that says where it is", lambda s, p: bool(p.words.definition),
           computed=True),
    Aspect("cue", "how to find it", lambda s, p: bool(p.words.find)),
    Aspect("mistake", "a wrong click that people make", lambda s, p: bool(p.words.mistakes)),
    Aspect("confusion", "a place that it is taken for", lambda s, p: bool(p.words.confuse_with)),
    Aspect("when", "what to do when it is hidden, blurred ...", lambda s, p: bool(p.words.when)),
    Aspect("position", "its place in the main view", lambda s, p: p.id in s.positions(),
           computed=True),
    Aspect("sigma", "a value in a set of sigmas", lambda s, p: bool(p.sigmas), computed=True),
    Aspect("tolerance", "its own tolerance or that of the QA plan", lambda s, p: _limited(s, p)),
    Aspect("source", "where its wording comes from", lambda s, p: bool(p.words.source),
           computed=True),
)  # fmt: skip


def coverage_of(skeleton: Skeleton) -> Coverage:
    """For each aspect, which keypoints of a skeleton lack it, by id in index order."""
    tallies = tuple(_tally(skeleton, aspect) for aspect in ASPECTS)
    number = len(skeleton.keypoints)
    return Coverage(skeleton.id, skeleton.version, skeleton.kind, number, tallies)


def totals(coverages: Iterable[Coverage]) -> Mapping[str, tuple[int, int]]:
    """Over several skeletons: by aspect, how many keypoints have it, of how many."""
    found = {aspect.id: (0, 0) for aspect in ASPECTS}
    for each in coverages:
        for tally in each.tallies:
            have, of = found[tally.aspect]
            found[tally.aspect] = (have + tally.have, of + tally.of)
    return found


def _tally(skeleton: Skeleton, aspect: Aspect) -> Tally:
    asked = [p for p in skeleton.keypoints if aspect.computed or p.kind != "constructed"]
    missing = tuple(point.id for point in asked if not aspect.has(skeleton, point))
    return Tally(aspect.id, len(asked), missing)


def _limited(skeleton: Skeleton, point: Keypoint) -> bool:
    return skeleton.tolerance(point) is not None
