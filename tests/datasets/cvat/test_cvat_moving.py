"""A file of CVAT from one skeleton to another: what does not change keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from labels_asked import moving, read, reading
from schemac.datasets import label_format
from schemac.labels import LabelError
from schemac.model import Skeleton

FILES = Path(__file__).parents[2] / "labels" / "cvat"
FORMATS = {"images.xml": "cvat-images", "video.xml": "cvat-video"}
Skeletons = Callable[[str], Skeleton]
STAMP = re.compile(r"<schemac [^>]*/>")


def unstamped(text: str) -> str:
    return STAMP.sub("", text)


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_changes_but_the_stamp(name: str, tmp_path: Path, skeleton: Skeletons) -> None:
    format, spec = label_format(FORMATS[name]), skeleton("body/coco-17")
    for text in (
        (FILES / name).read_text(),
        (FILES / name).read_text().replace("\n", "\r\n"),
        (FILES / name).read_text().replace(">\n      </points>", "/>").replace('"', "'"),
    ):
        path, out = tmp_path / "in.xml", tmp_path / "out.xml"
        path.write_bytes(text.encode())
        format.move(path, out, moving(spec))  # type: ignore[misc]
        assert out.read_bytes().decode() != text
        assert unstamped(out.read_bytes().decode()) == text
        out.unlink()


def half(spec: Skeleton) -> tuple[Skeleton, Callable[[Any], Any]]:
    """A skeleton of the first points of another, one of them by another name, and one new point
    between the eyes; and the way of labels there."""
    kept = list(spec.keypoints[:7])
    kept[5] = replace(kept[5], name="l_shoulder", id="l_shoulder")
    kept.append(replace(kept[0], id="between", name="between", index=7))
    target = replace(spec, keypoints=tuple(kept), edges=(), contours=(), version="2.0.0")

    def carry(points: Any) -> Any:
        middle = (points[:, 1:2] + points[:, 2:3]) / 2
        middle[..., 2] = points[:, 1:2, 2]
        return np.concatenate([points[:, :7], middle], axis=1)

    return target, carry


@pytest.mark.parametrize("name", FORMATS)
def test_points_are_dropped_renamed_and_added(
    name: str, tmp_path: Path, skeleton: Skeletons
) -> None:
    format, spec = label_format(FORMATS[name]), skeleton("body/coco-17")
    target, carry = half(spec)
    before = read(format, FILES / name, reading(spec))
    told = moving(spec, target, carry)
    format.move(FILES / name, tmp_path / "out.xml", told)  # type: ignore[misc]
    after = read(format, tmp_path / "out.xml", reading(target))
    np.testing.assert_array_equal(after.keypoints, carry(before.keypoints))
    plain = [replace(each, place=None) for each in after.about]
    assert plain == [replace(each, place=None) for each in before.about]
    np.testing.assert_array_equal(after.boxes, before.boxes)
    assert told.account.instances == len(before)
    text = (tmp_path / "out.xml").read_text()
    assert "left_wrist" not in text
    assert text.count(">body/coco-17@2.0.0</attribute>") == text.count("body/coco-17@") - 3
    assert "<name>between</name><type>points</type>" in text
    assert format.stamp
    assert format.stamp(tmp_path / "out.xml") == told.stamp


def test_lines_of_points_that_stay_are_the_same(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    target, carry = half(spec)
    out = tmp_path / "out.xml"
    label_format("cvat-images").move(FILES / "images.xml", out, moving(spec, target, carry))  # type: ignore[misc]
    before = (FILES / "images.xml").read_text().splitlines()
    after = out.read_text().splitlines()
    gone = [line for line in before if line not in after]
    known = ("points label=", "coco-17@1.0.0", "<name>", "<svg>", "</meta>", "</label>")
    assert [line for line in gone if not any(word in line for word in known)] == []
    # a renamed point keeps its number as it was written
    assert any('label="l_shoulder"' in line and 'points="151.25,87.50"' in line for line in after)


def test_another_category_is_written_everywhere(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    target = replace(spec, subject=replace(spec.subject, category="walker"))
    for name, kind in FORMATS.items():
        format, out = label_format(kind), tmp_path / name
        format.move(FILES / name, out, moving(spec, target))  # type: ignore[misc]
        text = out.read_text()
        assert 'label="person"' not in text
        assert "<name>walker</name>" in text
        assert "<parent>person</parent>" not in text
        assert len(read(format, out, reading(target))) == len(
            read(format, FILES / name, reading(spec))
        )


def test_a_file_without_meta_is_stamped_too(tmp_path: Path, skeleton: Skeletons) -> None:
    spec, format = skeleton("body/coco-17"), label_format("cvat-images")
    text = re.sub(r"(?s)  <meta>.*</meta>\n", "", (FILES / "images.xml").read_text())
    for body in (text, "<annotations><version>1.1</version></annotations>"):
        path, out = tmp_path / "in.xml", tmp_path / "out.xml"
        path.write_text(body)
        told = moving(spec)
        format.move(path, out, told)  # type: ignore[misc]
        assert format.stamp
        assert format.stamp(out) == told.stamp
        assert unstamped(out.read_text()).replace("<meta></meta>\n  ", "") == body
        out.unlink()


def test_a_wrong_skeleton_is_left_out_or_stops(tmp_path: Path, skeleton: Skeletons) -> None:
    spec, format = skeleton("body/coco-17"), label_format("cvat-images")
    path = tmp_path / "in.xml"
    path.write_text((FILES / "images.xml").read_text().replace("100.00,50.00", "x,y", 1))
    with pytest.raises(LabelError, match=r"image street/a\.jpg"):
        format.move(path, tmp_path / "no.xml", moving(spec))  # type: ignore[misc]
    told = moving(spec, policy="aside")
    format.move(path, tmp_path / "out.xml", told)  # type: ignore[misc]
    assert told.faults.count == 1
    assert len(read(format, tmp_path / "out.xml", reading(spec))) == 2


def test_other_encodings_are_read_and_not_moved(tmp_path: Path, skeleton: Skeletons) -> None:
    spec, format = skeleton("body/coco-17"), label_format("cvat-images")
    text = (FILES / "images.xml").read_text()
    for encoding in ("utf-16", "iso-8859-1"):
        path = tmp_path / f"{encoding}.xml"
        path.write_bytes(text.replace("utf-8", encoding).encode(encoding))
        assert format.recognise(path, path.read_bytes()[:65536])
        assert len(read(format, path, reading(spec))) == 3
        with pytest.raises(LabelError, match="UTF-8"):
            format.move(path, tmp_path / f"{encoding}-out.xml", moving(spec))  # type: ignore[misc]
