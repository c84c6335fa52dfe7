"""One skeleton to check: the files of its build, what its spec says, and annotations of it."""

from __future__ import annotations

import copy
import json
from math import dist
from pathlib import Path
from typing import Any

Result = list[dict[str, Any]]
SHIFT = (1.5, -1.25)
"""By how much the points of an annotation lie off those of the template, in percent."""


class Case:
    """A folder with a target's files and `expected.json`."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text())
        self._folder = folder

    def config(self, file: str) -> str:
        return (self._folder / file).read_text(encoding="utf-8")

    def task(self, file: str) -> dict[str, Any]:
        """The one task of a template."""
        (task,) = json.loads(self.config(file))
        return dict(task)


def prediction(task: dict[str, Any]) -> Result:
    """The regions that a task starts with."""
    return list(task["predictions"][0]["result"])


def annotated(task: dict[str, Any], tiers: list[str]) -> dict[str, Any]:
    """The template as somebody's annotation: points moved, tiers given in turn."""
    result = copy.deepcopy(prediction(task))
    for place, one in enumerate(result):
        value = one["value"]
        for point in value.get("vertices", [value] if "x" in value else []):
            point["x"], point["y"] = point["x"] + SHIFT[0], point["y"] + SHIFT[1]
        if one["from_name"] == "visibility":
            value["choices"] = [tiers[place // 2 % len(tiers)]]
    return {"data": task["data"], "annotations": [{"result": result}]}


def with_lists(task: dict[str, Any], tiers: list[str]) -> dict[str, Any]:
    """An annotated vector with every third vertex on the list of a tier."""
    (vector, *others) = task["annotations"][0]["result"]
    ids = [vertex["id"] for vertex in vector["value"]["vertices"]]
    lists = [
        {key: vector[key] for key in ("id", "to_name", "original_width", "original_height")}
        | {"type": "choices", "from_name": f"tier_{tier}", "value": {"choices": ids[place::3]}}
        for place, tier in enumerate(tiers)
    ]
    return {"data": task["data"], "annotations": [{"result": [vector, *lists, *others]}]}


def facts(result: Result) -> dict[str, Any]:
    """What has to survive of each region: its place, its words, its parent, its vertices."""
    found = {}
    for one in result:
        value = one["value"]
        fact: dict[str, Any] = {"words": value.get(one["type"])}
        if one["type"] != "choices":
            fact |= {key: value[key] for key in ("x", "y", "width") if key in value}
            fact |= {"parent": one.get("parentID"), "vertices": vertices(value)}
        found[f"{one['id']} {one['from_name']}"] = fact
    return found


def vertices(value: dict[str, Any]) -> dict[str, Any]:
    """Vertex id -> place, predecessor, and what the line between them is."""
    return {
        vertex["id"]: (vertex["x"], vertex["y"], vertex.get("prevPointId"), vertex.get("link"))
        for vertex in value.get("vertices", ())
    }


def loneliest(places: dict[str, tuple[float, float]]) -> str:
    """The point that is farthest from its neighbour: a click there means no other."""

    def alone(id: str) -> float:
        return min(dist(places[id], at) for other, at in places.items() if other != id)

    return max(places, key=alone)
