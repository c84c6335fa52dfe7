"""The CVAT target: what is in the file, what cannot be, and the laws that hold for any of them."""

import json
import re
from math import dist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.format import Feature, Settings
from schemac.formats.cvat import CODES, FORMAT
from schemac.formats.cvat.laws import check_labels, check_svg
from schemac.formats.cvat.layout import distance, layout
from schemac.model import (
    Attribute,
    Edge,
    Instance,
    Keypoint,
    Position,
    Skeleton,
    Subject,
    Tier,
    TierSet,
    View,
    Words,
)
from schemac.source import Origin

FLAGS = ("visible", "occluded", "outside")


def tier_set(*folds, default=None):
    tiers = tuple(
        Tier(
            id=id, code=len(folds) - n, title=id, definition=id, situations=("seen",),
            coordinates="required", evaluated=True, coco=2, cvat=fold,
        )
        for n, (id, fold) in enumerate(folds)
    )  # fmt: skip
    return TierSet(id="visibility/x", version="1.0.0", title="X", tiers=tiers, default=default)


THREE = tier_set(*((fold, fold) for fold in FLAGS))
FOUR = tier_set(
    ("visible", "visible"),
    ("certain", "occluded"),
    ("estimated", "occluded"),
    ("absent", "outside"),
)


def keypoint(index, id, at=(50.0, 50.0), name=None, **more):
    side = next((s for s in ("left", "right") if id.startswith(s)), None)
    positions = (Position(view="front", x=at[0], y=at[1]),) if at else ()
    return Keypoint(
        id=id, stem=id.removeprefix(f"{side}_"), index=index, name=name or id, kind="surface",
        words=Words(title=id), side=side, positions=positions, **more,
    )  # fmt: skip


def skeleton_of(*points, category="person", edges=(), attributes=(), tiers=THREE, id="demo/body"):
    return Skeleton(
        id=id,
        version="1.2.0",
        title="Demo",
        subject=Subject(laterality="subject", category=category),
        keypoints=points,
        visibility=tiers,
        views=(View(id="front", sees="front", main=True),),
        edges=tuple(Edge(source=a, target=b) for a, b in edges),
        instance=Instance(one="One person.", attributes=attributes),
    )


FACE = skeleton_of(
    keypoint(0, "nose", (50, 60)),
    keypoint(1, "left_eye", (70, 20)),
    keypoint(2, "right_eye", (30, 20)),
    edges=[("nose", "left_eye"), ("nose", "right_eye")],
)


def emitted(skeleton, **options):
    artifact, *_ = FORMAT.emit(skeleton, Settings(options=options)).artifacts
    assert artifact.path == "labels.json"
    return json.loads(artifact.content)


def assumed(skeleton, **options):
    return FORMAT.emit(skeleton, Settings(options=options)).assumed


def losses(skeleton, **options):
    return FORMAT.emit(skeleton, Settings(options=options)).losses


def found(skeleton, **options):
    return [(d.code, d.message) for d in FORMAT.accepts(skeleton, Settings(options=options))]


def codes(skeleton, **options):
    return [code for code, _ in found(skeleton, **options)]


# What is in the file


def test_a_small_skeleton_whole():
    (label,) = emitted(FACE)
    assert {k: v for k, v in label.items() if k not in ("sublabels", "svg", "color")} == {
        "name": "person",
        "type": "skeleton",
        "attributes": [
            {
                "name": "schema_version",
                "input_type": "text",
                "mutable": False,
                "default_value": "demo/body@1.2.0",
                "values": ["demo/body@1.2.0"],
            }
        ],
    }
    assert [(s["name"], s["type"], s["attributes"]) for s in label["sublabels"]] == [
        ("nose", "points", []),
        ("left_eye", "points", []),
        ("right_eye", "points", []),
    ]
    assert label["svg"] == (
        '<line x1="50" y1="95" x2="95" y2="5" data-type="edge" data-node-from="1"'
        ' data-node-to="2"></line>'
        '<line x1="50" y1="95" x2="5" y2="5" data-type="edge" data-node-from="1"'
        ' data-node-to="3"></line>'
        '<circle r="0.75" cx="50" cy="95" data-type="element node" data-element-id="1"'
        ' data-node-id="1" data-label-name="nose"></circle>'
        '<circle r="0.75" cx="95" cy="5" data-type="element node" data-element-id="2"'
        ' data-node-id="2" data-label-name="left_eye"></circle>'
        '<circle r="0.75" cx="5" cy="5" data-type="element node" data-element-id="3"'
        ' data-node-id="3" data-label-name="right_eye"></circle>'
    )


def test_the_file_is_plain_json_that_all_of_cvat_takes():
    artifact, *_ = FORMAT.emit(FACE, Settings()).artifacts
    assert b"&quot;" not in artifact.content
    assert b'\\"' in artifact.content
    assert b"null" not in artifact.content
    assert b'"id"' not in artifact.content


def test_without_a_category_the_label_is_named_after_the_spec_and_that_is_reported():
    bare = skeleton_of(*FACE.keypoints, category=None)
    assert emitted(bare)[0]["name"] == "body"
    assert assumed(bare) == ("the label's name is body",)
    assert assumed(FACE) == losses(FACE) == ()


def test_instance_attributes_change_with_the_frame_unless_they_are_per_track():
    facts = (
        Attribute(id="pose", values=("standing", "lying"), default="lying"),
        Attribute(id="arm", values=("left", "right"), per="track", title="Bowling arm"),
    )
    skeleton = skeleton_of(*FACE.keypoints, attributes=facts)
    _, pose, arm = emitted(skeleton)[0]["attributes"]
    assert (pose["mutable"], pose["default_value"]) == (True, "lying")
    assert (arm["mutable"], arm["default_value"]) == (False, "left")
    assert pose["input_type"] == arm["input_type"] == "select"
    said = " ".join(assumed(skeleton))
    assert "arm = left" in said
    assert "pose" not in said


# Visibility


def visibility_of(skeleton, **options):
    return [sub["attributes"] for sub in emitted(skeleton, **options)[0]["sublabels"]]


def test_three_tiers_that_are_cvats_own_flags_need_no_attribute():
    assert visibility_of(FACE) == [[], [], []]


def test_four_tiers_become_an_attribute_with_an_explicit_default():
    tiers = tier_set(*((t.id, t.cvat) for t in FOUR.tiers), default="absent")
    assert visibility_of(skeleton_of(*FACE.keypoints, tiers=tiers))[0] == [
        {
            "name": "visibility",
            "input_type": "select",
            "mutable": True,
            "default_value": "absent",
            "values": ["visible", "certain", "estimated", "absent"],
        }
    ]


def test_a_preselected_tier_that_the_spec_does_not_name_is_reported():
    four = skeleton_of(*FACE.keypoints, tiers=FOUR)
    assert visibility_of(four)[0][0]["default_value"] == "visible"
    (said,) = assumed(four)
    assert "preselects the tier visible" in said


def test_a_keypoint_offers_only_the_tiers_it_may_have():
    tiers = tier_set(*((t.id, t.cvat) for t in FOUR.tiers), default="visible")
    point = keypoint(0, "hip", tiers=("estimated", "absent"))
    skeleton = skeleton_of(point, tiers=tiers)
    (attribute,) = visibility_of(skeleton)[0]
    assert attribute["values"] == ["estimated", "absent"]
    assert attribute["default_value"] == "estimated"
    (said,) = assumed(skeleton)
    assert "not allowed" in said


def test_options_choose_what_holds_the_tier():
    four = skeleton_of(*FACE.keypoints, tiers=FOUR)
    assert visibility_of(four, visibility="flags") == [[], [], []]
    assert visibility_of(FACE, visibility="attribute")[0][0]["values"] == list(FLAGS)
    (folded,) = losses(four, visibility="flags")
    assert "certain, estimated" in folded.message


def test_flags_report_tiers_that_a_keypoint_may_not_have():
    limited = skeleton_of(keypoint(0, "hip", tiers=("visible",)))
    assert [x.feature for x in losses(limited)] == [Feature.POINT_TIERS]


# What CVAT cannot name or hold


def test_a_good_skeleton_has_no_findings():
    assert found(FACE) == []
    assert found(skeleton_of(keypoint(0, "Left heel-1.x"))) == []


@pytest.mark.parametrize(
    "name", ["a" * 65, "knee ", " knee", "knee & shin", 'kn"ee', "<b>", "knie\n", "genou_é", "a/b"]
)
def test_names_that_cvat_breaks_on(name):
    assert codes(skeleton_of(keypoint(0, "knee", name=name))) == ["C201"]


def test_one_name_line_is_told_once():
    line = Origin("spec.yaml", ("keypoints", "knee"))
    both = [keypoint(i, f"knee_{i}", name=f"{'x' * 65}{i}", origin=line) for i in range(2)]
    [problem] = FORMAT.accepts(skeleton_of(*both), Settings())
    assert problem.points == ("knee_0", "knee_1")
    assert problem.message.endswith("; likewise `knee_1`")


@pytest.mark.parametrize("category", ["x" * 65, " person"])
def test_categories_that_are_no_label(category):
    assert codes(skeleton_of(*FACE.keypoints, category=category)) == ["C203"]


def test_a_category_of_64_letters_from_anywhere_is_a_label():
    assert codes(skeleton_of(*FACE.keypoints, category="ü" * 64)) == []


@pytest.mark.parametrize("id", ["schema_version", "x" * 65])
def test_attribute_names_that_are_taken_or_too_long(id):
    facts = (Attribute(id=id, values=("a",)),)
    assert codes(skeleton_of(*FACE.keypoints, attributes=facts)) == ["C204"]


def test_an_attribute_named_twice():
    facts = (Attribute(id="arm", values=("a",)), Attribute(id="arm", values=("b",)))
    assert codes(skeleton_of(*FACE.keypoints, attributes=facts)) == ["C204"]


@pytest.mark.parametrize(
    ("values", "default"),
    [
        ((), None),
        (("a" * 201,), "a" * 201),
        (("a" * 129,), None),
        (("a\nb",), None),
        ((" a",), None),
        (("",), None),
        (("a", "a"), None),
        (tuple(f"{n:0100}" for n in range(41)), None),
        (("a",), "b"),
    ],
)
def test_values_that_do_not_fit(values, default):
    facts = (Attribute(id="arm", values=values, default=default),)
    assert codes(skeleton_of(*FACE.keypoints, attributes=facts)) == ["C205"]


def test_values_that_just_fit():
    values = ("a" * 128, *(f"{n:0200}" for n in range(19)))
    facts = (Attribute(id="arm", values=values),)
    assert codes(skeleton_of(*FACE.keypoints, attributes=facts)) == []


def test_a_schema_id_that_no_attribute_holds():
    assert codes(skeleton_of(*FACE.keypoints, id="x" * 128)) == ["C205"]


def test_a_keypoint_without_any_allowed_tier():
    point = keypoint(0, "hip", tiers=())
    assert codes(skeleton_of(point, tiers=FOUR)) == ["C205"]
    assert codes(skeleton_of(point, tiers=FOUR), visibility="flags") == []


def test_codes_are_explained_and_unique():
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
    for code in CODES:
        assert re.fullmatch(r"C2\d\d", code.id)
        assert code.name.startswith("cvat-")
        assert code.doc.count("\n\n") >= 2


# The picture


def spots(*points, **more):
    return layout(skeleton_of(*points, **more))


def test_positions_keep_their_shape():
    flat = spots(keypoint(0, "a", (10, 10)), keypoint(1, "b", (50, 10)), keypoint(2, "c", (10, 30)))
    assert flat.spots == ((5, 27.5), (95, 27.5), (5, 72.5))
    assert flat.moved == ()


def test_one_point_lies_in_the_middle():
    assert spots(keypoint(0, "a", (3, 4))).spots == ((50, 50),)


def test_partners_on_one_spot_part_to_their_own_sides():
    face = spots(
        keypoint(0, "left_eye", (50, 50)),
        keypoint(1, "right_eye", (50, 50)),
        keypoint(2, "left_hip", (70, 90)),
        keypoint(3, "right_hip", (30, 90)),
    )
    (left, y), (right, z) = face.spots[:2]
    assert left > 50 > right
    assert y == z
    assert left + right == pytest.approx(100, abs=0.011)
    assert face.moved == ("left_eye", "right_eye")


def test_moved_points_are_reported():
    pile = skeleton_of(keypoint(0, "a"), keypoint(1, "b"), keypoint(2, "c", (60, 60)))
    (loss,) = losses(pile)
    assert loss.feature is Feature.POSITIONS
    assert loss.message.startswith("2 of 3")


def test_a_keypoint_without_a_position_is_drawn_and_reported():
    skeleton = skeleton_of(
        keypoint(0, "a", (0, 0)), keypoint(1, "b", (9, 9)), keypoint(2, "c", None)
    )
    assert layout(skeleton).spots[2] == (50, 50)
    (loss,) = losses(skeleton)
    assert loss.message.endswith(": c")


def test_views_that_the_template_does_not_show_are_reported():
    views = (View(id="front", sees="front", main=True), View(id="back", sees="back"))
    skeleton = Skeleton(
        id="a/b", version="1.0.0", title="X", keypoints=FACE.keypoints, views=views,
        subject=Subject(laterality="subject", category="person"),
    )  # fmt: skip
    (loss,) = losses(skeleton)
    assert "back" in loss.message


def test_a_pile_of_many_points_is_spread():
    heap = spots(*(keypoint(i, f"p{i}") for i in range(300)))
    assert_apart(heap)


coordinates = st.tuples(*[st.sampled_from([0, 1, 1.001, 1.5, 30, 50, 99.99, 100])] * 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(coordinates, min_size=1, max_size=40))
def test_no_two_circles_overlap_wherever_the_points_lie(places):
    sides = ("left_", "right_", "")
    points = [keypoint(i, f"{sides[i % 3]}p{i}", at) for i, at in enumerate(places)]
    drawn = layout(skeleton_of(*points))
    assert_apart(drawn)
    assert all(0 <= value <= 100 for spot in drawn.spots for value in spot)


@settings(max_examples=40, deadline=None)
@given(st.lists(coordinates, max_size=12, unique=True).map(lambda places: [*places, (60, 10)]))
def test_a_symmetric_skeleton_stays_symmetric(places):
    both = [(f"{s}_p{i}", at, s) for i, at in enumerate(places) for s in ("left", "right")]
    points = [
        keypoint(n, id, at if side == "left" else (-at[0], at[1]))
        for n, (id, at, side) in enumerate(both)
    ]
    drawn = layout(skeleton_of(*points)).spots
    for left, right in zip(drawn[::2], drawn[1::2], strict=True):
        assert left[0] + right[0] == pytest.approx(100, abs=0.021)
        assert left[1] == pytest.approx(right[1], abs=0.011)


def assert_apart(drawn):
    least = max(0.88 * distance(len(drawn.spots)), 2 * drawn.radius)
    for i, one in enumerate(drawn.spots):
        assert all(dist(one, other) >= least - 1e-6 for other in drawn.spots[:i])
    assert 0.1 < drawn.radius <= 0.75


# The laws


def broken(change):
    labels = emitted(FACE)
    change(labels[0])
    return check_labels(labels)


def svg(old, new):
    def change(label):
        assert old in label["svg"]
        label["svg"] = label["svg"].replace(old, new, 1)

    return change


def put(value, *route):
    def change(label):
        target = label
        for step in route[:-1]:
            target = target[step]
        target[route[-1]] = value

    return change


def test_what_we_emit_keeps_the_laws():
    assert broken(lambda label: None) == ()


@pytest.mark.parametrize(
    "change",
    [
        svg("<line", "<g></g><line"),
        svg("<line", "text<g/><line"),
        svg("<line", "<!DOCTYPE x><line"),
        svg("<line", "<line"[:-1]),
        svg("</circle>", ""),
        svg('data-label-name="nose"', "data-label-name='nose'"),
        svg('data-label-name="nose"', 'data-label-name="Nose"'),
        svg('data-label-name="nose"', 'data-label-name="left_eye"'),
        svg('data-node-id="1"', 'data-node-id="0"'),
        svg('data-element-id="1"', 'data-element-id="4"'),
        svg('"element node"', '"node"'),
        svg('data-node-to="2"', 'data-node-to="9"'),
        svg('data-node-to="2"', 'data-node-to="b"'),
        svg('data-node-to="2"', 'data-node-to="1"'),
        svg('data-node-to="2"', 'data-node-to="3"'),
        svg('data-type="edge"', ""),
        svg('cx="50"', 'cx="-1"'),
        svg('cx="50"', 'cx="101"'),
        svg('cx="50"', 'cx="nan"'),
        svg('cx="95" cy="5"', 'cx="5" cy="5"'),
        put("", "svg"),
        put("nose & mouth", "sublabels", 0, "name"),
        put("left_eye", "sublabels", 0, "name"),
        put("rectangle", "sublabels", 0, "type"),
        put("#ABCDEF", "sublabels", 0, "color"),
        put("red", "color"),
        put(7, "id"),
        put(None, "parent"),
        put([], "sublabels", 0, "sublabels"),
        put([], "sublabels"),
        put("slider", "attributes", 0, "input_type"),
        put("no", "attributes", 0, "mutable"),
        put([], "attributes", 0, "values"),
        put(None, "attributes", 0, "default_value"),
        put("number", "attributes", 0, "input_type"),
    ],
)
def test_the_laws_see_what_cvat_breaks_on(change):
    assert broken(change) != ()


@pytest.mark.parametrize("key", ["name", "type", "color", "attributes"])
def test_the_laws_miss_no_field(key):
    assert broken(lambda label: label["sublabels"][1].pop(key)) != ()
    assert broken(lambda label: label.pop(key)) != ()


def test_a_number_attribute_has_a_range():
    def change(label):
        label["attributes"][0] |= {
            "input_type": "number", "values": ["0", "10", "5"], "default_value": "5",
        }  # fmt: skip

    assert broken(change) == ()


def test_a_hostile_name_stays_a_name():
    name = '"/><script>alert(1)</script><circle x="'
    labels = emitted(skeleton_of(keypoint(0, "a", name=name), keypoint(1, "b", (9, 9))))
    assert "<script" not in labels[0]["svg"]
    assert labels[0]["svg"].count("<circle") == 2
    assert check_svg(labels) != ()


# The library


@pytest.mark.parametrize("spec", LIBRARY)
@pytest.mark.parametrize("visibility", ["auto", "attribute", "flags"])
def test_the_library_keeps_the_laws(skeleton, spec, visibility):
    loaded = skeleton(spec)
    labels = emitted(loaded, visibility=visibility)
    assert found(loaded, visibility=visibility) == []
    assert check_labels(labels) == ()
    assert [sub["name"] for sub in labels[0]["sublabels"]] == [p.name for p in loaded.keypoints]


@pytest.mark.parametrize("spec", LIBRARY)
def test_the_same_skeleton_gives_the_same_bytes(skeleton, spec):
    loaded = skeleton(spec)
    assert FORMAT.emit(loaded, Settings()) == FORMAT.emit(loaded, Settings())


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_point_of_the_library_can_be_picked(skeleton, spec):
    assert_apart(layout(skeleton(spec)))
