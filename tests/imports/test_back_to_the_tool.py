"""A file of a tool, imported as a spec and emitted for the tool again, says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from absorbed import absorbed
from emitted import files
from given_files import from_disk, given
from importing.drafts import linked, written
from schemac.comparing import compare
from schemac.formats import load
from schemac.importing.known import Known
from schemac.model import Skeleton

HERE = Path(__file__).parent
FILES = (
    ("detectron2", "detectron2/module.py"),
    ("detectron2", "detectron2/script.py"),
    ("fiftyone", "fiftyone/skeleton.json"),
    ("fiftyone", "fiftyone/metadata.json"),
    ("huggingface", "huggingface/config.json"),
    ("lightning-pose", "lightning_pose/config.yaml"),
    ("openpifpaf", "openpifpaf/constants.py"),
)


def imported(format: str, file: str) -> list[Skeleton]:
    """The specs that are written for a file, linked; none has an error."""
    made = [
        linked(written(draft, Known()))
        for draft in absorbed(load(format), from_disk(HERE / file)).drafts
    ]
    assert not [error for _, errors in made for error in errors]
    return [skeleton for skeleton, _ in made]


@pytest.mark.parametrize(("format", "file"), FILES)
def test_nothing_differs(format: str, file: str) -> None:
    before = absorbed(load(format), from_disk(HERE / file)).drafts
    for draft, skeleton in zip(before, imported(format, file), strict=True):
        made = files(load(format), skeleton)
        name = next(iter(made))
        again = absorbed(load(format), given(name, made[name], made))
        assert again.problems == ()
        assert not compare(draft, again.drafts[0]).differs
        sigmas = [point.sigma for point in again.drafts[0].points]
        assert sigmas == [point.sigma for point in draft.points]


def test_fiftyone_gets_the_skeleton_that_it_made() -> None:
    (skeleton,) = imported("fiftyone", "fiftyone/skeleton.json")
    made: Any = json.loads(files(load("fiftyone"), skeleton)["skeleton.json"])
    assert made["default_skeleton"] == json.loads(
        (HERE / "fiftyone/skeleton.json").read_text("utf-8")
    )


def test_transformers_gets_the_labels_and_edges_that_it_wrote() -> None:
    (skeleton,) = imported("huggingface", "huggingface/config.json")
    made: Any = json.loads(files(load("huggingface"), skeleton)["keypoints.json"])
    theirs = json.loads((HERE / "huggingface/config.json").read_text("utf-8"))
    assert {key: made[key] for key in ("id2label", "label2id", "edges")} == {
        key: theirs[key] for key in ("id2label", "label2id", "edges")
    }
    assert made["flip_pairs"] == [[1, 2], [3, 4]]  # of L_Eye, R_Eye, L_Ear, R_Ear


def test_lightning_pose_gets_the_keypoints_that_it_wrote() -> None:
    (skeleton,) = imported("lightning-pose", "lightning_pose/config.yaml")
    made: Any = yaml.safe_load(files(load("lightning-pose"), skeleton)["keypoints.yaml"])
    theirs = yaml.safe_load((HERE / "lightning_pose/config.yaml").read_text("utf-8"))
    assert made["data"].items() <= theirs["data"].items()
