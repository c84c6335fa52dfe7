"""What is written in CVAT's formats is read as it was, whatever the labels are."""

from __future__ import annotations

from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from labels_asked import moving, read, reading, writing
from schemac.datasets import label_format
from schemac.labels import Annotation, Image, Labels, Ladder
from schemac.model import Skeleton
from small_skeletons import bird

TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), min_size=1, max_size=12
)
PIXEL = st.floats(-1e6, 1e6, allow_nan=False)


@st.composite
def points(draw: Any, skeleton: Skeleton) -> list[tuple[float, float, float]]:
    """Points as a spec allows them: a tier without coordinates has no place, one that needs them
    has one, and of some nothing is known."""
    made = []
    for _ in skeleton.keypoints:
        tier = draw(st.sampled_from((None, *Ladder(skeleton).tiers)))
        placed = tier and tier.coordinates != "forbidden"
        if tier and tier.coordinates == "optional":
            placed = draw(st.booleans())
        place = (draw(PIXEL), draw(PIXEL)) if placed else (nan, nan)
        made.append((*place, float(tier.code) if tier else nan))
    return made


@st.composite
def batches(draw: Any, skeleton: Skeleton, video: bool) -> Labels:
    size = draw(st.integers(1, 2000)), draw(st.integers(1, 2000))
    rows, about = [], []
    for at in range(draw(st.integers(1, 3))):
        name = "film.mp4" if video else f"{at}{draw(TEXT)}"
        image = Image(name=name, width=size[0], height=size[1])
        if video:
            image = replace(image, frame=at)
        else:
            image = replace(image, id=str(at), subset=draw(st.none() | TEXT))
        for _ in range(1 if video else draw(st.integers(1, 2))):
            rows.append(draw(points(skeleton)))
            kept = draw(st.dictionaries(TEXT.filter(lambda t: t != "schema_version"), TEXT))
            about.append(
                Annotation(
                    image=image, track="3" if video else None, attributes=kept,
                    interpolated=video and draw(st.booleans()), predicted=video,
                )
            )  # fmt: skip
    empty = np.full((len(rows), 4), nan)
    return Labels(keypoints=np.array(rows), boxes=empty, areas=empty[:, 0], about=tuple(about))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("video", [False, True])
def test_batches_come_back(
    video: bool, data: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    format, spec = label_format("cvat-video" if video else "cvat-images"), bird()
    labels = data.draw(batches(spec, video))
    folder = tmp_path_factory.mktemp("law")
    path, again = folder / "a.xml", folder / "b.xml"
    told = writing(spec)
    format.write([labels], path, told)  # type: ignore[misc]
    nothing = np.isnan(labels.keypoints).all(axis=(1, 2))
    assert not told.account.folded
    assert bool(told.account.lost) == nothing.any()
    back = read(format, path, reading(spec))
    kept = np.flatnonzero(~nothing)
    np.testing.assert_array_equal(back.keypoints, labels.keypoints[kept])
    plain = [replace(each, place=None, rest={}) for each in back.about]
    assert plain == [labels.about[at] for at in kept]
    format.move(path, again, moving(spec))  # type: ignore[misc]
    assert again.read_bytes() == path.read_bytes()


def test_the_same_labels_are_the_same_bytes(tmp_path: Path) -> None:
    format = label_format("cvat-images")
    files = Path(__file__).parents[2] / "labels" / "cvat"
    labels = read(format, files / "tiers.xml", reading(bird()))
    for name in ("a.zip", "b.zip"):
        format.write([labels], tmp_path / name, writing(bird()))  # type: ignore[misc]
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
