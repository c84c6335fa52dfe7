"""Ask Labelbox's SDK what it makes of `ontology.json`. Runs in the environment of that oracle; no
server is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from asking import Expected, main
from labelbox import OntologyBuilder, Tool


def asked(place: Path, want: Expected) -> Iterator[tuple[str, bool]]:
    """Each check, and whether it holds."""
    data = json.loads((place / "labelbox" / "ontology.json").read_text("utf-8"))
    builder = OntologyBuilder.from_dict(data)
    box, *points = builder.tools
    yield (
        "OntologyBuilder: a box for the instance",
        (box.tool is Tool.Type.BBOX and box.name == want["category"]),
    )
    yield (
        "OntologyBuilder: a point for each keypoint, in order",
        (
            [tool.name for tool in points] == want["names"]
            and {tool.tool for tool in points} == {Tool.Type.POINT}
        ),
    )
    asks = [[each.name for each in tool.classifications] for tool in points]
    yield "each point is asked for its visibility", asks == [["visibility"]] * len(points)
    again = OntologyBuilder()
    for tool in builder.tools:
        again.add_tool(tool)  # refuses two of one name
    yield "add_tool takes them all", again.asdict()["tools"] == builder.asdict()["tools"]


if __name__ == "__main__":
    main(asked)
