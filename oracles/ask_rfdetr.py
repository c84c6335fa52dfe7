"""Ask RF-DETR what it makes of `keypoints.json`. Runs in the environment that oracles with PyTorch
share. Nothing is trained and nothing is downloaded."""

# ruff: noqa: E402

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from asking import Expected, main, without_torchvision

without_torchvision()

import numpy as np
import torch
from rfdetr.config import KeypointTrainConfig, RFDETRKeypointPreviewConfig
from rfdetr.datasets._torchvision import RandomHorizontalFlip
from rfdetr.evaluation.coco_eval import CocoEvaluator


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = json.loads((place / "rfdetr" / "keypoints.json").read_text("utf-8"))
    total = len(want["names"])
    model = RFDETRKeypointPreviewConfig(**given["model"], pretrain_weights=None, device="cpu")
    yield "the model's config takes the number", model.num_keypoints_per_class == [total]
    train = KeypointTrainConfig(dataset_dir=str(place), **given["train"])
    yield "the config of training takes the sigmas", train.keypoint_oks_sigmas == want["own"]
    points = torch.tensor([[[10 + i / 10, 20 + i / 5, 2] for i in range(total)]])
    flip = RandomHorizontalFlip(p=1.0, keypoint_flip_pairs=train.keypoint_flip_pairs)
    _, target = flip(torch.zeros(3, 100, 100), {"keypoints": points})
    moved = points * torch.tensor([-1, 1, 1]) + torch.tensor([99, 0, 0])
    right = torch.allclose(target["keypoints"], moved[:, want["mirror"]])
    yield "its flip gives each keypoint the place of its partner", right
    evaluator = CocoEvaluator(
        dataset(want), ["keypoints"], keypoint_oks_sigmas=train.keypoint_oks_sigmas
    )
    taken = evaluator.coco_eval["keypoints"].params.kpt_oks_sigmas
    default = want["own"] or np.full(total, 0.05)
    yield "its evaluation takes the sigmas (0.05 where left out)", np.allclose(taken, default)


def dataset(want: Expected) -> object:
    """One picture without an instance."""
    from faster_coco_eval import COCO

    made = COCO()
    made.dataset = {
        "images": [{"id": 1, "width": 100, "height": 100}],
        "annotations": [],
        "categories": [{"id": 1, "name": "it", "keypoints": want["names"]}],
    }
    made.createIndex()
    return made


if __name__ == "__main__":
    main(asked)
