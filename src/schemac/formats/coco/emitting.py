"""A category as COCO has it, and beside it what a category has no place for.

`categories.json` is what COCO's tools read. `schemac.json` holds the rest as arrays in index
order, ready for `COCOeval.params.kpt_oks_sigmas` or for flipping a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.artifact import Artifact, json_bytes
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.format import Emission, Feature, Loss, Settings, said_by
from schemac.model import SigmaSet, Skeleton, Tier

NO_VISIBLE = Code(
    id="C104",
    name="coco-no-visible-tier",
    severity=Severity.WARNING,
    doc="""No visibility tier folds into COCO's 2, labelled and visible.

    Every keypoint of the COCO file would be hidden or missing. Metrics count 1 and 2 alike, but
    viewers and many training recipes do not. Give the tier of places that can be seen `coco: 2`.
    """,
)
FOLD = Code(
    id="C105",
    name="coco-fold-contradicts",
    severity=Severity.WARNING,
    doc="""A visibility tier folds into a COCO flag that means something else.

    COCO's tools count a keypoint as labelled when its flag is 1 or 2, and read its coordinates
    then. A tier that is evaluated but folds into 0 is left out of every score; a tier that is not
    evaluated, or may go without coordinates, but folds into 1 or 2 is scored all the same.
    Make `coco`, `evaluated` and `coordinates` of the tier agree.
    """,
)
CODES = (NO_VISIBLE, FOLD)

BESIDE = (
    Feature.SIGMAS, Feature.MIRROR, Feature.SIDES, Feature.LATERALITY, Feature.TIERS,
    Feature.POINT_TIERS, Feature.REQUIRED, Feature.VERSION,
)  # fmt: skip


def accepts(skeleton: Skeleton, settings: Settings) -> Iterator[Diagnostic]:
    """Tiers whose COCO flag misleads."""
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    if skeleton.visibility and tiers and not any(tier.coco == 2 for tier in tiers):
        place = skeleton.visibility.origin / "tiers"
        yield NO_VISIBLE.at(place, "no tier folds into COCO's 2, labelled and visible")
    for tier in tiers:
        if why := _contradiction(tier):
            yield FOLD.at(tier.origin, f"tier `{tier.id}` folds into COCO's {tier.coco}, but {why}")


def emit(skeleton: Skeleton, settings: Settings) -> Emission:
    """The category and its side file."""
    artifacts = (
        Artifact("categories.json", json_bytes({"categories": [_category(skeleton)]})),
        Artifact("schemac.json", json_bytes(_beside(skeleton, settings))),
    )
    return Emission(artifacts, tuple(_losses(skeleton)), tuple(_assumed(skeleton)))


def _category(skeleton: Skeleton) -> dict[str, Any]:
    subject = skeleton.subject
    category: dict[str, Any] = {
        "id": skeleton.category_id,
        "name": skeleton.category,
    }
    if subject.supercategory is not None:
        category["supercategory"] = subject.supercategory
    category["keypoints"] = [point.name for point in skeleton.keypoints]
    category["skeleton"] = [[a + 1, b + 1] for a, b in skeleton.edge_indices]
    return category


def _beside(skeleton: Skeleton, settings: Settings) -> dict[str, Any]:
    points, subject = skeleton.keypoints, skeleton.subject
    return {
        "spec": skeleton.id,
        "version": skeleton.version,
        "digest": settings.digest,
        "edition": skeleton.edition,
        "category_id_stated": subject.category_id is not None,
        "laterality": subject.laterality,
        "pixel_centre": subject.pixel_centre,
        "keypoints": [point.id for point in points],
        "sides": [point.side for point in points],
        "mirror": list(skeleton.mirror),
        "required": [point.id for point in points if point.required],
        "main_sigmas": skeleton.main_sigmas,
        "sigmas": {each.id: _sigmas(skeleton, each) for each in skeleton.sigma_sets},
        "visibility": _visibility(skeleton),
    }


def _sigmas(skeleton: Skeleton, each: SigmaSet) -> dict[str, Any]:
    """Sigma form (not 2 sigma), index order; the scale is the area that s squared stands for."""
    source = each.source
    said = {
        "basis": each.basis,
        "scale": each.scale.text,
        "source": source.title if source else None,
        "url": source.url if source else None,
        "note": each.note,
    }
    values = [point.sigma(each.id) for point in skeleton.keypoints]
    return {key: value for key, value in said.items() if value is not None} | {"values": values}


def _visibility(skeleton: Skeleton) -> dict[str, Any] | None:
    tier_set = skeleton.visibility
    if tier_set is None:
        return None
    return {
        "tier_set": f"{tier_set.id}@{tier_set.version}",
        "tiers": [
            {"id": t.id, "code": t.code, "coco": t.coco, "title": t.title, "evaluated": t.evaluated}
            for t in tier_set.tiers
        ],
        "allowed": {p.id: list(p.tiers) for p in skeleton.keypoints if p.tiers is not None},
    }


def _assumed(skeleton: Skeleton) -> Iterator[str]:
    subject = skeleton.subject
    if subject.category_id is None:
        yield "the category's id is 1; specs that go without one cannot share a COCO file"
    if subject.category is None:
        yield f"the category's name is {skeleton.category}"


def _losses(skeleton: Skeleton) -> Iterator[Loss]:
    said = said_by(skeleton)
    for feature in BESIDE:
        if feature in said:
            yield Loss(feature, f"only schemac.json holds {said[feature]}")
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    for flag in (0, 1, 2):
        folded = [tier for tier in tiers if tier.coco == flag]
        if len(folded) > 1:
            names = ", ".join(tier.id for tier in folded)
            yield Loss(Feature.TIERS, f"COCO labels cannot tell {names} apart: all become {flag}")
    placed = [t.id for t in tiers if t.coco == 0 and t.coordinates != "forbidden"]
    if placed:
        names = ", ".join(placed)
        yield Loss(Feature.TIERS, f"COCO labels keep no coordinates for {names}: they become 0")


def _contradiction(tier: Tier) -> str:
    """Why a tier's COCO flag misleads, as the end of a sentence; empty when it does not."""
    if tier.coco == 0:
        return "is evaluated" if tier.evaluated else ""
    if not tier.evaluated:
        return "is not evaluated"
    return "" if tier.coordinates == "required" else f"its coordinates are {tier.coordinates}"
