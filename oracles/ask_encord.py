"""Ask Encord's SDK what it makes of `ontology.json`. Runs in the environment of that oracle; no
server is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from asking import Expected, main
from encord.objects import OntologyStructure, Shape
from encord.objects.coordinates import SkeletonCoordinate


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    data = json.loads((place / "encord" / "ontology.json").read_text("utf-8"))
    structure = OntologyStructure.from_dict(data)
    (item,) = structure.objects
    (template,) = structure.skeleton_templates.values()
    named = item.shape is Shape.SKELETON and item.name == template.name == want["category"]
    yield "OntologyStructure: one object of shape skeleton", named
    hashes = {item.feature_node_hash, template.feature_node_hash}
    yield "the object and its template have one hash", len(hashes) == 1
    points = [template.skeleton[str(i)] for i in range(len(want["names"]))]
    yield "its points in order", [point.name for point in points] == want["names"]
    own = {point.feature_hash for point in points}
    yield "every point has a hash of its own", len(own) == len(points)
    joined = {(int(a), int(b)) for a, ends in template.skeleton_edges.items() for b in ends}
    yield "its edges", joined == {(a, b) for a, b in want["edges"]}
    xs, ys = [point.x for point in points], [point.y for point in points]
    size = (max(xs) - min(xs), max(ys) - min(ys))
    inside = all(0 <= value <= 1 for value in (*xs, *ys))
    near = max(abs(template.width - size[0]), abs(template.height - size[1])) < 1e-9
    yield "its size is that of its points, which lie from 0 to 1", inside and near
    labels = [SkeletonCoordinate(x=p.x, y=p.y, name=p.name) for p in points]
    made = template.create_instance(labels)
    yield "create_instance takes every point", len(made.values) == len(points)
    yield "what it writes is the file", structure.to_dict() == data


if __name__ == "__main__":
    main(asked)
