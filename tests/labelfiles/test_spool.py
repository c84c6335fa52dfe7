"""Instances are put in order without holding them all."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from schemac.labelfiles import arranged, spool
from schemac.labels import Annotation, Image, LabelError, Labels, Place

Said = tuple[str, int | None, str | None]


def batch(said: list[Said], first: int, bare: tuple[Image, ...] = ()) -> Labels:
    about = tuple(
        Annotation(image=Image(name=name, frame=frame), id=str(first + at), track=track)
        for at, (name, frame, track) in enumerate(said)
    )
    return Labels(
        keypoints=np.full((len(said), 2, 3), float(first)), boxes=np.ones((len(said), 4)),
        areas=np.ones(len(said)), about=about, bare=bare,
    )  # fmt: skip


saids = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.sampled_from((None, 0, 1, 2)), st.sampled_from((None, "1", "2"))
    ),
    max_size=30,
)


@settings(max_examples=50, deadline=None)
@given(saids, st.integers(1, 7), st.integers(1, 5))
def test_an_image_comes_in_one_piece(
    tmp_path_factory: pytest.TempPathFactory, said: list[Said], size: int, most: int
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    parts = [batch(said[at : at + size], at) for at in range(0, len(said), size)]
    marks = [np.arange(len(part)) + at * size for at, part in enumerate(parts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "_BATCH", most)
        with arranged(zip(parts, marks, strict=True), "image", folder / "order") as again:
            once, twice = list(again()), list(again())
    assert len(once) == len(twice)
    ids = [each.id for part, _ in once for each in part.about]
    assert sorted(ids, key=lambda id: int(id or 0)) == [str(at) for at in range(len(said))]
    assert ids == [str(mark) for _, found in once if found is not None for mark in found]
    images = [each.image for part, _ in once for each in part.about]
    seen = [image for at, image in enumerate(images) if not at or images[at - 1] != image]
    assert len(seen) == len({(image.name, image.frame) for image in seen})
    for part, after in pairwise(once):
        assert part[0].about[-1].image != after[0].about[0].image
    assert not list(folder.iterdir())


def test_frames_of_a_track_come_in_order(tmp_path: Path) -> None:
    said: list[Said] = [("v", 2, "1"), ("v", 0, "2"), ("v", 0, "1"), ("v", 1, "2"), ("v", 1, "1")]
    with arranged([(batch(said, 0), None)], "track", tmp_path / "order") as again:
        ((part, _),) = again()
    found = [(each.track, each.image.frame) for each in part.about]
    assert found == [("1", 0), ("1", 1), ("1", 2), ("2", 0), ("2", 1)]


def test_images_without_an_instance_are_kept(tmp_path: Path) -> None:
    bare = Image(name="b"), Image(name="a")
    given_ = [(batch([("a", None, None)], 0, bare), None), (batch([], 1, bare), None)]
    with arranged(given_, "image", tmp_path / "order") as again:
        ((part, _),) = again()
    assert [image.name for image in part.bare] == ["b"]
    assert len(part) == 1


def test_labels_that_do_not_exist_are_no_batch(tmp_path: Path) -> None:
    with arranged([], "image", tmp_path / "order") as again:
        assert list(again()) == []


def test_everything_that_is_told_comes_back(tmp_path: Path) -> None:
    about = Annotation(
        image=Image(name="a", rest={"license": 3, "x": [None, {"é": 1.5}]}), id="1", crowd=True,
        attributes={"side": "left"}, place=Place(file="f", byte=7), rest={"huge": 1 << 70},
    )  # fmt: skip
    given_ = structs.replace(batch([("a", None, None)], 0), about=(about,))
    given_.keypoints[0, 0, 0] = np.nan
    with arranged([(given_, None)], "image", tmp_path / "order") as again:
        ((part, _),) = again()
    assert part.about == (structs.replace(about, rest={"huge": str(1 << 70)}),)
    np.testing.assert_array_equal(part.keypoints, given_.keypoints)


def test_an_image_of_more_than_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MOST", 3)
    said: list[Said] = [("a", None, None)] * 3 + [("b", None, None)] * 4
    with (
        pytest.raises(LabelError, match="image b: 4 instances are on this image, more than the 3"),
        arranged([(batch(said, 0), None)], "image", tmp_path / "order"),
    ):
        pass
