"""A draft's points become keypoints: words bound, numbers on them, every field traced."""

from __future__ import annotations

from typing import Any

from schemac.linking import history
from schemac.linking.declared import fill_name
from schemac.linking.draft import Draft, DraftPoint
from schemac.linking.kinematics import meant_by, parents
from schemac.linking.linker import Linker
from schemac.linking.places import Cited, Pins, cite
from schemac.linking.plans import tolerance
from schemac.linking.sound import check_names, check_place, check_regions
from schemac.linking.words import Bound, Said, bind, lowered, words
from schemac.model.keypoint import Keypoint, Position, Sigma, TierBlur
from schemac.model.tiers import TierSet
from schemac.model.words import Confusion, Deprecated
from schemac.reading.types import of_side
from schemac.source import Origin

# Fields that the last layer to write them decides.
SIMPLE = ("best_view", "hotkey", "weight", "half", "required", "width")
TRACED = ("at", *SIMPLE, "tolerance", "tiers", "name", "landmark", "formula", "parent")


def keypoints(linker: Linker, made: Draft, tiers: TierSet | None) -> tuple[Keypoint, ...]:
    """The keypoints of a draft in index order; those that say no kind of place are left out."""
    check_regions(linker, made)
    maker = _Maker(linker, made, tiers)
    found = (maker.keypoint(point) for point in maker.points)
    return tuple(keypoint for keypoint in found if keypoint is not None)


class _Maker:
    """Makes keypoints, with what is looked up over all points at once."""

    def __init__(self, linker: Linker, made: Draft, tiers: TierSet | None) -> None:
        self._linker, self._made, self._tiers = linker, made, tiers
        self.points = made.in_order()
        pins = Pins(linker)
        self._cited = {point.id: cite(linker, pins, point) for point in self.points}
        self._titles = {point.id: _title(point, self._cited[point.id]) for point in self.points}
        self._parents = parents(linker, made)
        self._sigmas = _sigmas(made)
        self._at: dict[tuple[str, str | None], str] = {}
        for point in self.points:
            place = self._cited[point.id].place
            if place is not None:
                self._at.setdefault((place.key, point.side), point.id)

    def keypoint(self, point: DraftPoint) -> Keypoint | None:
        cited = self._cited[point.id]
        bound = self._bound(point, cited)
        own = bound.fields.get("kind")
        kind = cited.kind or own if cited.place else own or cited.kind
        check_place(self._linker, self._made, point, cited, kind, bound.fields)
        check_names(self._linker, self._made, point, self._tiers)
        if kind is None:
            return None
        last = {field: _last(point, field) for field in (*SIMPLE, "tolerance", "tiers")}
        return Keypoint(
            id=point.id,
            stem=point.stem,
            index=point.index,
            name=point.name,
            kind=kind,
            words=words(bound, self._titles[point.id], lambda c: self._known(c, point)),
            side=point.side,  # type: ignore[arg-type]
            region=point.region,
            place=cited.place,
            formula=point.formula,
            weights=point.weights,
            positions=tuple(
                Position(view=view, x=x, y=y) for view, (x, y) in sorted(point.at.items())
            ),
            best_view=last["best_view"],
            sigmas=tuple(self._sigmas.get(point.id, ())),
            tolerance=tolerance(last["tolerance"]),
            tiers=last["tiers"],
            blur=_blur(point),
            former_names=_former_names(point),
            deprecated=self._deprecated(point),
            parent=self._parents.get(point.id),
            hotkey=last["hotkey"],
            weight=last["weight"],
            half=last["half"],
            required=bool(last["required"]),
            width=last["width"],
            origin=point.origin,
            origins=_origins(point, bound),
        )

    def _deprecated(self, point: DraftPoint) -> Deprecated | None:
        """The deprecation, with its successor by the id it has in this skeleton."""
        layer = point.last("deprecated")
        if layer is None or "since" not in layer.entry["deprecated"]:
            return None
        entry = layer.entry["deprecated"]
        use = entry.get("use")
        id = meant_by(self._made, point, layer)(use) if use else None
        return Deprecated(since=entry["since"], use=id or use, why=entry.get("why"))

    def _bound(self, point: DraftPoint, cited: Cited) -> Bound:
        dictionary = cited.said[-1].dictionary if cited.said else None
        own = []
        for layer in point.layers:
            own.append(
                Said(layer.entry, dictionary, meant_by(self._made, point, layer), home=layer.home)
            )
            source = layer.entry.get("source")
            history.known_source(self._linker, layer.home.entry, source, layer.entry)
        return bind(self._linker, [*cited.said, *own], point.side)

    def _known(self, confusion: Confusion, point: DraftPoint) -> Confusion:
        """A confusion with the keypoint at that place, if the skeleton has one."""
        id = confusion.keypoint or self._at.get((confusion.target, point.side))
        id = id or self._at.get((confusion.target, None))
        return Confusion(
            target=confusion.target,
            title=self._titles[id] if id else confusion.title,
            text=confusion.text,
            keypoint=id,
            origin=confusion.origin,
        )


def _title(point: DraftPoint, cited: Cited) -> str:
    """The title as written, else the landmark's with its side: "Left elbow", "Left ASIS"."""
    written = _last(point, "title")
    if written is not None:
        other = {"left": "right", "right": "left"}.get(point.side or "", "")
        side = point.side or ""
        filled = str(written).replace("<side>", side).replace("<other>", other)
        return filled.replace("<Side>", side.capitalize())
    title = cited.title or point.stem.replace("_", " ").capitalize()
    return f"{point.side.capitalize()} {lowered(title)}" if point.side else title


def _origins(point: DraftPoint, bound: Bound) -> tuple[tuple[str, Origin], ...]:
    """Where fields were written that were not written with the point itself."""
    found = dict(bound.origins)
    for field in TRACED:
        layer = point.last(field)
        if layer is not None:
            found[field] = layer.entry.where(field)
    found.update(point.given)
    return tuple((f, at) for f, at in sorted(found.items()) if at != point.origin / f)


def _sigmas(made: Draft) -> dict[str, list[Sigma]]:
    found: dict[str, list[Sigma]] = {}
    for name in sorted(made.sigmas):
        for id, sigma in made.sigmas[name].items():
            found.setdefault(id, []).append(sigma)
    return found


def _last(point: DraftPoint, field: str) -> Any:
    layer = point.last(field)
    return of_side(layer.entry[field], point.side) if layer else None


def _blur(point: DraftPoint) -> tuple[TierBlur, ...]:
    layer = point.last("blur")
    found = layer.entry["blur"] if layer else {}
    return tuple(TierBlur(tier=tier, limit=limit) for tier, limit in sorted(found.items()))


def _former_names(point: DraftPoint) -> tuple[str, ...]:
    names = [n for layer in point.layers for n in layer.entry.get("former_names", ())]
    return tuple(dict.fromkeys(fill_name(name, point.side, point.stem) for name in names))
