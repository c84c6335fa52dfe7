"""What a keypoint must say of itself, and the names it gives of regions, views and tiers."""

from __future__ import annotations

from typing import Any

from schemac.diagnostic import Note
from schemac.linking import codes
from schemac.linking.draft import Draft, DraftPoint
from schemac.linking.linker import Linker
from schemac.linking.places import Cited
from schemac.model.tiers import TierSet
from schemac.reading.codes import NOT_TOGETHER
from schemac.reading.declare import KEY


def check_place(
    linker: Linker, made: Draft, point: DraftPoint, cited: Cited, kind: Any, fields: dict[str, Any]
) -> None:
    """A keypoint cites a place or says it in own words; a computed one has a formula."""
    if point.last("landmark") is not None or _unread(linker, point, "landmark", "kind", "like"):
        return
    at, points = point.origin, (point.id,)
    if kind is None:
        message = f"`{point.stem}` does not say what kind of place it is"
        help = "cite a `landmark`, or add `kind` and `definition`"
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)
    formula, written = point.last("formula"), point.last("at")
    if formula is not None and written is not None:
        message = f"`{point.stem}` is computed, so it has no position of its own"
        where = written.entry.where("at")
        linker.report(NOT_TOGETHER, where, message, help="delete `at`", points=points)
    if kind == "constructed" and formula is None and not _unread(linker, point, "formula"):
        message = f"`{point.stem}` is constructed but has no formula"
        help = "add a formula, such as `formula: (left_hip + right_hip) / 2`"
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)
    if formula is not None and kind is not None and kind != "constructed":
        message = f"`{point.stem}` has a formula, but is of kind `{kind}`"
        help = "write `kind: constructed`; a clicked point takes its construction under `find`"
        at = formula.entry.where("formula")
        linker.report(codes.NO_PLACE, at, message, help=help, points=points)


def check_regions(linker: Linker, made: Draft) -> None:
    """In a spec with regions every keypoint has one. One finding for all that have none."""
    if made.home.kind != "spec" or not made.regions:
        return
    lacking: dict[str, DraftPoint] = {}
    for point in made.in_order():
        if point.region is None and not _unread(linker, point, "region"):
            lacking.setdefault(point.stem, point)
    if not lacking:
        return
    first, *rest = lacking.values()
    also = f" and {len(rest)} more have" if rest else " has"
    linker.report(
        codes.UNKNOWN_REGION, first.origin,
        f"`{first.stem}`{also} no region, although the skeleton has regions",
        *(Note(f"`{point.stem}` has none", point.origin) for point in rest[:3]),
        help="write `region: …` with one of " + ", ".join(f"`{id}`" for id in sorted(made.regions)),
    )  # fmt: skip


def check_names(linker: Linker, made: Draft, point: DraftPoint, tiers: TierSet | None) -> None:
    """Names that a keypoint gives of regions, views and tiers."""
    if point.region not in (None, *made.regions) and made.home.kind == "spec":
        at, name = point.region_origin, str(point.region)
        linker.unknown(codes.UNKNOWN_REGION, at, "region", name, made.regions)
    view = point.last("best_view")
    if view is not None and view.home is made.home and view.entry["best_view"] not in made.views:
        at = view.entry.where("best_view")
        linker.unknown(codes.UNKNOWN_VIEW, at, "view", view.entry["best_view"], made.views)
    if tiers is None:
        return
    known = [tier.id for tier in tiers.tiers]
    for field in ("tiers", "blur"):
        layer = point.last(field)
        for position, name in enumerate(layer.entry[field] if layer else ()):
            if name not in known:
                at = layer.entry.where(field) if layer else point.origin
                at = at / position if field == "tiers" else at / name / KEY
                linker.unknown(codes.UNKNOWN_TIER, at, "tier", name, known)


def _unread(linker: Linker, point: DraftPoint, *fields: str) -> bool:
    """Whether one of the fields was written and could not be read."""
    entries = (layer.entry for layer in point.layers)
    return any(linker.broken(entry.where(field)) for entry in entries for field in fields)
