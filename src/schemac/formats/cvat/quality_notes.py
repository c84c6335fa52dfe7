"""What people must know before they send `quality.json`, and what it could not take over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.format import Feature, Loss, said_by
from schemac.formats.cvat.quality import (
    BASE_KEYPOINT,
    BASE_SKELETON,
    SETTINGS,
    Basis,
    groups,
    payload,
    tolerated,
)
from schemac.model import Skeleton

PARTLY = (Feature.SIGMAS, Feature.TOLERANCES, Feature.EVALUATION, Feature.QA)
"""What the quality settings hold some of. The rest is told by `losses`."""

_WHERE = {
    SETTINGS: "id of the quality settings: GET /api/quality/settings for the task or project",
    BASE_SKELETON: "id of the requirement `Base skeleton` of these settings, which CVAT makes",
    BASE_KEYPOINT: "id of the requirement `Base skeleton keypoint` of these settings",
}


def document(skeleton: Skeleton, found: Basis) -> dict[str, Any]:
    """The content of `quality.json`."""
    bodies = payload(skeleton, found)
    parents = {each["parent_requirement"] for each in bodies["from_2_74"]["requirements"]}
    return {
        "spec": str(skeleton.reference),
        "notes": [*_notes(skeleton, found)],
        "requests": {
            "before_2_74": f"PATCH /api/quality/settings/{SETTINGS}",
            "from_2_74": "POST /api/quality/settings/requirements/bulk",
        },
        "placeholders": {
            mark: f"{where}; replaced with its quotes by a number"
            for mark, where in _WHERE.items()
            if mark == SETTINGS or mark in parents
        },
        **bodies,
    }


def losses(skeleton: Skeleton, found: Basis | str) -> Iterator[Loss]:
    """What of `PARTLY` CVAT does not get."""
    if isinstance(found, str):
        for feature, what in said_by(skeleton).items():
            if feature in PARTLY:
                yield Loss(feature, f"No quality.json, so CVAT gets nothing of {what}: {found}")
        return
    yield from _lost_sigmas(skeleton, found)
    yield from _lost_tolerances(skeleton, found)
    others = [p.id for p in skeleton.evaluation if p != found.profile]
    if others:
        yield Loss(
            Feature.EVALUATION,
            f"CVAT compares by one OKS profile; not in quality.json: {', '.join(others)}",
        )
    if left := _unused(skeleton, found):
        yield Loss(Feature.QA, f"CVAT has no place for the QA plan's {', '.join(left)}")


def _notes(skeleton: Skeleton, found: Basis) -> Iterator[str]:
    sigmas = found.sigmas
    yield (
        f"The sigmas are those of the set {sigmas.id} ({sigmas.basis}), unchanged. They are shares "
        f"of the square root of {sigmas.scale.text}, and half of what COCO calls kappa; CVAT takes "
        "them in this form."
    )
    yield from _on_scale(found)
    if len(set(found.values.values())) > 1:
        yield (
            "A comparison of whole skeletons has one sigma for all keypoints. Here it is "
            f"{found.median}, the median of {_range(found)}: a keypoint of a smaller sigma is "
            "judged more mildly than the spec says, one of a larger sigma more strictly."
        )
    yield from _on_thresholds(found)
    if left_out := len(skeleton.keypoints) - len(found.values):
        yield (
            f"{left_out} keypoints are not evaluated in the spec. A comparison of whole skeletons "
            "counts them all the same."
        )
    yield (
        "CVAT counts a keypoint that is flagged occluded like one that is not there: where one "
        "side flags it and the other does not, it is a miss."
    )
    yield (
        "Servers from 2.74 on accept oks_sigma in the settings without a word and ignore it. Send "
        "before_2_74 to older ones only."
    )
    yield from _on_single_keypoints(skeleton, found)


def _on_scale(found: Basis) -> Iterator[str]:
    yield (
        "CVAT's scale is the box around the points of a skeleton, or around the group that it is "
        "in, as the mean of both sides. Skeletons whose boxes do not overlap never match."
    )
    factor = f"sigma * sqrt({found.sigmas.scale.text} / box area)"
    if found.sigmas.scale.text == "segment_area":
        yield (
            f"The same error scores the same in CVAT with {factor}. That ratio differs from "
            "instance to instance, so nothing is converted here. COCO's toolkits take 0.53 of an "
            "object's box for an unknown segment, which would make every sigma 0.73 of what "
            "stands here."
        )
    else:
        yield (
            f"The same error scores the same in CVAT with {factor}, where the box is CVAT's: that "
            "of the points, which is smaller than that of the object. Nothing is converted here. "
            "Group a skeleton with a rectangle to set the box."
        )


def _on_thresholds(found: Basis) -> Iterator[str]:
    if found.threshold is None:
        yield (
            "The spec asks for no OKS under the profile used here, so iou_threshold, the OKS from "
            "which two skeletons match, is left as CVAT has it."
        )
    else:
        yield (
            f"iou_threshold is the OKS from which two skeletons match: {found.threshold}, as the "
            "spec's QA plan asks. Before 2.74 it holds for every other shape of the task as well."
        )
    yield (
        "The spec does not say which share must match, which attributes must be equal or which "
        "jobs count, so required_score and all other fields are left as CVAT has them."
    )


def _on_single_keypoints(skeleton: Skeleton, found: Basis) -> Iterator[str]:
    made = groups(skeleton, found)
    if not made:
        yield (
            "There are no requirements for single keypoints: CVAT allows 100, 9 of them its own, "
            "and this spec needs more."
        )
        return
    yield (
        "The requirements for single keypoints carry each keypoint's own sigma, but are turned off "
        "(enabled: false). CVAT applies their filter before it measures the box, so that a "
        "keypoint alone is measured against the whole image, which accepts far more than the spec "
        "does. Turn them on where each image is cut to one subject. Try the filters on your server "
        "first: early ones refuse shape.skeleton.label."
    )
    if any(len(group.names) > 1 for group in made):
        yield (
            "CVAT allows 100 requirements, 9 of them its own, so keypoints that are judged alike "
            "share one."
        )
    if any(group.threshold is not None for group in made):
        yield (
            "The iou_threshold of a single keypoint is the OKS at the edge of its tolerance: "
            "exp(-t^2 / 8) for a tolerance of t sigma."
        )


def _lost_sigmas(skeleton: Skeleton, found: Basis) -> Iterator[Loss]:
    if len(set(found.values.values())) > 1:
        yield Loss(
            Feature.SIGMAS,
            f"CVAT compares skeletons with one sigma: {found.median}, the median of "
            f"{_range(found)}; requirements with each keypoint's own are turned off",
        )
    scale = found.sigmas.scale.text
    if scale != "box_area":
        yield Loss(Feature.SIGMAS, f"CVAT's scale is the box of the points, not {scale}")
    if others := [each.id for each in skeleton.sigma_sets if each.id != found.sigmas.id]:
        yield Loss(Feature.SIGMAS, f"not in quality.json: the set {', '.join(others)}")


def _lost_tolerances(skeleton: Skeleton, found: Basis) -> Iterator[Loss]:
    stated = [point for point in skeleton.keypoints if skeleton.tolerance(point)]
    held = [p for p in stated if p.id in found.values and tolerated(skeleton, found, p)]
    if not groups(skeleton, found):
        held = []
    if held:
        yield Loss(
            Feature.TOLERANCES,
            "tolerances are in quality.json, in requirements that are turned off",
        )
    if left := len(stated) - len(held):
        yield Loss(Feature.TOLERANCES, f"CVAT has no place for {left} of the tolerances")


def _unused(skeleton: Skeleton, found: Basis) -> list[str]:
    plan = skeleton.qa
    if plan is None:
        return []
    parts = {
        f"OKS under {plan.oks.profile}" if plan.oks else "": found.threshold is None,
        "mean error": plan.mean_error,
        "sampling": plan.sampling,
        "agreement on visibility": plan.visibility,
        "calibration": plan.calibration,
    }
    return [name for name, left in parts.items() if name and left]


def _range(found: Basis) -> str:
    values = found.values.values()
    return f"{len(found.values)} values from {min(values)} to {max(values)}"
