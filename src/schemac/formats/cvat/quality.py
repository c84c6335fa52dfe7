"""CVAT's quality settings, as far as the spec says what they should be.

Up to 2.73 they are one flat record with one OKS sigma; from 2.74 a tree of requirements. Both are
compared by exp(-d^2 / (2 s^2 (2 sigma)^2)), with s^2 the area of the box around the points
(https://docs.cvat.ai/docs/manual/advanced/analytics-and-monitoring/auto-qa/).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import exp
from typing import Any

from msgspec import Struct

from schemac.model import Keypoint, Profile, SigmaSet, Skeleton, Variable

ALLOWED = 100 - 9
"""Requirements that settings may have, less the undeletable ones that CVAT makes itself."""
AREAS = frozenset({"segment_area", "box_area", "reduced_box_area"})

SETTINGS = "{settings_id}"
BASE_SKELETON = "{base_skeleton_requirement_id}"
BASE_KEYPOINT = "{base_skeleton_keypoint_requirement_id}"


class Basis(Struct, frozen=True):
    """The sigmas that the settings stand on: keypoint id -> sigma in index order, never empty.

    `profile` evaluates with them; `threshold` is the OKS that the QA plan asks for under it.
    """

    sigmas: SigmaSet
    values: Mapping[str, float]
    profile: Profile | None = None
    threshold: float | None = None

    @property
    def median(self) -> float:
        """The middle value; of an even number the lower one of the two, so that it is a sigma."""
        return sorted(self.values.values())[(len(self.values) - 1) // 2]


class Group(Struct, frozen=True):
    """Keypoints that one requirement can judge: of one sigma and one threshold."""

    sigma: float
    threshold: float | None
    names: tuple[str, ...]


def basis(skeleton: Skeleton, wish: str | None) -> Basis | str:
    """The sigmas to use, or why there are none: of the set wished for, else those with which the
    main profile evaluates."""
    profile = _profile_with(skeleton, wish) if wish else skeleton.main_profile
    if profile is None and not wish:
        return "the spec has no main evaluation profile"
    if profile and (profile.metric != "OKS" or not profile.sigmas):
        return f"CVAT compares by OKS, and the main profile {profile.id} is {profile.metric}"
    id = wish or (profile.sigmas if profile else None) or ""
    sigmas = skeleton.sigma_set(id)
    if sigmas is None:
        return f"the spec has no set of sigmas {id}"
    if not (isinstance(sigmas.scale.tree, Variable) and sigmas.scale.tree.name in AREAS):
        return f"the sigmas of {id} are relative to {sigmas.scale.text}, CVAT's to a box"
    values = dict(_values(skeleton, id, profile))
    if not values or not all(0 < value <= 1 for value in values.values()):
        return f"CVAT takes sigmas above 0 and up to 1, and not all of {id} are"
    return Basis(sigmas, values, profile, _threshold(skeleton, profile))


def payload(skeleton: Skeleton, found: Basis) -> dict[str, dict[str, Any]]:
    """The bodies of the two requests, for servers before 2.74 and from 2.74 on."""
    threshold = {} if found.threshold is None else {"iou_threshold": found.threshold}
    label = skeleton.category
    requirements = [
        {
            "name": f"{label}: whole skeleton",
            "parent_requirement": BASE_SKELETON,
            "enabled": True,
            **threshold,
            "point_size": found.median,
            "point_size_base": "group_bbox_size",
            "filter": _logic(_is("shape.label", label)),
        },
        *(_requirement(label, group) for group in groups(skeleton, found)),
    ]
    return {
        "before_2_74": {"oks_sigma": found.median, **threshold},
        "from_2_74": {"settings_id": SETTINGS, "requirements": requirements},
    }


def groups(skeleton: Skeleton, found: Basis) -> tuple[Group, ...]:
    """One group per keypoint; where CVAT allows too few requirements, one per sigma and threshold;
    none where that is still too many. One requirement is left for the whole skeleton."""
    singles = tuple(
        Group(sigma, tolerated(skeleton, found, point), (point.name,))
        for point, sigma in ((skeleton.by_id[id], sigma) for id, sigma in found.values.items())
    )
    if len(singles) < ALLOWED:
        return singles
    alike: dict[tuple[float, float | None], list[str]] = {}
    for group in singles:
        alike.setdefault((group.sigma, group.threshold), []).extend(group.names)
    if len(alike) >= ALLOWED:
        return ()
    return tuple(Group(*key, tuple(names)) for key, names in alike.items())


def tolerated(skeleton: Skeleton, found: Basis, point: Keypoint) -> float | None:
    """The OKS of a keypoint alone at the edge of its tolerance: exp(-t^2 / 8) at t sigma.

    None where the spec states none, or in a unit or shape that OKS does not know. Tolerances are
    relative to the main profile's sigmas and scale, so they say nothing about another set.
    """
    tolerance = skeleton.tolerance(point)
    if tolerance is None or tolerance.across != tolerance.along:
        return None
    if found.sigmas.id != skeleton.main_sigmas or tolerance.across.unit not in ("sigma", "%"):
        return None
    value = tolerance.across.value
    share = found.values[point.id]
    times = value if tolerance.across.unit == "sigma" else value / 100 / share
    return round(exp(-(times**2) / 8), 6)


def _requirement(label: str, group: Group) -> dict[str, Any]:
    """Off, because CVAT filters before it measures: what is left of the skeleton has no box of
    its own. The image is what it falls back to, and what is said here."""
    alone = len(group.names) == 1
    limit = "" if group.threshold is None else f" from OKS {group.threshold}"
    which = _is("shape.label", group.names[0]) if alone else _is_in("shape.label", group.names)
    requirement = {
        "name": f"{label}.{group.names[0]}" if alone else f"{label}: sigma {group.sigma}{limit}",
        "parent_requirement": BASE_KEYPOINT,
        "enabled": False,
        "iou_threshold": group.threshold,
        "point_size": group.sigma,
        "point_size_base": "image_size",
        "filter": _logic({"and": [_is("shape.skeleton.label", label), which]}),
    }
    return {key: value for key, value in requirement.items() if value is not None}


def _profile_with(skeleton: Skeleton, sigmas: str) -> Profile | None:
    """The profile that evaluates by OKS with a set, the main one first."""
    able = [p for p in skeleton.evaluation if p.metric == "OKS" and p.sigmas == sigmas]
    return next((p for p in able if p.main), able[0] if able else None)


def _values(skeleton: Skeleton, id: str, profile: Profile | None) -> Iterator[tuple[str, float]]:
    counted = set(profile.points) if profile and profile.points else set(skeleton.by_id)
    for point in skeleton.keypoints:
        value = point.sigma(id)
        if value is not None and point.id in counted:
            yield point.id, value


def _threshold(skeleton: Skeleton, profile: Profile | None) -> float | None:
    """What the QA plan asks for, if it asks under this profile."""
    asked = skeleton.qa.oks if skeleton.qa else None
    return asked.at_least if asked and profile and asked.profile == profile.id else None


def _is(term: str, value: str) -> dict[str, Any]:
    return {"==": [{"var": term}, value]}


def _is_in(term: str, values: tuple[str, ...]) -> dict[str, Any]:
    return {"in": [{"var": term}, list(values)]}


def _logic(rule: dict[str, Any]) -> str:
    """JSON logic (https://jsonlogic.com), which CVAT takes as a text."""
    return json.dumps(rule, separators=(",", ":"))
