"""The fields of an annotation that are not its keypoints. Those that COCO does not know, such as
`track_id`, are called as other tools call them in COCO files, or as `schemac` does."""

from __future__ import annotations

import math
import re
from typing import Any

from schemac.datasets.coco.flags import TIERS
from schemac.datasets.coco.instance import InstanceError
from schemac.datasets.coco.layout import Layout
from schemac.labels import Annotation, Image, Place

_OWN = frozenset({
    "id", "image_id", "category_id", "keypoints", "num_keypoints", "bbox", "area", "iscrowd",
    "score", "track_id", "annotator", "when", "predicted", "interpolated", "attributes",
    "source_id", TIERS,
})  # fmt: skip


def annotation(record: dict[str, Any], image: Image, layout: Layout, place: Place) -> Annotation:
    """What is told of an instance. Raises InstanceError."""
    counted = record.get("num_keypoints")
    return Annotation(
        image=image,
        id=_text(record.get("source_id", record.get("id"))),
        track=_text(record.get("track_id")),
        annotator=_text(record.get("annotator")),
        when=_text(record.get("when")),
        predicted=record.get("predicted") is True,
        interpolated=record.get("interpolated") is True,
        crowd=record.get("iscrowd") in (1, True),
        score=_number(record.get("score"), "score"),
        counted=counted if type(counted) is int else None,
        attributes=_attributes(record),
        rest={key: record[key] for key in record if key not in _OWN and key not in layout.keys},
        place=place,
    )


def _attributes(record: dict[str, Any]) -> dict[str, Any]:
    found = record.get("attributes")
    return found if isinstance(found, dict) else {}


def _text(value: Any) -> str | None:
    return None if value is None else value if isinstance(value, str) else str(value)[:200]


def _number(value: Any, key: str) -> float | None:
    if value is None:
        return None
    if type(value) not in (int, float):
        raise InstanceError(f"`{key}` is no number")
    try:
        return float(value)
    except OverflowError:
        raise InstanceError(f"`{key}` is too large a number") from None


def box_of(record: dict[str, Any]) -> list[float]:
    """Left, top, width, height; NaN for none. Raises InstanceError."""
    box = record.get("bbox")
    if box is None or box == []:
        return [math.nan] * 4
    if not isinstance(box, list) or len(box) != 4:
        raise InstanceError("`bbox` is no list of 4 numbers")
    return [_number(side, "bbox") or 0.0 for side in box]


def area_of(record: dict[str, Any]) -> float:
    """The area, NaN for none. Raises InstanceError."""
    area = _number(record.get("area"), "area")
    return math.nan if area is None else area


def instance_record(about: Annotation) -> dict[str, Any]:
    """The fields of an instance besides its keypoints, extent and ids. JSON has room for those of
    other formats."""
    record = dict(about.rest)
    record["iscrowd"] = int(about.crowd)
    said = {
        "score": about.score, "track_id": whole(about.track), "annotator": about.annotator,
        "when": about.when, "predicted": about.predicted or None,
        "interpolated": about.interpolated or None, "attributes": dict(about.attributes) or None,
    }  # fmt: skip
    return record | {key: value for key, value in said.items() if value is not None}


def image_record(image: Image) -> dict[str, Any]:
    """The fields of an image besides its id."""
    record = dict(image.rest)
    said = {
        "file_name": image.name, "width": image.width, "height": image.height,
        "frame": image.frame, "subset": image.subset,
    }  # fmt: skip
    return record | {key: value for key, value in said.items() if value is not None}


def whole(id: str | None) -> int | str | None:
    """An id as a number where it is one."""
    return int(id) if id and re.fullmatch(r"0|[1-9][0-9]{0,17}", id) else id
