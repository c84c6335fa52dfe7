"""Packages for motion capture read the labels of C3D and TRC files."""

from __future__ import annotations

import warnings
from pathlib import Path

import c3d
import ezc3d
import numpy as np
import pytest
from trc import TRCData

from conftest import LIBRARY, linked
from schemac.format import Settings
from schemac.formats import load
from schemac.model import Skeleton
from small_skeletons import bird, keypoint

MANY = bird(
    keypoints=tuple(keypoint(i, f"p{i}") for i in range(600)), edges=(), evaluation=(), root=None
)
ALL = [*map(linked, LIBRARY), linked("animal/ap10k-17"), MANY]


def written(skeleton: Skeleton, target: str, folder: Path, **options: str) -> Path:
    (artifact,) = load(target).emit(skeleton, Settings(options=options)).artifacts
    (folder / artifact.path).write_bytes(artifact.content)
    return folder / artifact.path


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.id)
def test_ezc3d_reads_labels_descriptions_and_a_frame_where_nothing_is_seen(made, tmp_path):
    file = ezc3d.c3d(str(written(made, "c3d", tmp_path, units="m")))
    point = file["parameters"]["POINT"]
    names = [p.name for p in made.keypoints]
    assert values(point, "LABELS") == names
    titles = values(point, "DESCRIPTIONS")
    assert titles == [p.words.title if p.words.title.isascii() else "" for p in made.keypoints]
    assert point["UNITS"]["value"] == ["m"]
    assert file["data"]["points"].shape == (4, len(names), 1)
    assert np.isnan(file["data"]["points"][:3]).all()


@pytest.mark.parametrize("made", ALL[:-1], ids=lambda made: made.id)
def test_c3d_reads_the_same_labels(made, tmp_path):
    with written(made, "c3d", tmp_path).open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no analog data
        reader = c3d.Reader(file)
        ((_, points, _),) = reader.read_frames()
    assert [label.strip() for label in reader.point_labels] == [p.name for p in made.keypoints]
    assert (points[:, 3] == -1).all()


# It takes a label with spaces for several; OpenSim does not.
@pytest.mark.parametrize("made", [*ALL[:4], MANY], ids=lambda made: made.id)
def test_trc_data_reader_reads_the_same_labels(made, tmp_path):
    read = TRCData()
    read.load(str(written(made, "trc", tmp_path)))
    assert read["Markers"] == [p.name for p in made.keypoints]
    assert (read["NumFrames"], read["NumMarkers"]) == (1, len(made.keypoints))
    assert read["Units"] == "mm"


def values(point, key):
    """A list that goes on in LABELS2, LABELS3, ..."""
    parts = [key, *(f"{key}{part}" for part in range(2, 9))]
    return [each for part in parts if part in point for each in point[part]["value"]]
