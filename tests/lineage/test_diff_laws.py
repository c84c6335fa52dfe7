"""What holds of every comparison, whatever the documents are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from conftest import LIBRARY, linked
from schemac.lineage.breakage import AUDIENCES, ROWS, Bump, judge, required
from schemac.lineage.diff import diff
from schemac.lineage.pairing import Declarations
from schemac.model import Dictionary, Keypoint, Skeleton
from schemac.model.project import Use
from schemac.revision.breaking import fingerprint
from small_skeletons import bird

LETTERS: list[Use] = list(AUDIENCES)


@pytest.mark.parametrize("spec", LIBRARY)
def test_a_skeleton_of_the_library_does_not_differ_from_itself(spec: str) -> None:
    skeleton = linked(spec)
    assert diff(skeleton, skeleton) == ()
    assert diff(skeleton, skeleton, Declarations()) == ()


def _changed(point: Keypoint, edit: tuple[str, Any]) -> Keypoint:
    field, value = edit
    if field == "definition":
        return replace(point, words=replace(point.words, definition=value))
    return replace(point, **{field: value})


laws = settings(deadline=None, max_examples=60)

EDITS = st.one_of(
    st.tuples(st.just("definition"), st.text(min_size=1, max_size=20)),
    st.tuples(st.just("name"), st.text("abcdef", min_size=1, max_size=6)),
    st.tuples(st.just("kind"), st.sampled_from(["bone", "joint", "contour"])),
    st.tuples(st.just("region"), st.sampled_from(["head", "trunk"])),
    st.tuples(st.just("weight"), st.floats(0, 5, allow_nan=False)),
    st.tuples(st.just("required"), st.booleans()),
)


@st.composite
def skeletons(draw: st.DrawFn) -> Skeleton:
    """The small bird with some edits of its keypoints, some of them gone, some moved."""
    base = bird()
    points = [p for p in base.keypoints if p.id == "beak" or draw(st.booleans())]
    edited = [_changed(p, draw(EDITS)) if draw(st.booleans()) else p for p in points]
    order = draw(st.permutations(range(len(edited))))
    moved = [replace(p, index=i) for p, i in zip(edited, order, strict=True)]
    ids = {p.id for p in moved}
    return replace(
        base,
        keypoints=tuple(sorted(moved, key=lambda p: p.index)),
        edges=tuple(e for e in base.edges if {e.source, e.target} <= ids),
        evaluation=(),
        contours=(),
        measures=(),
    )


@laws
@given(skeletons())
def test_nothing_differs_from_itself(skeleton: Skeleton) -> None:
    assert diff(skeleton, skeleton) == ()


@laws
@given(skeletons(), skeletons())
def test_what_differs_is_told_and_judged(one: Skeleton, two: Skeleton) -> None:
    changes = diff(one, two)
    if [_said(p) for p in one.keypoints] != [_said(p) for p in two.keypoints]:
        assert changes
    for change in changes:
        assert type(change) in ROWS
        assert change.message
        assert judge(change).bump >= Bump.PATCH


@laws
@given(skeletons(), skeletons())
def test_the_same_comparison_gives_the_same_fingerprints(one: Skeleton, two: Skeleton) -> None:
    first, second = (diff(one, two) for _ in range(2))
    assert [fingerprint(c, "x") for c in first] == [fingerprint(c, "x") for c in second]
    assert first == second


@laws
@given(skeletons(), skeletons(), st.sets(st.sampled_from(LETTERS)), st.sampled_from(LETTERS))
def test_more_audiences_never_ask_for_less(
    one: Skeleton, two: Skeleton, some: set[Use], another: Use
) -> None:
    changes = diff(one, two)
    if some:
        assert required(changes, {*some, another}) >= required(changes, some)


@laws
@given(skeletons(), skeletons())
def test_what_is_gone_one_way_has_come_the_other_way(one: Skeleton, two: Skeleton) -> None:
    def named(changes: tuple[Any, ...], *kinds: str) -> set[str]:
        return {point for c in changes if c.name in kinds for point in c.points}

    there = named(diff(one, two), "keypoint-dropped", "rename-suspected")
    back = named(diff(two, one), "keypoint-inserted", "keypoint-appended", "rename-suspected")
    back |= named(diff(two, one), "required-keypoint-added")
    gone = {p.id for p in one.keypoints} - {p.id for p in two.keypoints}
    assert gone <= there
    assert gone <= back


def test_documents_of_two_kinds_are_compared_by_their_headers_alone() -> None:
    dictionary = Dictionary(id="a/b", version="1.0.0", title="B")
    assert diff(bird(), dictionary)[0].name == "id-changed"


def _said(point: Keypoint) -> tuple[Any, ...]:
    fields = (point.name, point.kind, point.region, point.weight, point.required)
    return (point.id, point.index, point.words.definition, *fields)
