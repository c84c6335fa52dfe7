"""What annotations in Label Studio say, in arrays."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labels_asked import read, reading
from schemac.datasets import label_format
from schemac.datasets.label_studio import words
from schemac.datasets.label_studio.reading import file_name
from schemac.formats.label_studio import names, palette, strip, template, vector
from schemac.labels import Image, LabelError, Labels
from schemac.model import Skeleton
from small_skeletons import bird

FORMAT = label_format("label-studio")
Skeletons = Callable[[str], Skeleton]
Result = dict[str, Any]
NAN = float("nan")
SIZE = {"original_width": 200, "original_height": 100, "image_rotation": 0, "to_name": "image"}


def dot(word: str, x: float, y: float, parent: str | None = "b", id: str = "") -> Result:
    value = {"x": x, "y": y, "width": 0.3, "keypointlabels": [word]}
    made = {"id": id or f"{parent}_{word}", "type": "keypointlabels", "from_name": "kp", **SIZE}
    return made | {"value": value} | ({"parentID": parent} if parent else {})


def box(id: str = "b", word: str = "bird", **more: Any) -> Result:
    value = {"x": 10, "y": 10, "width": 50, "height": 80, "rotation": 0, "rectanglelabels": [word]}
    made = {"id": id, "type": "rectanglelabels", "from_name": "instance", **SIZE}
    return made | {"value": value | more}


def drawn(points: dict[str, tuple[float, float]], id: str = "v") -> Result:
    vertices = [{"id": word, "x": x, "y": y} for word, (x, y) in points.items()]
    value = {"vertices": vertices, "closed": False, "vectorlabels": ["bird"]}
    return {"id": id, "type": "vectorlabels", "from_name": "skeleton", **SIZE, "value": value}


def choice(id: str, control: str, *chosen: str) -> Result:
    value = {"choices": list(chosen)}
    return {"id": id, "type": "choices", "from_name": control, **SIZE, "value": value}


def task(*annotations: Any, **more: Any) -> dict[str, Any]:
    made = [{"id": at, "result": result} for at, result in enumerate(annotations, 7)]
    return {"id": 3, "data": {"image": "a.jpg"}, "annotations": made, **more}


def put(path: Path, *tasks: Any) -> Path:
    file = path / "tasks.json"
    file.write_text(json.dumps(list(tasks)))
    return file


def taken(path: Path, *tasks: Any, told: Any = None) -> Labels:
    return read(FORMAT, put(path, *tasks), told or reading(bird()))


def fault(path: Path, *tasks: Any) -> str:
    with pytest.raises(LabelError) as caught:
        taken(path, *tasks)
    return str(caught.value)


def test_the_words_are_those_that_the_target_emits() -> None:
    assert words.KEYPOINTS == palette.KEYPOINTS
    assert words.BOX == palette.BOX
    assert words.IMAGE == palette.IMAGE
    assert words.TIERS == strip.TIERS
    assert words.ATTRIBUTE == strip.ATTRIBUTE
    assert words.VECTOR == vector.VECTOR
    assert words.TIER == vector.TIER
    assert words.DOT == template.DOT
    assert words.NO_CATEGORY == names.NO_CATEGORY


def test_points_lie_under_boxes_in_percent(tmp_path: Path) -> None:
    result = [dot("beak", 50, 20), choice("b_beak", "visibility", "covered"), dot("tail", 0, 100)]
    labels = taken(tmp_path, task([*result, box()]))
    assert labels.keypoints[0, 0].tolist() == [100, 20, 2]
    np.testing.assert_array_equal(labels.keypoints[0, 4], [0, 100, NAN])
    assert labels.boxes.tolist() == [[20, 10, 100, 80]]
    assert labels.about[0].id == "b"
    assert labels.about[0].image == Image(name="a.jpg", id="3", width=200, height=100)


def test_a_point_without_a_choice_has_the_default(tmp_path: Path, skeleton: Skeletons) -> None:
    result = [dot("nose", 50, 20), box(word="person", rectanglelabels=["person"])]
    labels = taken(tmp_path, task(result), told=reading(skeleton("body/coco-17")))
    assert labels.keypoints[0, 0].tolist() == [100, 20, 2]
    np.testing.assert_array_equal(labels.keypoints[0, 1], [NAN, NAN, 0])


def test_points_that_are_left_out_have_no_place(tmp_path: Path) -> None:
    """As the tier without coordinates where they may have it; else nothing is known of them."""
    labels = taken(tmp_path, task([box()]))
    #       beak wing right comb(never absent) tail middle(computed)
    codes = [0, 0, 0, NAN, 0, NAN]
    np.testing.assert_array_equal(labels.keypoints[0, :, 2], codes)
    assert np.isnan(labels.keypoints[0, :, :2]).all()


def test_ids_and_names_are_both_understood(tmp_path: Path) -> None:
    for word in ("left_wing", "LWing"):
        labels = taken(tmp_path, task([dot(word, 1, 1), box()]))
        assert labels.keypoints[0, 1, 0] == 2


def test_a_drawn_skeleton_has_its_tiers_on_lists(tmp_path: Path) -> None:
    points = {"beak": (10.0, 10.0), "tail": (20.0, 20.0), "right_wing": (30.0, 30.0)}
    lists = [
        choice("v", "tier_covered", "beak"), choice("v", "tier_absent", "right_wing"),
        choice("v", "tier_guessed", "comb"), choice("v", "instance_ring", "yes"),
    ]  # fmt: skip
    labels = taken(tmp_path, task([drawn(points), *lists]))
    expected = [
        [20, 10, 2], [NAN, NAN, NAN], [NAN, NAN, 0], [NAN, NAN, 1], [40, 20, NAN], [NAN, NAN, NAN]
    ]  # fmt: skip
    np.testing.assert_array_equal(labels.keypoints[0], expected)
    assert labels.about[0].attributes == {"ring": "yes"}
    assert np.isnan(labels.boxes).all()


def test_a_tier_on_a_box_is_an_accident(tmp_path: Path) -> None:
    told = reading(bird())
    result = [dot("beak", 1, 1), box(), choice("b", "visibility", "covered")]
    taken(tmp_path, task(result), told=told)
    assert told.account.passed_over == {"choices `visibility`": 1}


def test_answers_and_other_choices_are_attributes(tmp_path: Path) -> None:
    answers = [choice("b", "instance_pose", "flying"), choice("b", "weather", "rain", "wind")]
    labels = taken(tmp_path, task([box(), *answers]))
    assert labels.about[0].attributes == {"pose": "flying", "weather": ["rain", "wind"]}


def test_every_annotator_and_prediction_is_kept(tmp_path: Path) -> None:
    told = reading(bird())
    one = task([dot("beak", 1, 1), box()], [dot("beak", 3, 3), box()], [box()], [box()])
    signs = (4, {"id": 5, "email": "ann@example.org"}, None)
    for made, by in zip(one["annotations"], signs, strict=False):
        made["completed_by"] = by
    one["annotations"][3]["was_cancelled"] = True
    one["drafts"] = [{"result": []}]
    guess = {"id": 1, "model_version": "m", "score": 0.5, "result": [box(), dot("tail", 5, 5)]}
    one["predictions"] = [guess, 17]
    labels = taken(tmp_path, one, told=told)
    assert [each.annotator for each in labels.about] == ["4", "ann@example.org", None, None]
    assert [each.predicted for each in labels.about] == [False, False, False, True]
    assert [each.score for each in labels.about] == [None, None, None, 0.5]
    assert [each.rest["annotation"]["id"] for each in labels.about] == [7, 8, 9, 1]
    assert told.account.passed_over == {
        "annotations that were cancelled": 1, "drafts": 1,
        "predictions of which only the id is there": 1,
    }  # fmt: skip


def test_points_under_no_box(tmp_path: Path) -> None:
    loose = [dot("beak", 1, 1, None, "i"), dot("tail", 2, 2, None, "j")]
    told = reading(bird())
    labels = taken(tmp_path, task(loose), task([*loose, box()]), told=told)
    assert [each.id for each in labels.about] == [None, "b"]
    assert labels.keypoints[:, 4, 0].tolist() == [4, 4]
    assert len(told.account.assumed) == 2
    assert "there are 2 of them" in fault(tmp_path, task([*loose, box("b"), box("c")]))
    twice = [*loose, dot("beak", 3, 3, None, "k")]
    assert "keypoint `beak` is there twice" in fault(tmp_path, task(twice))


def test_what_is_of_other_labels_is_passed_over(tmp_path: Path) -> None:
    told = reading(bird())
    others = [
        box("c", "cat"), dot("paw", 1, 1, "c"), dot("beak", 1, 1, "c", "x"),
        choice("c", "age", "1"),
        {"id": "t", "type": "textarea", "value": {"text": ["hm"]}}, {"type": "relation"},
        dot("lamp", 1, 1, None, "l") | {"from_name": "things"},
    ]  # fmt: skip
    labels = taken(tmp_path, task([*others, dot("beak", 5, 5), box()]), told=told)
    assert len(labels) == 1
    assert told.account.passed_over == {
        "rectanglelabels `cat`": 1, "keypointlabels `paw`": 1, "keypointlabels `beak`": 1,
        "regions of type `textarea`": 1, "regions of type `relation`": 1, "choices `age`": 1,
        "keypointlabels `lamp`": 1,
    }  # fmt: skip


def test_bare_images_were_looked_at(tmp_path: Path) -> None:
    told = reading(bird())
    labels = taken(tmp_path, task([]), task(id=4), told=told)
    assert labels.bare == (Image(name="a.jpg", id="3"),)
    assert told.account.passed_over == {"tasks that nobody labelled": 1}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/upload/3/8ba1f7a1-img%201.jpg", "img 1.jpg"),
        ("/data/upload/img.jpg", "img.jpg"),
        ("https://ls.example.org/data/upload/12/8ba1f7a1-a-b.jpg", "a-b.jpg"),
        ("/data/local-files/?d=set/a%20b.jpg", "set/a b.jpg"),
        ("s3://bucket/a.jpg", "s3://bucket/a.jpg"),
        ("data:image/png;base64,xx", ""),
    ],
)
def test_names_of_pictures(address: str, name: str) -> None:
    assert file_name(address) == name


WRONG: list[tuple[str, list[Any], str]] = [
    ("word", [dot("beek", 1, 1), box()], "called `beek`\n  help: did you mean `beak`"),
    ("tier", [dot("beak", 1, 1), choice("b_beak", "visibility", "seen"), box()], "no tier `seen`"),
    ("tiers", [dot("beak", 1, 1), choice("b_beak", "visibility", "visible", "covered"), box()],
     "has 2 tiers"),
    ("copied", [dot("beak", 1, 1), dot("beak", 2, 2, id="x"), box()], "there twice"),
    ("parent", [dot("beak", 1, 1, "gone")], "under region `gone`, which is not there"),
    ("vertex", [drawn({"Xy12": (1, 1)})], "no keypoint has the vertex `Xy12`"),
    ("names", [drawn({"left_wing": (1, 1), "LWing": (2, 2)})], "has two vertices"),
    ("list", [drawn({"beak": (1, 1)}), choice("v", "tier_covered", "beek")], "is called `beek`"),
    ("lists", [drawn({}), choice("v", "tier_covered", "beak"), choice("v", "tier_absent", "beak")],
     "on the lists of covered and absent"),
    ("unlisted", [drawn({}), choice("v", "tier_seen", "beak")], "no tier `seen`"),
    ("percent", [dot("beak", 1e9, 1), box()], "`x` of region `b_beak` is not a number of percent"),
    ("place", [dot("beak", "1", 1), box()], "`x` of region"),  # type: ignore[arg-type]
    ("truth", [dot("beak", True, 1), box()], "`x` of region"),
    ("width", [box() | {"original_width": 0}], "does not say how large the image is"),
    ("wide", [box() | {"original_width": 10**12}], "does not say how large the image is"),
    ("turned", [box() | {"image_rotation": 90}], "turned around"),
    ("sizes", [dot("beak", 1, 1), box() | {"original_width": 7}], "the image is 200x100 and 7x100"),
    ("ids", [box(), box()], "two regions have the id `b`"),
    ("id", [box() | {"id": 5}], "has no id"),
    ("object", [5], "result 0 is not an object"),
    ("labels", [box(rectanglelabels=["bird", "cat"])], "has not one label"),
    ("choices", [box(), {"id": "b", "type": "choices", "from_name": "a"}], "has no words"),
    ("again", [box(), choice("b", "a", "x"), choice("b", "a", "y")], "`a` is answered twice"),
    ("result", None, "no list `result`"),  # type: ignore[list-item]
]  # fmt: skip


@pytest.mark.parametrize(("result", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_what_is_wrong_is_named_or_set_aside(result: Any, said: str, tmp_path: Path) -> None:
    good = task([dot("beak", 1, 1), box()])
    message = fault(tmp_path, good, task(result))
    assert said in message
    assert "image a.jpg" in message
    assert f"{tmp_path / 'tasks.json'}, byte " in message
    told = reading(bird(), "aside")
    assert len(taken(tmp_path, good, task(result), good, told=told)) == 2
    assert told.faults.count == 1
    assert told.faults.first[0].data


def test_other_exports_are_told_apart(tmp_path: Path) -> None:
    flat = {"id": 1, "image": "a.jpg", "kp": [{"x": 1, "y": 2, "keypointlabels": ["beak"]}]}
    assert "JSON_MIN" in fault(tmp_path, flat)
    assert "names no picture" in fault(tmp_path, task([]) | {"data": {"a": "x", "b": "y"}})


def test_tasks_of_two_specs_do_not_mix(tmp_path: Path) -> None:
    stamp = {"schemac": {"spec": "animal/bird-6@1.2.0", "digest": "0" * 64}}
    other = copy.deepcopy(stamp)
    other["schemac"]["spec"] = "animal/bird-6@2.0.0"
    message = fault(tmp_path, task([box()], meta=stamp), task([box()], meta=other))
    assert "the task is in `animal/bird-6@2.0.0`, others before in" in message


def test_a_turned_box_is_none_and_counted(tmp_path: Path) -> None:
    told = reading(bird())
    labels = taken(tmp_path, task([box(rotation=30)]), told=told)
    assert np.isnan(labels.boxes).all()
    assert told.account.assumed.total() == 1
