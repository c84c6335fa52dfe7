"""Conventions, instances and packaging; and what is only seen: titles, colours, positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import Declarations, Document, Pairing, Value, by_stem, together
from schemac.model import Attribute, Instance, Keypoint, Skeleton
from schemac.source import NOWHERE, Origin


def conventions(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Whose left is left, where a pixel begins, what is one instance, what must be labelled."""
    for kind, section, field, said in _CONVENTIONS:
        old, new = (_held(s, section) for s in (both.old, both.new))
        one, two = getattr(old, field, None), getattr(new, field, None)
        if one != two:
            at = [getattr(s, section) for s in (both.old, both.new)]
            yield kind(
                message=said, before=_text(one), after=_text(two),
                old=_place(at[0], both.old, section, field),
                new=_place(at[1], both.new, section, field),
            )  # fmt: skip
    yield from _attributes(both)
    yield from _flags(both)


def looks(both: Pairing) -> Iterator[Change]:
    """What people see, and no array holds."""
    for field, get in _LOOKS.items():
        values = [
            Value(
                pair.new,
                _shown(get(pair.old)),
                _shown(get(pair.new)),
                pair.old.where(field),
                pair.new.where(field),
            )
            for pair in both.stayed
            if get(pair.old) != get(pair.new)
        ]
        kind = c.DisplayChanged
        parts = list(by_stem(kind, values, f"`{field}` of {{}}"))
        yield from together(kind, parts, f"`{field}` of {len(parts)} keypoints differs")
    for field in ("views", "figure"):
        if _plain(getattr(both.old, field)) != _plain(getattr(both.new, field)):
            yield c.DisplayChanged(
                message=f"`{field}` differ" if field == "views" else "the figure differs",
                old=both.old.origin / field, new=both.new.origin / field,
            )  # fmt: skip
    colours = [{r.id: (r.title, r.hue, r.inset) for r in s.regions} for s in (both.old, both.new)]
    if any(colours[0][id] != colours[1][id] for id in colours[0].keys() & colours[1].keys()):
        yield c.DisplayChanged(
            message="titles or colours of regions differ",
            old=both.old.origin / "regions", new=both.new.origin / "regions",
        )  # fmt: skip


def header(old: Document, new: Document) -> Iterator[Change]:
    """What a document says of itself."""
    if old.id != new.id:
        yield c.IdChanged(
            message="these are two documents", before=old.id, after=new.id,
            old=old.origin, new=new.origin,
        )  # fmt: skip
    for field in ("title", "summary", "language", "authors", "licence", "sources"):
        one, two = (_plain(getattr(document, field, None)) for document in (old, new))
        if one != two:
            short = isinstance(one, str | None) and isinstance(two, str | None)
            yield c.HeaderChanged(
                message=f"`{field}` differs",
                before=one if short else None, after=two if short else None,
                old=old.origin / field, new=new.origin / field,
            )  # fmt: skip


def pins(old: Skeleton, new: Skeleton) -> Iterator[Change]:
    """Documents that are named at another version."""
    before = {ref.id: ref.version for ref in old.dependencies}
    for ref in new.dependencies:
        if before.get(ref.id, ref.version) != ref.version and ref.id != new.id:
            yield c.PinMoved(
                message=f"`{ref.id}` is named at another version",
                before=before[ref.id], after=ref.version, old=old.origin, new=new.origin,
            )  # fmt: skip


# ---- conventions ------------------------------------------------------------------------------

_CONVENTIONS: tuple[tuple[type[Change], str, str, str], ...] = (
    (c.SideConventionChanged, "subject", "laterality", "left and right are another's"),
    (c.SideConventionChanged, "subject", "one_of_pair", "it is one of a pair, or no longer"),
    (c.CoordinateConventionChanged, "subject", "pixel_centre", "pixels are counted from elsewhere"),
    (c.CategoryChanged, "subject", "category", "the category has another name"),
    (c.CategoryChanged, "subject", "category_id", "the category has another number"),
    (c.CategoryChanged, "subject", "supercategory", "the supercategory differs"),
    (c.OcclusionPolicyChanged, "instance", "occlusion", "hidden keypoints are treated otherwise"),
    (c.InstanceScopeChanged, "instance", "one", "what counts as one instance differs"),
    (c.InstanceScopeChanged, "instance", "crowd", "the rule for crowds differs"),
    (c.InstanceScopeChanged, "instance", "at_least", "an instance needs another number of points"),
    (c.InstanceScopeChanged, "instance", "box", "the box of an instance is treated otherwise"),
    (c.DisplayChanged, "subject", "species", "the species differ"),
)  # fmt: skip


def _held(skeleton: Skeleton, section: str) -> Any:
    """A section; an instance that nobody describes is one about which nothing is said."""
    return getattr(skeleton, section) or Instance(one="")


def _place(held: Any, skeleton: Skeleton, section: str, field: str) -> Origin:
    known = held is not None and held.origin != NOWHERE
    return held.origin / field if known else skeleton.origin / section


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else f"{value}"


# ---- attributes and flags ---------------------------------------------------------------------


def _attributes(both: Pairing) -> Iterator[Change]:
    sides = [s.instance.attributes if s.instance else () for s in (both.old, both.new)]
    before, after = ({each.id: each for each in side} for side in sides)
    at = both.new.origin / "instance"
    for id, old in before.items():
        if id not in after:
            yield c.AttributeRemoved(
                message=f"the attribute `{id}` is gone", old=old.origin, new=at
            )
    for id, new in after.items():
        if id not in before:
            message = f"there is a new attribute `{id}`"
            yield c.AttributeAdded(message=message, new=new.origin)
        else:
            yield from _attribute(before[id], new)


def _attribute(old: Attribute, new: Attribute) -> Iterator[Change]:
    fields: dict[str, Any] = {"before": ", ".join(old.values), "after": ", ".join(new.values)}
    places: dict[str, Any] = {"old": old.origin, "new": new.origin}
    if set(old.values) - set(new.values):
        said = f"the attribute `{new.id}` has lost values"
        yield c.AttributeRemoved(message=said, **fields, **places)
    elif set(new.values) - set(old.values):
        said = f"the attribute `{new.id}` has new values"
        yield c.AttributeAdded(message=said, **fields, **places)
    elif old.values != new.values:
        said = f"the values of the attribute `{new.id}` stand in another order"
        yield c.AttributeChanged(message=said, **fields, **places)
    one, two = ((a.required, a.default, a.per, a.title) for a in (old, new))
    if one != two:
        yield c.AttributeChanged(message=f"the attribute `{new.id}` differs", **places)


def _flags(both: Pairing) -> Iterator[Change]:
    for kind, said in (
        (c.KeypointMadeRequired, "must be labelled now"),
        (c.KeypointMadeOptional, "need no longer be labelled"),
    ):
        wanted = kind is c.KeypointMadeRequired
        values = [
            Value(pair.new, _text(pair.old.required), _text(pair.new.required),
                  pair.old.where("required"), pair.new.where("required"))
            for pair in both.stayed
            if pair.old.required != pair.new.required and pair.new.required == wanted
        ]  # fmt: skip
        yield from by_stem(kind, values, f"{{}} {said}")
    values = [
        Value(pair.new, _deprecated(pair.old), _deprecated(pair.new),
              pair.old.where("deprecated"), pair.new.where("deprecated"))
        for pair in both.stayed
        if pair.old.deprecated != pair.new.deprecated
    ]  # fmt: skip
    yield from by_stem(c.KeypointDeprecated, values, "{}: its deprecation differs")


def _deprecated(point: Keypoint) -> str | None:
    mark = point.deprecated
    if mark is None:
        return None
    return f"since {mark.since}" + (f", use {mark.use}" if mark.use else "")


# ---- looks ------------------------------------------------------------------------------------

_LOOKS: dict[str, Callable[[Keypoint], object]] = {
    "title": lambda point: point.words.title,
    "at": lambda point: _plain(point.positions),
    "hotkey": lambda point: point.hotkey,
    "best_view": lambda point: point.best_view,
    "width": lambda point: point.width,
}


def _shown(value: object) -> str | None:
    """A value that is short enough to be told; positions are seen in the figure."""
    return value if isinstance(value, str) else None


def _plain(value: Any) -> Any:
    """A value without the places where it was written."""
    from schemac.canonical import canonical

    if isinstance(value, tuple):
        return tuple(_plain(each) for each in value)
    return str(canonical(value)) if hasattr(value, "__struct_fields__") else value
