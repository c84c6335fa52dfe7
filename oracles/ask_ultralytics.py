"""Ask Ultralytics what it makes of `data.yaml`. Runs in the environment of that oracle.

For each spec it checks a data set of two pictures, loads it, flips its labels, and sets up a model,
its loss and its validation with it. Nothing is trained and nothing is downloaded.
"""

# ruff: noqa: E402

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

Expected = dict[str, Any]

if importlib.util.find_spec("torchvision") is None:
    # Ultralytics asks for its version when it is imported, and uses it to sort boxes.
    version_of = importlib.metadata.version
    importlib.metadata.version = lambda name: "0.28" if name == "torchvision" else version_of(name)
    sys.modules["torchvision"] = ModuleType("torchvision")

import cv2
import numpy as np
from ultralytics.cfg import get_cfg
from ultralytics.data.build import build_yolo_dataset
from ultralytics.data.utils import check_det_dataset
from ultralytics.models.yolo.pose.train import PoseTrainer
from ultralytics.models.yolo.pose.val import PoseValidator
from ultralytics.nn.tasks import PoseModel
from ultralytics.utils import USER_CONFIG_DIR

STILL = dict.fromkeys(
    ("mosaic", "mixup", "degrees", "translate", "scale", "shear", "flipud", "hsv_h", "hsv_s",
     "hsv_v"), 0.0,
)  # fmt: skip
FLIPPED = get_cfg(overrides={**STILL, "task": "pose", "fliplr": 1.0, "imgsz": 64, "plots": False})


def dataset(folder: Path, want: Expected) -> Path:
    """Two pictures and their labels for training and validation, beside the emitted file."""
    place = folder / "ultralytics" / want["spec"]
    for split in ("train", "val"):
        for kind in ("images", "labels"):
            (place / kind / split).mkdir(parents=True)
        for i in range(2):
            image = np.full((64, 64, 3), 100 + i, np.uint8)
            cv2.imwrite(str(place / "images" / split / f"{i}.png"), image)
            (place / "labels" / split / f"{i}.txt").write_text(label(want), encoding="utf-8")
    shutil.copy(folder / want["folder"] / "ultralytics" / "data.yaml", place)
    return place / "data.yaml"


def label(want: Expected) -> str:
    """One instance with a box around all, its keypoints visible in turns."""
    points = " ".join(f"{x:.6f} {y:.6f} {v:g}" for x, y, v in figure(want))
    return f"0 0.5 0.5 0.98 0.98 {points}\n"


def figure(want: Expected) -> np.ndarray:
    """Keypoints (K, 3) as x and y from 0 to 1 and a flag that partners share."""
    count = len(want["names"])
    line = [(0.2 + 0.5 * i / count, 0.1 + 0.8 * i / count) for i in range(count)]
    places = np.array(want["template"] or line)
    flags = [1 + min(i, j) % 2 for i, j in enumerate(want["mirror"])]
    return np.column_stack([places, flags])


def asked(folder: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    file = dataset(folder, want)
    count = len(want["names"])
    yield "check_det_dataset refuses it without train and val, as reported", refused(file)
    data = check_det_dataset(str(file), autodownload=False)
    right = data["names"] == {0: want["category"]} and data["kpt_shape"] == [count, 3]
    yield "check_det_dataset: class, kpt_shape", right and data["nc"] == 1
    yield "check_det_dataset: flip_idx", data["flip_idx"] == want["mirror"]

    loaded = build_yolo_dataset(FLIPPED, data["train"], 2, data, mode="train")
    truth = figure(want)
    kept = loaded.labels[0]["keypoints"] if len(loaded.labels) == 2 else np.zeros((1, 1, 3))
    yield "YOLODataset loads both labels", same(kept[0], truth)
    after = loaded[0]["keypoints"].numpy()[0]
    swapped = truth[want["mirror"]] * (-1, 1, 1) + (1, 0, 0)
    yield "RandomFlip gives each keypoint the place of its partner", same(after, swapped)
    if want["template"]:
        yield "RandomFlip gives a symmetric figure back", same(after, truth, 0.01)

    default = "those of COCO's person" if count == 17 else np.ones(count) / count
    sigmas = np.array(want["sigmas"] or default, np.float32)
    model = prepared(data, count)
    yield "the trained model keeps kpt_names", model.kpt_names == {0: want["names"]}
    loss = model.init_criterion().keypoint_loss
    yield "the training loss takes the sigmas (1/K where left out)", same(loss.sigmas, sigmas, 1e-7)
    validator = PoseValidator(args={"task": "pose", "plots": False, "data": str(file)})
    validator.data = data
    validator.init_metrics(model)
    yield "validation takes the sigmas (1/K where left out)", same(validator.sigma, sigmas, 1e-7)


def asked_folder(want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check of a data set that schemac wrote, once its pictures are there."""
    place = Path(want["place"])
    for image in want["images"]:
        cv2.imwrite(str(place / image), np.full((64, 64, 3), 90, np.uint8))
    data = check_det_dataset(str(place / "data.yaml"), autodownload=False)
    found = {}
    for subset in ("train", "val"):
        loaded = build_yolo_dataset(FLIPPED, data[subset], 2, data, mode="val")
        found |= {Path(label["im_file"]).resolve(): label for label in loaded.labels}
    truth = [found.get((place / image).resolve()) for image in want["images"]]
    yield "its label check takes every label that schemac writes", all(truth) and len(found) == 3
    boxes = np.asarray(want["boxes"])
    boxes[..., :2] += boxes[..., 2:] / 2
    keypoints = [label["keypoints"] for label in truth]
    yield "it reads the keypoints that schemac wrote", same(keypoints, want["keypoints"], 1e-6)
    yield "it reads the boxes that schemac wrote", same([a["bboxes"] for a in truth], boxes, 1e-6)


def refused(file: Path) -> bool:
    """Whether Ultralytics says what is missing when the folders of pictures are left out."""
    bare = file.with_name("bare.yaml")
    rows = file.read_text("utf-8").splitlines(keepends=True)
    kept = (row for row in rows if not row.startswith(("train: ", "val: ")))
    bare.write_text("".join(kept), encoding="utf-8")
    try:
        check_det_dataset(str(bare), autodownload=False)
    except SyntaxError as error:
        return "key missing" in str(error)
    return False


def prepared(data: dict[str, Any], count: int) -> PoseModel:
    """A model as the trainer sets it up before the first step."""
    shape = (count, 3)
    model = PoseModel("yolo11n-pose.yaml", ch=3, nc=1, data_kpt_shape=shape, verbose=False)
    trainer = PoseTrainer.__new__(PoseTrainer)
    trainer.model, trainer.data, trainer.args = model, data, FLIPPED
    trainer.set_model_attributes()
    model.args = FLIPPED
    return model


def same(found: Any, wanted: Any, apart: float = 1e-4) -> bool:
    """Whether two arrays have one shape and differ by no more than `apart` anywhere."""
    found, wanted = np.asarray(found), np.asarray(wanted)
    return found.shape == wanted.shape and bool(np.abs(found - wanted).max() <= apart)


def seen(folder: Path) -> Iterator[dict[str, str]]:
    """Each check of each spec; `wrong` is empty where Ultralytics agrees."""
    for font in ("Arial.ttf", "Arial.Unicode.ttf"):
        (USER_CONFIG_DIR / font).touch()  # fonts for plots, which would be downloaded
    for want in json.loads((folder / "expected.json").read_text("utf-8")):
        yield from told(want["spec"], "every step runs through", asked(folder, want))
    for want in json.loads((folder / "folders.json").read_text("utf-8")):
        yield from told(want["spec"], "a data set of schemac's is loaded", asked_folder(want))


def told(spec: str, whole: str, checks: Iterator[tuple[str, bool]]) -> Iterator[dict[str, str]]:
    """Checks as they come, and at last whether they came to their end."""
    said = {"spec": spec, "check": whole, "wrong": ""}
    try:
        for check, holds in checks:
            yield said | {"check": check, "wrong": "" if holds else "differs"}
    except Exception as error:
        said["wrong"] = f"{type(error).__name__} {error}"
    yield said


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(list(seen(Path(sys.argv[1])))), encoding="utf-8")
