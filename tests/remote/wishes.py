"""What small skeletons want a tool to have, without a spec file."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from schemac import remote
from schemac.choosing import choose_targets
from schemac.format import Settings
from schemac.formats import load
from schemac.model import Edge, Skeleton
from schemac.remote import Wanted, wanted_of
from schemac.workspace import Workspace
from small_skeletons import bird, keypoint


def wish(tool: str, skeleton: Skeleton | None = None, **more: Any) -> Wanted:
    skeleton = skeleton or bird(title="Bird")
    options = choose_targets(Workspace(), (tool,)).options[tool]
    emission = load(tool).emit(skeleton, Settings(options=options))
    return wanted_of(remote.tool_named(tool), skeleton, emission, **more)


def renamed() -> Skeleton:
    """The beak has become a bill: another id, another name."""
    points = bird().keypoints
    bill = keypoint(0, "bill", required=True)
    edges = (Edge(source="bill", target="comb"), Edge(source="left_wing", target="tail"))
    return bird(title="Bird", keypoints=(bill, *points[1:]), edges=edges, evaluation=())


def grown() -> Skeleton:
    """There is one keypoint more."""
    return bird(title="Bird", keypoints=(*bird().keypoints, keypoint(6, "crest")))


def newer() -> Skeleton:
    return replace(bird(title="Bird"), version="2.0.0")
