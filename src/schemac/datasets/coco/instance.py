"""What one annotation says, checked: whether it is an instance of the spec, and its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from schemac.datasets.coco.flags import TIERS
from schemac.datasets.coco.layout import Layout, Part
from schemac.datasets.coco.outline import Category
from schemac.labels import Account

Record = Mapping[str, Any]
_NUMBERS = frozenset({int, float})


class InstanceError(ValueError):
    """An annotation that cannot be used; the message is for people."""


def concerned(record: Any, category: Category, account: Account) -> bool:
    """Whether an annotation is an instance with keypoints of the spec's category. Those that are
    not are counted. Raises InstanceError for what is no annotation."""
    if not isinstance(record, dict):
        raise InstanceError("an annotation is no object")
    id = record.get("category_id")
    if id is None and not category.others:
        account.assumed["an annotation without `category_id` is of the only category"] += 1
    elif isinstance(id, bool) or id != category.id:
        account.passed_over[other(id, category)] += 1
        return False
    if not record.get("keypoints"):
        account.passed_over["annotations without keypoints"] += 1
        return False
    return True


def numbers(record: Record, layout: Layout) -> list[float]:
    """Three numbers a keypoint, in the file's order. A part of the body that has no field is not
    labelled. Raises InstanceError."""
    found: list[float] = []
    for part in layout.parts:
        value = record.get(part.key)
        if value is None and part is not layout.parts[0]:
            found += [0] * (3 * (part.end - part.start))
        else:
            found += _three_each(value, part)
    return found


def tiers(record: Record, layout: Layout) -> list[float] | None:
    """Codes from `keypoint_tiers`, NaN for null; None where there is no such field."""
    value = record.get(TIERS)
    if value is None:
        return None
    wanted = len(layout.order)
    if not isinstance(value, list) or len(value) != wanted:
        raise InstanceError(f"`{TIERS}` is no list of {wanted} codes")
    if not all(code is None or type(code) is int for code in value):
        raise InstanceError(f"`{TIERS}` has something that is neither a code nor null")
    return [math.nan if code is None else code for code in value]


def other(id: Any, category: Category) -> str:
    """What an annotation is called that is not of the category, when they are counted."""
    try:
        name = category.others.get(id)
    except TypeError:
        name = None
    return f"annotations of {'an unknown category' if name is None else f'category `{name}`'}"


def id_of(record: Any, key: str = "id") -> str | None:
    """For messages: the id, or that of the image."""
    id = record.get(key) if isinstance(record, dict) else None
    return None if id is None else str(id)[:60]


def _three_each(value: Any, part: Part) -> list[float]:
    wanted = 3 * (part.end - part.start)
    if not isinstance(value, list):
        raise InstanceError(f"`{part.key}` is no list")
    if len(value) != wanted:
        raise InstanceError(f"`{part.key}` has {len(value)} numbers, not {wanted}")
    if not (_NUMBERS.issuperset(map(type, value)) and _finite(value)):
        raise InstanceError(f"`{part.key}` {_strange(value)}")
    return value


def _finite(values: list[float]) -> bool:
    try:
        return math.isfinite(sum(values)) or all(map(math.isfinite, values))
    except OverflowError:
        return False


def _strange(values: list[Any]) -> str:
    for at, value in enumerate(values):
        if type(value) not in _NUMBERS or not _finite([value]):
            return f"has {_shown(value)} at position {at}, where a number belongs"
    return "has numbers that are too large"


def _shown(value: Any) -> str:
    try:
        return repr(value)[:30]
    except ValueError:  # more digits than Python wants to write
        return "a number of thousands of digits"
