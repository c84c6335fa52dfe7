"""Each field of a skeleton belongs to one aspect, and no edit is seen in a wrong one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from schemac.ledger import facets as tables
from schemac.ledger.facets import FACETS, facets
from schemac.ledger.form import digest, form_of, kind_of, read_form
from schemac.model import Instance, Keypoint, Skeleton, Subject, Words


@pytest.mark.parametrize(
    ("table", "record", "apart"),
    [
        (tables.SKELETON, Skeleton, {"keypoints", "subject", "instance"}),
        (tables.SUBJECT, Subject, set()),
        (tables.INSTANCE, Instance, set()),
        (tables.KEYPOINT, Keypoint, {"words"}),
        (tables.WORDS, Words, set()),
    ],
)
def test_every_field_has_its_place(table: dict[str, str], record: type, apart: set[str]) -> None:
    assert set(table) | apart == set(record.__struct_fields__)
    assert set(table.values()) <= {"", *FACETS}


def _first(skeleton: Skeleton, **fields: object) -> Skeleton:
    point = replace(skeleton.keypoints[0], **fields)
    return replace(skeleton, keypoints=(point, *skeleton.keypoints[1:]))


def _worded(skeleton: Skeleton, **fields: object) -> Skeleton:
    return _first(skeleton, words=replace(skeleton.keypoints[0].words, **fields))


EDITS: dict[str, tuple[Callable[[Skeleton], Skeleton], set[str]]] = {
    "version": (lambda s: replace(s, version="9.0.0"), set()),
    "name": (lambda s: _first(s, name="other"), {"layout"}),
    "definition": (lambda s: _worded(s, definition="Elsewhere."), {"semantics"}),
    "title": (lambda s: _worded(s, title="other"), {"presentation"}),
    "tiers": (lambda s: _first(s, tiers=("visible",)), {"visibility"}),
    "edges": (lambda s: replace(s, edges=s.edges[:-1]), {"topology"}),
    "sigmas": (lambda s: _first(s, sigmas=()), {"evaluation"}),
    "category": (lambda s: replace(s, subject=replace(s.subject, category="x")), {"layout"}),
    "laterality": (
        lambda s: replace(s, subject=replace(s.subject, laterality="viewer")),
        {"semantics"},
    ),
    "summary": (lambda s: replace(s, summary="Other."), {"presentation"}),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_shows_in_its_aspect_alone(edit: str, skeleton: Callable[[str], Skeleton]) -> None:
    change, expected = EDITS[edit]
    before = skeleton("body/coco-17")
    old, new = facets(before), facets(change(before))
    assert {facet for facet in FACETS if old[facet] != new[facet]} == expected
    assert digest(before) != digest(change(before))


def test_order_is_layout_and_nothing_else(skeleton: Callable[[str], Skeleton]) -> None:
    before = skeleton("body/coco-17")
    one, two, *rest = before.keypoints
    swapped = (replace(two, index=0), replace(one, index=1), *rest)
    old, new = facets(before), facets(replace(before, keypoints=swapped))
    assert {facet for facet in FACETS if old[facet] != new[facet]} == {"layout"}


@pytest.mark.parametrize("spec", ["body/coco-17", "body/coco-wholebody-133"])
def test_a_form_holds_the_whole_meaning(spec: str, skeleton: Callable[[str], Skeleton]) -> None:
    before = skeleton(spec)
    again = read_form(kind_of(before), form_of(before))
    assert again is not None
    assert digest(again) == digest(before)
    assert facets(again) == facets(before)  # type: ignore[arg-type]


def test_a_form_that_is_none_is_refused() -> None:
    assert read_form("spec", b"{}") is None
    assert read_form("spec", b"[" * 100_000) is None
    assert read_form("nothing", b"{}") is None
