"""JSON Schemas, draft 2020-12, for the labels of one skeleton.

Each file stands alone: it refers to nothing outside itself. Under a `base_uri` that is a web
address, each `$id` is where the file lies when the build folder is published there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.artifact import Artifact, json_bytes
from schemac.diagnostic import Code, Diagnostic
from schemac.format import Emission, Feature, Format, Loss, Settings
from schemac.model import Skeleton

BASE_URI = Code(
    id="C001",
    name="json-schema-base-uri",
    doc="""The project's `base_uri` cannot begin the `$id` of a JSON Schema.

    Validators know a schema by its `$id`, which has to be an absolute address without a query or
    a fragment. Leave `base_uri` out, or write a web address or a URN of your own in `schemac.yaml`:

        base_uri: https://schemas.example.org/keypoints/
    """,
)
CODES = (BASE_URI,)

_WEB = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?"
_URN = r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,30}[A-Za-z0-9](:[A-Za-z0-9._~-]+)*:?"
_BASE = re.compile(f"{_WEB}|{_URN}")


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """What the schemas cannot be named by."""
    if not _BASE.fullmatch(settings.base_uri):
        message = "`base_uri` is neither a plain web address nor a URN"
        yield BASE_URI.at(
            skeleton.origin,
            message,
            help="leave it out, or write one such as `https://schemas.example.org/keypoints/`",
        )


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


FORMAT = Format(
    name="json-schema",
    title="JSON Schema",
    summary="Schemas, draft 2020-12, that accept right labels and refuse wrong ones.",
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
    accepts=accepts,
)  # fmt: skip
