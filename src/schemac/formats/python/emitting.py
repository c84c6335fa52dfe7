"""The module of constants, as text."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.artifact import Artifact
from schemac.constants import Constant, Members, constants, enumerations
from schemac.format import Emission, Settings, Use
from schemac.literals import comment, python_value
from schemac.model import Skeleton

_HEAD = (
    "from collections.abc import Mapping",
    "from enum import IntEnum",
    "from typing import Final",
)


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.py`: enumerations of keypoints and tiers, then constants in index order."""
    content = "\n".join(_file(skeleton)) + "\n"
    return Emission((Artifact("keypoints.py", content.encode("ascii")),))


def use(skeleton: Skeleton) -> Use:
    """An import, and one look-up."""
    first = next(iter(next(enumerations(skeleton)).members), None)
    said = f"\nNAMES[Keypoint.{first}], MIRROR[Keypoint.{first}]" if first else ""
    return Use(
        "Copy the file into your package; it imports nothing but the standard library.",
        f"from keypoints import EDGES, MIRROR, NAMES, Keypoint{said}",
    )


def _file(skeleton: Skeleton) -> Iterator[str]:
    named = comment(str(skeleton.reference))
    yield f'"""{named}, compiled by schemac. Change the spec, not this."""'
    yield ""
    yield from _HEAD
    for each in enumerations(skeleton):
        yield ""
        yield ""
        yield from _enumeration(each)
    yield ""
    for constant in constants(skeleton):
        yield ""
        yield from _constant(constant)


def _enumeration(each: Members) -> Iterator[str]:
    yield f"class {each.name}(IntEnum):"
    yield f'    """{each.about}"""'
    if each.members:
        yield ""
    yield from (f"    {name} = {number}" for name, number in each.members.items())


def _constant(constant: Constant) -> Iterator[str]:
    head = f"{constant.name}: Final[{constant.type}] = "
    yield head + python_value(constant.value, before=len(head))
    yield f'"""{constant.about}"""'
