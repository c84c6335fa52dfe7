"""Dictionaries: landmarks and curves that came, went or mean something else; and maps."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.meaning import HOW, of_place, plain, wording_fields
from schemac.lineage.names import tombstones
from schemac.lineage.pairing import Declarations
from schemac.model import Curve, Dictionary, Landmark, PointMap, Take
from schemac.source import NOWHERE, Origin

Entry = Landmark | Curve


def landmarks(old: Dictionary, new: Dictionary, declared: Declarations) -> Iterator[Change]:
    """What changed between two versions of a dictionary."""
    before, after = _entries(old), _entries(new)
    stones = {stone.id: stone for stone in new.retired}
    for id, entry in before.items():
        if id not in after:
            stone = stones.get(id)
            kept = stone is not None or not declared.expected
            yield (c.LandmarkRetired if kept else c.LandmarkDropped)(
                message=f"`{id}` is gone" + ("" if kept else ", and `retired` does not list it"),
                points=(id,),
                before=entry.words.definition or None,
                why=stone.why if stone else None,
                old=entry.origin,
                new=stone.origin if stone else new.origin,
            )
    for id, entry in after.items():
        if id not in before:
            yield c.LandmarkAdded(
                message=f"`{id}` is new", points=(id,),
                after=entry.words.definition or None, new=entry.origin,
            )  # fmt: skip
        else:
            yield from _entry(before[id], entry, declared)
    if old.reference_length != new.reference_length:
        yield c.UnitChanged(
            message="the reference length differs",
            before=_unit(old), after=_unit(new),
            old=old.origin / "reference_length", new=new.origin / "reference_length",
        )  # fmt: skip
    yield from tombstones(old.retired, new.retired, new.origin)


def takes(old: PointMap, new: PointMap) -> Iterator[Change]:
    """What changed between two versions of a map."""
    for field in ("source", "target"):
        one, two = str(getattr(old, field)), str(getattr(new, field))
        if one != two:
            yield c.MapChanged(
                message=f"the {field} is another version", before=one, after=two,
                old=old.origin, new=new.origin,
            )  # fmt: skip
    before = {take.target: take for take in old.points}
    after = {take.target: take for take in new.points}
    for id in {**before, **after}:
        one_take, two_take = before.get(id), after.get(id)
        if _take(one_take) != _take(two_take):
            yield c.MapChanged(
                message=f"`{id}` is taken from elsewhere", points=(id,),
                before=_take(one_take), after=_take(two_take),
                old=one_take.origin if one_take else NOWHERE,
                new=two_take.origin if two_take else new.origin / "points",
            )  # fmt: skip
    if old.tiers != new.tiers:
        yield c.MapChanged(
            message="tiers are carried over otherwise",
            old=old.origin / "tiers",
            new=new.origin / "tiers",
        )


def _take(take: Take | None) -> str | None:
    if take is None:
        return None
    where = take.x.text if take.x.text == take.y.text else f"x: {take.x.text}, y: {take.y.text}"
    return f"{where} ({take.tier}, {take.fidelity or 'unstated'})"


def _unit(dictionary: Dictionary) -> str | None:
    return ", ".join(dictionary.reference_length or ()) or None


def _entries(dictionary: Dictionary) -> dict[str, Entry]:
    entries: tuple[Entry, ...] = (*dictionary.landmarks, *dictionary.curves)
    return {entry.id: entry for entry in entries}


def _entry(old: Entry, new: Entry, declared: Declarations) -> Iterator[Change]:
    aspects = list(_aspects(old, new))
    if aspects:
        redefined = declared.naming("redefine", new.id)
        change = redefined or declared.naming("editorial", new.id)
        kind: type[Change] = c.MeaningUndeclared if declared.expected else c.Redefined
        kind = c.Redefined if redefined else c.Reworded if change else kind
        why = change.why if change else None
        yield of_place(kind, f"`{new.id}` {HOW[kind]}", aspects, why)
    advice = [f for f in wording_fields() if plain(old.words, f) != plain(new.words, f)]
    if advice:
        yield c.AdviceChanged(
            message=f"advice of `{new.id}`: {', '.join(advice)}", points=(new.id,),
            old=_where(old, advice[0]), new=_where(new, advice[0]),
        )  # fmt: skip
    if old.words.title != new.words.title:
        yield c.DisplayChanged(
            message=f"the title of `{new.id}` differs", points=(new.id,),
            before=old.words.title, after=new.words.title,
            old=_where(old, "title"), new=_where(new, "title"),
        )  # fmt: skip


def _aspects(old: Entry, new: Entry) -> Iterator[Change]:
    for kind, field, one, two in (
        (c.Reworded, "definition", old.words.definition, new.words.definition),
        (c.KindChanged, "kind", _kind(old), _kind(new)),
        (c.KindChanged, "midline", str(old.midline).lower(), str(new.midline).lower()),
        (c.CurveChanged, "from", _ends(old), _ends(new)),
    ):
        if one != two:
            yield kind(
                message=f"`{field}` of `{new.id}` differs", points=(new.id,),
                before=one or None, after=two or None,
                old=_where(old, field), new=_where(new, field),
            )  # fmt: skip


def _kind(entry: Entry) -> str:
    return entry.kind if isinstance(entry, Landmark) else "contour"


def _ends(entry: Entry) -> str:
    return f"{entry.start} to {entry.end}" if isinstance(entry, Curve) else ""


def _where(entry: Entry, field: str) -> Origin:
    return dict(entry.origins).get(field, entry.origin / field)
