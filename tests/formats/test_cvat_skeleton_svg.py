"""The constructor's file, read as CVAT's constructor reads it, against the labels beside it."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from msgspec import structs

from conftest import LIBRARY
from schemac.format import Settings
from schemac.formats.cvat import FORMAT
from schemac.formats.cvat.laws import check_labels
from schemac.model import Attribute, Instance, Skeleton
from small_skeletons import ABSENT, COVERED, GUESSED, NASTY, VISIBLE, bird, tier_set

HOSTILE = "</desc></svg><script>1</script>&lt;\"'\x7f\ufffe\u2028\U0001f41f"


def files(skeleton: Skeleton, **options: str) -> dict[str, bytes]:
    emission = FORMAT.emit(skeleton, Settings(options=options))
    return {artifact.path: artifact.content for artifact in emission.artifacts}


def four_tiers() -> Skeleton:
    """A bird whose tiers need an attribute on every keypoint, with a hostile tier."""
    odd = structs.replace(GUESSED, id=HOSTILE, cvat="occluded")
    return bird(visibility=tier_set(VISIBLE, COVERED, odd, ABSENT))


# What the constructor does


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children, self.text = [], ""


class Page(HTMLParser):
    """Elements as `innerHTML` makes them: comments are none, references are resolved."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("div", {}, None)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.here.children.append(Element(tag, dict(attributes), self.here))
        self.here = self.here.children[-1]

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        self.here = self.here.parent

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"{tag} ends where {self.here.tag} is open"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.text += data


class WrongSkeletonStructureError(Exception):
    pass


def upload(text: str):
    """Sublabels, and the elements that stay, as the constructor has them after an upload."""
    top = Page(text).root.children
    if len(top) != 1 or top[0].tag != "svg":
        raise WrongSkeletonStructureError("not one svg")
    elements = top[0].children
    described = [
        child
        for child in elements
        if child.tag == "desc"
        and child.attributes.get("data-description-type") == "labels-specification"
    ]
    if not described:
        raise WrongSkeletonStructureError("no description")
    labels = json.loads(described[0].text)
    place = 0
    while place < len(elements):  # a list that shrinks while it is walked
        if elements[place].tag not in ("line", "circle"):
            del elements[place]
        place += 1
    circles = [child.attributes for child in elements if child.tag == "circle"]
    if not circles or len(circles) < sum(child.tag != "line" for child in elements):
        raise WrongSkeletonStructureError("no circle, or something left")
    nodes = {circle["data-node-id"] for circle in circles}
    edges = [child.attributes for child in elements if child.tag == "line"]
    for edge in edges:
        assert edge["data-type"] == "edge"
        assert {edge["data-node-from"], edge["data-node-to"]} <= nodes
    named = {int(c["data-element-id"]): labels[c["data-element-id"]] for c in circles}
    assert len(named) == len(circles) == len(labels)
    return [named[id] for id in sorted(named)], [*edges, *circles]


def submitted(elements) -> str:
    """The template that the constructor makes of its elements: without paint."""
    painted = ("stroke", "stroke-width", "fill", "style")
    rows = []
    for attributes in elements:
        tag = "circle" if "r" in attributes else "line"
        kept = [f'{k}="{v}"' for k, v in attributes.items() if k not in painted]
        rows.append(f"<{tag} {' '.join(kept)}></{tag}>")
    return "".join(rows)


# The file


@pytest.fixture(params=["bird", "four tiers", *LIBRARY])
def any_skeleton(request, skeleton):
    made = {"bird": bird, "four tiers": four_tiers}.get(request.param)
    return made() if made else skeleton(request.param)


@pytest.mark.parametrize("visibility", ["auto", "attribute", "flags"])
def test_the_constructor_makes_the_same_label_of_it(any_skeleton, visibility):
    made = files(any_skeleton, visibility=visibility)
    (label,) = json.loads(made["labels.json"])
    sublabels, elements = upload(made["skeleton.svg"].decode())
    assert sublabels == label["sublabels"]
    assert submitted(elements) == label["svg"]


def test_what_the_constructor_makes_keeps_the_laws(skeleton):
    made = files(skeleton("body/coco-17"))
    (label,) = json.loads(made["labels.json"])
    sublabels, elements = upload(made["skeleton.svg"].decode())
    assert check_labels([label | {"sublabels": sublabels, "svg": submitted(elements)}]) == ()


def test_it_is_well_formed_xml_of_circles_lines_and_one_description(any_skeleton):
    root = ElementTree.fromstring(files(any_skeleton)["skeleton.svg"])
    space = "{http://www.w3.org/2000/svg}"
    assert (root.tag, root.get("viewBox")) == (f"{space}svg", "0 0 100 100")
    tags = [child.tag.removeprefix(space) for child in root]
    lines, circles = len(any_skeleton.edges), len(any_skeleton.keypoints)
    assert tags == ["line"] * lines + ["circle"] * circles + ["desc"]
    assert not any(len(child) for child in root)


def test_circles_have_the_colours_of_their_labels(any_skeleton):
    made = files(any_skeleton)
    (label,) = json.loads(made["labels.json"])
    root = ElementTree.fromstring(made["skeleton.svg"])
    fills = [child.get("fill") for child in root if child.tag.endswith("circle")]
    assert fills == [sub["color"] for sub in label["sublabels"]]
    assert all(child.get("stroke") for child in root if not child.tag.endswith("desc"))


def test_no_ids_but_those_of_the_elements():
    text = files(four_tiers())["skeleton.svg"].decode()
    assert '"id"' not in text
    assert "data-label-id" not in text


def test_hostile_values_stay_values():
    text = files(four_tiers())["skeleton.svg"].decode()
    assert text.isascii()
    assert "<script" not in text
    assert text.count("</desc>") == text.count("</svg>") == 1
    sublabels, _ = upload(text)
    assert HOSTILE in sublabels[0]["attributes"][0]["values"]


def test_a_hostile_name_stays_a_name():
    first, *rest = bird().keypoints
    made = files(bird(keypoints=(structs.replace(first, name=NASTY), *rest), edges=()))
    sublabels, elements = upload(made["skeleton.svg"].decode())
    assert sublabels[0]["name"] == elements[0]["data-label-name"] == NASTY
    ElementTree.fromstring(made["skeleton.svg"])


def test_facts_of_the_whole_instance_are_not_in_it():
    fact = Attribute(id="ring", values=("yes", "no"))
    text = files(bird(instance=Instance(one="One bird.", attributes=(fact,))))["skeleton.svg"]
    assert b"ring" not in text
    assert b"schema_version" not in text


def test_the_same_skeleton_gives_the_same_bytes(any_skeleton):
    assert files(any_skeleton) == files(any_skeleton)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("labels-specification", "labels"),
        ("<svg ", "<svg/><svg "),
        ("<desc", "<g></g><g></g><desc"),
        ("svg>", "div>"),
    ],
)
def test_the_constructor_as_written_here_can_refuse(old, new):
    text = files(bird())["skeleton.svg"].decode().replace(old, new)
    with pytest.raises((WrongSkeletonStructureError, AssertionError)):
        upload(text)


def test_an_xml_prolog_and_short_tags_do_no_harm():
    text = files(bird())["skeleton.svg"].decode()
    short = text.replace("></line>", "/>").replace("></circle>", "/>")
    assert upload('<?xml version="1.0"?>\n' + short)[0] == upload(text)[0]
