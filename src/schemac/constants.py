"""The facts of a skeleton as constants of a program, for every language that has arrays and maps.

Every spec gives the same constants with the same types, empty or None where it says nothing, so
that a program can be written against them and not against one spec.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from schemac.format import Feature
from schemac.model import Skeleton

CARRIED = frozenset(
    {
        Feature.EDGES, Feature.CONTOURS, Feature.MIRROR, Feature.SIDES, Feature.LATERALITY,
        Feature.SIGMAS, Feature.TIERS, Feature.WEIGHTS, Feature.HALVES, Feature.REQUIRED,
        Feature.VERSION,
    }
)  # fmt: skip
"""What the constants say."""


class Constant(Struct, frozen=True):
    """A constant: its name, what it says, its type in Python, and its value as plain data."""

    name: str
    about: str
    type: str
    value: object


class Members(Struct, frozen=True):
    """An enumeration: its name, what it says, and its members with their numbers."""

    name: str
    about: str
    members: Mapping[str, int]


def enumerations(skeleton: Skeleton) -> Iterator[Members]:
    """The keypoints by id with their indices, and the visibility tiers with their codes."""
    points = {member(point.id): point.index for point in skeleton.keypoints}
    yield Members("Keypoint", "Each keypoint by its id, and its index.", points)
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    codes = {member(tier.id): tier.code for tier in tiers}
    yield Members("Tier", "Each visibility tier, and its code.", codes)


def constants(skeleton: Skeleton) -> Iterator[Constant]:
    """All else; whatever goes by keypoint is in index order."""
    points = skeleton.keypoints
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    texts, indices = "tuple[str, ...]", "tuple[int, ...]"
    yield Constant("SPEC", "The spec's id.", "str", skeleton.id)
    yield Constant("VERSION", "The spec's version.", "str", skeleton.version)
    yield Constant("CATEGORY", "What is labelled.", "str", skeleton.category)
    yield Constant(
        "LATERALITY", "Whose left is left: of the `subject` or the `viewer`.", "str",
        skeleton.subject.laterality,
    )  # fmt: skip
    yield Constant("NAMES", "The names.", texts, tuple(p.name for p in points))
    yield Constant(
        "SIDES", "`left`, `right`, or none.", "tuple[str | None, ...]",
        tuple(p.side for p in points),
    )  # fmt: skip
    yield Constant(
        "MIRROR", "Which index each becomes when a picture is mirrored left to right.", indices,
        skeleton.mirror,
    )  # fmt: skip
    yield Constant(
        "EDGES", "The lines between keypoints, by index.", "tuple[tuple[int, int], ...]",
        skeleton.edge_indices,
    )  # fmt: skip
    yield Constant(
        "CONTOURS", "Named lines, by index; a closed one ends where it begins.",
        f"Mapping[str, {indices}]", _contours(skeleton),
    )  # fmt: skip
    yield Constant(
        "REQUIRED", "The keypoints that every instance has.", indices,
        tuple(p.index for p in points if p.required),
    )  # fmt: skip
    yield from _numbers(skeleton)
    yield Constant(
        "COCO_FLAGS", "Which of COCO's flags 0, 1 and 2 each tier becomes.",
        "Mapping[str, int | None]", {tier.id: tier.coco for tier in tiers},
    )  # fmt: skip


def member(id: str) -> str:
    """The name of an enumeration's member."""
    return id.replace("-", "_").upper()


def _contours(skeleton: Skeleton) -> dict[str, tuple[int, ...]]:
    known = skeleton.by_id
    return {
        each.id: tuple(
            known[id].index for id in (*each.points, *(each.points[:1] if each.closed else ()))
        )
        for each in skeleton.contours
    }


def _numbers(skeleton: Skeleton) -> Iterator[Constant]:
    points, numbers = skeleton.keypoints, "tuple[float | None, ...]"
    sets = skeleton.sigma_sets
    yield Constant(
        "SIGMAS", "COCO's sigma (not 2 sigma) of each keypoint, by the set it is from.",
        f"Mapping[str, {numbers}]",
        {each.id: tuple(p.sigma(each.id) for p in points) for each in sets},
    )  # fmt: skip
    yield Constant(
        "SIGMA_SCALES", "The area that the sigmas of a set are relative to.", "Mapping[str, str]",
        {each.id: each.scale.text for each in sets},
    )  # fmt: skip
    yield Constant(
        "MAIN_SIGMAS", "The set of the main OKS profile.", "str | None", skeleton.main_sigmas
    )
    yield Constant("WEIGHTS", "Loss weights.", numbers, tuple(p.weight for p in points))
    yield Constant(
        "HALVES", "`upper` or `lower` half of the body, or none.", "tuple[str | None, ...]",
        tuple(p.half for p in points),
    )  # fmt: skip
