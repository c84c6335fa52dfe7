"""The Ultralytics target: read back by PyYAML, as Ultralytics does, and held against its rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.format import Feature, Loss, Settings, losses_of
from schemac.formats.ultralytics import CODES, FORMAT, PLACES
from schemac.model import AxisSwap, Instance, Skeleton, Subject
from small_skeletons import NASTY, VISIBLE, bird, keypoint, sigmas, tier_set

FACTS = json.loads((Path(__file__).parents[1] / "facts/skeletons.json").read_text("utf-8"))
PUBLISHED = {
    "body/coco-17": "coco",
    "hand/hand-21": "coco_wholebody_hand",
    "body/coco-wholebody-133": "coco_wholebody",
    "face/ibug-68": "300w",
}
HOSTILE = (
    NASTY,
    "no",
    "1:30",
    "0o17",
    'a": {b}\ntrain: /etc',
    "*a &b !!python/object/apply:os.system [false]",
    "%YAML 1.1\n---\n",
    "# none",
    "\u202e\u2028é😀\x00\x85",
)


def text(skeleton: Skeleton, **options: str) -> str:
    (artifact,) = FORMAT.emit(skeleton, Settings(options=options)).artifacts
    assert artifact.path in FORMAT.files
    return artifact.content.decode("ascii")


def data(skeleton: Skeleton, **options: str) -> dict[str, Any]:
    loaded = yaml.safe_load(text(skeleton, **options))
    assert isinstance(loaded, dict)
    return loaded


def held(loaded: dict[str, Any]) -> None:
    """The rules of Ultralytics for the keys of a pose data set, written from a description."""
    count, dimensions = loaded["kpt_shape"]
    assert dimensions in (2, 3)
    assert sorted(loaded["flip_idx"]) == list(range(count))
    assert isinstance(loaded["flip_idx"], list)
    assert list(loaded["names"]) == [0]
    assert {id: len(names) for id, names in loaded["kpt_names"].items()} == {0: count}
    values = loaded.get("kpt_oks_sigmas", [1.0] * count)
    assert len(values) == count
    assert all(isinstance(value, float) and value > 0 for value in values)


def losses(skeleton: Skeleton) -> tuple[Loss, ...]:
    return FORMAT.emit(skeleton, Settings()).losses


def assumed(skeleton: Skeleton, **options: str) -> str:
    return "\n".join(FORMAT.emit(skeleton, Settings(options=options)).assumed)


def test_the_whole_file() -> None:
    assert data(bird()) == {
        "kpt_shape": [6, 3],
        "flip_idx": [0, 2, 1, 3, 4, 5],
        "names": {0: "bird"},
        "kpt_names": {0: ["beak", "LWing", "right_wing", "comb", "tail", "middle"]},
        "kpt_oks_sigmas": [0.03, 0.08, 0.08, 0.05, 0.1, 0.1],
    }
    assert text(bird()).startswith("# animal/bird-6@1.2.0, compiled by schemac.")


@pytest.mark.parametrize("spec", LIBRARY)
def test_the_library_keeps_the_published_skeletons(skeleton: Any, spec: str) -> None:
    fact = FACTS["skeletons"][PUBLISHED[spec]]
    made = data(skeleton(spec))
    held(made)
    assert made["kpt_shape"] == [fact["count"], 3]
    assert made["flip_idx"] == fact["mirror"]
    if fact["names"][0] != "kpt-0":  # faces are published as numbers
        assert made["kpt_names"] == {0: fact["names"]}
    assert made.get("kpt_oks_sigmas", []) == (fact["sigmas"] or [])


def test_folders_are_left_to_the_user_with_a_word() -> None:
    assert not set(PLACES) & set(data(bird()))
    assert "# Add train and val" in text(bird())
    assert "train and val are left out" in assumed(bird())


def test_folders_of_the_project_are_written() -> None:
    options = {"path": "C:\\data sets", "train": "images/train", "val": "images/val"}
    made = data(bird(), **options)
    assert {key: made[key] for key in PLACES} == options
    assert "# Add" not in text(bird(), **options)
    assert assumed(bird(), **options) == ""


def test_one_folder_missing_is_named() -> None:
    assert "# Add val," in text(bird(), train="images/train")
    assert assumed(bird(), train="images/train").startswith("val is left out")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_are_data(hostile: str) -> None:
    subject = Subject(laterality="subject", category=hostile)
    point = keypoint(0, "a", name=hostile)
    made = data(
        bird(id=hostile, version=hostile, subject=subject, keypoints=(point,), edges=()),
        train=hostile,
    )
    assert made["names"] == {0: hostile}
    assert made["kpt_names"] == {0: [hostile]}
    assert made["train"] == hostile
    assert set(made) == {"train", "kpt_shape", "flip_idx", "names", "kpt_names"}


@given(
    st.text(min_size=1, alphabet=st.characters(exclude_categories=("Cs",))),
    st.floats(min_value=1e-9, max_value=1e9, allow_subnormal=False),
)
def test_any_name_and_any_sigma_come_back(name: str, sigma: float) -> None:
    point = keypoint(0, "a", name=name, sigmas=sigmas(own=sigma))
    made = data(bird(keypoints=(point,), edges=()))
    assert made["kpt_names"] == {0: [name]}
    assert made["kpt_oks_sigmas"] == [sigma]


@pytest.mark.parametrize(
    ("count", "taken"), [(2, "1/2 for every keypoint"), (17, "those of COCO's person")]
)
def test_what_ultralytics_takes_instead_of_sigmas_is_said(count: int, taken: str) -> None:
    points = tuple(keypoint(i, f"p{i}") for i in range(count))
    bare = bird(keypoints=points, edges=(), sigma_sets=(), evaluation=())
    assert "kpt_oks_sigmas" not in data(bare)
    assert taken in assumed(bare)


def test_sigmas_are_all_or_none() -> None:
    points = (keypoint(0, "a", sigmas=sigmas(own=0.1)), keypoint(1, "b"))
    gap = bird(keypoints=points, edges=())
    assert "kpt_oks_sigmas" not in data(gap)
    assert any("own has none for 1 of them (b)" in loss.message for loss in losses(gap))
    assert "1/2 for every keypoint" in assumed(gap)


def test_the_scale_of_sigmas_is_lost_aloud() -> None:
    lost = [loss.message for loss in losses(bird()) if loss.feature == Feature.SIGMAS]
    assert any("segment_area" in message and "0.53" in message for message in lost)
    assert any(message.endswith("without lent") for message in lost)


@pytest.mark.parametrize(
    ("laterality", "points", "swaps", "warned"),
    [
        ("viewer", ("left_a", "right_a"), (), True),
        ("viewer", ("a", "b"), (AxisSwap(first="a", second="b"),), True),
        ("viewer", ("a", "b"), (), False),
        ("subject", ("left_a", "right_a"), (), False),
    ],
)
def test_flips_upside_down_are_reported_where_they_are_wrong(
    laterality: Any, points: tuple[str, ...], swaps: tuple[AxisSwap, ...], warned: bool
) -> None:
    made = bird(
        subject=Subject(laterality=laterality),
        keypoints=tuple(keypoint(i, id) for i, id in enumerate(points)),
        edges=(),
        top_bottom=swaps,
    )
    assert any(loss.feature == Feature.MIRROR for loss in losses(made)) is warned
    assert ("# Leave flipud at 0" in text(made)) is warned


def test_tiers_that_fold_together_are_named() -> None:
    folds = [loss.message for loss in losses(bird()) if loss.feature == Feature.TIERS]
    assert folds == ["Ultralytics labels cannot tell guessed, absent apart: all become 0"]
    one = bird(visibility=tier_set(VISIBLE))
    assert not [loss for loss in losses(one) if loss.feature == Feature.TIERS]


def test_instances_without_boxes_are_found() -> None:
    assert FORMAT.accepts
    boxless = bird(instance=Instance(one="One bird.", box="none"))
    (found,) = FORMAT.accepts(boxless, Settings())
    assert found.rule == "ultralytics-no-box"
    assert list(FORMAT.accepts(bird(), Settings())) == []
    assert list(FORMAT.accepts(bird(instance=None), Settings())) == []


def test_the_name_of_a_class_that_is_not_stated_is_said() -> None:
    silent = bird(subject=Subject(laterality="subject"))
    assert data(silent)["names"] == {0: "bird-6"}
    assert "the class's name is bird-6" in assumed(silent)


def test_what_is_carried_is_not_lost_by_itself() -> None:
    lost = {loss.feature for loss in losses_of(FORMAT, bird())}
    assert lost.isdisjoint({Feature.MIRROR, Feature.SIGMAS})
    assert {Feature.EDGES, Feature.TIERS, Feature.LATERALITY, Feature.VERSION} <= lost


def test_the_same_skeleton_gives_the_same_bytes() -> None:
    assert text(bird()) == text(bird())


def test_codes_are_documented_and_distinct() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    assert all(
        code.id.startswith(("C5", "I14")) and code.name.startswith("ultralytics-") for code in CODES
    )
    assert all(code.doc.strip() for code in CODES)
