"""Label Studio: a labelling config that shows annotators what to click, and where.

One box for each instance, one label for each keypoint, one choice of visibility for each placed
point. Annotations store a keypoint's permanent id: where the name differs, the name is what the
label shows (`value`) and the id is what it stores (`alias`). Label Studio never notices that a
label in use was renamed, and its regions would be left without one; the id outlives a rename. The
option `stores: name` stores names instead, for data that already does.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.format import Emission, Feature, Format, Loss, Option, Settings
from schemac.formats.label_studio.names import CODES, NO_CATEGORY, STORES, accepts
from schemac.hotkeys import Hotkeys, allocate
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT"]

CONFIG = "config.xml"


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """The config, and what it lacks beyond what `carries` says."""
    # Loaded here, because `check` asks what can be named and never emits.
    from schemac.formats.label_studio.config import config
    from schemac.formats.label_studio.xml import render

    hotkeys = allocate(skeleton)
    content = render(config(skeleton, settings, hotkeys))
    named = skeleton.subject.category is not None
    assumed = () if named else (f"the box of an instance is labelled {NO_CATEGORY}",)
    return Emission((Artifact(CONFIG, content),), tuple(_losses(skeleton, hotkeys)), assumed)


def _losses(skeleton: Skeleton, hotkeys: Hotkeys) -> Iterator[Loss]:
    if number := len(hotkeys.without):
        what = "1 keypoint gets" if number == 1 else f"{number} keypoints get"
        yield Loss(Feature.HOTKEYS, f"{what} no hotkey: there are too few keys")
    tiers = skeleton.visibility
    if tiers and tiers.default:
        yield Loss(Feature.TIERS, f"nothing preselects the tier {tiers.default}; it is only stated")
    for attribute in skeleton.instance.attributes if skeleton.instance else ():
        if attribute.default:
            yield Loss(
                Feature.ATTRIBUTES, f"nothing preselects {attribute.id}: {attribute.default}"
            )
        if attribute.per == "track":
            yield Loss(
                Feature.ATTRIBUTES, f"{attribute.id} is asked for every image, not per track"
            )


FORMAT = Format(
    name="label-studio",
    title="Label Studio",
    summary="A labelling config with side colours, hotkeys, definitions and a reference drawing.",
    files={CONFIG: "the labelling config, to paste or send to a project"},
    carries=frozenset(
        {
            Feature.DEFINITIONS,
            Feature.REGIONS,
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
    accepts=accepts,
    options=(
        Option(
            STORES,
            "what annotations hold for a keypoint: its permanent id, or its name",
            ("id", "name"),
        ),
    ),
)
