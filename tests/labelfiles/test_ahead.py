"""Label files read by other processes: the same batches, counts and faults as here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from schemac.labelfiles import Found, ahead, find, read_all, reading
from schemac.labels import Account, Faults, LabelError
from schemac.labels.faults import Policy
from schemac.model import Skeleton

Skeletons = Callable[[str], Skeleton]


def coco(path: Path, skeleton: Skeleton, instances: int, broken: int | None = None) -> None:
    points = len(skeleton.keypoints)
    annotations = [
        {
            "id": at, "image_id": at % 3, "category_id": 1, "extra": {"at": [at]},
            "keypoints": [float(at), 2.5, 2] * (points - (at == broken)),
        }
        for at in range(instances)
    ]  # fmt: skip
    names = [point.name for point in skeleton.keypoints]
    category = {"id": 1, "name": skeleton.category, "keypoints": names}
    images = [{"id": at, "file_name": f"{path.stem}{at}.jpg"} for at in range(4)]
    data = {"images": images, "annotations": annotations, "categories": [category]}
    path.write_text(json.dumps(data))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, skeleton: Skeletons) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    for at in range(5):
        coco(folder / f"{at}.json", skeleton("body/coco-17"), 30 + at, 7 if at == 3 else None)
    return folder


def found_in(found: Found, skeleton: Skeleton, jobs: int, policy: Policy) -> tuple[Any, ...]:
    account, kept, told = Account(), list[str](), list[int]()
    faults = Faults(policy, lambda fault: kept.append(str(fault)))
    batches = list(read_all(found, skeleton, faults, account, told.append, jobs))
    about = [each for labels in batches for each in labels.about]
    keypoints = np.concatenate([labels.keypoints for labels in batches])
    bare = [image for labels in batches for image in labels.bare]
    return keypoints.tolist(), about, bare, account.record(), kept, sum(told)


@pytest.mark.parametrize("jobs", [2, 9])
def test_other_processes_read_the_same(
    folder: Path, skeleton: Skeletons, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(reading, "FEW", 0)
    found, spec = find(folder), skeleton("body/coco-17")
    here = found_in(found, spec, 1, "aside")
    assert found_in(found, spec, jobs, "aside") == here
    assert len(here[1]) == 30 + 31 + 32 + 33 - 1 + 34
    assert "3.json, byte" in here[4][0]


def test_a_fault_in_another_process_is_told_as_here(
    folder: Path, skeleton: Skeletons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FEW", 0)
    found, spec = find(folder), skeleton("body/coco-17")
    said = []
    for jobs in (1, 2):
        with pytest.raises(LabelError, match=r"3\.json, byte .* instance 7") as error:
            found_in(found, spec, jobs, "stop")
        said.append(str(error.value))
    assert said[0] == said[1]


def test_a_process_that_ends_early_is_noticed(
    folder: Path, skeleton: Skeletons, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FEW", 0)
    monkeypatch.setattr(ahead, "_work", _dies)
    with pytest.raises(OSError, match="a process that reads labels has ended"):
        found_in(find(folder), skeleton("body/coco-17"), 2, "stop")


def _dies(*given: object) -> None:
    return
