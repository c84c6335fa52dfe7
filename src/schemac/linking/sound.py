"""What a keypoint must say of itself, and the names it gives of regions, views and tiers."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes
from schemac.linking.draft import Draft, DraftPoint
from schemac.linking.linker import Linker
from schemac.linking.places import Cited
from schemac.model.tiers import TierSet


def check_place(
    linker: Linker, made: Draft, point: DraftPoint, cited: Cited, kind: Any, fields: dict[str, Any]
) -> None:
    """A keypoint cites a place or says it in own words; a computed one has a formula."""
    if point.last("landmark") is not None:
        return
    at, points = point.origin, (point.id,)
    if kind is None:
        message = f"`{point.stem}` does not say what kind of place it is"
        help = "cite a `landmark`, or add `kind` and `definition`"
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)
    formula = point.last("formula")
    if kind == "constructed" and formula is None:
        message = f"`{point.stem}` is constructed but has no formula"
        help = "add a formula, such as `formula: (left_hip + right_hip) / 2`"
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)
    if formula is not None and kind is not None and kind != "constructed":
        message = f"`{point.stem}` has a formula, but is of kind `{kind}`"
        help = "write `kind: constructed`; a clicked point takes its construction under `find`"
        at = formula.entry.where("formula")
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)


def check_names(linker: Linker, made: Draft, point: DraftPoint, tiers: TierSet | None) -> None:
    """Names that a keypoint gives of regions, views and tiers."""
    if made.home.kind == "spec" and made.regions:
        at = point.region_origin
        if point.region is None:
            message = f"`{point.stem}` has no region, although the skeleton has regions"
            listed = ", ".join(f"`{r}`" for r in sorted(made.regions))
            linker.report(codes.UNKNOWN_REGION, point.origin, message, help=f"one of {listed}")
        elif point.region not in made.regions:
            linker.unknown(codes.UNKNOWN_REGION, at, "region", point.region, made.regions)
    elif point.region is not None and point.region not in made.regions and made.home.kind == "spec":
        linker.unknown(codes.UNKNOWN_REGION, point.region_origin, "region", point.region, ())
    view = point.last("best_view")
    if view is not None and view.home is made.home and view.entry["best_view"] not in made.views:
        at = view.entry.where("best_view")
        linker.unknown(codes.UNKNOWN_VIEW, at, "view", view.entry["best_view"], made.views)
    if tiers is None:
        return
    known = [tier.id for tier in tiers.tiers]
    for field in ("tiers", "blur"):
        layer = point.last(field)
        for name in layer.entry[field] if layer else ():
            if name not in known:
                at = layer.entry.where(field) if layer else point.origin
                linker.unknown(codes.UNKNOWN_TIER, at, "tier", name, known)
