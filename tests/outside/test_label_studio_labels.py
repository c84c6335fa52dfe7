"""Tasks that schemac writes, before Label Studio's own validator of regions."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from label_studio_sdk.label_interface import LabelInterface

from labels_asked import read, reading, writing
from schemac.datasets import label_format
from schemac.format import Settings
from schemac.formats.label_studio import CONFIG, FORMAT, VECTOR_CONFIG
from schemac.model import Skeleton

FILES = Path(__file__).parent.parent / "labels"
LAYOUTS = {"label-studio": CONFIG, "label-studio-vector": VECTOR_CONFIG}


@pytest.mark.parametrize("to", LAYOUTS)
@pytest.mark.parametrize("source", ["cvat/images.xml", "label-studio/keypoints.json"])
def test_the_config_knows_every_region(
    to: str, source: str, tmp_path: Path, skeleton: Callable[[str], Skeleton]
) -> None:
    spec = skeleton("body/coco-17")
    emitted = {a.path: a.content for a in FORMAT.emit(spec, Settings()).artifacts}
    config = LabelInterface(emitted[LAYOUTS[to]].decode())
    kind = "cvat-images" if source.startswith("cvat") else "label-studio"
    labels = read(label_format(kind), FILES / source, reading(spec))
    path = tmp_path / "tasks.json"
    label_format(to).write([labels], path, writing(spec))  # type: ignore[misc]
    made = [
        one
        for task in json.loads(path.read_text())
        for one in (*task["annotations"], *task["predictions"])
        if one["result"]
    ]
    assert made
    for one in made:
        assert config.validate_prediction({"result": one["result"]}, return_errors=True) == []
