"""Edges, the kinematic root, contours."""

from __future__ import annotations

import pytest

from checks.build import HOME, Case, contour, edges, found, pair, point, skeleton
from schemac.checks import contours, graph, kinematics, topology
from schemac.model import Contour, Keypoint, Skeleton


def chain(*names: str, **fields: object) -> Skeleton:
    return skeleton(
        *(point(name, i) for i, name in enumerate("abcdef")), edges=edges(*names), **fields
    )


def square(*order: str) -> Skeleton:
    at = {"a": (10, 10), "b": (90, 10), "c": (90, 90), "d": (10, 90)}
    points = tuple(point(id, i, x, y) for i, (id, (x, y)) in enumerate(at.items()))
    return skeleton(*points, contours=(contour(*order, closed=True),))


def parents(**given: str) -> tuple[Keypoint, ...]:
    return tuple(point(id, i, parent=given.get(id)) for i, id in enumerate("abcd"))


RING = edges("a-b-c-d-a")

CASES: tuple[Case, ...] = (
    (topology.edge_to_itself, lambda: chain("a-a"), lambda: chain("a-b")),
    (topology.duplicate_edge, lambda: chain("a-b", "b-a"), lambda: chain("a-b", "b-c")),
    (topology.in_pieces, lambda: chain("a-b-c", "d-e-f"), lambda: chain("a-b-c", "d-e-f", "f-a")),
    (
        kinematics.out_of_reach,
        lambda: chain("a-b-c-d", "e-f", root="a"),
        lambda: chain("a-b-c-d", "e-f"),  # without a root nobody needs parents
    ),
    (
        kinematics.ring_without_parent,
        lambda: skeleton(*parents(), edges=RING, root="a"),
        lambda: skeleton(*parents(c="b"), edges=RING, root="a"),
    ),
    (
        kinematics.parent_without_edge,
        lambda: skeleton(*parents(c="a"), edges=RING, root="a"),
        lambda: skeleton(*parents(c="d"), edges=RING, root="a"),
    ),
    (
        contours.too_short,
        lambda: chain(contours=(contour("a", "b", closed=True),)),
        lambda: chain(contours=(contour("a", "b"),)),
    ),
    (
        contours.repeats_point,
        lambda: chain(contours=(contour("a", "b", "c", "a", closed=True),)),
        lambda: chain(contours=(contour("a", "b", "c", "a"),)),
    ),
    (
        contours.crosses_itself,
        lambda: square("a", "c", "b", "d"),
        lambda: square("a", "b", "c", "d"),
    ),
)


def test_a_line_doubled_on_both_sides_is_told_once() -> None:
    points = (*pair("hip"), *pair("knee", 2))
    lines = edges("left_hip-left_knee", "left_hip-left_knee")
    right = edges("right_hip-right_knee", "right_hip-right_knee")
    assert len(found(topology.duplicate_edge, skeleton(*points, edges=lines + right))) == 1


def test_a_skeleton_without_edges_is_no_figure_in_pieces() -> None:
    assert not found(topology.in_pieces, skeleton(*pair("eye")))


def test_pieces_and_loose_points_are_counted_apart() -> None:
    [problem] = found(topology.in_pieces, chain("a-b", "c-d"))
    assert problem.message == (
        "the edges make 2 separate pieces, at `a` and `c`; no edge leads to `e` and `f`"
    )
    assert problem.points == ("c", "d", "e", "f")


@pytest.mark.parametrize("parent", [{"a": "b"}, {"c": "x"}])
def test_what_cannot_be_a_parent(parent: dict[str, str]) -> None:
    wrong = skeleton(*parents(**parent), edges=RING, root="a")
    assert found(kinematics.parent_without_edge, wrong)


def test_a_parent_means_nothing_without_a_root() -> None:
    [problem] = found(kinematics.parent_without_edge, skeleton(*parents(c="b"), edges=RING))
    assert problem.message.endswith("the skeleton has no `root`")


def test_the_help_names_both_ways_into_a_ring() -> None:
    [problem] = found(kinematics.ring_without_parent, skeleton(*parents(), edges=RING, root="a"))
    assert problem.help == "write `parent: b` or `parent: d` on `c`"


def test_a_parent_cuts_only_its_own_ring() -> None:
    """An edge that alone leads somewhere stays, though no `parent` names it."""
    points = (*parents(c="b"), point("e", 4))
    tree = skeleton(*points, edges=(*RING, *edges("c-e")), root="a")
    assert not found(kinematics.ring_without_parent, tree)


def test_rings_are_what_is_left_without_loose_ends() -> None:
    joined = graph.neighbours(chain("a-b-c-a", "c-d-e"))
    assert set(graph.rings(joined)) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a-b-c-d-e", "`f` stands alone: no edge leads to it"),
        ("a-b-c-d", "`e` and `f` stand alone: no edge leads to them"),
    ],
)
def test_one_figure_and_what_stands_beside_it(line: str, said: str) -> None:
    [problem] = found(topology.in_pieces, chain(line))
    assert problem.message == said


def test_an_edge_to_itself_makes_no_figure() -> None:
    assert not found(topology.in_pieces, chain("a-a"))


def both_sides(*stems: str, closed: bool = False) -> Skeleton:
    """A contour written with stems, which stands for both sides."""
    points = [each for i, stem in enumerate(dict.fromkeys(stems)) for each in pair(stem, 2 * i)]
    lines = tuple(
        Contour(
            id=f"{side}_lid",
            points=tuple(f"{side}_{stem}" for stem in stems),
            closed=closed,
            origin=HOME / "contours" / "lid",
        )
        for side in ("left", "right")
    )
    return skeleton(*points, contours=lines)


def test_one_line_of_a_contour_is_told_once_for_both_sides() -> None:
    [short] = found(contours.too_short, both_sides("outer", "inner", closed=True))
    assert short.message == "the contour `lid` needs 3 different points or more"
    assert short.points == ("left_outer", "left_inner", "right_outer", "right_inner")
    [twice] = found(contours.repeats_point, both_sides("outer", "inner", "inner"))
    assert twice.message == "the contour `lid` names `inner` twice in a row"
    assert twice.points == ("left_inner", "right_inner")


def test_one_parent_line_is_told_once_for_both_sides() -> None:
    points = (point("nose"), *pair("hip", 1), *pair("knee", 3, parent="nose"))
    lines = edges("nose-left_hip-left_knee", "nose-right_hip-right_knee")
    [problem] = found(kinematics.parent_without_edge, skeleton(*points, edges=lines, root="nose"))
    assert problem.message == "`nose` cannot be the parent of `knee`: no edge joins the two"
    assert problem.points == ("left_knee", "right_knee")


def test_a_contour_that_only_touches_itself_does_not_cross() -> None:
    at = {"a": (10, 10), "b": (50, 50), "c": (90, 10), "d": (50, 50), "e": (10, 90)}
    points = tuple(point(id, i, x, y) for i, (id, (x, y)) in enumerate(at.items()))
    touching = skeleton(*points, contours=(contour(*at),))
    assert not found(contours.crosses_itself, touching)
