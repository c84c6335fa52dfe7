"""V7 Darwin: a page to make the skeleton from. V7 takes no file of one: its library says that such
classes cannot be created."""

from __future__ import annotations

from schemac.artifact import Artifact
from schemac.by_hand.steps import Steps
from schemac.format import Emission, Feature, Format, Group, Settings, Use
from schemac.formats.v7.absorbing import CODES, absorb, recognises
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

FILE = "skeleton.html"

STEPS = Steps(
    tool="V7",
    start=(
        "V7 takes no file of a skeleton: make a class of type Keypoint Skeleton by hand, with this"
        " page beside it. Give the class the name in the title."
    ),
    points=(
        "Set the nodes in this order, about where the drawing has them, and give each its name."
        " V7's exports go by these names, letter for letter."
    ),
    edges="Join these nodes.",
    pairs=None,
    after=(
        "Label one picture with every node, export it as Darwin JSON, and ask whether its nodes are"
        " those of the spec."
    ),
    file="one.json",
)


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """The page."""
    from schemac.by_hand.page import page

    return Emission((Artifact(FILE, page(skeleton, STEPS)),))


def use(skeleton: Skeleton) -> Use:
    """A person reads it."""
    return Use("Open the page, and make the class in V7 beside it.")


FORMAT = Format(
    name="v7",
    title="V7 Darwin",
    summary="A page to make the skeleton from by hand: V7 takes no file of one.",
    group=Group.LABELLING,
    files={FILE: "names in order, a drawing with their numbers, lines and mirror pairs"},
    carries=frozenset({Feature.EDGES, Feature.POSITIONS}),
    emit=emit,
    use=use,
    proven="nothing: V7 is a service; exports are read as darwin-py 3.6.3 reads them",
    recognises=recognises,
    absorb=absorb,
)
