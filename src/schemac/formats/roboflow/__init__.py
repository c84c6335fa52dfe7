"""Roboflow: a page to make the skeleton from, as a project takes no file of one. Its COCO exports
are COCO; what is read here are its YOLO exports."""

from __future__ import annotations

from schemac.artifact import Artifact
from schemac.by_hand.steps import Steps
from schemac.format import Emission, Feature, Format, Group, Settings, Use
from schemac.formats.roboflow.absorbing import CODES, absorb, recognises
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

FILE = "skeleton.html"

STEPS = Steps(
    tool="Roboflow",
    start=(
        "Roboflow takes no file of a skeleton: in a Keypoint Detection project, make a class and"
        " its skeleton by hand, with this page beside it. Give the class the name in the title."
    ),
    points=(
        "Set the points in this order, about where the drawing has them, and give each its name."
        " The order is that of every export; YOLO exports have nothing else to go by."
    ),
    edges="Join these points.",
    pairs="Enter these as symmetries: they change places when a picture is mirrored.",
    after=(
        "Label one picture, export it as COCO, and ask whether its points are those of the spec,"
        " in its order."
    ),
    file="_annotations.coco.json",
)


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """The page."""
    from schemac.by_hand.page import page

    return Emission((Artifact(FILE, page(skeleton, STEPS)),))


def use(skeleton: Skeleton) -> Use:
    """A person reads it."""
    return Use("Open the page, and make the skeleton in Roboflow beside it.")


FORMAT = Format(
    name="roboflow",
    title="Roboflow",
    summary="A page to make the skeleton from by hand: Roboflow takes no file of one.",
    group=Group.LABELLING,
    files={FILE: "names in order, a drawing with their numbers, lines and mirror pairs"},
    carries=frozenset({Feature.EDGES, Feature.POSITIONS, Feature.MIRROR}),
    emit=emit,
    use=use,
    proven="nothing: Roboflow is a service, and its library has no skeletons",
    recognises=recognises,
    absorb=absorb,
)
