"""Ask Lightning Pose what it makes of `keypoints.yaml`. Runs in the environment of that oracle."""

# ruff: noqa: E402

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from asking import Expected, main, without_torchvision

without_torchvision()

from lightning_pose.api.model_config import ModelConfig
from lightning_pose.data.datasets import BaseTrackingDataset
from omegaconf import OmegaConf


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    rest = {"data": {"image_resize_dims": {"height": 128, "width": 128}}}
    emitted = OmegaConf.load(place / "lightning-pose" / "keypoints.yaml")
    config = OmegaConf.merge(rest, emitted)
    ModelConfig(config)._validate_data()
    names = list(config.data.keypoint_names)
    yield "a config that it validates has the names", names == want["names"]
    pairs = BaseTrackingDataset._build_hflip_swap_indices(names).tolist()
    yield "it pairs names for a flip as we say", (pairs == want["mirror"]) == want["suffixes"]


if __name__ == "__main__":
    main(asked)
