"""The vector layout: lines that form a tree, and a config that can hold it."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import LIBRARY
from schemac.format import Settings
from schemac.formats.label_studio import FORMAT
from schemac.formats.label_studio.rules import broken_rules
from schemac.formats.label_studio.tree import tree
from schemac.model import (
    Attribute,
    Contour,
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


def keypoint(index, id, at=None, **more):
    positions = (Position(view="front", x=at[0], y=at[1]),) if at else ()
    fields = {"name": id, "kind": "surface", "words": Words(title=id)} | more
    return Keypoint(id=id, stem=id, index=index, positions=positions, **fields)


def skeleton(points, edges=(), contours=(), **more):
    fields = {
        "subject": Subject(laterality="subject", category="bird"),
        "views": (View(id="front", sees="front", main=True),),
    } | more
    return Skeleton(
        id="demo/x", version="1.2.0", title="X", keypoints=tuple(points),
        edges=tuple(Edge(source=a, target=b) for a, b in edges),
        contours=tuple(contours), **fields,
    )  # fmt: skip


def tier(id, code, coordinates="required"):
    return Tier(
        id=id, code=code, title=id.title(), definition=id, situations=("seen",),
        coordinates=coordinates, evaluated=True, coco=2, cvat="visible",
    )  # fmt: skip


def tier_set(*tiers, default=None):
    return TierSet(id="visibility/x", version="1.0.0", title="X", tiers=tiers, default=default)


SEEN, HIDDEN, ABSENT = tier("seen", 2), tier("hidden", 1), tier("absent", 0, "forbidden")
ROW = tuple(keypoint(n, id, (10 * n, 50)) for n, id in enumerate("abcd"))


def lines(made):
    """Point -> what it hangs on, and what the line is."""
    twigs = tree(made).twigs
    return {t.point.id: (t.parent.id if t.parent else None, t.link) for t in twigs}


def emitted(made, path="vector.xml", stores="id"):
    emission = FORMAT.emit(made, Settings(options={"stores": stores}))
    return next(each.content for each in emission.artifacts if each.path == path)


def config(made, stores="id"):
    return ElementTree.fromstring(emitted(made, stores=stores))


def control(root, name):
    return next(element for element in root.iter() if element.get("name") == name)


def texts(made):
    return [e.text for e in config(made).iter("Markdown") if e.get("visibleWhen")]


# the tree


def test_a_line_that_closes_a_cycle_is_left_out_and_reported():
    made = skeleton(ROW[:3], [("a", "b"), ("b", "c"), ("c", "a")])
    assert lines(made) == {"a": (None, None), "b": ("a", "edge"), "c": ("b", "edge")}
    assert tree(made).missing == (("c", "a"),)
    assert [loss.message for loss in FORMAT.emit(made, Settings()).losses] == [
        "1 edge is not drawn in vector.xml, whose lines form no cycle: c-a"
    ]


def test_contours_join_what_edges_leave_apart():
    round_all = Contour(id="round", points=("a", "b", "c", "d"), closed=True)
    made = skeleton(ROW, [("c", "b")], [round_all])
    assert lines(made) == {
        "a": (None, None),
        "b": ("a", "contour"),
        "c": ("b", "edge"),
        "d": ("c", "contour"),
    }
    assert not tree(made).helpers


def test_parts_are_joined_by_the_shortest_lines_and_it_is_said():
    points = [keypoint(0, "a", (0, 0)), keypoint(1, "b", (9, 0)), keypoint(2, "c", (10, 0)),
              keypoint(3, "d", (10, 5))]  # fmt: skip
    made = skeleton(points, [("a", "c")])
    assert lines(made) == {
        "a": (None, None),
        "b": ("c", "helper"),
        "c": ("a", "edge"),
        "d": ("c", "helper"),
    }
    (told,) = FORMAT.emit(made, Settings()).assumed
    assert told.endswith("no line of the spec joins: c to b, c to d")
    assert "2 lines hold separate parts together and mean nothing: c to b, c to d" in texts(made)[0]


def test_nothing_is_said_of_helpers_where_there_are_none():
    made = skeleton(ROW, pairwise("abcd"))
    assert FORMAT.emit(made, Settings()).assumed == ()
    assert "hold" not in texts(made)[0]


def test_a_constructed_point_is_no_vertex_and_its_edges_are_reported():
    made = skeleton(
        [*ROW[:2], keypoint(2, "mid", (5, 50), kind="constructed")], [("a", "mid"), ("mid", "b")]
    )
    assert lines(made) == {"a": (None, None), "b": ("a", "helper")}
    assert tree(made).missing == (("a", "mid"), ("mid", "b"))
    assert control(config(made), "skeleton").get("maxPoints") == "2"


def test_points_without_positions_are_joined_by_index():
    points = [keypoint(0, "a"), keypoint(1, "b"), keypoint(2, "c", (0, 0))]
    assert lines(skeleton(points)) == {
        "a": (None, None),
        "b": ("a", "helper"),
        "c": ("b", "helper"),
    }


places = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12)


@given(places, st.data())
def test_any_skeleton_becomes_one_tree(found, data):
    """One root, the lowest index; every chain of predecessors ends there; lines are edges first."""
    ids = [f"p{n}" for n in range(len(found))]
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    edges = data.draw(st.lists(pair.filter(lambda e: e[0] != e[1]), max_size=15, unique=True))
    made = skeleton([keypoint(n, ids[n], at) for n, at in enumerate(found)], edges)
    parents = {id: parent for id, (parent, _) in lines(made).items()}
    assert list(parents) == ids
    assert parents.pop("p0") is None
    for id in parents:
        seen = [id]
        while (above := parents.get(seen[-1])) is not None:
            assert above not in seen
            seen.append(above)
        assert seen[-1] == "p0"
    drawn = {frozenset((id, p)) for id, (p, link) in lines(made).items() if link == "edge"}
    assert drawn <= {frozenset(edge) for edge in edges}
    assert {frozenset(e) for e in edges} - drawn <= {frozenset(e) for e in tree(made).missing}


@pytest.mark.parametrize("spec", LIBRARY)
def test_every_edge_of_the_library_is_drawn_or_reported(spec, skeleton):
    made = skeleton(spec)
    drawn = {frozenset((id, p)) for id, (p, link) in lines(made).items() if link == "edge"}
    missing = {frozenset(edge) for edge in tree(made).missing}
    assert drawn | missing == {frozenset((e.source, e.target)) for e in made.edges}
    assert not drawn & missing


# the config


@pytest.mark.parametrize("stores", ["id", "name"])
@pytest.mark.parametrize("spec", LIBRARY)
def test_the_config_keeps_every_rule(spec, stores, skeleton):
    assert list(broken_rules(emitted(skeleton(spec), stores=stores))) == []


def test_one_label_and_no_least_number_of_points():
    vectors = control(config(skeleton(ROW)), "skeleton")
    assert [label.get("value") for label in vectors] == ["bird"]
    assert vectors.get("skeleton") == "true"
    assert vectors.get("maxPoints") == "4"
    assert vectors.get("minPoints") is None


def test_every_tier_but_the_default_has_a_list_of_the_points_that_may_have_it():
    points = [ROW[0], keypoint(1, "b", tiers=("seen", "absent")), *ROW[2:]]
    tiers = tier_set(SEEN, HIDDEN, ABSENT, default="seen")
    root = config(skeleton(points, visibility=tiers))
    lists = {e.get("name"): [c.get("value") for c in e] for e in root.iter("Choices")}
    assert lists == {"tier_hidden": ["a", "c", "d"], "tier_absent": ["a", "b", "c", "d"]}
    assert "A point on no list is <i>Seen</i>." in texts(skeleton(points, visibility=tiers))[1]


def test_without_a_default_no_tier_is_left_unsaid():
    made = skeleton(ROW, visibility=tier_set(SEEN, ABSENT))
    names = [e.get("name") for e in config(made).iter("Choices")]
    assert names == ["tier_seen", "tier_absent"]
    assert "its visibility is not known" in texts(made)[1]


@pytest.mark.parametrize(("stores", "alias"), [("id", "a"), ("name", None)])
def test_lists_show_names_and_store_what_points_store(stores, alias):
    made = skeleton([keypoint(0, "a", name="L_Wing")], visibility=tier_set(ABSENT))
    (choice,) = control(config(made, stores), "tier_absent")
    assert (choice.get("value"), choice.get("alias")) == ("L_Wing", alias)


def test_attributes_are_asked_of_the_vector():
    pose = Attribute(id="pose", values=("up", "down"), required=True)
    asked = control(
        config(skeleton(ROW, instance=Instance(one="One.", attributes=(pose,)))), "instance_pose"
    )
    assert (asked.get("whenTagName"), asked.get("required")) == ("skeleton", "true")


@given(st.text(min_size=1, max_size=30))
def test_any_text_is_harmless(text):
    tiers = tier_set(
        Tier(
            id="seen", code=2, title=text, definition=text, situations=("seen",),
            coordinates="required", evaluated=True, coco=2, cvat="visible",
        ),
        ABSENT,
        default="seen",
    )  # fmt: skip
    made = skeleton(ROW, visibility=tiers, instance=Instance(one=text))
    assert list(broken_rules(emitted(made))) == []


def test_names_in_the_instructions_are_no_markup():
    points = [keypoint(0, "a", name="<b>$x</b>"), keypoint(1, "b")]
    told = texts(skeleton(points))[0]
    assert not re.search(r"<b>|\$", told)
    assert "&#60;b&#62;&#36;x" in told
