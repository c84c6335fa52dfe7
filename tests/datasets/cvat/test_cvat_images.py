"""CVAT for images: what its files say, in arrays, and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import numpy as np
import pytest

from labels_asked import moving, read, reading, stamp_of, writing
from schemac.datasets import label_format, recognised
from schemac.datasets.cvat import worklist
from schemac.formats.cvat import attributes
from schemac.labels import Image, LabelError
from schemac.model import Skeleton
from small_skeletons import bird

FILES = Path(__file__).parents[2] / "labels" / "cvat"
FORMAT = label_format("cvat-images")
Skeletons = Callable[[str], Skeleton]
NAN = float("nan")


def test_the_names_are_those_that_the_target_emits() -> None:
    from schemac.datasets.cvat import points, skeletons

    assert points.VISIBILITY == attributes.VISIBILITY
    assert skeletons.SCHEMA_VERSION == attributes.SCHEMA_VERSION


def test_recognised_by_what_is_in_them() -> None:
    assert recognised(FILES / "images.xml") is FORMAT
    assert recognised(FILES / "video.xml") is label_format("cvat-video")


def test_points_go_by_name_whatever_their_order(skeleton: Skeletons) -> None:
    labels = read(FORMAT, FILES / "images.xml", reading(skeleton("body/coco-17")))
    assert labels.keypoints[0, 0].tolist() == [100, 50, 2]
    assert labels.keypoints[0, 16].tolist() == [264, 170, 2]
    assert labels.keypoints[1, 0].tolist() == [400, 90, 1]
    assert labels.keypoints[1, 16].tolist() == [296, 246, 2]


def test_flags_are_tiers_where_they_can_be(skeleton: Skeletons) -> None:
    labels = read(FORMAT, FILES / "images.xml", reading(skeleton("body/coco-17")))
    codes = labels.keypoints[0, :, 2].tolist()
    assert codes == [2, 2, 2, 0, 1] + [2] * 12
    np.testing.assert_array_equal(labels.keypoints[0, 3], [NAN, NAN, 0])


def test_what_else_a_file_says(skeleton: Skeletons) -> None:
    told = reading(skeleton("body/coco-17"))
    labels = read(FORMAT, FILES / "images.xml", told)
    one, two, three = labels.about
    assert one.image == Image(name="street/a.jpg", id="0", width=640, height=480)
    assert three.image == Image(name="dog.jpg", id="2", width=320, height=200, subset="test")
    assert [each.predicted for each in labels.about] == [False, False, True]
    assert two.rest == {"source": "semi-auto", "z_order": "2"}
    assert labels.bare == (Image(name="empty.jpg", id="1", width=320, height=200),)
    assert labels.boxes[0].tolist() == [90, 40.5, 200, 159.75]
    assert np.isnan(labels.boxes[1:]).all()
    assert told.account.passed_over == {
        "box `person_box`": 1, "polygon `road`": 1, "skeleton `dog`": 1,
    }  # fmt: skip
    lines = (FILES / "images.xml").read_text().splitlines()
    assert all(each.place and "<skeleton" in lines[each.place.line - 1] for each in labels.about)


def test_the_attribute_holds_tiers_that_flags_cannot() -> None:
    told = reading(bird())
    labels = read(FORMAT, FILES / "tiers.xml", told)
    first, second = labels.keypoints
    assert first[:, 2].tolist() == [3, 2, 3, 1, 0, 3]
    assert first[3, :2].tolist() == [16, 17]
    assert np.isnan(first[4, :2]).all()
    # outside wins over a tier that needs a place; a tier that has none wins over a place
    np.testing.assert_array_equal(second[0], [NAN, NAN, 0])
    assert second[1].tolist() == [12, 13, 3]
    np.testing.assert_array_equal(second[2], [NAN, NAN, 0])
    np.testing.assert_array_equal(second[3], [NAN, NAN, 1])
    assert second[4].tolist() == [18, 19, 2]
    np.testing.assert_array_equal(second[5], [NAN, NAN, 0])
    assert sum(told.account.assumed.values()) == 4
    assert labels.about[0].attributes == {"ring": "yes", "pose": "flying"}


def test_written_labels_come_back(tmp_path: Path, skeleton: Skeletons) -> None:
    for spec, name in ((skeleton("body/coco-17"), "images.xml"), (bird(), "tiers.xml")):
        labels = read(FORMAT, FILES / name, reading(spec))
        for out in (tmp_path / name, tmp_path / f"{name}.zip"):
            told = writing(spec)
            FORMAT.write([labels], out, told)  # type: ignore[misc]
            again = read(FORMAT, out, reading(spec))
            np.testing.assert_array_equal(again.keypoints, labels.keypoints)
            assert [(a.image, a.attributes, a.rest, a.predicted) for a in again.about] == [
                (a.image, a.attributes, a.rest, a.predicted) for a in labels.about
            ]
            assert again.bare == labels.bare
            assert told.account.lossless
            assert recognised(out) is FORMAT
            assert FORMAT.stamp
            assert FORMAT.stamp(out) == stamp_of(spec)


def test_what_cvat_has_no_place_for_is_counted(tmp_path: Path) -> None:
    from msgspec.structs import replace

    labels = read(FORMAT, FILES / "tiers.xml", reading(bird()))
    image = Image(name="a\0.jpg", id="x", rest={"coco_url": "u"})
    about = replace(labels.about[0], image=image, rest={"segmentation": []}, attributes={"n": 3})
    points = labels.keypoints[:1].copy()
    points[0, 0], points[0, 1] = [1, 2, NAN], [NAN, NAN, NAN]
    points[0, 2], points[0, 4] = [NAN, NAN, 3], [1, 2, 0]
    told = writing(bird())
    odd = replace(
        labels, keypoints=points, about=(about,), boxes=labels.boxes[:1], areas=labels.areas[:1]
    )
    FORMAT.write([odd], tmp_path / "out.xml", told)  # type: ignore[misc]
    assert set(told.account.lost) == {
        "field `segmentation` has no place in CVAT",
        "ids of images: CVAT has numbers",
        "field `coco_url` of an image has no place in CVAT",
        "the place of a point that is `absent`, which has none",
    }
    assert set(told.account.folded) == {
        "attribute `n` is text in CVAT",
        "a place without a tier is visible in CVAT",
        "`visible` without a place is outside in CVAT",
        "characters that XML cannot hold became U+FFFD",
    }
    again = read(FORMAT, tmp_path / "out.xml", reading(bird()))
    assert again.about[0].image.name == "a\ufffd.jpg"
    np.testing.assert_array_equal(again.keypoints[0, 1], [NAN, NAN, NAN])


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('label="nose"', 'label="noze"', "keypoint `noze`: the spec has no such keypoint"),
        ('label="nose"', 'label="left_eye"', "keypoint `left_eye`: it is there twice"),
        ('points="100.00,50.00"', 'points="nan,50"', "`nan` is not a number of pixels"),
        ('points="100.00,50.00"', 'points="1e999,50"', "1e999 pixels is in no picture"),
        ('points="100.00,50.00"', 'points="1000000000,50"', "1000000000 pixels is in no picture"),
        ('points="100.00,50.00"', 'points="1,2;3,4"', "`points` is not one place"),
        ('points="100.00,50.00"', "", "`points` is not one place"),
        ('outside="0" occluded="0" points="100.00', 'outside="2" points="100.00', "says '2' for"),
        ('outside="0" occluded="0" points="100.00', 'points="100.00', "has no `outside`"),
        ("coco-17@1.0.0</attribute>\n    </skeleton>\n  </image>\n</ann",
         "coco-17@2.0.0</attribute>\n    </skeleton>\n  </image>\n</ann",
         "it is in `body/coco-17@2.0.0`, others before in `body/coco-17@1.0.0`"),
    ],
)  # fmt: skip
def test_a_skeleton_that_is_wrong_is_named_or_set_aside(
    before: str, after: str, said: str, tmp_path: Path, skeleton: Skeletons
) -> None:
    path = tmp_path / "odd.xml"
    text = (FILES / "images.xml").read_text()
    assert text.count(before) >= 1
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(LabelError) as caught:
        read(FORMAT, path, reading(skeleton("body/coco-17")))
    fault = caught.value.fault
    assert said in fault.message
    assert fault.instance
    assert fault.instance.startswith("skeleton ")
    assert fault.data
    assert fault.data.startswith(b'<skeleton label="person"')
    assert fault.data.endswith(b"</skeleton>")
    told = reading(skeleton("body/coco-17"), "aside")
    assert len(read(FORMAT, path, told)) == 2
    assert told.faults.count == 1


def test_a_word_that_is_nearly_right_is_recognised(tmp_path: Path, skeleton: Skeletons) -> None:
    path = tmp_path / "odd.xml"
    path.write_text((FILES / "images.xml").read_text().replace("left_wrist", "left_wirst"))
    with pytest.raises(LabelError, match="did you mean `left_wrist`"):
        read(FORMAT, path, reading(skeleton("body/coco-17")))
    path.write_text((FILES / "tiers.xml").read_text().replace(">covered<", ">coverd<"))
    with pytest.raises(LabelError, match="did you mean `covered`"):
        read(FORMAT, path, reading(bird()))


def test_batches_stay_small(tmp_path: Path, skeleton: Skeletons) -> None:
    spec = skeleton("body/coco-17")
    text = (FILES / "images.xml").read_text()
    start, end = text.index('  <image id="0"'), text.index("</annotations>")
    path = tmp_path / "many.xml"
    path.write_text(text[:start] + text[start:end] * 400 + text[end:])
    told = reading(spec, batch=100)
    sizes = [len(batch) for batch in FORMAT.read(path, told)]
    assert sum(sizes) == 1200
    assert max(sizes) < 110


def test_a_worklist_leaves_to_people_what_is_theirs(tmp_path: Path) -> None:
    labels = read(FORMAT, FILES / "tiers.xml", reading(bird()))
    redo = np.zeros((2, 6), dtype=bool)
    redo[0, [0, 4]] = True
    worklist.write([(labels, redo)], tmp_path / "work.xml", writing(bird()))
    text = (tmp_path / "work.xml").read_text()
    # the place that is known, and one amid the others; no tier
    assert (
        '<points label="beak" source="manual" outside="1" occluded="0" points="10.0,11.0"><' in text
    )
    assert (
        '<points label="tail" source="manual" outside="1" occluded="0" points="14.4,15.4"><' in text
    )
    again = read(FORMAT, tmp_path / "work.xml", reading(bird()))
    np.testing.assert_array_equal(again.keypoints[0, 1:4], labels.keypoints[0, 1:4])
    assert np.isnan(again.keypoints[0, 0, :2]).all()


def test_a_zip_keeps_its_pictures(tmp_path: Path, skeleton: Skeletons) -> None:
    path, out = tmp_path / "a.zip", tmp_path / "b.zip"
    picture = bytes(range(256)) * 40
    with ZipFile(path, "w") as zip:
        zip.writestr("images/street/a.jpg", picture)
        zip.write(FILES / "images.xml", "annotations.xml")
    spec = skeleton("body/coco-17")
    assert recognised(path) is FORMAT
    assert len(read(FORMAT, path, reading(spec))) == 3
    FORMAT.move(path, out, moving(spec))  # type: ignore[misc]
    with ZipFile(out) as zip:
        assert zip.namelist() == ["images/street/a.jpg", "annotations.xml"]
        assert zip.read("images/street/a.jpg") == picture
    assert len(read(FORMAT, out, reading(spec))) == 3


def test_cvat_finds_what_its_importer_asks_for(tmp_path: Path, skeleton: Skeletons) -> None:
    """Its importer looks these up by name and stops where one is missing."""
    spec = skeleton("body/coco-17")
    for name, kind, asked in (
        ("images.xml", "cvat-images", {"label"}),
        ("video.xml", "cvat-video", {"frame", "keyframe"}),
    ):
        format, out = label_format(kind), tmp_path / name
        labels = read(format, FILES / name, reading(spec))
        format.write([labels], out, writing(spec))  # type: ignore[misc]
        root = ElementTree.parse(out).getroot()
        assert root.findtext("version") == "1.1"
        holders = [*root.iter("image"), *root.iter("track")]
        assert all(each.get("name") or each.get("label") == "person" for each in holders)
        found = list(root.iter("skeleton"))
        assert len(found) >= len(labels)
        for each in found:
            assert asked <= set(each.attrib)
            points = each.findall("points")
            assert points
            wanted = {"label", "outside", "occluded", "points"} | (asked & {"keyframe"})
            assert all(wanted <= set(point.attrib) for point in points)
            assert len({point.get("label") for point in points}) == len(points)
