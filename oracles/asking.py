"""What scripts of oracles share: they read what is expected, and write down what they saw.

This module runs in the environment of an oracle, so it imports nothing of schemac's.
"""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Expected = dict[str, Any]
Asked = Callable[[Path, Expected], Iterator[tuple[str, bool]]]


def main(asked: Asked) -> None:
    """Ask about every spec. `asked` gets the folder of a spec's build and what is expected of it,
    and yields checks as they come."""
    folder = Path(sys.argv[1])
    wanted = json.loads((folder / "expected.json").read_text("utf-8"))
    found = [said for want in wanted for said in _told(asked, folder / want["folder"], want)]
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")


def constants(file: Path) -> dict[str, Any]:
    """The names that an emitted module of Python has after it ran."""
    return {name: value for name, value in runpy.run_path(str(file)).items() if name.isupper()}


def without_torchvision() -> None:
    """Let TorchVision be imported where its compiled part does not fit the PyTorch beside it. What
    is asked here needs none of its operators."""
    import torch

    made = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        made.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _KEPT.append(made)  # they are gone with the library that defined them


_KEPT: list[Any] = []


def _told(asked: Asked, place: Path, want: Expected) -> Iterator[dict[str, str]]:
    """Checks as they come, and at last whether they came to their end."""
    said = {"spec": want["spec"], "check": "every step runs through", "wrong": ""}
    try:
        for check, holds in asked(place, want):
            yield said | {"check": check, "wrong": "" if holds else "differs"}
    except Exception as error:
        said["wrong"] = f"{type(error).__name__} {error}"
    yield said
