"""Ask Transformers what it makes of `keypoints.json`. Runs in the environment that oracles with
PyTorch share; the model is a very small one with weights at random."""

# ruff: noqa: E402

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from asking import Expected, main, without_torchvision

without_torchvision()

import torch
from transformers import VitPoseBackboneConfig, VitPoseConfig, VitPoseForPoseEstimation


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = json.loads((place / "huggingface" / "keypoints.json").read_text("utf-8"))
    small = VitPoseBackboneConfig(
        image_size=[64, 48], patch_size=[16, 16], hidden_size=16, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=16, out_indices=[1], num_experts=1,
    )  # fmt: skip
    config = VitPoseConfig(**given, backbone_config=small)
    with TemporaryDirectory() as folder:
        config.save_pretrained(folder)
        kept = VitPoseConfig.from_pretrained(folder)
    yield "a config keeps the labels", kept.id2label == dict(enumerate(want["names"]))
    back = {name: index for index, name in enumerate(want["names"])}
    yield "a config keeps the labels the other way round", kept.label2id == back
    yield "a config keeps the edges", kept.edges == want["edges"]
    torch.manual_seed(17)
    model, pixels = VitPoseForPoseEstimation(config).eval(), torch.randn(1, 3, 64, 48)
    with torch.no_grad():
        plain = model(pixels).heatmaps
        yield "the model has a heatmap for each", plain.shape[1] == len(want["names"])
        if kept.flip_pairs:
            back = model(pixels, flip_pairs=torch.tensor(kept.flip_pairs)).heatmaps
            right = torch.allclose(back, plain[:, want["mirror"]].flip(-1))
            yield "it flips heatmaps back to those of the partners", right


if __name__ == "__main__":
    main(asked)
