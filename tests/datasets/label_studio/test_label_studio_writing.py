"""Tasks that are written, read again, and moved to another skeleton."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from labels_asked import moving, read, reading, stamp_of, writing
from schemac.datasets import label_format, recognised
from schemac.datasets.label_studio import worklist
from schemac.labels import Annotation, Image, LabelError, Labels, Ladder
from schemac.model import Skeleton
from small_skeletons import bird

FILES = Path(__file__).parents[2] / "labels" / "label-studio"
EXPORTS = ("keypoints.json", "vector.json")
DOTS, DRAWN = label_format("label-studio"), label_format("label-studio-vector")
FORMATS = {"keypoints.json": DOTS, "vector.json": DRAWN}
Skeletons = Callable[[str], Skeleton]
STAMP = re.compile(r',?\s*"schemac":\s*\{[^}]*\}')
TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=9
)
PIXEL = st.floats(-9e4, 9e4, allow_nan=False)


def told_of(each: Annotation) -> Any:
    """What the reader says of an instance, without where it stands and when."""
    return replace(each, place=None, when=None)


@pytest.mark.parametrize("name", EXPORTS)
def test_a_real_export_is_written_as_it_was_read(
    name: str, tmp_path: Path, skeleton: Skeletons
) -> None:
    spec, format = skeleton("body/coco-17"), FORMATS[name]
    assert recognised(FILES / name) is DOTS
    labels = read(format, FILES / name, reading(spec))
    assert len(labels) == 3
    assert len({each.rest["annotation"]["id"] for each in labels.about}) == 2
    assert set(labels.keypoints[..., 2].ravel().tolist()) == {0, 1, 2} - (
        {0} if format is DOTS else set()
    )
    told = writing(spec)
    format.write([labels], tmp_path / name, told)  # type: ignore[misc]
    assert told.account.lossless
    again = read(format, tmp_path / name, reading(spec))
    np.testing.assert_allclose(again.keypoints, labels.keypoints, rtol=1e-12)
    np.testing.assert_allclose(again.boxes, labels.boxes, rtol=1e-12)
    assert list(map(told_of, again.about)) == list(map(told_of, labels.about))
    assert format.stamp
    assert format.stamp(tmp_path / name) == stamp_of(spec)


@pytest.mark.parametrize("name", EXPORTS)
def test_moving_changes_nothing_but_the_stamp(
    name: str, tmp_path: Path, skeleton: Skeletons
) -> None:
    """In the manner of the real export, and in others."""
    spec, data = skeleton("body/coco-17"), (FILES / name).read_text()
    plain = json.loads(data)
    texts = [data, json.dumps(plain), json.dumps(plain, indent=2), json.dumps(plain[-1])]
    texts += [json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"]
    for at, text in enumerate(texts):
        path, out = tmp_path / "in.json", tmp_path / f"{at}.json"
        path.write_text(text)
        told = moving(spec)
        DOTS.move(path, out, told)  # type: ignore[misc]
        squeezed = STAMP.sub("", out.read_text()).replace('"meta": {\n    }', '"meta": {}')
        assert squeezed == text
        assert DOTS.stamp
        assert DOTS.stamp(out) == told.stamp


def test_values_stay_where_the_manner_is_nobodys(tmp_path: Path, skeleton: Skeletons) -> None:
    task = '[{"data" : {"image":"a.jpg", "n": 12345678901234567890123, "f": 1.50}, "é": "\\u00e9"}]'
    (tmp_path / "in.json").write_text(task)
    DOTS.move(tmp_path / "in.json", tmp_path / "out.json", moving(skeleton("body/coco-17")))  # type: ignore[misc]
    (made,) = json.loads((tmp_path / "out.json").read_text())
    assert made.pop("meta")
    assert [made] == json.loads(task)


def half(spec: Skeleton) -> tuple[Skeleton, Callable[[Any], Any]]:
    """A skeleton of the first points of another, one by another name and id, another one new
    between the eyes, and of another category; and the way of labels there."""
    kept = list(spec.keypoints[:7])
    kept[5] = replace(kept[5], name="l_shoulder", id="l_shoulder")
    kept.append(replace(kept[0], id="between", name="between", index=7))
    subject = replace(spec.subject, category="walker")
    target = replace(spec, keypoints=tuple(kept), edges=(), contours=(), subject=subject)

    def carry(points: Any) -> Any:
        middle = (points[:, 1:2] + points[:, 2:3]) / 2
        middle[..., 2] = points[:, 1:2, 2]
        return np.concatenate([points[:, :7], middle], axis=1)

    return target, carry


@pytest.mark.parametrize("name", EXPORTS)
def test_points_are_dropped_renamed_and_added(
    name: str, tmp_path: Path, skeleton: Skeletons
) -> None:
    spec = skeleton("body/coco-17")
    target, carry = half(spec)
    before = read(DOTS, FILES / name, reading(spec))
    told = moving(spec, target, carry)
    DOTS.move(FILES / name, tmp_path / name, told)  # type: ignore[misc]
    after = read(DOTS, tmp_path / name, reading(target))
    np.testing.assert_allclose(after.keypoints, carry(before.keypoints), rtol=1e-9)
    np.testing.assert_array_equal(after.boxes, before.boxes)
    assert list(map(told_of, after.about)) == list(map(told_of, before.about))
    assert told.account.instances == 3
    text = (tmp_path / name).read_text()
    assert "left_wrist" not in text
    assert '["person"]' not in text


def test_regions_that_stay_are_the_same_in_the_same_order(
    tmp_path: Path, skeleton: Skeletons
) -> None:
    spec = skeleton("body/coco-17")
    target, carry = half(spec)
    path, out = FILES / "keypoints.json", tmp_path / "out.json"
    DOTS.move(path, out, moving(spec, target, carry))  # type: ignore[misc]

    def regions(file: Path) -> list[Any]:
        tasks = json.loads(file.read_text())
        made = [one for task in tasks for one in task["annotations"]]
        return [[each for each in one["result"] if _stays(each)] for one in made]

    def _stays(each: Any) -> bool:
        return str(each["id"]).endswith(("nose", "eye", "ear", "right_shoulder"))

    assert regions(out) == regions(path)
    for made in json.loads(out.read_text())[-1]["annotations"]:
        kinds = [each["type"] for each in made["result"]]
        assert kinds.index("rectanglelabels") > kinds.index("keypointlabels")
        boxes = [each["id"] for each in made["result"] if each["type"] == "rectanglelabels"]
        assert {each.get("parentID") for each in made["result"] if "parentID" in each} == set(boxes)


def test_vertices_that_stay_keep_place_and_line(tmp_path: Path, skeleton: Skeletons) -> None:
    """Also the place of a point that is on the list of a tier without one."""
    spec = skeleton("body/coco-17")
    target, carry = half(spec)
    path, out = FILES / "vector.json", tmp_path / "out.json"
    DOTS.move(path, out, moving(spec, target, carry))  # type: ignore[misc]

    def vertices(file: Path) -> dict[str, Any]:
        annotation = json.loads(file.read_text())[-1]["annotations"][0]
        (first, *_) = annotation["result"]
        return {each["id"]: each for each in first["value"]["vertices"]}

    before, after = vertices(path), vertices(out)
    assert "left_eye" in str(path.read_text().split('"tier_not_labelled"')[1][:300])
    for word in ("nose", "left_eye", "right_eye"):
        assert after[word] == before[word]
    for at, vertex in enumerate(after.values()):
        assert vertex["prevPointId"] in (None, *list(after)[:at])


def test_what_is_wrong_is_left_out_of_a_moved_file(tmp_path: Path, skeleton: Skeletons) -> None:
    spec, path = skeleton("body/coco-17"), tmp_path / "in.json"
    path.write_text((FILES / "keypoints.json").read_text().replace('["nose"]', '["noze"]', 1))
    with pytest.raises(LabelError, match="did you mean `nose`"):
        DOTS.move(path, tmp_path / "no.json", moving(spec))  # type: ignore[misc]
    told = moving(spec, policy="aside")
    DOTS.move(path, tmp_path / "out.json", told)  # type: ignore[misc]
    assert told.faults.count == 1
    assert len(read(DOTS, tmp_path / "out.json", reading(spec))) == 2


@st.composite
def batches(draw: Any, skeleton: Skeleton, drawn: bool) -> Labels:
    """Labels that a layout holds: keypoints under boxes have a tier, or none where no tier is
    meant by leaving them out; in drawn skeletons any tier may be without a place that may be."""
    rows, boxes, about = [], [], []
    for at in range(draw(st.integers(1, 3))):
        size = draw(st.integers(1, 5000)), draw(st.integers(1, 5000))
        image = Image(name=f"{at}{draw(TEXT)}", id=str(at), width=size[0], height=size[1])
        for number in range(draw(st.integers(1, 3))):
            rows.append([draw(_point(skeleton, point, drawn)) for point in skeleton.keypoints])
            boxes.append([nan] * 4 if drawn else [draw(PIXEL) for _ in range(4)])
            by = draw(st.sampled_from([None, "4", "ann@example.org"]))
            about.append(
                Annotation(
                    image=image, id=f"b{number}", annotator=by,
                    attributes=draw(st.dictionaries(st.sampled_from(["ring", "x"]), TEXT)),
                    predicted=by is None, score=draw(st.none() | st.floats(0, 1)),
                    rest={} if by else {"annotation": {"model_version": "m"}},
                )
            )  # fmt: skip
    return Labels(
        keypoints=np.array(rows), boxes=np.array(boxes), areas=np.full(len(rows), nan),
        about=tuple(about),
    )  # fmt: skip


@st.composite
def _point(draw: Any, skeleton: Skeleton, point: Any, drawn: bool) -> tuple[float, float, float]:
    tiers = Ladder(skeleton).tiers
    fitting = [t for t in tiers if point.tiers is None or t.id in point.tiers]
    out = [t for t in fitting if t.coordinates == "forbidden" and point.kind != "constructed"]
    tier = draw(st.sampled_from([*fitting, *([] if out and not drawn else [None])]))
    placed = tier is not None and tier.coordinates != "forbidden"
    if drawn and tier is not None and tier.coordinates == "optional":
        placed = draw(st.booleans())
    code = float(tier.code) if tier else nan
    if tier and not placed and not drawn and not out:
        return nan, nan, nan
    return (draw(PIXEL), draw(PIXEL), code) if placed else (nan, nan, code)


def _sorted(labels: Labels) -> list[int]:
    """Rows by image, and in it people before programs, as tasks have them."""
    about = labels.about
    by: dict[Any, int] = {}
    for each in about:
        by.setdefault((each.image.id, each.predicted, each.annotator), len(by))
    return sorted(
        range(len(about)),
        key=lambda row: (
            int(about[row].image.id or 0), about[row].predicted,
            by[about[row].image.id, about[row].predicted, about[row].annotator],
        ),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("drawn", [False, True])
def test_batches_come_back(
    drawn: bool, data: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    format, spec = DRAWN if drawn else DOTS, bird()
    labels = data.draw(batches(spec, drawn))
    folder = tmp_path_factory.mktemp("law")
    path, again, told = folder / "a.json", folder / "b.json", writing(spec)
    format.write([labels], path, told)  # type: ignore[misc]
    assert told.account.lossless
    back = read(format, path, reading(spec))
    order = _sorted(labels)
    np.testing.assert_allclose(back.keypoints, labels.keypoints[order], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(back.boxes, labels.boxes[order], rtol=1e-9, atol=1e-9)
    assert [replace(each, place=None) for each in back.about] == [labels.about[at] for at in order]
    format.move(path, again, moving(spec))  # type: ignore[misc]
    assert json.loads(again.read_bytes()) == json.loads(path.read_bytes())


def _one(points: Any, **about: Any) -> Labels:
    given = {"image": Image(name="a.jpg", width=100, height=100), **about}
    return Labels(
        keypoints=np.array([points], dtype=float), boxes=np.full((1, 4), nan),
        areas=np.full(1, nan), about=(Annotation(**given),),
    )  # fmt: skip


def test_instances_without_a_box_get_one_that_is_none(tmp_path: Path) -> None:
    points = [[10, 20, 3], [nan, nan, 0], [nan, nan, 0], [nan, nan, nan], [30, 40, 2], [nan] * 3]
    DOTS.write([_one(points)], tmp_path / "a.json", told := writing(bird()))  # type: ignore[misc]
    assert told.account.lossless
    (task,) = json.loads((tmp_path / "a.json").read_text())
    (box,) = [r for r in task["annotations"][0]["result"] if r["type"] == "rectanglelabels"]
    assert box["meta"] == {
        "text": ["drawn around the points, because Label Studio groups by boxes"]
    }
    again = read(DOTS, tmp_path / "a.json", reading(bird()))
    assert np.isnan(again.boxes).all()
    np.testing.assert_allclose(again.keypoints[0], points)


def test_what_label_studio_has_no_place_for_is_counted(tmp_path: Path) -> None:
    points = [[1, 2, 0], [nan, nan, 3], [5, 6, nan], [nan, nan, 3], [nan, nan, nan], [nan] * 3]
    image = Image(name="a.jpg", width=10, height=10, rest={"flickr_url": "u"})
    labels = _one(
        points, image=image, annotator="Ann", rest={"segmentation": []},
        attributes={"n": 3, "visibility": "x"},
    )  # fmt: skip
    DOTS.write([labels], tmp_path / "a.json", told := writing(bird()))  # type: ignore[misc]
    assert told.account.lost == {
        "annotators whom Label Studio could not know": 1,
        "field `flickr_url` has no place in Label Studio": 1,
        "field `segmentation` has no place in Label Studio": 1,
        "the place of a point that is `absent`, which has none": 1,
        "attribute `visibility`: Label Studio has tiers there": 1,
    }
    assert told.account.folded == {
        "`visible` without a place is left out, as if it were of another tier": 2,
        "a point of which nothing is said is left out, as if it were of another tier": 1,
        "attribute `n` is a word in Label Studio": 1,
    }


def test_an_image_of_unknown_size_is_refused(tmp_path: Path) -> None:
    labels = _one([[1, 2, 3]] * 6, image=Image(name="a.jpg"))
    with pytest.raises(LabelError, match=r"image a\.jpg: its size is not known"):
        DOTS.write([labels], tmp_path / "a.json", writing(bird()))  # type: ignore[misc]


def test_a_worklist_is_a_prediction_without_what_is_to_be_done(tmp_path: Path) -> None:
    labels = _one([[10, 20, 3]] * 6, id="b7", annotator="4", score=0.5)
    redo = np.zeros((1, 6), dtype=bool)
    redo[0, [1, 4]] = True
    worklist.write(
        [(labels, redo)], tmp_path / "a.json", writing(bird()), lambda image: f"/x/{image.name}"
    )
    (task,) = json.loads((tmp_path / "a.json").read_text())
    assert task["data"] == {"image": "/x/a.jpg", "redo": "LWing, tail of b7"}
    assert task["annotations"] == []
    (prediction,) = task["predictions"]
    words = [
        one["value"]["keypointlabels"][0]
        for one in prediction["result"]
        if one["type"] == "keypointlabels"
    ]
    assert words == ["beak", "right_wing", "comb", "middle"]
    assert "score" not in prediction


def test_the_template_of_the_target_can_be_read(tmp_path: Path, skeleton: Skeletons) -> None:
    from schemac.format import Settings
    from schemac.formats.label_studio.template import keypoint_task, vector_task
    from schemac.formats.label_studio.tree import tree

    spec = skeleton("body/coco-17")
    for task in (keypoint_task(spec, Settings()), vector_task(spec, Settings(), tree(spec))):
        path = tmp_path / "task.json"
        path.write_text(json.dumps(task))
        assert recognised(path) is DOTS
        labels = read(DOTS, path, reading(spec))
        assert labels.keypoints[0, :, 2].tolist() == [2] * 17
        assert labels.about[0].predicted


@pytest.mark.parametrize("to", ["label-studio", "label-studio-vector"])
def test_names_are_stored_where_the_file_stores_names(to: str, tmp_path: Path) -> None:
    points = [[10, 20, 3]] * 6
    format, path, out = label_format(to), tmp_path / "a.json", tmp_path / "b.json"
    format.write([_one(points, id="b")], path, writing(bird()))  # type: ignore[misc]
    path.write_text(path.read_text().replace('"left_wing"', '"LWing"'))

    def right(points: Any) -> Any:
        return points + np.array([1, 0, 0])

    format.move(path, out, moving(bird(), carry=right))  # type: ignore[misc]
    assert '"LWing"' in out.read_text()
    assert '"left_wing"' not in out.read_text()
    np.testing.assert_allclose(read(format, out, reading(bird())).keypoints[0, :, 0], 11)
