"""A draft becomes a Skeleton: words bound, numbers on their points, nothing left to look up."""

from __future__ import annotations

from typing import Any

from schemac.linking import codes, history
from schemac.linking.draft import Draft, DraftPoint, expand, resolve
from schemac.linking.linker import Linker
from schemac.linking.places import Cited, Pins, cite
from schemac.linking.plans import evaluation, figure, instance, qa_plan, tolerance
from schemac.linking.tier_set import link_tier_set
from schemac.linking.words import Said, bind, deprecated, lowered, words
from schemac.model.history import Waiver
from schemac.model.keypoint import Keypoint, Position, Sigma, TierBlur
from schemac.model.skeleton import Skeleton, Subject
from schemac.model.tiers import TierSet
from schemac.model.words import Confusion, Words
from schemac.reading.types import of_side
from schemac.source import Origin

# Fields that the last layer to write them decides.
SIMPLE = ("best_view", "hotkey", "weight", "half", "required", "width")


def finish(linker: Linker, made: Draft) -> Skeleton | None:
    """The skeleton of a draft; None when it cannot say whose left is left."""
    home, entry = made.home, made.home.entry
    if "laterality" not in made.subject:
        return None
    tiers = _tier_set(linker, made)
    pins = Pins(linker)
    points = made.in_order()
    cited = {point.id: cite(linker, pins, point) for point in points}
    places = _places(points, cited)
    parents = _parents(linker, made)
    sigmas = _sigmas(made)
    keypoints = tuple(
        found
        for point in points
        if (
            found := _keypoint(linker, made, point, cited[point.id], places, parents, sigmas, tiers)
        )
    )
    if len(keypoints) != len(points):
        made.whole = False
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
        keypoints=keypoints,
        edges=tuple(made.edges),
        contours=tuple(made.contours[id] for id in sorted(made.contours)),
        root=_root(linker, made),
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


def _places(points: list[DraftPoint], cited: dict[str, Cited]) -> dict[tuple[str, str | None], str]:
    """Which keypoint stands at a place, by place and side."""
    found: dict[tuple[str, str | None], str] = {}
    for point in points:
        place = cited[point.id].place
        if place is not None:
            found.setdefault((place.key, point.side), point.id)
    return found


def _sigmas(made: Draft) -> dict[str, list[Sigma]]:
    found: dict[str, list[Sigma]] = {}
    for name in sorted(made.sigmas):
        for id, sigma in made.sigmas[name].items():
            found.setdefault(id, []).append(sigma)
    return found


def _keypoint(
    linker: Linker,
    made: Draft,
    point: DraftPoint,
    cited: Cited,
    places: dict[tuple[str, str | None], str],
    parents: dict[str, str],
    sigmas: dict[str, list[Sigma]],
    tiers: TierSet | None,
) -> Keypoint | None:
    local = _local(made, point)
    home = cited.said[-1].dictionary if cited.said else None
    own = [Said(layer.entry, home, local) for layer in point.layers]
    bound = bind(linker, [*cited.said, *own], point.side)
    kind = cited.kind or bound.fields.get("kind")
    if cited.place is None and "kind" in bound.fields:
        kind = bound.fields["kind"]
    _check_place(linker, made, point, cited, kind, bound.fields)
    _check_names(linker, made, point, tiers)
    for layer in point.layers:
        source = layer.entry.get("source")
        history.known_source(linker, layer.home.entry, source, layer.entry)
    if kind is None:
        return None
    for field in ("at", *SIMPLE, "tolerance", "tiers", "name", "landmark", "formula", "parent"):
        layer_of = point.last(field)
        if layer_of is not None and layer_of.entry.origin != point.origin:
            bound.origins[field] = layer_of.entry.where(field)
    if point.region_origin != point.origin / "region":
        bound.origins["region"] = point.region_origin
    last = {name: _last(point, name) for name in (*SIMPLE, "tolerance", "tiers", "deprecated")}
    said = words(bound, _title(point, cited))
    return Keypoint(
        id=point.id,
        stem=point.stem,
        index=point.index,
        name=point.name,
        kind=kind,
        words=_titled(said, point, cited, places, made, "title" in bound.fields),
        side=point.side,  # type: ignore[arg-type]
        region=point.region,
        place=cited.place,
        formula=point.formula,
        weights=point.weights,
        positions=tuple(Position(view=v, x=xy[0], y=xy[1]) for v, xy in sorted(point.at.items())),
        best_view=last["best_view"],
        sigmas=tuple(sigmas.get(point.id, ())),
        tolerance=tolerance(last["tolerance"]),
        tiers=last["tiers"],
        blur=_blur(point),
        former_names=_former_names(point),
        deprecated=deprecated(last["deprecated"]),
        parent=parents.get(point.id),
        hotkey=last["hotkey"],
        weight=last["weight"],
        half=last["half"],
        required=bool(last["required"]),
        width=last["width"],
        origin=point.origin,
        origins=tuple(
            (field, at) for field, at in sorted(bound.origins.items()) if at != point.origin / field
        ),
    )


def _last(point: DraftPoint, field: str) -> Any:
    layer = point.last(field)
    return of_side(layer.entry[field], point.side) if layer else None


def _local(made: Draft, point: DraftPoint) -> dict[str, str]:
    """The keypoints an entry may name: those of its own document, by id, or by stem on its side."""
    if point.local:
        return point.local
    found = {id: id for id in made.points}
    for stem, points in made.stems.items():
        for each in points:
            if each.side in (None, point.side):
                found[stem] = each.id
    return found


def _title(point: DraftPoint, cited: Cited) -> str:
    return cited.title or point.stem.replace("_", " ").capitalize()


def _titled(
    said: Words,
    point: DraftPoint,
    cited: Cited,
    places: dict[tuple[str, str | None], str],
    made: Draft,
    own: bool,
) -> Words:
    """Words with the title of this side, and confusions that know their keypoint."""
    changed: dict[str, Any] = {}
    written = any("title" in layer.entry for layer in point.layers)
    title = said.title if written else _title(point, cited)
    if point.side and not written:
        title = f"{point.side.capitalize()} {lowered(title)}"
    confusions = tuple(_known(c, point, places, made) for c in said.confuse_with)
    changed = {name: getattr(said, name) for name in Words.__struct_fields__}
    return Words(**{**changed, "title": title, "confuse_with": confusions})


def _known(
    confusion: Confusion,
    point: DraftPoint,
    places: dict[tuple[str, str | None], str],
    made: Draft,
) -> Confusion:
    id = confusion.keypoint or places.get((confusion.target, point.side))
    id = id or places.get((confusion.target, None))
    title = confusion.title or (made.points[id].stem.replace("_", " ") if id else "")
    return Confusion(
        target=confusion.target, title=title, text=confusion.text, keypoint=id,
        origin=confusion.origin,
    )  # fmt: skip


def _check_place(
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


def _check_names(linker: Linker, made: Draft, point: DraftPoint, tiers: TierSet | None) -> None:
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


def _blur(point: DraftPoint) -> tuple[TierBlur, ...]:
    layer = point.last("blur")
    found = layer.entry["blur"] if layer else {}
    return tuple(TierBlur(tier=tier, limit=limit) for tier, limit in sorted(found.items()))


def _former_names(point: DraftPoint) -> tuple[str, ...]:
    from schemac.linking.declared import fill_name

    names = [n for layer in point.layers for n in layer.entry.get("former_names", ())]
    return tuple(dict.fromkeys(fill_name(name, point.side, point.stem) for name in names))


def _root(linker: Linker, made: Draft) -> str | None:
    if made.root is None:
        return None
    at = made.home.entry.where("root") if "root" in made.home.entry else made.home.origin
    return resolve(linker, made, made.root, None, at)


def _parents(linker: Linker, made: Draft) -> dict[str, str]:
    """The bone of each point toward the root, by the edges; a written `parent` decides rings."""
    written: dict[str, str] = {}
    for point in made.points.values():
        layer = point.last("parent")
        if layer is not None:
            at = layer.entry.where("parent")
            word = layer.entry["parent"]
            found = point.local.get(word) or resolve(linker, made, word, point.side, at)
            if found:
                written[point.id] = found
    if made.root is None or made.root not in made.points:
        return written
    near: dict[str, list[str]] = {}
    for edge in made.edges:
        near.setdefault(edge.source, []).append(edge.target)
        near.setdefault(edge.target, []).append(edge.source)
    parents, seen, todo = dict(written), {made.root}, [made.root]
    while todo:
        id = todo.pop(0)
        for other in near.get(id, ()):
            if other not in seen and written.get(other, id) == id:
                seen.add(other)
                parents[other] = id
                todo.append(other)
    parents.pop(made.root, None)
    return parents


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
            )  # fmt: skip
        )
    return tuple(found)
