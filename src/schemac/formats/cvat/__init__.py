"""CVAT: a skeleton as labels for the Raw editor, REST, SDK and CLI; as a file for the label
constructor; and the quality settings that go with it.

Made for CVAT 2.54 to 2.80, whose labels did not change in between
(https://docs.cvat.ai/docs/annotation/annotation-editor/skeletons/); its quality settings did.
"""

from __future__ import annotations

from schemac.artifact import Artifact, json_bytes
from schemac.draft import Absorbed, Given
from schemac.format import Emission, Feature, Format, Group, Option, Settings, Use
from schemac.formats.cvat.codes import CODES
from schemac.formats.cvat.limits import accepts
from schemac.model import Skeleton

__all__ = ["CODES", "FORMAT", "accepts", "emit"]

MAIN_SIGMAS = "main profile"
"""What the option `sigmas` says when it names no set. No set can have this id."""


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """Labels, the same as a constructor's file, quality settings; and what these do not say."""
    # Loaded here, because `check` asks what CVAT accepts and never emits.
    from schemac.formats.cvat import attributes, quality, quality_notes
    from schemac.formats.cvat import labels as label_file
    from schemac.formats.cvat.layout import layout
    from schemac.formats.cvat.skeleton_file import skeleton_svg

    holder = attributes.holder_of(skeleton.visibility, settings.options.get("visibility", "auto"))
    wish = settings.options.get("sigmas", MAIN_SIGMAS)
    found = quality.basis(skeleton, None if wish == MAIN_SIGMAS else wish)
    drawn = layout(skeleton)
    labels = label_file.labels(skeleton, drawn, holder)
    artifacts = [
        Artifact("labels.json", json_bytes(labels)),
        Artifact("skeleton.svg", skeleton_svg(skeleton, drawn, labels[0]["sublabels"])),
    ]
    if not isinstance(found, str):
        document = quality_notes.document(skeleton, found)
        artifacts.append(Artifact("quality.json", json_bytes(document)))
    losses = (
        *label_file.losses(skeleton, drawn),
        *attributes.losses(skeleton, holder),
        *quality_notes.losses(skeleton, found),
    )
    assumed = [*attributes.assumed(skeleton, holder)]
    if skeleton.subject.category is None:
        assumed.append(f"the label's name is {skeleton.category}")
    return Emission(tuple(artifacts), losses, tuple(assumed))


def recognises(given: Given) -> bool:
    """Whether `absorb` reads files that begin like this one."""
    from schemac.formats.cvat.absorbing import recognises

    return recognises(given)


def absorb(given: Given) -> Absorbed:
    """What somebody's own file says of skeletons."""
    from schemac.formats.cvat.absorbing import absorb

    return absorb(given)


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "In a new project or task choose Raw in the label editor, paste the file’s text and press"
        " Done. Or in a terminal:",
        "cvat-cli project create NAME --labels cvat/labels.json",
    )


FORMAT = Format(
    name="cvat",
    title="CVAT",
    summary="A skeleton label with its template, colours, visibility tiers and version, and the "
    "quality settings that the spec justifies.",
    group=Group.LABELLING,
    files={
        "labels.json": "the label: paste it into Raw, or send it by REST, SDK or CLI",
        "skeleton.svg": "its keypoints for the constructor's upload button, without the label's "
        "own name and attributes",
        "quality.json": "OKS settings for servers before and from 2.74, with notes to read first; "
        "only where the spec evaluates by OKS",
    },
    carries=frozenset(
        {
            Feature.POSITIONS,
            Feature.EDGES,
            Feature.TIERS,
            Feature.POINT_TIERS,
            Feature.SIGMAS,
            Feature.TOLERANCES,
            Feature.ATTRIBUTES,
            Feature.EVALUATION,
            Feature.QA,
            Feature.VERSION,
        }
    ),
    emit=emit,
    use=_use,
    sigmas="sigma, against the area of the box around the points; one for all up to CVAT 2.73",
    proven="cvat-sdk and cvat-cli 2.80 take the labels; no server was asked",
    recognises=recognises,
    absorb=absorb,
    accepts=accepts,
    options=(
        Option(
            name="visibility",
            summary="What holds a point's tier. attribute: a select on every sublabel, with all "
            "tiers. flags: CVAT's own occluded and outside, into which tiers fold. auto: flags "
            "where they hold every tier, else the attribute.",
            values=("auto", "attribute", "flags"),
        ),
        Option(
            name="sigmas",
            summary="The set of sigmas for quality.json, by its id.",
            default=MAIN_SIGMAS,
        ),
    ),
)
