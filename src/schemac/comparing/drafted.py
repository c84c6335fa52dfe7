"""A linked skeleton as a draft, so that a spec can be compared with a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from schemac.draft import Draft, DraftEdge, DraftPartner, DraftPoint, DraftTier
from schemac.model import Keypoint, Skeleton, Variable
from schemac.source import Origin, Span

SPEC = "spec"
"""The format of such a draft."""


def draft_of(
    skeleton: Skeleton, find: Callable[[Origin], Span | None] = lambda origin: None
) -> Draft:
    """What a spec says of its names, edges, partners, sigmas and tiers. The aliases of a point are
    all that it is or was called besides: its id first, aliases, former names.

    The sigmas are those of the main OKS profile, else of the only set. `find` tells where in the
    spec's file a place is.
    """
    set = skeleton.main_sigmas
    if set is None and len(skeleton.sigma_sets) == 1:
        set = skeleton.sigma_sets[0].id
    at = {point.id: find(point.origin) for point in skeleton.keypoints}
    spans = {edge.origin: find(edge.origin) for edge in skeleton.edges}
    places = skeleton.positions()
    return Draft(
        format=SPEC,
        file=str(skeleton.reference),
        name=skeleton.subject.category,
        span=find(skeleton.origin),
        points=tuple(_point(point, set, places, at, find) for point in skeleton.keypoints),
        category_id=skeleton.subject.category_id,
        supercategory=skeleton.subject.supercategory,
        edges=tuple(
            DraftEdge(*ends, spans[edge.origin])
            for ends, edge in zip(skeleton.edge_indices, skeleton.edges, strict=True)
        ),
        mirror=tuple(
            DraftPartner(i, j, at[p.id])
            for p, (i, j) in zip(skeleton.keypoints, enumerate(skeleton.mirror), strict=True)
        ),
        sigmas=set is not None,
        sigma_scale=_scale(skeleton, set),
        tiers=_tiers(skeleton),
        title=skeleton.title,
    )


def _point(
    point: Keypoint, set: str | None, places: object, at: dict[str, Span | None],
    find: Callable[[Origin], Span | None],
) -> DraftPoint:  # fmt: skip
    sigma = next((s for s in point.sigmas if s.set == set), None)
    position = places.get(point.id) if isinstance(places, dict) else None
    return DraftPoint(
        name=point.name,
        span=at[point.id],
        position=position,
        sigma=sigma.value if sigma else None,
        sigma_span=find(sigma.origin) if sigma else None,
        weight=point.weight,
        half=point.half,
        side=point.side,
        definition=point.words.definition or None,
        hotkey=point.hotkey,
        aliases=(point.id, *point.words.aliases, *point.former_names),
    )


def _scale(skeleton: Skeleton, set: str | None) -> Literal["segment_area", "box_area"] | None:
    found = skeleton.sigma_set(set) if set else None
    tree = found.scale.tree if found else None
    if isinstance(tree, Variable) and tree.name == "segment_area":
        return "segment_area"
    return "box_area" if isinstance(tree, Variable) and tree.name == "box_area" else None


def _tiers(skeleton: Skeleton) -> tuple[DraftTier, ...] | None:
    if skeleton.visibility is None:
        return None
    return tuple(DraftTier(name=tier.id, coco=tier.coco) for tier in skeleton.visibility.tiers)
