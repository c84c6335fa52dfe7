"""The OpenPifPaf target: constants of a plugin, held against its rules; and constants read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from absorbed import absorbed, no_draft, one_fault, only
from emitted import HOSTILE, SPECS, assumed, constants, files, formatted, losses, same
from given_files import from_disk, given
from schemac.draft import Absorbed
from schemac.formats.openpifpaf import CODES, FORMAT
from schemac.model import Position, Skeleton, View
from small_skeletons import bird, keypoint

IMPORTS = Path(__file__).parents[1] / "imports" / "openpifpaf"


def given_by(skeleton: Skeleton) -> dict[str, Any]:
    return constants(files(FORMAT, skeleton)["constants.py"])


def read(text: str) -> Absorbed:
    return absorbed(FORMAT, given("constants.py", text))


def swapped(names: list[str], flip: dict[str, str]) -> list[int]:
    """Written from a description of `_HorizontalSwap`: where each keypoint goes."""
    return [names.index(flip.get(name, name)) for name in names]


@pytest.mark.parametrize("spec", SPECS)
def test_the_library_as_constants(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    found = given_by(made)
    names = [point.name for point in made.keypoints]
    assert found["KEYPOINTS"] == names
    assert [(i - 1, j - 1) for i, j in found["SKELETON"]] == list(made.edge_indices)
    assert swapped(names, found["HFLIP"]) == list(made.mirror)
    assert ("SIGMAS" in found) == bool(made.main_sigmas)
    pose = found["UPRIGHT_POSE"]
    assert pose.shape == (len(names), 3)
    assert set(pose[:, 2]) == {2.0}
    content = files(FORMAT, made)["constants.py"]
    assert formatted(content) == content


def test_the_pose_stands_upright(skeleton: Any) -> None:
    coco = skeleton("body/coco-17")
    pose = given_by(coco)["UPRIGHT_POSE"]
    names = [point.name for point in coco.keypoints]
    assert pose[names.index("nose"), 1] > pose[names.index("left_ankle"), 1]
    assert pose[:, 1].min() == 0
    places = np.array([coco.positions()[point.id] for point in coco.keypoints])
    np.testing.assert_allclose(np.diff(pose[:, 1]), -np.diff(places[:, 1]), atol=1e-5)


def test_parents_make_the_kinematic_tree() -> None:
    points = (keypoint(0, "a"), keypoint(1, "b", parent="a"), keypoint(2, "c", parent="b"))
    made = bird(keypoints=points, edges=(), root="a")
    assert given_by(made)["KINEMATIC_TREE_SKELETON"] == [(1, 2), (2, 3)]
    assert "KINEMATIC_TREE_SKELETON" not in given_by(bird())


def test_what_the_heads_want_and_the_spec_lacks_is_said() -> None:
    bare = bird(sigma_sets=(), evaluation=(), edges=())
    said = assumed(FORMAT, bare)
    assert "SIGMAS is left out" in said
    assert "UPRIGHT_POSE is left out" in said
    assert "SKELETON is empty" in said


def test_a_pose_is_for_all_or_for_none() -> None:
    view = View(id="front", sees="front", main=True)
    other = View(id="back", sees="back")
    at = (Position(view="front", x=1.0, y=2.0),)
    points = (keypoint(0, "a", positions=at), keypoint(1, "b"))
    some = bird(keypoints=points, edges=(), views=(view, other))
    assert "UPRIGHT_POSE" not in given_by(some)
    assert "1 have none in the main view (b)" in losses(FORMAT, some)
    assert "without back" in losses(FORMAT, some)


@pytest.mark.parametrize("spec", SPECS)
def test_what_is_emitted_is_read_again(skeleton: Any, spec: str) -> None:
    made = skeleton(spec)
    draft = only(read(files(FORMAT, made)["constants.py"].decode()))
    assert same(draft, made)
    assert draft.based == 1
    places = np.array([made.positions()[point.id] for point in made.keypoints])
    found = np.array([point.position for point in draft.points])
    np.testing.assert_allclose(np.diff(found, axis=0), np.diff(places, axis=0), atol=1e-5)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data_and_come_back(hostile: str) -> None:
    made = bird(id=hostile, version=hostile, keypoints=(keypoint(0, "a", name=hostile),), edges=())
    draft = only(read(files(FORMAT, made)["constants.py"].decode()))
    assert [point.name for point in draft.points] == [hostile]


def test_constants_as_plugins_have_them() -> None:
    found = absorbed(FORMAT, from_disk(IMPORTS / "constants.py"))
    assert found.problems == ()
    hen, short = found.drafts
    assert hen.name == "hen"
    assert [(edge.start, edge.end) for edge in hen.edges or ()] == [(0, 1), (0, 2), (0, 3)]
    assert [(p.index, p.partner) for p in hen.mirror or ()] == [(1, 2), (2, 1)]
    assert [point.sigma for point in hen.points] == [0.05] * 4
    assert hen.points[1].position == (-3.0, -5.0)
    assert [(edge.start, edge.end) for edge in short.edges or ()] == [(0, 1)]
    assert [point.sigma for point in short.points] == [0.05] * 2
    assert short.mirror == ()


def test_what_is_calculated_is_said() -> None:
    draft = only(read('KEYPOINTS = ["a"]\nSKELETON = f()\nHFLIP = {}\nSIGMAS = guess(KEYPOINTS)\n'))
    assert [sentence.split(":")[0] for sentence in draft.unused] == ["SKELETON", "SIGMAS"]


@pytest.mark.parametrize(
    ("rest", "rule", "message", "place"),
    [
        ('HFLIP = {"a": "c"}', "openpifpaf-unknown-name", "a flip names c", '"a": "c"'),
        ("SIGMAS = [0.1]  # HFLIP", "openpifpaf-lengths", "1 values for 2 keypoints", "[0.1]"),
        ("POSE = [[0, 0, 2]]  # HFLIP", "openpifpaf-lengths", "1 values for 2", "[[0, 0, 2]]"),
    ],
)
def test_faults(rest: str, rule: str, message: str, place: str) -> None:
    one_fault(read(f'KEYPOINTS = ["a", "b"]\nSKELETON = [(1, 2)]\n{rest}\n'), rule, message, place)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("KEYPOINTS = names()\nSKELETON = HFLIP = None", "file-without-skeleton"),
        ("KEYPOINTS = SKELETON = HFLIP = [", "file-unreadable"),
    ],
)
def test_files_that_say_nothing(text: str, rule: str) -> None:
    no_draft(read(text), rule)


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(code.id.startswith("I50") and code.doc.strip() for code in CODES)
