"""What every schema of a skeleton begins with, and the words about its keypoints.

Metadata stands in `$comment` and in descriptions: validators in strict mode refuse keywords of
our own.
"""

from __future__ import annotations

from typing import Any

from schemac.format import Settings
from schemac.model import Keypoint, Skeleton, Tier

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document(skeleton: Skeleton, settings: Settings, file: str, body: Schema) -> Schema:
    """A whole schema file: dialect, versioned `$id`, digest, then the body."""
    comment = f"Compiled from {skeleton.reference} {settings.digest}".rstrip()
    return {
        "$schema": DIALECT,
        "$id": address(skeleton, settings, file),
        "$comment": comment,
    } | body


def address(skeleton: Skeleton, settings: Settings, file: str) -> str:
    """The `$id` of a file: `urn:schemac:body/coco-17/1.0.0/json-schema/instance.schema.json`."""
    base = settings.base_uri
    if not base.endswith(("/", ":")):
        base += ":" if base.startswith("urn:") else "/"
    return f"{base}{skeleton.id}/{skeleton.version}/json-schema/{file}"


def laterality(skeleton: Skeleton) -> str:
    """Whose left is left, as a sentence."""
    if skeleton.subject.laterality == "subject":
        return "Left and right are the subject's own."
    return "Left and right are those of the person who looks at the picture."


def keypoint(point: Keypoint) -> Schema:
    """The annotations of a keypoint: title, description, whether it is on its way out."""
    side = f"the {point.side} one of a pair, " if point.side else ""
    place = f"Keypoint `{point.name}`, {side}index {point.index}."
    sentences = [point.words.definition, place, _farewell(point)]
    schema: Schema = {"title": point.words.title, "description": " ".join(filter(None, sentences))}
    if point.deprecated:
        schema["deprecated"] = True
    return schema


def allowed(skeleton: Skeleton, point: Keypoint) -> tuple[Tier, ...]:
    """The tiers that a keypoint may have; none when the skeleton has no tier set."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    return tuple(t for t in tiers if point.tiers is None or t.id in point.tiers)


def _farewell(point: Keypoint) -> str:
    gone = point.deprecated
    if gone is None:
        return ""
    instead = f", use `{gone.use}` instead" if gone.use else ""
    return f"Deprecated since {gone.since}{instead}." + (f" {gone.why}" if gone.why else "")
