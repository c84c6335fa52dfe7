"""The rules on skeletons that people really use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from conftest import PARTS, SPECS
from schemac.checks import RULE_NAMES, apply_waivers, check_skeleton
from schemac.model import Position, Skeleton

Load = Callable[[str], Skeleton]


def told(skeleton: Skeleton) -> set[str]:
    return {finding.rule for finding in check_skeleton(skeleton)}


@pytest.mark.parametrize("spec", [*SPECS, *PARTS])
def test_the_library_is_clean_but_for_what_it_waives(spec: str, skeleton: Load) -> None:
    document = skeleton(spec)
    assert apply_waivers(check_skeleton(document), document, None, RULE_NAMES) == ()


def test_what_coco_wholebody_published_is_told(skeleton: Load) -> None:
    found = told(replace(skeleton("body/coco-wholebody-133"), waivers=()))
    assert found == {"sigma-asymmetric-pair", "skeleton-in-pieces", "same-place-twice"}


def test_a_hand_drawn_as_a_right_one_is_told(skeleton: Load) -> None:
    hand = skeleton("hand/hand-21")
    mirrored = tuple(
        replace(p, positions=tuple(Position(view=a.view, x=100 - a.x, y=a.y) for a in p.positions))
        for p in hand.keypoints
    )
    assert told(replace(hand, keypoints=mirrored)) == {"drawn-as-right"}


def test_a_person_drawn_from_behind_is_told_at_every_pair(skeleton: Load) -> None:
    person = skeleton("body/coco-17")
    views = tuple(replace(view, sees="back") for view in person.views)
    found = check_skeleton(replace(person, views=views))
    assert [finding.rule for finding in found] == ["position-on-wrong-side"] * 8


def test_a_doubled_table_is_told(skeleton: Load) -> None:
    person = skeleton("body/coco-17")
    doubled = tuple(
        replace(p, sigmas=tuple(replace(s, value=2 * s.value) for s in p.sigmas))
        for p in person.keypoints
    )
    assert told(replace(person, keypoints=doubled)) == {"sigma-is-kappa"}
