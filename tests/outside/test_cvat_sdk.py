"""The CVAT target against CVAT's own SDK, and against what its server, exporter and editor do.

The server and the editor cannot be had as a package, so the three functions at the end do what
they do, written from what they were seen to accept and refuse.
"""

import json
import re
from xml.etree import ElementTree

import pytest
from cvat_sdk import models
from cvat_sdk.auto_annotation import DetectionFunctionSpec

from conftest import SPECS
from schemac.format import Settings
from schemac.formats.cvat import FORMAT
from schemac.model import Attribute, Instance, Keypoint, Position, Skeleton, Subject, View, Words


def emitted(skeleton, visibility="auto"):
    artifact, *_ = FORMAT.emit(skeleton, Settings(options={"visibility": visibility})).artifacts
    return json.loads(artifact.content)


def small():
    facts = (Attribute(id="arm", values=("left arm", "right arm"), per="track"),)
    points = tuple(
        Keypoint(
            id=id, stem=id, index=index, name=name, kind="surface", words=Words(title=id),
            positions=(Position(view="front", x=50.0, y=10.0 * index),),
        )
        for index, (id, name) in enumerate([("tip", "tip of it"), ("tail", "t" * 64)])
    )  # fmt: skip
    return Skeleton(
        id="demo/arrow", version="0.1.0", title="Arrow", keypoints=points,
        subject=Subject(laterality="viewer", category="arrow"),
        views=(View(id="front", sees="front", main=True),),
        instance=Instance(one="One arrow.", attributes=facts),
    )  # fmt: skip


@pytest.fixture(params=["small", *SPECS])
def labels(request, skeleton):
    return emitted(small() if request.param == "small" else skeleton(request.param), "attribute")


def test_the_sdk_builds_a_project_and_a_task_of_the_file(labels):
    project = models.ProjectWriteRequest(name="p", labels=labels)
    task = models.TaskWriteRequest(name="t", labels=labels)
    for request in (project, task):
        assert [label["name"] for label in labels] == [label.name for label in request.labels]
        assert json.loads(json.dumps(request.to_dict()))["labels"] == labels


def test_the_sdk_knows_every_field_of_every_level(labels):
    known = models.PatchedLabelRequest.attribute_map
    assert set(labels[0]) <= set(known)
    for sub in labels[0]["sublabels"]:
        assert set(sub) <= set(models.SublabelRequest.attribute_map)
        for attribute in sub["attributes"]:
            assert set(attribute) <= set(models.AttributeRequest.attribute_map)


def test_the_sdk_refuses_a_name_that_is_too_long(labels):
    labels[0]["sublabels"][0]["name"] = "x" * 65
    with pytest.raises(Exception, match="64"):
        models.PatchedLabelRequest(**labels[0])


def test_an_automatic_annotator_can_be_declared_with_the_file(labels):
    numbered = with_ids(labels)
    spec = DetectionFunctionSpec(labels=[models.PatchedLabelRequest(**x) for x in numbered])
    assert [sub.name for sub in spec.labels[0].sublabels] == names_of(labels[0])


def test_the_server_finds_every_sublabel_in_the_picture(labels):
    stored = store(labels[0])
    assert "data-label-name" not in stored
    assert re.findall(r'data-label-id="(\d+)"', stored) == [
        str(number) for number, _ in enumerate(labels[0]["sublabels"], start=100)
    ]


def test_the_exporter_reads_points_and_joints_in_order(labels):
    names, joints = export(labels[0])
    assert names == names_of(labels[0])
    assert all(1 <= end <= len(names) for joint in joints for end in joint)


def test_the_editor_takes_the_file(labels):
    assert complaints(labels) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda x: x.pop("attributes"), "attributes must be an array"),
        (lambda x: x["sublabels"][0].pop("attributes"), "attributes must be an array"),
        (lambda x: x["sublabels"][0].pop("type"), "unknown label type"),
        (lambda x: x.update(color="red"), "color value is invalid"),
        (lambda x: x.update(sublabels=[]), "non-empty sublabels"),
        (lambda x: x["attributes"][0].update(values=[]), "non-empty array"),
        (lambda x: x["attributes"][1].update(default_value="?"), "invalid default value"),
    ],
)
def test_the_editor_as_written_here_can_refuse(change, complaint):
    labels = emitted(small())
    change(labels[0])
    assert any(complaint in said for said in complaints(labels))


# Quality settings


@pytest.fixture(params=["body/coco-17", "body/coco-wholebody-133"])
def quality(request, skeleton):
    artifacts = FORMAT.emit(skeleton(request.param), Settings()).artifacts
    (artifact,) = [each for each in artifacts if each.path == "quality.json"]
    return json.loads(artifact.content)


def sent(quality):
    """The body for a server from 2.74 on, with numbers for the placeholders, as its notes say."""
    text = json.dumps(quality["from_2_74"])
    for number, mark in enumerate(quality["placeholders"], start=3):
        text = text.replace(f'"{mark}"', str(number))
    return json.loads(text)


def test_the_sdk_builds_the_requirements(quality):
    body = sent(quality)
    request = models.QualityRequirementBulkCreateRequest(**body)
    assert request.settings_id == 3
    assert len(request.requirements) == len(body["requirements"])
    assert json.loads(json.dumps(request.to_dict())) == body
    nodes = [models.QualityRequirementBulkCreateNodeRequest(**x) for x in body["requirements"]]
    assert [node.parent_requirement for node in nodes[:2]] == [4, 5]
    for node in body["requirements"]:
        assert set(node) <= set(models.QualityRequirementBulkCreateNodeRequest.attribute_map)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"point_size": 1.1}, "point_size"),
        ({"name": "x" * 251}, "250"),
        ({"point_size_base": "box"}, "PointSizeBase"),
    ],
)
def test_the_sdk_refuses_a_requirement_that_is_out_of_range(quality, change, complaint):
    whole, *_ = sent(quality)["requirements"]
    with pytest.raises(Exception, match=complaint):
        models.QualityRequirementBulkCreateNodeRequest(**whole | change)


def test_the_flat_settings_are_no_longer_known_and_not_refused_either(quality):
    """The trap that the notes of `quality.json` warn of."""
    flat = quality["before_2_74"]
    request = models.PatchedQualitySettingsRequest(**flat)
    assert request.oks_sigma == flat["oks_sigma"]
    assert not set(flat) & set(models.PatchedQualitySettingsRequest.attribute_map)
    assert any("oks_sigma" in note for note in quality["notes"])


# What CVAT does, in short


def names_of(label):
    return [sub["name"] for sub in label["sublabels"]]


def with_ids(labels):
    """Numbers for everything, as the SDK asks of an annotation function."""
    copy = json.loads(json.dumps(labels))
    for number, label in enumerate(copy, start=1):
        for level in (label, *label["sublabels"]):
            level["id"] = number
            number += 1
            for attribute_number, attribute in enumerate(level["attributes"]):
                attribute["id"] = attribute_number
    return copy


def store(label):
    """The server exchanges names for the ids of the new sublabels, as plain text."""
    svg = label["svg"]
    for number, name in enumerate(names_of(label), start=100):
        svg = svg.replace(f'data-label-name="{name}"', f'data-label-id="{number}"')
    return svg


def export(label):
    """The exporter parses the picture and takes circles and lines in their order."""
    root = ElementTree.fromstring("<root>" + label["svg"] + "</root>")
    circles = [child for child in root if child.tag == "circle"]
    lines = [child for child in root if child.tag == "line"]
    assert [int(c.attrib["data-node-id"]) for c in circles] == list(range(1, len(circles) + 1))
    joints = [(int(x.attrib["data-node-from"]), int(x.attrib["data-node-to"])) for x in lines]
    return [circle.attrib["data-label-name"] for circle in circles], joints


TYPES = {
    "any", "cuboid", "ellipse", "mask", "points", "polygon", "polyline", "rectangle", "skeleton",
    "tag",
}  # fmt: skip


def complaints(labels):
    """What the Raw editor says, rule by rule."""
    if not isinstance(labels, list):
        return ["Field is expected to be a JSON array"]
    said = [] if unique(x["name"] for x in labels) else ["Label name must be unique"]
    return said + [complaint for label in labels for complaint in of_label(label)]


def of_label(label):
    if not isinstance(label.get("name"), str) or not label["name"].strip():
        yield "Label name must be a string and not empty"
    if not isinstance(label.get("id", 0), int):
        yield "id must be an integer or undefined"
    if not re.fullmatch(r"#[0-9a-fA-F]{6}|", label.get("color", "")):
        yield "color value is invalid"
    if label.get("type") not in TYPES:
        yield f"unknown label type {label.get('type')}"
    if not isinstance(label.get("attributes"), list):
        yield "attributes must be an array"
        return
    if not unique(a["name"] for a in label["attributes"]):
        yield "attributes names must be unique"
    for attribute in label["attributes"]:
        yield from of_attribute(attribute)
    if label.get("type") == "skeleton":
        yield from of_skeleton(label)


def of_skeleton(label):
    if not label.get("sublabels"):
        yield "skeletons must provide non-empty sublabels array"
        return
    if not unique(sub["name"] for sub in label["sublabels"]):
        yield "sublabels names must be unique"
    if not isinstance(label.get("svg"), str):
        yield "skeletons must provide a correct SVG template"
    for sub in label["sublabels"]:
        yield from of_label(sub)


def of_attribute(attribute):
    values, default = attribute.get("values"), attribute.get("default_value")
    if not isinstance(attribute.get("name"), str) or not attribute["name"].strip():
        yield "Attribute name must be a string and not be empty"
    if attribute.get("input_type") not in {"select", "radio", "checkbox", "number", "text"}:
        yield "unknown input type"
    if not isinstance(attribute.get("mutable"), bool):
        yield "mutable property must be a boolean"
    if not isinstance(values, list) or not values:
        yield "attribute values must be a non-empty array"
    elif not all(isinstance(value, str) for value in values):
        yield "each attribute value must be a string"
    elif not unique(value.strip() for value in values):
        yield "attribute values must be unique"
    elif attribute["input_type"] in {"select", "radio"} and default not in values:
        yield f"invalid default value {default}"


def unique(names):
    listed = list(names)
    return len(set(listed)) == len(listed)
