"""Parents follow from edges and root; in a ring somebody has to say where it is cut."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemac.compile import check
from schemac.workspace import Workspace

HEAD = """schemac: 1
spec: demo/ring
version: 0.1.0
title: Ring
subject: {category: ring, laterality: viewer}
visibility: visibility/coco-3@1.0.0
keypoints:
"""


def parents(folder: Path, edges: str, root: str = "a", **written: str) -> dict[str, str]:
    """The parents of the keypoints a to f that have one."""
    lines = [
        f"  {id}: {{index: {number}, kind: joint, definition: The point {id} of a ring., at: [9, 9]"
        + (f", parent: {written[id]}" if id in written else "")
        + "}\n"
        for number, id in enumerate("abcdef")
    ]
    path = folder / "ring.yaml"
    path.write_text(HEAD + "".join(lines) + f"edges: {edges}\nroot: {root}\n", "utf-8")
    [found] = check(Workspace(str(folder)), [str(path)]).skeletons
    return {point.id: point.parent for point in found.keypoints if point.parent}


def test_a_tree_has_one_way_to_the_root(tmp_path: Path) -> None:
    found = parents(tmp_path, "[[a, b, c], [b, d], [e, a, f]]")
    assert found == {"b": "a", "c": "b", "d": "b", "e": "a", "f": "a"}


def test_an_edge_may_run_either_way(tmp_path: Path) -> None:
    assert parents(tmp_path, "[[c, b, a], [d, e]]") == {"b": "a", "c": "b"}


def test_no_parent_is_made_up_in_a_ring(tmp_path: Path) -> None:
    """b, c and d could each be reached either way round; e hangs off the ring by one edge only."""
    assert parents(tmp_path, "[[a, b, c, d, a], [c, e]]") == {"e": "c"}


@pytest.mark.parametrize(
    ("cut", "found"),
    [
        ({"c": "b"}, {"b": "a", "c": "b", "d": "a"}),
        ({"c": "d"}, {"b": "a", "c": "d", "d": "a"}),
        ({"b": "c"}, {"b": "c", "c": "d", "d": "a"}),
    ],
)
def test_a_written_parent_cuts_the_ring(
    tmp_path: Path, cut: dict[str, str], found: dict[str, str]
) -> None:
    assert parents(tmp_path, "[[a, b, c, d, a]]", **cut) == found


def test_only_the_ring_that_is_cut_is_decided(tmp_path: Path) -> None:
    found = parents(tmp_path, "[[a, b, c, a], [a, d, e, a]]", c="b")
    assert found == {"b": "a", "c": "b"}
