"""The columns of label tables: Parquet files and CSV files have the same, by the same names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from schemac.labels.account import Account
from schemac.labels.record import Annotation, Image, Place

Kind = Literal["text", "whole", "number", "flag", "object"]


class Column(Struct, frozen=True):
    """A column that a table of labels may have. An `object` is JSON text."""

    name: str
    kind: Kind
    about: str


COLUMNS = (
    Column("image", "text", "the image's file name; the only column that has to be there"),
    Column("image_id", "text", "what else the data calls the image"),
    Column("width", "whole", "of the image, in pixels"),
    Column("height", "whole", "of the image, in pixels"),
    Column("frame", "whole", "which frame of a video, from 0"),
    Column("subset", "text", "such as `train`"),
    Column("instance", "text", "what the data calls the instance"),
    Column("track", "text", "the same for one subject through a video"),
    Column("annotator", "text", "who labelled"),
    Column("when", "text", "when, as the labelling tool writes it"),
    Column("crowd", "flag", "whether it stands for a group that nobody told apart"),
    Column("predicted", "flag", "whether a program placed it, not a person"),
    Column("interpolated", "flag", "whether a program placed it between two labelled frames"),
    Column("score", "number", "of a prediction"),
    Column("box_x", "number", "left edge of the box, in pixels"),
    Column("box_y", "number", "upper edge of the box"),
    Column("box_w", "number", "width of the box"),
    Column("box_h", "number", "height of the box"),
    Column("area", "number", "of the object, in square pixels"),
    Column("attributes", "object", "attributes of the instance, by id"),
)  # fmt: skip
"""In the order in which they are written. A table needs only `image`."""

KIND = {column.name: column.kind for column in COLUMNS}
BOX = ("box_x", "box_y", "box_w", "box_h")
_OF_IMAGE = {
    "image": "name", "image_id": "id", "width": "width", "height": "height", "frame": "frame",
    "subset": "subset",
}  # fmt: skip
_PLAIN = ("track", "annotator", "when", "score")
_FLAGS = ("crowd", "predicted", "interpolated")


def row_of(about: Annotation) -> dict[str, Any]:
    """What a row says of an instance, apart from its box, its area and its keypoints."""
    row = {column: getattr(about.image, field) for column, field in _OF_IMAGE.items()}
    row |= {column: getattr(about, column) for column in (*_PLAIN, *_FLAGS)}
    row["instance"] = about.id
    row["attributes"] = _json(about.attributes) if about.attributes else None
    return row


def annotation_of(row: Mapping[str, Any], place: Place | None = None) -> Annotation:
    """The instance that a row tells of; columns that it lacks are as if they were empty. What has
    no name here goes to `rest`. Raises ValueError with a message for people."""
    name = row.get("image")
    if not name:
        raise ValueError("the row names no image")
    of_image: dict[str, Any] = {field: row.get(column) for column, field in _OF_IMAGE.items()}
    plain: dict[str, Any] = {column: row.get(column) for column in _PLAIN}
    flags: dict[str, Any] = {column: bool(row.get(column)) for column in _FLAGS}
    return Annotation(
        image=Image(**of_image),
        id=row.get("instance"),
        **plain,
        **flags,
        attributes=_object(row.get("attributes")),
        rest={k: v for k, v in row.items() if k not in KIND and v is not None},
        place=place,
    )


def count_left_out(about: Iterable[Annotation], account: Account) -> None:
    """Count the fields of other formats that a table has no column for."""
    for each in about:
        for field in (*each.rest, *each.image.rest):
            account.lost[f"field `{field}` of the source has no column"] += 1


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(dict(value), order="sorted").decode()


def _object(text: str | None) -> Mapping[str, Any]:
    if not text:
        return {}
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ValueError(f"`attributes` is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError("`attributes` is not a JSON object")
    return found
