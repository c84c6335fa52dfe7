"""Where in a file of MMPose the keypoints are described, there or in a file that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from schemac.absorbing import whole
from schemac.draft import Given
from schemac.located import Node

_FURTHEST = 6  # folders up from a config to the root of a repository
_base = re.compile(r"(?:.*/)?datasets/[\w.-]+\.py").fullmatch


class Named(Struct, frozen=True):
    """A file that is named as the one that describes the keypoints, and where that is said."""

    path: str
    node: Node


def tree(given: Given, data: bytes | None = None) -> Node:
    """The names of a file and what they stand for. Raises Unreadable."""
    from schemac.located import python

    return python.read(given.file, whole(given) if data is None else data)


def described(root: Node) -> tuple[Node, ...]:
    """The mappings that describe keypoints, each once, in the order of the file."""
    maps = (each for each in _maps(root) if each is not root)
    return tuple(each for each in maps if each.get("keypoint_info") is not None)


def named(root: Node) -> tuple[Named, ...]:
    """The files that are named by `from_file`, or else as a base of the config; each path once."""
    found: dict[str, Named] = {}
    for each in _maps(root):
        node = each.get("from_file")
        if node is not None and node.text:
            found.setdefault(node.text, Named(node.text, node))
    bases = root.get("_base_")
    for node in (bases.items or (bases,)) if bases and not found else ():
        if node.text and _base(node.text):
            found.setdefault(node.text, Named(node.text, node))
    return tuple(found.values())


def beside(given: Given, path: str) -> Given | None:
    """The file that a config names: from the config's folder, or from any folder above it."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    for start in range(len(parts)):
        tail = "/".join(parts[start:])
        for up in range(_FURTHEST + 1):
            found = given.beside("../" * up + tail)
            if found is not None:
                return found
    return None


def _maps(root: Node) -> Iterator[Node]:
    """Every mapping of a tree, each once: what a name stands for may be in many places."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if node.kind == "map":
            yield node
        inside = [*node.items, *(value for _, value in node.pairs)]
        waiting += reversed(inside)
