"""Indices: the position of a keypoint in every array."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note
from schemac.model import Keypoint, Skeleton


@rule("N105", "no-keypoints", whole=True)
def no_keypoints(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The skeleton has no keypoints.

    There is nothing to label, and no tool takes an empty skeleton.

    Write its points under `keypoints`, or bring them in by `extends` or `include`.

        keypoints:
          tip: {index: 0, kind: surface, definition: The sharp end of the arrow., at: [50, 10]}
    """
    if not skeleton.keypoints:
        yield code.at(skeleton.origin, f"`{skeleton.id}` has no keypoints")


@rule("N110", "index-not-a-run", whole=True)
def index_not_a_run(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The indices of the keypoints are not exactly 0 to K - 1.

    Arrays of labels, heat maps and mirror lists are addressed by index. A gap would be a column
    that nobody fills, and an index used twice would be two places in one column.

    Number K keypoints from 0 without gaps. Formats that count from 1 get their numbers from the
    compiler.

        nose: {index: 1}                        # write `index: 0`
        chin: {index: 2}                        # write `index: 1`
    """
    by_index: dict[int, list[Keypoint]] = {}
    for point in skeleton.keypoints:
        by_index.setdefault(point.index, []).append(point)
    count = len(skeleton.keypoints)
    missing = [index for index in range(count) if index not in by_index]
    double = [points for points in by_index.values() if len(points) > 1]
    outside = [p for p in skeleton.keypoints if not 0 <= p.index < count]
    wrong = [points[1] for points in double] + outside
    if not wrong:
        return
    parts = [
        f"missing: {listed(missing)}" if missing else "",
        "; ".join(
            f"{points[0].index} belongs to {listed(p.id for p in points)}" for points in double
        ),
        f"too high or too low: {listed(p.index for p in outside)}" if outside else "",
    ]
    yield code.at(
        wrong[0].where("index"),
        f"{count} keypoints need the indices 0 to {count - 1}; " + "; ".join(filter(None, parts)),
        *(
            Note(f"`{points[0].id}` has the same index", points[0].where("index"))
            for points in double
        ),
        points=tuple(point.id for point in wrong),
    )
