"""Label Studio: a labelling config that shows annotators what to click, and where.

One box for each instance, one label for each keypoint, one choice of visibility for each placed
point. Annotations store a keypoint's permanent id: where the name differs, the name is what the
label shows (`value`) and the id is what it stores (`alias`). Label Studio never notices that a
label in use was renamed, and its regions would be left without one; the id outlives a rename. The
option `stores: name` stores names instead, for data that already does.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from schemac.artifact import Artifact, json_bytes
from schemac.draft import Absorbed, Given
from schemac.format import Emission, Feature, Format, Group, Loss, Option, Settings, Use
from schemac.formats.label_studio.names import CODES, NO_CATEGORY, STORES, accepts
from schemac.hotkeys import Hotkeys, allocate
from schemac.model import Skeleton

if TYPE_CHECKING:
    from schemac.formats.label_studio.tree import Tree

__all__ = ["CODES", "FORMAT"]

CONFIG = "config.xml"
TASK = "template-prediction.json"
VECTOR_CONFIG = "vector.xml"
VECTOR_TASK = "template-vector.json"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Both layouts, a task with a whole skeleton for each, and what they lack beyond what
    `carries` says. A skeleton without positions gets no tasks."""
    # Loaded here, because `check` asks what can be named and never emits.
    from schemac.formats.label_studio.config import config
    from schemac.formats.label_studio.template import keypoint_task, vector_task
    from schemac.formats.label_studio.tree import tree
    from schemac.formats.label_studio.vector import vector
    from schemac.formats.label_studio.xml import render

    hotkeys, lines = allocate(skeleton), tree(skeleton)
    tasks = {
        TASK: keypoint_task(skeleton, settings),
        VECTOR_TASK: vector_task(skeleton, settings, lines),
    }
    artifacts = (
        Artifact(CONFIG, render(config(skeleton, settings, hotkeys))),
        Artifact(VECTOR_CONFIG, render(vector(skeleton, settings, hotkeys, lines))),
        *(Artifact(path, json_bytes(task)) for path, task in tasks.items() if task),
    )
    losses = (*_losses(skeleton, hotkeys), *_undrawn(lines))
    return Emission(artifacts, losses, tuple(_assumed(skeleton, lines)))


_NAMED = 2  # helper lines that are named; all of them are marked in the task itself


def _assumed(skeleton: Skeleton, lines: Tree) -> Iterator[str]:
    if skeleton.subject.category is None:
        yield f"an instance is labelled {NO_CATEGORY}"
    if lines.helpers:
        ties = ", ".join(f"{parent.id} to {point.id}" for parent, point in lines.helpers[:_NAMED])
        if len(lines.helpers) > _NAMED:
            ties += f" and {len(lines.helpers) - _NAMED} more, marked in {VECTOR_TASK}"
        yield f"{VECTOR_CONFIG} ties together parts that no line of the spec joins: {ties}"


def _undrawn(lines: Tree) -> Iterator[Loss]:
    if lines.missing:
        number = len(lines.missing)
        named = ", ".join(f"{source}-{target}" for source, target in lines.missing)
        what = "1 edge is" if number == 1 else f"{number} edges are"
        yield Loss(
            Feature.EDGES,
            f"{what} not drawn in {VECTOR_CONFIG}, whose lines form no cycle: {named}",
        )


def _losses(skeleton: Skeleton, hotkeys: Hotkeys) -> Iterator[Loss]:
    if number := len(hotkeys.without):
        what = "1 keypoint gets" if number == 1 else f"{number} keypoints get"
        yield Loss(Feature.HOTKEYS, f"{what} no hotkey: there are too few keys")
    tiers = skeleton.visibility
    if tiers and tiers.default:
        yield Loss(
            Feature.TIERS,
            f"a point set by hand gets no tier; that it is {tiers.default} is only stated",
        )
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        if attribute.default:
            yield Loss(
                Feature.ATTRIBUTES,
                f"only {TASK} and {VECTOR_TASK} preselect {attribute.id}: {attribute.default}",
            )
        if attribute.per == "track":
            yield Loss(
                Feature.ATTRIBUTES, f"{attribute.id} is asked for every image, not per track"
            )


def recognises(given: Given) -> bool:
    """Whether `absorb` reads files that begin like this one."""
    from schemac.formats.label_studio.absorbing import recognises

    return recognises(given)


def absorb(given: Given) -> Absorbed:
    """What somebody's own file says of skeletons."""
    from schemac.formats.label_studio.absorbing import absorb

    return absorb(given)


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Open the project’s Settings, then Labeling Interface, then Code; paste the file’s text and"
        " press Save."
    )


FORMAT = Format(
    name="label-studio",
    title="Label Studio",
    summary="A labelling config with side colours, hotkeys, definitions and a reference drawing.",
    group=Group.LABELLING,
    files={
        CONFIG: "the labelling config, to paste or send to a project",
        TASK: "a task for it that comes with a whole skeleton, to be dragged into place",
        VECTOR_CONFIG: "another layout: one drawn skeleton per instance",
        VECTOR_TASK: "a task for that layout, which starts from a whole skeleton",
    },
    carries=frozenset(
        {
            Feature.DEFINITIONS,
            Feature.POSITIONS,
            Feature.REGIONS,
            Feature.EDGES,
            Feature.SIDES,
            Feature.LATERALITY,
            Feature.TIERS,
            Feature.INSTANCE,
            Feature.ATTRIBUTES,
            Feature.HOTKEYS,
            Feature.VERSION,
        }
    ),
    emit=emit,
    use=_use,
    proven="Label Studio 1.23.2 in Chromium, and label-studio-sdk 2.1.2",
    recognises=recognises,
    absorb=absorb,
    accepts=accepts,
    options=(
        Option(
            STORES,
            "what annotations hold for a keypoint: its permanent id, or its name",
            ("id", "name"),
        ),
    ),
)
