"""Labelbox: an ontology of points. Labelbox has no skeletons.

One point tool stands for each keypoint, each with a choice of its visibility below it, and a box
for the instance. Nothing ties the points of one instance together: what belongs to whom is read
from the box around it, and is a guess where two instances overlap.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.colours import INSTANCE_COLOUR, label_colours
from schemac.diagnostic import Code, Diagnostic
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.hotkeys import placing_tiers
from schemac.literals import python_text
from schemac.model import Attribute, Keypoint, Skeleton, Tier

NAME = Code(
    id="C630",
    name="labelbox-name",
    doc="""A keypoint has the name that the box of an instance has in Labelbox.

    Tools of an ontology are told apart by their names, and Labelbox's SDK refuses two of one name.
    The box is called by the subject's category. Name the keypoint or the category otherwise.

        subject: {category: ear}
        keypoints:
          ear: {definition: ...}
    """,
)
CODES = (NAME,)

FILE = "ontology.json"

_VISIBILITY = "visibility"


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """A point tool that would have the name of the box."""
    if _boxed(skeleton):
        for point in skeleton.keypoints:
            if point.name == skeleton.category:
                message = f"`{point.name}` is the name of the instance's box in Labelbox too"
                yield NAME.at(point.where("name"), message, points=(point.id,))


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Tools in index order, behind the box."""
    colours = label_colours(skeleton)
    attributes = skeleton.instance.attributes if skeleton.instance else ()
    asked = [_choice(*_asked(each)) for each in attributes]
    tools = [_tool("rectangle", skeleton.category, INSTANCE_COLOUR, asked)]
    points = [
        _tool("point", point.name, colours[point.id], _tiers(skeleton, point))
        for point in skeleton.keypoints
    ]
    ontology = {
        "tools": [*(tools if _boxed(skeleton) else ()), *points],
        "classifications": [] if _boxed(skeleton) else [each | _GLOBAL for each in asked],
    }
    return Emission(
        (Artifact(FILE, json_bytes(ontology)),),
        tuple(_losses(skeleton)),
        tuple(_assumed(skeleton)),
    )


_GLOBAL = {"scope": "global"}
"""What Labelbox asks once for a picture, where there is no box to ask it of."""


def _boxed(skeleton: Skeleton) -> bool:
    return skeleton.instance is None or skeleton.instance.box != "none"


def _tool(kind: str, name: str, colour: str, asked: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "tool": kind,
        "name": name,
        "required": False,
        "color": colour,
        "classifications": asked,
    }


def _tiers(skeleton: Skeleton, point: Keypoint) -> list[dict[str, Any]]:
    """The tiers that a placed point may have. One without a place is said by leaving it out."""
    allowed = _allowed(skeleton, point)
    if not allowed:
        return []
    options = [(tier.id, tier.title) for tier in allowed]
    return [_choice(_VISIBILITY, "Visibility", True, options)]


def _allowed(skeleton: Skeleton, point: Keypoint) -> list[Tier]:
    tiers = placing_tiers(skeleton)
    return [tier for tier in tiers if point.tiers is None or tier.id in point.tiers]


def _asked(attribute: Attribute) -> tuple[str, str, bool, list[tuple[str, str]]]:
    title = attribute.title or attribute.id
    return attribute.id, title, attribute.required, [(value, value) for value in attribute.values]


def _choice(
    name: str, title: str, required: bool, options: list[tuple[str, str]]
) -> dict[str, Any]:
    return {
        "type": "radio",
        "instructions": title,
        "name": name,
        "required": required,
        "options": [
            {"label": label, "value": value, "options": [], "position": at}
            for at, (value, label) in enumerate(options)
        ],
    }


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    if skeleton.visibility:
        without = [t.id for t in skeleton.visibility.tiers if t.coordinates == "forbidden"]
        if len(without) > 1:
            message = f"a point that is left out may be any of {', '.join(without)}"
            yield Loss(Feature.TIERS, message)
        if skeleton.visibility.default:
            message = f"nothing preselects the tier {skeleton.visibility.default}"
            yield Loss(Feature.TIERS, message)
    yield Loss(
        Feature.INSTANCE,
        "Labelbox has no skeletons: nothing ties the points of one instance together, keeps a"
        " point from being set twice, or asks for one that is missing",
    )
    if any(point.side for point in skeleton.keypoints):
        yield Loss(Feature.SIDES, "Labelbox shows sides as colours and in names only")
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        if attribute.default:
            message = f"nothing preselects {attribute.id}: {attribute.default}"
            yield Loss(Feature.ATTRIBUTES, message)
        if attribute.per == "track":
            message = f"{attribute.id} is asked for every picture, not per track"
            yield Loss(Feature.ATTRIBUTES, message)
        if not _boxed(skeleton):
            message = f"{attribute.id} is asked once for a picture, as there is no box"
            yield Loss(Feature.ATTRIBUTES, message)


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    if _boxed(skeleton):
        if skeleton.instance is None or skeleton.instance.box is None:
            yield "instances have boxes; only they tell which points belong together"
        if skeleton.subject.category is None:
            yield f"the box is called {skeleton.category}"
    if placing_tiers(skeleton):
        yield "every point that is set must be given a tier"


def use(skeleton: Skeleton) -> Use:
    """How the ontology comes to Labelbox."""
    return Use(
        "Create the ontology with Labelbox's SDK.",
        "import json, labelbox as lb\n"
        f'ontology = json.load(open("{FILE}"))\n'
        f"client.create_ontology({python_text(skeleton.category)}, ontology,"
        " media_type=lb.MediaType.Image)",
    )


FORMAT = Format(
    name="labelbox",
    title="Labelbox",
    summary="An ontology of points with visibility below them, and a box: there are no skeletons.",
    group=Group.LABELLING,
    files={FILE: "an ontology, as Labelbox's SDK takes it"},
    carries=frozenset({Feature.SIDES, Feature.TIERS, Feature.POINT_TIERS, Feature.ATTRIBUTES}),
    emit=emit,
    accepts=accepts,
    use=use,
    proven="labelbox 7.17.0 builds an ontology from it",
)
