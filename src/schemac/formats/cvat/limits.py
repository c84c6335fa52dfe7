"""What CVAT cannot name or hold, said before a build makes a file that CVAT breaks on later."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemac.checks.entries import by_origin, ids, listed
from schemac.diagnostic import Diagnostic
from schemac.format import Settings
from schemac.formats.cvat.attributes import SCHEMA_VERSION, allowed, holder_of
from schemac.formats.cvat.codes import ATTRIBUTE, LABEL, NAME, VALUE
from schemac.model import Skeleton

LONGEST_NAME = 64
LONGEST_VALUE = 200
LONGEST_DEFAULT = 128
LONGEST_LIST = 4096
_VALUES = (
    f"write different values of at most {LONGEST_VALUE} characters, each on one line;"
    " explain them in the guide"
)
SAFE_NAME = re.compile(r"[A-Za-z0-9_.\- ]+")


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """Everything about the skeleton that CVAT would refuse, or take and break on."""
    yield from _label(skeleton)
    yield from _names(skeleton)
    yield from _attributes(skeleton)
    yield from _tiers(skeleton, settings.options.get("visibility", "auto"))


def fault_of_label(name: str) -> str | None:
    """Why CVAT cannot use a name for a label or an attribute, or None if it can."""
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} characters; CVAT takes {LONGEST_NAME}"
    if name != name.strip():
        return "has spaces at an end, which CVAT cuts off"
    return None if name else "is empty"


def fault_of_name(name: str) -> str | None:
    """Why CVAT cannot use a name for a sublabel, which stands in the picture as well."""
    if fault := fault_of_label(name):
        return fault
    if not SAFE_NAME.fullmatch(name):
        return "has more than letters, digits, `_`, `.`, `-` and spaces"
    return None


def fault_of_values(values: tuple[str, ...], default: str | None) -> str | None:
    """Why CVAT cannot hold these values of one attribute, or None if it can."""
    if not values:
        return "has no values"
    if long := next((v for v in values if len(v) > LONGEST_VALUE), None):
        return f"has a value of {len(long)} characters; CVAT takes {LONGEST_VALUE}"
    if any(len(v.splitlines()) != 1 or v != v.strip() for v in values):
        return "has a value that is empty, spans lines or has spaces at an end"
    if len(set(values)) < len(values):
        return "has the same value twice"
    if len("\n".join(values)) > LONGEST_LIST:
        return f"has more than {LONGEST_LIST} characters of values together"
    if default is not None and default not in values:
        return "has a default that is none of its values"
    if len(values[0] if default is None else default) > LONGEST_DEFAULT:
        return f"preselects a value of more than {LONGEST_DEFAULT} characters"
    return None


def _label(skeleton: Skeleton) -> Iterator[Diagnostic]:
    name = skeleton.category
    place = skeleton.subject.origin / "category" if skeleton.subject.category else skeleton.origin
    if fault := fault_of_label(name):
        yield LABEL.at(place, f"the label's name {name!r} {fault}")
    version = str(skeleton.reference)
    if len(version) > LONGEST_DEFAULT:
        yield VALUE.at(
            skeleton.origin,
            f"the schema's id and version have {len(version)} characters; "
            f"CVAT takes {LONGEST_DEFAULT} in an attribute",
            help="shorten the spec's id, which is its path",
        )


def _names(skeleton: Skeleton) -> Iterator[Diagnostic]:
    wrong = [point for point in skeleton.keypoints if fault_of_name(point.name)]
    for origin, alike in by_origin(wrong, lambda point: point.where("name")):
        point, others = alike[0], ids(alike[1:])
        message = f"the name {point.name!r} of {point.id} {fault_of_name(point.name)}"
        message += f"; likewise {listed(others)}" if others else ""
        yield NAME.at(origin, message, points=ids(alike))


def _attributes(skeleton: Skeleton) -> Iterator[Diagnostic]:
    seen = {SCHEMA_VERSION}
    for fact in skeleton.instance.attributes if skeleton.instance else ():
        if fault := fault_of_label(fact.id):
            yield ATTRIBUTE.at(fact.origin, f"the attribute {fact.id!r} {fault}")
        elif fact.id in seen:
            yield ATTRIBUTE.at(fact.origin, f"CVAT's label has an attribute {fact.id} already")
        seen.add(fact.id)
        if fault := fault_of_values(fact.values, fact.default):
            yield VALUE.at(fact.origin, f"the attribute {fact.id} {fault}", help=_VALUES)


def _tiers(skeleton: Skeleton, wish: str) -> Iterator[Diagnostic]:
    tiers = skeleton.visibility
    if not tiers or holder_of(tiers, wish) != "attribute":
        return
    if fault := fault_of_values(tuple(tier.id for tier in tiers.tiers), tiers.default):
        help = "write `visibility: flags` under the target, which needs no attribute"
        yield VALUE.at(tiers.origin, f"the tier set {tiers.id} {fault}", help=help)
    for point in skeleton.keypoints:
        if not allowed(point, tiers):
            message = f"no tier of {tiers.id} is allowed for {point.id}, so CVAT has no choice"
            help = f"allow one of {listed(tier.id for tier in tiers.tiers)} under `tiers`"
            yield VALUE.at(point.where("tiers"), message, help=help, points=(point.id,))
