"""Ask FiftyOne what it makes of `skeleton.json` and `evaluation.json`. Runs in the environment of
that oracle; there is no database, so nothing is put into a data set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import fiftyone as fo
import numpy as np
from asking import Expected, main
from fiftyone.utils.iou import _compute_object_keypoint_similarity


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    given = json.loads((place / "fiftyone" / "skeleton.json").read_text("utf-8"))
    made = fo.KeypointSkeleton(**given["default_skeleton"])
    made.validate()
    kept = fo.KeypointSkeleton.from_dict(json.loads(made.to_json()))
    yield "KeypointSkeleton keeps the labels", list(kept.labels) == want["names"]
    edges = [list(pair) for path in kept.edges for pair in pairwise(path)]
    yield "its paths are the edges of the spec", edges == want["edges"]
    file = place / "fiftyone" / "evaluation.json"
    if want["own"]:
        evaluation = json.loads(file.read_text("utf-8"))["evaluate_detections"]
        truth, found = (np.array(want["oks"][key]) / 1000 for key in ("truth", "found"))
        value = _compute_object_keypoint_similarity(truth, found, **evaluation)
        right = abs(value - want["oks"]["extent"]) < 1e-9
        yield "with them it gives the OKS of schemac, on the box around the points", right
    else:
        yield "no sigmas are given where the spec has none", not file.exists()


if __name__ == "__main__":
    main(asked)
