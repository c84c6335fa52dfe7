"""JSON Schemas, draft 2020-12, for the labels of one skeleton.

Each file stands alone: it refers to nothing outside itself. Under a `base_uri` that is a web
address, each `$id` is where the file lies when the build folder is published there.
"""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact, json_bytes
from schemac.format import Emission, Feature, Format, Group, Loss, Settings, Use
from schemac.model import Skeleton


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """The schema of our own record, of a COCO annotation, of a COCO file."""
    # Loaded here, because `check` asks what can be named and never emits.
    from schemac.formats.json_schema.annotation import annotation
    from schemac.formats.json_schema.dataset import dataset
    from schemac.formats.json_schema.document import document
    from schemac.formats.json_schema.instance import instance

    schemas = {
        "instance.schema.json": instance(skeleton),
        "coco-annotation.schema.json": annotation(skeleton),
        "coco-dataset.schema.json": dataset(skeleton),
    }
    artifacts = tuple(
        Artifact(file, json_bytes(document(skeleton, settings, file, body)))
        for file, body in schemas.items()
    )
    return Emission(artifacts, tuple(_losses(skeleton)), tuple(_assumed(skeleton)))


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    if skeleton.subject.category_id is None:
        yield "the COCO schemas hold for category 1; annotations of another are not checked"
    if skeleton.subject.category is None:
        yield f"the COCO category's name is {skeleton.category}"


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    if skeleton.visibility:
        kept = "the tiers' ids, definitions, coordinates and COCO flags"
        lost = "the questions that choose a tier, codes and limits for blur"
        yield Loss(Feature.TIERS, f"JSON Schema keeps {kept}, not {lost}")
    rules = skeleton.instance
    if rules and rules.at_least is not None:
        counted = f"at least {rules.at_least} keypoints, listed but perhaps not labelled"
        yield Loss(Feature.INSTANCE, f"JSON Schema cannot count by tier; it asks for {counted}")
    if rules and rules.box is not None:
        yield Loss(
            Feature.INSTANCE, f"the schemas have no place for an instance's box: {rules.box}"
        )


def _use(skeleton: Skeleton) -> Use:
    return Use(
        "Any validator for draft 2020-12 takes them, such as check-jsonschema:",
        "check-jsonschema --schemafile json-schema/coco-dataset.schema.json annotations.json",
    )


FORMAT = Format(
    name="json-schema",
    title="JSON Schema",
    summary="Schemas, draft 2020-12, that accept right labels and refuse wrong ones.",
    group=Group.CODE,
    files={
        "instance.schema.json": "one labelled instance, keypoints by id",
        "coco-annotation.schema.json": "one annotation of a COCO keypoint file",
        "coco-dataset.schema.json": "a COCO keypoint file; other categories are let through",
    },
    carries=frozenset(
        {
            Feature.DEFINITIONS, Feature.EDGES, Feature.SIDES, Feature.LATERALITY, Feature.TIERS,
            Feature.POINT_TIERS, Feature.INSTANCE, Feature.ATTRIBUTES, Feature.REQUIRED,
            Feature.DEPRECATIONS, Feature.VERSION,
        }
    ),
    emit=emit,
    use=_use,
    proven="jsonschema, jsonschema-rs and Ajv give the same verdicts",
)  # fmt: skip
