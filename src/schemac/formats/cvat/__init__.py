"""CVAT: a skeleton as a label constructor, one file for the Raw editor, REST, SDK and CLI.

Made for CVAT 2.54 to 2.80, whose labels did not change in between
(https://docs.cvat.ai/docs/annotation/annotation-editor/skeletons/).
"""

from __future__ import annotations

from schemac.artifact import Artifact, json_bytes
from schemac.format import Emission, Feature, Format, Option, Settings
from schemac.formats.cvat.codes import CODES
from schemac.formats.cvat.limits import accepts
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT", "accepts", "emit"]


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`labels.json`, and what it does not say as the spec does."""
    # Loaded here, because `check` asks what CVAT accepts and never emits.
    from schemac.formats.cvat import attributes
    from schemac.formats.cvat import labels as label_file
    from schemac.formats.cvat.layout import layout

    holder = attributes.holder_of(skeleton.visibility, settings.options.get("visibility", "auto"))
    drawn = layout(skeleton)
    content = json_bytes(label_file.labels(skeleton, drawn, holder))
    losses = (*label_file.losses(skeleton, drawn), *attributes.losses(skeleton, holder))
    assumed = [*attributes.assumed(skeleton, holder)]
    if skeleton.subject.category is None:
        assumed.append(f"the label's name is {skeleton.category}")
    return Emission((Artifact("labels.json", content),), losses, tuple(assumed))


FORMAT = Format(
    name="cvat",
    title="CVAT",
    summary="A skeleton label with its template, colours, visibility tiers and version.",
    files={"labels.json": "Label constructor: paste it into Raw, or send it by REST, SDK or CLI."},
    carries=frozenset(
        {
            Feature.POSITIONS,
            Feature.EDGES,
            Feature.TIERS,
            Feature.POINT_TIERS,
            Feature.ATTRIBUTES,
            Feature.VERSION,
        }
    ),
    emit=emit,
    accepts=accepts,
    options=(
        Option(
            name="visibility",
            summary="What holds a point's tier. attribute: a select on every sublabel, with all "
            "tiers. flags: CVAT's own occluded and outside, into which tiers fold. auto: flags "
            "where they hold every tier, else the attribute.",
            values=("auto", "attribute", "flags"),
        ),
    ),
)
