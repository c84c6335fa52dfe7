"""The Label Studio target: the config as its editor would read it, and what it refuses."""

import re
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.format import Feature, Settings
from schemac.formats.label_studio import CODES, FORMAT
from schemac.formats.label_studio.rules import broken_rules
from schemac.model import (
    Attribute,
    Contour,
    Edge,
    Instance,
    Keypoint,
    Position,
    Region,
    Skeleton,
    Subject,
    Tier,
    TierSet,
    View,
    Words,
)

BY_ID, BY_NAME = Settings(), Settings(options={"stores": "name"})
HOSTILE = (
    "true",
    "false",
    "$image costs $5 or US$nose",
    "$",
    "]]>",
    "]]><script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "</svg></p></View>",
    "\"quoted\" 'single' & < > &lt;b&gt; &#36;",
    "[link](javascript:alert(1)) **bold** `code` ![picture](x)",
    "http://www.example.com",
    "# heading",
    "<!-- comment --> <?xml?> <!DOCTYPE x>",
    "one\n\n    two\ttabs\r",
    'toName="zzz" name="image"',
    "{{idx}} {image}",
    "\u202eright to left \U0001f600",
    "not\x00xml\x0b\ufffe",
)


def keypoint(index, id, at=None, name=None, kind="surface", **more):
    side = next((s for s in ("left", "right") if id.startswith(f"{s}_")), None)
    words = more.pop("words", Words(title=f"The {id}", definition=f"Where {id} is."))
    positions = (Position(view="front", x=at[0], y=at[1]),) if at else ()
    return Keypoint(
        id=id, stem=id.removeprefix(f"{side}_"), index=index, name=name or id, kind=kind,
        words=words, side=side, positions=positions, **more,
    )  # fmt: skip


def tier(id, code, coordinates="required", **more):
    words = {"title": id.title(), "definition": f"It is {id}."} | more
    return Tier(
        id=id, code=code, situations=("seen",), coordinates=coordinates, evaluated=True, coco=2,
        cvat="visible", **words,
    )  # fmt: skip


def tier_set(*tiers, default=None):
    return TierSet(id="visibility/x", version="1.0.0", title="X", tiers=tiers, default=default)


VISIBILITY = (tier("visible", 2), tier("occluded", 1), tier("absent", 0, "forbidden"))
BODY = (
    keypoint(0, "nose", (50, 10), region="head"),
    keypoint(1, "left_elbow", (70, 40), region="arm"),
    keypoint(2, "right_elbow", (30, 40), region="arm"),
    keypoint(3, "crown", (50, 2), region="head"),
    keypoint(4, "neck", (50, 20), name="L.Neck", kind="constructed", region="arm"),
)


def skeleton(points=BODY, laterality="subject", category="person", **more):
    fields = {
        "regions": (Region(id="head", title="Head"), Region(id="arm", title="Arms")),
        "visibility": tier_set(*VISIBILITY),
        "edges": (Edge(source="nose", target="crown"),),
        "views": (View(id="front", sees="front", main=True),),
    } | more
    return Skeleton(
        id="demo/x", version="1.2.0", title="X", keypoints=tuple(points),
        subject=Subject(laterality=laterality, category=category), **fields,
    )  # fmt: skip


def config(made=None, options=BY_ID):
    artifact = FORMAT.emit(made or skeleton(), options).artifacts[0]
    assert artifact.path == "config.xml"
    return artifact.content


def parsed(made=None, options=BY_ID):
    return ElementTree.fromstring(config(made, options))


def control(root, tag):
    found = root.find(f".//{tag}")
    assert found is not None
    return found


def labels(root):
    return list(control(root, "KeyPointLabels").iter("Label"))


def markdown(root, word):
    return next(e.text for e in root.iter("Markdown") if e.get("whenLabelValue") == word)


def instructions(root):
    texts = root.iter("Markdown")
    return next(e.text for e in texts if e.get("visibleWhen") == "no-region-selected")


def refused(made, options=BY_ID):
    return [(d.code, d.points) for d in FORMAT.accepts(made, options)]


# the palette


def test_labels_stand_in_index_order_whatever_belongs_together():
    found = labels(parsed())
    assert [label.get("value") for label in found] == [p.name for p in BODY]
    assert [label.get("model_index") for label in found] == list("01234")


def test_groups_stand_together_on_the_screen_by_order():
    runs = list(control(parsed(), "KeyPointLabels"))
    assert [[e.get("value") for e in run.iter("Label")] for run in runs] == [
        ["nose"], ["left_elbow", "right_elbow"], ["crown"], ["L.Neck"],
    ]  # fmt: skip
    assert [run.get("style") for run in runs] == ["order:0", "order:1", "order:0", "order:1"]
    titles = [[e.get("value") for e in run.iter("Header")] for run in runs]
    assert titles == [["Head"], ["Arms"], [], []]


def columns(root):
    grids = (e for e in root.iter("View") if "grid-column" in e.get("style", ""))
    return {e[0].get("value"): e.get("style") for e in grids}


@pytest.mark.parametrize("laterality", ["subject", "viewer"])
def test_sides_stand_as_in_the_picture_and_partners_in_one_row(laterality):
    found = columns(parsed(skeleton(laterality=laterality)))
    assert found["right_elbow"] == "grid-row:1;grid-column:1"
    assert found["left_elbow"] == "grid-row:1;grid-column:2"


def test_without_positions_the_laterality_says_where_sides_stand():
    points = (keypoint(0, "left_a"), keypoint(1, "right_a"))
    subject = columns(parsed(skeleton(points)))
    viewer = columns(parsed(skeleton(points, "viewer")))
    assert subject["left_a"] == viewer["right_a"] == "grid-row:1;grid-column:2"


def test_a_region_by_side_is_two_groups():
    points = [keypoint(i, f"{s}_thumb", region="hand") for i, s in enumerate(("left", "right"))]
    hand = Region(id="hand", title="Hands", by_side=True)
    root = parsed(skeleton(points, regions=(hand,)))
    runs = [(run[0].get("value"), run.get("style")) for run in control(root, "KeyPointLabels")]
    assert runs == [("Hands, left", "order:1"), ("Hands, right", "order:0")]


def test_a_long_side_folds_outer_columns_first():
    points = [
        keypoint(2 * n + k, f"{s}_jaw_{n}")
        for n in range(9)
        for k, s in enumerate(("left", "right"))
    ]
    found = columns(parsed(skeleton(points, regions=())))
    assert found["right_jaw_0"] == "grid-row:1;grid-column:1"
    assert found["right_jaw_4"] == "grid-row:1;grid-column:2"
    assert found["left_jaw_0"] == "grid-row:1;grid-column:6"
    assert found["left_jaw_8"] == "grid-row:1;grid-column:4"


def test_a_computed_point_keeps_its_label_out_of_reach():
    root = parsed()
    holder = next(e for e in root.iter("View") if len(e) and e[0].get("value") == "L.Neck")
    assert holder.get("style") == "display:none"
    assert holder[0].get("hotkey") == " "
    assert "not set by hand" in markdown(root, "neck")


def test_hints_say_whose_side_and_what_the_point_is():
    hints = {label.get("value"): label.get("hint") for label in labels(parsed())}
    assert hints["nose"] == "Where nose is."
    assert hints["left_elbow"] == "Subject's left. Where left_elbow is."
    viewer = labels(parsed(skeleton(laterality="viewer")))[1].get("hint")
    assert viewer == "Left in the picture. Where left_elbow is."


def test_a_point_without_definition_is_told_by_its_title():
    points = (keypoint(0, "a", words=Words(title="The tip")),)
    assert labels(parsed(skeleton(points, regions=())))[0].get("hint") == "The tip"


def test_keys_are_explicit_so_that_none_is_given_out_at_random():
    root = parsed()
    assert [label.get("hotkey") for label in labels(root)] == ["1", "2", "3", "4", " "]
    assert [c.get("hotkey") for c in control(root, "Choices")] == ["9", "0"]


def test_large_skeletons_show_the_side_as_a_letter_and_stay_inside_the_screen():
    points = [keypoint(n, f"left_p{n}") for n in range(41)]
    root = parsed(skeleton(points, regions=()))
    assert labels(root)[0].get("html") == "<b>L</b> p0"
    assert labels(root)[0].get("value") == "left_p0"
    assert labels(parsed())[1].get("html") is None
    assert "max-height: 24vh; overflow: auto" in control(root, "Style").text


# identity


def test_the_id_is_stored_where_the_name_differs():
    neck = labels(parsed())[4]
    assert (neck.get("value"), neck.get("alias")) == ("L.Neck", "neck")
    assert labels(parsed())[0].get("alias") is None
    assert markdown(parsed(), "neck").startswith("<p><b>L.Neck</b>")


def test_names_are_stored_when_asked_for():
    root = parsed(options=BY_NAME)
    assert [label.get("alias") for label in labels(root)] == [None] * 5
    assert markdown(root, "L.Neck")


def test_the_config_says_which_version_it_is_for():
    assert parsed().get("schemac") == "demo/x@1.2.0"


# tiers, box, attributes


def test_tiers_are_asked_per_point_and_a_tier_without_place_is_no_choice():
    choices = control(parsed(), "Choices")
    assert [c.get("value") for c in choices] == ["visible", "occluded"]
    assert [c.get("hint") for c in choices] == [
        "Visible. It is visible.",
        "Occluded. It is occluded.",
    ]
    assert (choices.get("perRegion"), choices.get("whenTagName")) == ("true", "kp")
    assert "<i>Absent</i>: leave the point out" in instructions(parsed())


def test_without_a_default_every_point_needs_an_answer():
    root = parsed()
    assert control(root, "Choices").get("required") == "true"
    assert "no choice means that it is not known" in instructions(root)


def test_a_default_is_what_no_choice_means():
    made = skeleton(visibility=tier_set(*VISIBILITY, default="visible"))
    root = parsed(made)
    assert control(root, "Choices").get("required") is None
    assert "No choice means <i>Visible</i>." in instructions(root)
    assert Feature.TIERS in {loss.feature for loss in FORMAT.emit(made, BY_ID).losses}


def test_no_tiers_no_choices():
    root = parsed(skeleton(visibility=None))
    assert root.find(".//Choices") is None
    assert "choice" not in instructions(root)


def test_the_box_is_the_only_label_with_a_category():
    box = control(parsed(), "RectangleLabels")[0]
    assert (box.get("value"), box.get("category"), box.get("hotkey")) == ("person", "0", "i")
    assert control(parsed(skeleton(category=None)), "RectangleLabels")[0].get("value") == "instance"


def test_the_rules_for_an_instance_are_shown_with_its_box():
    rules = Instance(one="One person.", at_least=3, occlusion="visible_only", crowd="Box crowds.")
    texts = parsed(skeleton(instance=rules)).iter("Markdown")
    shown = next(e.text for e in texts if e.get("whenTagName") == "instance")
    for part in ("One person.", "fewer than 3 ", "cannot be seen are left out", "Box crowds."):
        assert part in shown


def test_attributes_are_asked_of_the_box():
    pose = Attribute(id="pose", values=("up", "down"), title="Pose?", required=True)
    made = skeleton(instance=Instance(one="One person.", at_least=3, attributes=(pose,)))
    root = parsed(made)
    asked = next(c for c in root.iter("Choices") if c.get("name") == "instance_pose")
    assert [c.get("value") for c in asked] == ["up", "down"]
    assert (asked.get("whenTagName"), asked.get("required")) == ("instance", "true")
    assert not FORMAT.emit(made, BY_ID).losses


def test_what_an_attribute_loses_is_said():
    side = Attribute(id="hand", values=("l", "r"), default="l", per="track")
    losses = FORMAT.emit(skeleton(instance=Instance(one="One.", attributes=(side,))), BY_ID).losses
    assert [loss.feature for loss in losses] == [Feature.ATTRIBUTES] * 2


def test_points_without_a_key_are_counted():
    points = [keypoint(n, f"p{n}") for n in range(60)]
    losses = FORMAT.emit(skeleton(points, regions=(), edges=()), BY_ID).losses
    assert [loss.message for loss in losses] == [
        "5 keypoints get no hotkey: there are too few keys"
    ]


# the drawing


def svgs(root):
    return [e.text for e in root.iter("Markdown") if "<svg" in (e.text or "")]


def test_the_drawing_tells_sides_by_shape_and_letter():
    drawn = svgs(parsed())[0]
    assert drawn.count("<circle") == drawn.count("<rect") == 1
    assert drawn.count("<polygon") == 3
    assert ">R</text>" in drawn
    assert ">L</text>" in drawn
    titles = [unescape(title) for title in re.findall(r"<title>(.*?)</title>", drawn)]
    assert titles == ["nose", "left_elbow", "right_elbow", "crown"]


def test_a_crowded_group_gets_a_drawing_of_its_own():
    far = [keypoint(0, "head", (50, 0)), keypoint(1, "foot", (50, 100))]
    near = [
        keypoint(2 + n, f"lip_{n}", (50 + n % 8, 50 + n // 8), region="lips") for n in range(48)
    ]
    contour = Contour(id="lip", points=("lip_0", "lip_1", "lip_2"), closed=True)
    regions = (Region(id="lips", title="Lips"),)
    made = skeleton((*far, *near), regions=regions, edges=(), contours=(contour,))
    whole, lips = svgs(parsed(made))
    assert whole.count("<title>") == 2
    assert whole.count("<polygon") == 50
    assert lips.count("<title>") == 48
    assert lips.count("stroke-dasharray") == 3
    tags = [(float(x), float(y)) for x, y in re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', lips)]
    assert len(set(tags)) == 48


def test_without_positions_there_is_no_drawing():
    assert svgs(parsed(skeleton([keypoint(0, "a")], regions=(), edges=()))) == []


@pytest.mark.parametrize("count", [1, 9])
def test_points_in_one_place_are_drawn_beside_each_other(count):
    points = [keypoint(n, f"p{n}", (5, 5)) for n in range(count)]
    drawn = svgs(parsed(skeleton(points, regions=(), edges=())))[0]
    tags = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"', drawn)
    assert len(set(tags)) == count


# rules, and text from strangers


def worded(text):
    words = Words(title=text, definition=text)
    points = [keypoint(i, p.id, words=words, region=p.region) for i, p in enumerate(BODY)]
    attribute = Attribute(id="kp", values=("true", "0"), title=text)
    return skeleton(
        [keypoint(0, "nose", (1, 2), words=words, region="head"), *points[1:]],
        regions=(Region(id="head", title=text), Region(id="arm", title=text)),
        visibility=tier_set(
            tier("visible", 1, title=text, definition=text),
            tier("absent", 0, "forbidden", title=text),
            default="visible",
        ),
        instance=Instance(one=text, crowd=text, attributes=(attribute,)),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_leaves_a_config_that_keeps_the_rules(text):
    written = config(worded(text))
    assert list(broken_rules(written)) == []
    root = ElementTree.fromstring(written)
    shown = " ".join(re.sub("[\0\x0b\ufffe]", "\ufffd", text).split())
    assert unescape(markdown(root, "nose")).endswith(f": {shown}</p>")
    assert (labels(root)[0].get("hint") or "").replace("\u2060", "").removesuffix(".") == shown


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_is_written_the_rules_are_kept(text):
    assert list(broken_rules(config(worded(text)))) == []


@pytest.mark.parametrize("options", [BY_ID, BY_NAME])
@pytest.mark.parametrize("made", [skeleton(), skeleton(laterality="viewer", visibility=None)])
def test_the_rules_are_kept(made, options):
    assert list(broken_rules(config(made, options))) == []
    assert config(made, options) == config(made, options)


@pytest.mark.parametrize("spec", LIBRARY)
def test_the_library_keeps_the_rules(spec, skeleton):
    made = skeleton(spec)
    assert list(FORMAT.accepts(made, BY_ID)) == []
    assert list(broken_rules(config(made))) == []
    assert [label.get("value") for label in labels(parsed(made))] == [
        p.name for p in made.keypoints
    ]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("<View schemac", '<?xml version="1.0"?><View schemac', "readers"),
        ("<Style>", "<!-- x --><Style>", "readers"),
        ('size="5"', "size='5'", "single quotes"),
        ('hint="Where nose is."', 'hint="true"', "boolean"),
        ('hint="Where nose is."', 'hint="$nose"', "task data"),
        ('hint="Where nose is."', 'hurt="x"', "no attribute"),
        ('value="nose"', 'value=""', "kept as a label"),
        ('value="nose"', 'value="nose, left"', "comma"),
        ('value="crown"', 'value="nose"', "twice"),
        ('value="crown"', 'value="crown" alias="nose"', "twice"),
        ('hotkey="1"', 'hotkey="2"', "twice"),
        ('hotkey="1"', 'hotkey="v"', "not of the form"),
        (' hotkey="1"', "", "Label Studio's choice"),
        ('model_index="0"', 'model_index="3"', "order of model_index"),
        ('category="0"', 'category="1"', "category"),
        ('choice="single-radio"', 'choice="many"', "not of the form"),
        ('opacity="1"', 'opacity="7"', "not of the form"),
        ('background="#', 'background="#zz', "not of the form"),
        ('whenTagName="kp"', 'whenTagName="kq"', "no control"),
        ('whenLabelValue="neck"', 'whenLabelValue="L.Neck"', "not what a label stores"),
        ('toName="image"', 'toName="picture"', "no name"),
        ('name="instance"', 'name="kp"', "twice"),
        ('value="$image"', 'value="image"', "one image"),
        ("Collapse", "Colapse", "not a tag"),
        ('<View style="order:0">', '<Collapse/><View style="order:0">', "may not stand"),
        ("[CDATA[<p>", "[CDATA[<script>", "script"),
        ("[CDATA[<p>", "[CDATA[\n<p>", "one line"),
        ("<b>nose</b>", "<b>$nose</b>", "dollar"),
        (".sk-more {", ".sk > .more {", "style sheet"),
        ("</View>\n  <Image", "<Image", "not XML"),
    ],
)
def test_the_rules_find_what_label_studio_lets_pass(old, new, finding):
    text = config().decode()
    assert old in text
    broken = list(broken_rules(text.replace(old, new).encode()))
    assert any(re.search(finding, one) for one in broken), broken


# what it refuses


def test_a_plain_skeleton_is_accepted():
    assert refused(skeleton()) == []
    assert refused(skeleton(), BY_NAME) == []


@pytest.mark.parametrize("word", ["pass $5", "a, b", " a", "a  b", "a\u200bb"])
def test_words_that_cannot_be_kept(word):
    assert refused(skeleton(category=word)) == [("C301", ())]
    pose = Attribute(id="pose", values=("ok", word))
    assert refused(skeleton(instance=Instance(one="One.", attributes=(pose,)))) == [("C301", ())]
    assert refused(skeleton([keypoint(0, "a", name=word)])) == [("C301", ("a",))]


def test_a_keypoint_stored_as_a_boolean():
    assert refused(skeleton([keypoint(0, "true")])) == [("C302", ("true",))]
    named = skeleton([keypoint(0, "a", name="false")])
    assert refused(named) == []
    assert refused(named, BY_NAME) == [("C302", ("a",))]


def test_words_for_two_labels():
    swapped = skeleton([keypoint(0, "a", name="b"), keypoint(1, "b", name="c")])
    assert refused(swapped) == [("C303", ("b",))]
    assert refused(swapped, BY_NAME) == []
    assert refused(skeleton([keypoint(0, "person")])) == [("C303", ("person",))]


def test_a_name_that_is_plainly_given_twice_is_told_by_its_own_rule():
    assert refused(skeleton([keypoint(0, "a"), keypoint(1, "b", name="a")])) == []
    both = skeleton(
        [keypoint(0, "a", name="c"), keypoint(1, "b", name="c"), keypoint(2, "c", name="d")]
    )
    assert refused(both) == [("C303", ("c",))]


def test_codes_explain_themselves():
    assert [code.id for code in CODES] == ["C301", "C302", "C303"]
    assert all(code.name.startswith("label-studio-") and code.doc for code in CODES)
