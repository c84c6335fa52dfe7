"""The attributes that carry what CVAT's labels have no field for: tiers, facts, the version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from schemac.format import Feature, Loss
from schemac.model import Attribute, Keypoint, Skeleton, Tier, TierSet

SCHEMA_VERSION = "schema_version"
VISIBILITY = "visibility"

Holder = Literal["attribute", "flags", "nothing"]


def of_skeleton(skeleton: Skeleton) -> list[dict[str, Any]]:
    """The schema's version, which every export keeps, and the instance attributes."""
    version = str(skeleton.reference)
    facts = skeleton.instance.attributes if skeleton.instance else ()
    return [
        {
            "name": SCHEMA_VERSION,
            "input_type": "text",
            "mutable": False,
            "default_value": version,
            "values": [version],
        },
        *(_select(fact.id, fact.values, _first(fact), fact.per == "frame") for fact in facts),
    ]


def of_point(point: Keypoint, skeleton: Skeleton, holder: Holder) -> list[dict[str, Any]]:
    """The tier that the annotator chooses, where CVAT's two flags cannot hold it."""
    tiers = allowed(point, skeleton.visibility)
    if holder != "attribute" or not tiers:
        return []
    ids = tuple(tier.id for tier in tiers)
    return [_select(VISIBILITY, ids, _preselected(tiers, skeleton.visibility).id, True)]


def holder_of(tiers: TierSet | None, wish: str) -> Holder:
    """What holds the tier of a point. With `auto`, CVAT's own flags do as long as each of
    visible, occluded and outside stands for one tier at most."""
    if not tiers or not tiers.tiers:
        return "nothing"
    folds = [tier.cvat for tier in tiers.tiers]
    if wish == "flags" or (wish == "auto" and len(set(folds)) == len(folds)):
        return "flags"
    return "attribute"


def allowed(point: Keypoint, tiers: TierSet | None) -> tuple[Tier, ...]:
    """The tiers of the set that this point may have, in the set's order."""
    every = tiers.tiers if tiers else ()
    return every if point.tiers is None else tuple(t for t in every if t.id in point.tiers)


def losses(skeleton: Skeleton, holder: Holder) -> Iterator[Loss]:
    """What the attributes cannot say."""
    yield from _lost_facts(skeleton)
    if skeleton.visibility and holder == "flags":
        yield from _lost_to_flags(skeleton, skeleton.visibility)


def assumed(skeleton: Skeleton, holder: Holder) -> Iterator[str]:
    """What CVAT demands and the spec does not state: it always preselects something."""
    facts = skeleton.instance.attributes if skeleton.instance else ()
    if bare := [fact for fact in facts if fact.default is None and fact.values]:
        first = ", ".join(f"{fact.id} = {_first(fact)}" for fact in bare)
        yield f"CVAT preselects the first value: {first}"
    if skeleton.visibility and holder == "attribute":
        yield from _preselection(skeleton, skeleton.visibility)


def _lost_facts(skeleton: Skeleton) -> Iterator[Loss]:
    facts = skeleton.instance.attributes if skeleton.instance else ()
    if titled := [fact.id for fact in facts if fact.title]:
        yield Loss(
            Feature.ATTRIBUTES, f"CVAT shows an attribute's id, not its title: {', '.join(titled)}"
        )


def _lost_to_flags(skeleton: Skeleton, tiers: TierSet) -> Iterator[Loss]:
    for fold in ("visible", "occluded", "outside"):
        one = [tier.id for tier in tiers.tiers if tier.cvat == fold]
        if len(one) > 1:
            yield Loss(Feature.TIERS, f"CVAT's flags fold {', '.join(one)} into {fold}")
    if limited := sum(1 for point in skeleton.keypoints if point.tiers is not None):
        yield Loss(
            Feature.POINT_TIERS,
            f"CVAT's flags allow every tier; {limited} of the keypoints do not",
        )


def _preselection(skeleton: Skeleton, tiers: TierSet) -> Iterator[str]:
    """Preselected tiers that are not the tier set's own default."""
    chosen = {
        _preselected(choice, tiers).id: None
        for point in skeleton.keypoints
        if (choice := allowed(point, tiers))
    }
    chosen.pop(tiers.default or "", None)
    if chosen:
        where = "where the default is not allowed" if tiers.default else "on every keypoint"
        yield f"CVAT preselects the tier {', '.join(chosen)} {where}"


def _preselected(choice: tuple[Tier, ...], tiers: TierSet | None) -> Tier:
    """The set's default where the point may have it, else the first that folds to visible."""
    default = tiers.default if tiers else None
    named = (tier for tier in choice if tier.id == default)
    seen = (tier for tier in choice if tier.cvat == "visible")
    return next(named, None) or next(seen, choice[0])


def _first(fact: Attribute) -> str:
    return fact.default if fact.default is not None else next(iter(fact.values), "")


def _select(name: str, values: tuple[str, ...], default: str, mutable: bool) -> dict[str, Any]:
    """`mutable`: may change from frame to frame within a track."""
    return {
        "name": name,
        "input_type": "select",
        "mutable": mutable,
        "default_value": default,
        "values": list(values),
    }
