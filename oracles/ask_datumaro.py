"""Ask Datumaro what it makes of its folder. Runs in the environment of that oracle."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import datumaro
import numpy as np
from asking import Expected, main
from datumaro.components.annotation import AnnotationType


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    data = datumaro.Dataset.import_from(str(place / "datumaro"), "datumaro")
    labels = data.categories()[AnnotationType.label]
    yield "the label", [each.name for each in labels.items] == [want["category"]]
    points = data.categories()[AnnotationType.points].items[0]
    yield "the points in order", points.labels == want["names"]
    yield "the joints, from 0", points.joints == {tuple(edge) for edge in want["edges"]}
    given = json.loads((place / "datumaro" / "annotations" / "default.json").read_text("utf-8"))
    positions = given["categories"]["points"]["items"][0]["positions"]
    same = np.allclose(points.positions, positions, atol=1e-5)
    yield "the positions are normalised as Datumaro does it", bool(same)
    with tempfile.TemporaryDirectory() as folder:
        data.put(datumaro.DatasetItem("one", subset="default"))
        data.export(folder, "datumaro", save_media=False)
        written = json.loads(Path(folder, "annotations", "default.json").read_text("utf-8"))
    kept = written["categories"]["points"]["items"][0]["labels"]
    yield "what Datumaro exports has the points", kept == want["names"]


if __name__ == "__main__":
    main(asked)
