"""Ask AlbumentationsX what keypoints become with `label_mapping.py`. Runs in the environment that
oracles with PyTorch share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import albumentations as A  # noqa: N812
import numpy as np
from asking import Expected, constants, main

IMAGE = np.zeros((100, 100, 3), np.uint8)


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = constants(place / "albumentationsx" / "label_mapping.py")
    labels, mapping = given["KEYPOINT_LABELS"], given["LABEL_MAPPING"]
    yield "labels are the names in index order", labels == want["names"]
    points = np.array([(10 + i / 10, 30 + i / 5) for i in range(len(labels))])
    last = np.array(IMAGE.shape[:2]) - 1

    def after(transform: A.DualTransform) -> tuple[np.ndarray, Sequence[str]]:
        params = A.KeypointParams(
            coord_format="xy", label_fields=["keypoint_labels"], label_mapping=mapping,
            remove_invisible=False,
        )  # fmt: skip
        made = A.Compose([transform], keypoint_params=params)
        out = made(image=IMAGE, keypoints=points, keypoint_labels=labels)
        return np.asarray(out["keypoints"]), list(out["keypoint_labels"])

    def holds(transform: A.DualTransform, swapped: list[int], moved: np.ndarray) -> bool:
        """Each row is where its partner was, moved, and has the partner's label."""
        rows, names = after(transform)
        return np.allclose(rows, moved[swapped]) and names == [labels[i] for i in swapped]

    across, down = points.copy(), points.copy()
    across[:, 0] = last[1] - across[:, 0]
    down[:, 1] = last[0] - down[:, 1]
    yield "HorizontalFlip exchanges partners", holds(A.HorizontalFlip(p=1), want["mirror"], across)
    swapped = want["upside_down"]
    yield "VerticalFlip exchanges what the spec says", holds(A.VerticalFlip(p=1), swapped, down)
    if want["laterality"] == "subject":
        turned = points[:, ::-1]
        yield "Transpose exchanges partners", holds(A.Transpose(p=1), want["mirror"], turned)


if __name__ == "__main__":
    main(asked)
