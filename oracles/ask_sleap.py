"""Ask sleap-io what it makes of `skeleton.yaml`. Runs in the environment of that oracle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sleap_io
from asking import Expected, main
from sleap_io.io.skeleton import decode_yaml_skeleton, encode_yaml_skeleton


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    (made,) = sleap_io.load_skeleton(str(place / "sleap" / "skeleton.yaml"))
    yield "load_skeleton: name", made.name == want["category"]
    yield "load_skeleton: nodes in order", made.node_names == want["names"]
    joined = [sorted(edge) for edge in made.edge_inds]
    yield "load_skeleton: the edges of the spec", joined == [sorted(e) for e in want["edges"]]
    towards = [towards_root(edge, want) for edge in made.edge_inds]
    yield "no edge leads towards the root, where the spec has one", not any(towards)
    pairs = sorted(sorted(pair) for pair in made.symmetry_inds)
    wanted = [[i, j] for i, j in enumerate(want["mirror"]) if i < j]
    yield "load_skeleton: symmetries", pairs == wanted
    (again,) = decode_yaml_skeleton(encode_yaml_skeleton([made]))
    same = (again.node_names, again.edge_inds) == (made.node_names, made.edge_inds)
    yield "what sleap-io writes of it is the same", same


def towards_root(edge: tuple[int, int], want: Expected) -> bool:
    """Whether an edge leads from a node to its parent."""
    parents = want["parents"]
    return bool(parents[edge[0]] == edge[1])


if __name__ == "__main__":
    main(asked)
