"""Ask DeepLabCut what it makes of `config.yaml` and of the pairs in `pytorch_config.yaml`. Runs in
the environment of that oracle. Its modules are loaded one by one, without PyTorch."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from asking import Expected, main

PACKAGES = ("", ".core", ".pose_estimation_pytorch", ".pose_estimation_pytorch.data")


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    from deeplabcut.core.config.project_config import ProjectConfig
    from deeplabcut.core.config.utils import read_config_as_dict

    config = ProjectConfig.from_yaml(place / "deeplabcut" / "config.yaml")
    yield "ProjectConfig: body parts in order", config.bodyparts_list == want["names"]
    lines = [[want["names"][i] for i in edge] for edge in want["edges"]]
    yield "ProjectConfig: lines", [list(each) for each in config.skeleton] == lines
    model = read_config_as_dict(place / "deeplabcut" / "pytorch_config.yaml")
    augmentation = {"hflip": dict(model["data"]["train"]["hflip"]) | {"p": 1.0}}
    count = len(want["names"])
    points = np.column_stack([np.arange(count) + 10.0, np.arange(count) + 20.0])
    (flipped,) = mirrored(augmentation, points[None])
    yield (
        "HFlip gives each body part the place of its partner",
        bool(np.allclose(flipped, points[want["mirror"]] * (-1, 1) + (399, 0))),
    )
    if any(i != j for i, j in enumerate(want["mirror"])):
        _, second = mirrored(augmentation, np.stack([points, points + 100]))
        yield (
            "it leaves a second animal of the picture as it is, as reported",
            bool(np.allclose(second, (points + 100) * (-1, 1) + (399, 0))),
        )


def mirrored(augmentation: dict[str, Any], animals: np.ndarray) -> np.ndarray:
    """All animals (N, K, 2) of one picture of 400 pixels, flipped as the data set does it."""
    from deeplabcut.pose_estimation_pytorch.data.transforms import build_transforms

    flat = animals.reshape(-1, 2)
    transform = build_transforms(augmentation)
    done = transform(
        image=np.zeros((400, 400, 3), np.uint8),
        keypoints=flat,
        class_labels=[str(i) for i in range(len(flat))],
        bboxes=[],
        bbox_labels=[],
    )
    return np.array(done["keypoints"])[:, :2].reshape(animals.shape)


def packages() -> None:
    """Packages without what their `__init__` loads, which is all of PyTorch."""
    found = importlib.util.find_spec("deeplabcut")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("deeplabcut")
    root = Path(next(iter(found.submodule_search_locations)))
    for name in PACKAGES:
        made = ModuleType(f"deeplabcut{name}")
        made.__path__ = [str(root.joinpath(*name.strip(".").split(".")))]
        sys.modules[made.__name__] = made


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    packages()
    main(asked)
