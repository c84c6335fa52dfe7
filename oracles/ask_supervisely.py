"""Ask Supervisely's SDK what it makes of `meta.json`. Runs in the environment of that oracle; no
server is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import supervisely as sly
from asking import Expected, main
from supervisely.geometry.graph import GraphNodes, Node


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    data = json.loads((place / "supervisely" / "meta.json").read_text("utf-8"))
    meta = sly.ProjectMeta.from_json(data)
    (made,) = meta.obj_classes.items()
    yield "ProjectMeta: one class of shape graph", made.geometry_type is GraphNodes
    yield "ProjectMeta: its name", made.name == want["category"]
    config = made.geometry_config
    labels = [node["label"] for node in config["nodes"].values()]
    yield "its nodes in order", labels == list(config["nodes"]) == want["names"]
    index = {name: i for i, name in enumerate(want["names"])}
    edges = [[index[edge["src"]], index[edge["dst"]]] for edge in config["edges"]]
    yield "its edges", edges == want["edges"]
    nodes = {
        key: Node(sly.PointLocation(row=node["loc"][1], col=node["loc"][0]))
        for key, node in config["nodes"].items()
    }
    label = sly.Label(GraphNodes(nodes), made)
    drawn = sly.Annotation((1000, 1000)).add_label(label)
    kept = sly.Annotation.from_json(drawn.to_json(), meta).labels[0].geometry
    yield (
        "an object with every node is kept, on the right side of its partner",
        (list(kept.nodes) == want["names"] and sides(kept, want)),
    )
    written = meta.to_json()
    yield "what it writes of the class is the file", written["classes"] == data["classes"]


def sides(made: GraphNodes, want: Expected) -> bool:
    """Whether nodes lie to the left and right of each other as in the spec's view."""
    found = [made.nodes[name].location.col for name in want["names"]]
    wanted = [place[0] for place in want["template"]]
    return not wanted or all(
        (found[i] < found[j]) == (wanted[i] < wanted[j])
        for i, j in enumerate(want["mirror"])
        if abs(wanted[i] - wanted[j]) > 0.01
    )


if __name__ == "__main__":
    main(asked)
