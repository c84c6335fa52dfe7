"""Batches of labels as bytes, for other processes and for files that are gone soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from schemac.labels.record import Annotation, Image, Labels

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class _Packed(Struct, frozen=True, array_like=True, gc=False):
    """A batch: arrays as the bytes of their numbers, and the records."""

    points: int
    keypoints: bytes
    boxes: bytes
    areas: bytes
    about: tuple[Annotation, ...]
    bare: tuple[Image, ...]


_encode = msgspec.msgpack.Encoder(enc_hook=str).encode
_decode = msgspec.msgpack.Decoder(_Packed).decode


def packed(labels: Labels) -> bytes:
    """A batch as bytes."""
    import numpy as np

    keypoints, boxes, areas = (
        np.ascontiguousarray(part, dtype=np.float64).tobytes()
        for part in (labels.keypoints, labels.boxes, labels.areas)
    )
    points = labels.keypoints.shape[1]
    return encoded(_Packed(points, keypoints, boxes, areas, labels.about, labels.bare))


def unpacked(data: bytes) -> Labels:
    """The batch that `packed` was given."""
    import numpy as np

    def numbers(data: bytes) -> NDArray[np.float64]:
        return np.frombuffer(data, dtype=np.float64).copy()

    found = _decode(data)
    return Labels(
        keypoints=numbers(found.keypoints).reshape(-1, found.points, 3),
        boxes=numbers(found.boxes).reshape(-1, 4),
        areas=numbers(found.areas),
        about=found.about,
        bare=found.bare,
    )


def encoded(value: Any) -> bytes:
    """Records as bytes. What is in `rest` of a kind that a file of text could not hold either
    becomes text, also whole numbers that no computer counts with."""
    try:
        return _encode(value)
    except OverflowError:
        return _encode(_smaller(value))


def _smaller(value: Any) -> Any:
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        return str(value) if value.bit_length() < 4096 else hex(value)
    if isinstance(value, Struct):
        return replace(value, **{n: _smaller(getattr(value, n)) for n in value.__struct_fields__})
    if isinstance(value, dict):
        return {key: _smaller(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_smaller, value))
    return value
