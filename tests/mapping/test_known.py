"""Maps of the standard library against what is known of its skeletons from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product

import numpy as np
import pytest

from conftest import ROOT, SPECS, linked
from schemac.choosing import Chosen
from schemac.compile import check
from schemac.mapping import (
    Fidelity,
    MigrationMap,
    carry,
    disagreements,
    not_mirrored,
    then,
)
from schemac.mapping.published import PAIRS
from schemac.maps import Maps
from schemac.model import PointMap
from schemac.workspace import Workspace

RANDOM = np.random.default_rng(7)


WORKSPACE = Workspace(str(ROOT))
MAPS = Maps(WORKSPACE)


@cache
def between(source: str, target: str, via: str | None = None) -> MigrationMap:
    return MAPS.between(linked(source), linked(target), via)


def pairs(source: str, target: str, via: str | None = None) -> dict[int, int | None]:
    """Index in the target -> index in the source; None where it is not a plain copy."""
    made = between(source, target, via)
    return {
        at: made.source.index[entry.alone] if entry.alone else None
        for at, entry in enumerate(made.entries)
    }


def run(starts: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """(source, target, length) stretches as target -> source."""
    return {to + i: at + i for at, to, length in starts for i in range(length)}


# Which index is which, as the projects that publish these skeletons have it.
KNOWN = {
    # face 23-90 = Halpe's 26-93 = iBUG 0-67; hands 91-132 = 94-135; feet in another order
    ("body/coco-wholebody-133", "body/halpe-136"): {
        **run([(0, 0, 17), (23, 26, 68), (91, 94, 42)]),
        20: 17, 21: 20, 22: 18, 23: 21, 24: 19, 25: 22, 18: None, 17: None,
    },
    ("body/coco-wholebody-133", "face/ibug-68"): run([(23, 0, 68)]),
    ("body/halpe-136", "face/ibug-68"): run([(26, 0, 68)]),
    # BODY_25: 19-24 are WholeBody's 17-22
    ("body/coco-wholebody-133", "body/openpose-25"): {
        **dict(zip([0, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
                   [0, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3], strict=True)),
        **run([(17, 19, 6)]), 1: None, 8: None,
    },
    # MMPose: coco.py and mpii.py
    ("body/coco-17", "body/mpii-16"): {
        0: 16, 1: 14, 2: 12, 3: 11, 4: 13, 5: 15, 6: None, 7: None, 8: None, 9: None,
        10: 10, 11: 8, 12: 6, 13: 5, 14: 7, 15: 9,
    },
    # MMPose: crowdpose.py; its neck and head are other places than any of COCO's
    ("body/coco-17", "body/crowdpose-14"): {
        **run([(5, 0, 12)]), 12: None, 13: None,
    },
    ("body/crowdpose-14", "body/halpe-26"): {
        **dict.fromkeys(range(26)), **run([(0, 5, 12)]), 17: 12, 18: 13,
    },
    # RHD counts each finger from its tip, InterHand too and puts the wrist last
    ("hand/hand-21", "hand/rhd-21"): {
        0: 0, **{1 + 4 * f + i: 4 + 4 * f - i for f in range(5) for i in range(4)},
    },
    ("hand/hand-21", "hand/interhand-21"): {
        20: 0, **{4 * f + i: 4 + 4 * f - i for f in range(5) for i in range(4)},
    },
}  # fmt: skip


@pytest.mark.parametrize("ends", KNOWN, ids=" to ".join)
def test_indices_are_those_that_others_have(ends: tuple[str, str]) -> None:
    found = pairs(*ends, via="landmarks")
    assert found == {**dict.fromkeys(found), **KNOWN[ends]}


def test_every_second_point_of_the_jaw() -> None:
    found = pairs("face/wflw-98", "face/ibug-68", via="landmarks")
    assert [found[at] for at in range(17)] == list(range(0, 34, 2))
    assert [found[at] for at in range(27, 36)] == list(range(51, 60))
    assert [found[at] for at in range(48, 68)] == list(range(76, 96))


def test_a_neck_is_not_a_neck() -> None:
    """OpenPose's is the middle of the shoulders, Halpe's and CrowdPose's lie on the neck."""
    made = between("body/openpose-25", "body/halpe-26", "landmarks")
    (why,) = made.by_target["neck"].why
    assert made.by_target["neck"].fidelity is Fidelity.NONE
    assert why == "`neck` of body/openpose-25@1.0.0 is another place"


def test_a_constructed_point_is_computed_or_taken_where_it_is_stored() -> None:
    made = between("body/coco-17", "body/openpose-25")
    assert made.by_target["mid_hip"].fidelity is Fidelity.DERIVED
    assert {str(weight) for _, weight in made.by_target["mid_hip"].x} == {"1/2"}
    assert pairs("body/mpii-16", "body/openpose-25")[8] == 6  # pelvis, as it stands in the file
    assert pairs("body/mpii-16", "body/openpose-25")[1] == 7  # thorax is OpenPose's neck


@pytest.mark.parametrize("ends", PAIRS, ids=" to ".join)
def test_published_maps_are_the_same_for_both_sides(ends: tuple[str, str]) -> None:
    assert not_mirrored(between(*ends, "landmarks")) == ()


def test_the_table_of_pairs_names_each_pair_once_and_what_there_is() -> None:
    assert len(set(PAIRS)) == len(PAIRS)
    assert {spec for pair in PAIRS for spec in pair} <= set(SPECS)


def test_every_published_map_carries_something() -> None:
    for source, target in PAIRS:
        made = between(source, target, "landmarks")
        assert any(entry.needs for entry in made.entries), f"{source} to {target}"


def test_ways_between_skeletons_agree() -> None:
    """A to B to C and A to C fill a point from the same sources, where both are sure of it."""
    made = {pair: between(*pair, "landmarks") for pair in PAIRS}
    checked = 0
    for (a, b), (c, d) in product(PAIRS, PAIRS):
        if b == c and (a, d) in made:
            direct, round_about = made[a, d], then(made[a, b], made[c, d])
            assert disagreements(direct, round_about) == (), f"{a}, {b}, {d}"
            checked += 1
    assert checked > 50


def wflw() -> np.ndarray:
    """Twenty faces with random points, all visible."""
    return np.concatenate([RANDOM.uniform(0, 100, (20, 98, 2)), np.full((20, 98, 1), 2)], axis=-1)


PICKED = [
    *range(0, 34, 2), *range(33, 38), *range(42, 47), *range(51, 60),
    60, 61, 63, 64, 65, 67, 68, 69, 71, 72, 73, 75, *range(76, 96),
]  # fmt: skip
"""The indices that MMPose, LAB's commenter and most scripts pick."""

LIDS = {37: (61, 62), 38: (63, 62), 40: (65, 66), 41: (67, 66),
        43: (69, 70), 44: (71, 70), 46: (73, 74), 47: (75, 74)}  # fmt: skip
"""iBUG's lid points, and the picked and the middle one of WFLW."""

BROWS = {18: (34, 41), 19: (35, 40), 20: (36, 39), 21: (37, 38),
         22: (42, 50), 23: (43, 49), 24: (44, 48), 25: (45, 47)}  # fmt: skip
"""iBUG's brow points, and WFLW's on the upper and on the lower edge."""


def expected(rule: str, face: np.ndarray) -> np.ndarray:
    points = face[:, PICKED, :2].copy()
    for at, (picked, middle) in LIDS.items():
        share = {"mmpose": 0.0, "lab": 0.33}.get(rule, 1 / 3)
        points[:, at] = face[:, picked, :2] * (1 - share) + face[:, middle, :2] * share
    for at, (upper, lower) in BROWS.items():
        if rule in ("pipnet", "middle"):
            points[:, at, 1] = face[:, [upper, lower], 1].mean(axis=1)
        if rule == "middle":
            points[:, at, 0] = face[:, [upper, lower], 0].mean(axis=1)
    return points


@pytest.mark.parametrize("rule", ["mmpose", "lab", "pipnet", "middle"])
def test_published_rules_from_wflw_to_ibug(rule: str) -> None:
    face = wflw()
    made = between("face/wflw-98", "face/ibug-68", f"wflw-98-to-ibug-68-{rule}")
    np.testing.assert_allclose(carry(made, face)[..., :2], expected(rule, face))


def test_coco_to_h36m_is_what_motionbert_computes() -> None:
    x = np.concatenate([RANDOM.uniform(0, 100, (20, 17, 2)), np.full((20, 17, 1), 2)], axis=-1)
    y = np.zeros((20, 17, 2))
    p = x[..., :2]
    y[:, 0] = (p[:, 11] + p[:, 12]) / 2
    y[:, 8] = (p[:, 5] + p[:, 6]) / 2
    y[:, 7] = (y[:, 0] + y[:, 8]) / 2
    y[:, 9] = p[:, 0]
    y[:, 10] = (p[:, 1] + p[:, 2]) / 2
    copied = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16]
    y[:, copied] = p[:, [12, 14, 16, 11, 13, 15, 5, 7, 9, 6, 8, 10]]
    made = between("body/coco-17", "body/h36m-17")
    np.testing.assert_allclose(carry(made, x)[..., :2], y)
    close = [entry for entry in made.entries if entry.fidelity is Fidelity.APPROXIMATE]
    assert all(entry.why for entry in close)
    assert {e.target for e in close} == {
        "left_hip", "right_hip", "spine", "thorax", "head_joint", "head",
    }  # fmt: skip


def test_every_map_document_of_the_library_can_be_gone_by() -> None:
    checked = check(WORKSPACE, WORKSPACE.select(("specs/maps",)), targets=Chosen((), {}))
    assert checked.diagnostics == ()
    documents = [each for each in checked.documents if isinstance(each, PointMap)]
    assert len(documents) >= 12
    for document in documents:
        made = between(document.source.id, document.target.id, document.id)
        assert all(made.by_target[take.target].needs for take in document.points)
        assert made.made[-1].of == f"{document.id}@{document.version}"
