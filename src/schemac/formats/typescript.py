"""TypeScript: a module of constants, each of the narrowest type.

Keypoints and tiers are constant objects with a union type of the same name instead of `enum`,
which programs that only strip types (Node's own, esbuild in part) cannot run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from schemac.artifact import Artifact, json_bytes
from schemac.constants import CARRIED, constants, enumerations
from schemac.format import Emission, Format, Group, Settings, Use
from schemac.literals import comment
from schemac.model import Skeleton


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """`keypoints.ts`: objects for keypoints and tiers, then constants in index order."""
    content = "\n".join(_file(skeleton)) + "\n"
    return Emission((Artifact("keypoints.ts", content.encode("ascii")),))


def use(skeleton: Skeleton) -> Use:
    """An import."""
    return Use(
        "Copy the file into your sources; it imports nothing.",
        'import { EDGES, Keypoint, MIRROR, NAMES } from "./keypoints.ts";',
    )


def _file(skeleton: Skeleton) -> Iterator[str]:
    named = comment(str(skeleton.reference))
    yield f"// {named}, compiled by schemac. Change the spec, not this."
    for each in enumerations(skeleton):
        yield ""
        yield f"/** {each.about} */"
        yield f"export const {each.name} = {_value(each.members)} as const;"
        yield f"export type {each.name} = (typeof {each.name})[keyof typeof {each.name}];"
    for constant in constants(skeleton):
        yield ""
        yield f"/** {constant.about} */"
        # `null as const` is none of the expressions that TypeScript accepts.
        narrowest = "" if constant.value is None else " as const"
        yield f"export const {constant.name} = {_value(constant.value)}{narrowest};"


def _value(value: object) -> str:
    """JSON with what is not ASCII escaped, which is an expression of TypeScript as it stands."""
    text = json_bytes(value).decode().rstrip()
    return re.sub(r"[^\x00-\x7f]", lambda found: json.dumps(found[0])[1:-1], text)


FORMAT = Format(
    name="typescript",
    title="TypeScript module",
    summary="Typed constants for programs: keypoints, names, edges, mirror, sigmas.",
    group=Group.CODE,
    files={"keypoints.ts": "to be copied into the sources of a program"},
    carries=CARRIED,
    emit=emit,
    use=use,
    sigmas="sigma, every set with its scale",
    proven="tsc 5.9 in strict mode; run by Node 24 and compared",
)
