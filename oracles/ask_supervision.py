"""Ask supervision what it draws with `keypoints.py`. Runs in the environment that oracles with
PyTorch share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import supervision as sv
from asking import Expected, constants, main
from supervision.key_points import annotators


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = constants(place / "supervision" / "keypoints.py")
    total = len(want["names"])
    places = np.array([(5 + 7 * i, 5 + 3 * (i % 40)) for i in range(total)], np.float32)
    points = sv.KeyPoints(xy=places[None])
    scene = np.zeros((200, 1000, 3), np.uint8)
    if want["edges"]:
        drawn = lines(sv.EdgeAnnotator(edges=given["EDGES"]), scene, points)
        pixels = [tuple(place.astype(int)) for place in places]
        ends = [(pixels[i], pixels[j]) for i, j in want["edges"]]
        yield "EdgeAnnotator draws the edges of the spec", drawn == ends
    scene = sv.VertexLabelAnnotator().annotate(scene, points, labels=given["LABELS"])
    yield "VertexLabelAnnotator takes the labels", given["LABELS"] == want["names"]


def lines(annotator: Any, scene: np.ndarray, points: Any) -> list[Any]:
    """What an annotator asks OpenCV to draw."""
    drawn: list[Any] = []
    line = annotators.cv2.line
    annotators.cv2.line = lambda **given: drawn.append((given["pt1"], given["pt2"]))
    try:
        annotator.annotate(scene, points)
    finally:
        annotators.cv2.line = line
    return drawn


if __name__ == "__main__":
    main(asked)
