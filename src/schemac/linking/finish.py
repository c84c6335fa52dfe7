"""A draft becomes a Skeleton: nothing is left to look up."""

from __future__ import annotations

from typing import Any

from schemac.linking import history
from schemac.linking.draft import Draft, expand
from schemac.linking.keypoints import keypoints
from schemac.linking.kinematics import root
from schemac.linking.linker import Linker
from schemac.linking.plans import evaluation, figure, instance, qa_plan
from schemac.linking.tier_set import link_tier_set
from schemac.model.history import Waiver
from schemac.model.skeleton import Skeleton, Subject
from schemac.model.tiers import TierSet
from schemac.source import Origin


def finish(linker: Linker, made: Draft) -> Skeleton | None:
    """The skeleton of a draft; None when it cannot say whose left is left."""
    home, entry = made.home, made.home.entry
    if "laterality" not in made.subject:
        return None
    tiers = _tier_set(linker, made)
    points = keypoints(linker, made, tiers)
    made.whole = made.whole and len(points) == len(made.points)
    return Skeleton(
        id=home.reference.id,
        version=home.reference.version,
        kind="part" if home.kind == "part" else "spec",
        title=entry.get("title", home.reference.id),
        summary=entry.get("summary"),
        language=entry.get("language", "en"),
        authors=entry.get("authors", ()),
        licence=entry.get("licence"),
        sources=history.sources(entry),
        subject=_subject(made),
        visibility=tiers,
        instance=instance(linker, made),
        views=tuple(sorted(made.views.values(), key=lambda v: (v.id != made.main.id, v.id))),
        regions=_regions(made),
        keypoints=points,
        edges=tuple(made.edges),
        contours=tuple(made.contours[id] for id in sorted(made.contours)),
        root=root(linker, made),
        top_bottom=tuple(made.swaps),
        measures=tuple(made.measures[id] for id in sorted(made.measures)),
        sigma_sets=tuple(made.sigma_sets[id] for id in sorted(made.sigma_sets)),
        evaluation=evaluation(linker, made),
        qa=qa_plan(linker, made),
        figure=figure(linker, made),
        retired=history.retired(entry),
        lineage=history.lineage(linker, entry),
        waivers=_waivers(linker, made),
        dependencies=tuple(sorted(ref for ref in linker.used if ref != home.reference)),
        origin=home.origin,
    )


def _subject(made: Draft) -> Subject:
    said: dict[str, Any] = {k: v for k, v in made.subject.items() if v is not None}
    return Subject(**said, origin=made.subject_origin)


def _tier_set(linker: Linker, made: Draft) -> TierSet | None:
    if made.visibility is None:
        return None
    reference, origin = made.visibility
    home = linker.get(reference, origin, "tier_set")
    return link_tier_set(linker, home) if home else None


def _regions(made: Draft) -> tuple[Any, ...]:
    """Regions in the order of their first keypoint, so that line order plays no role."""
    first: dict[str, int] = {}
    for point in made.in_order():
        if point.region:
            first.setdefault(point.region, point.index)
    last = len(made.points)
    return tuple(sorted(made.regions.values(), key=lambda r: (first.get(r.id, last), r.id)))


def _waivers(linker: Linker, made: Draft) -> tuple[Waiver, ...]:
    entry = made.home.entry
    found = []
    for waiver in history.waivers(entry):
        at: Origin = waiver.origin / "points"
        points = expand(linker, made, waiver.points, at) if waiver.points else ()
        found.append(
            Waiver(
                rule=waiver.rule,
                because=waiver.because,
                points=points,
                by=waiver.by,
                until=waiver.until,
                finding=waiver.finding,
                origin=waiver.origin,
            )
        )
    return tuple(found)
