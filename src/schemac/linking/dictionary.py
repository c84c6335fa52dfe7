"""A dictionary, linked: every landmark and curve with its family's advice."""

from __future__ import annotations

from schemac.linking import codes, history
from schemac.linking.linker import Linker
from schemac.linking.places import family_of, no_kind
from schemac.linking.words import Bound, Said, bind, words
from schemac.model.dictionary import Curve, Dictionary, Landmark
from schemac.reading.declare import Declaration
from schemac.reading.grammar import DIRECTIONS
from schemac.reading.types import Entry


def link_dictionary(linker: Linker, home: Declaration) -> Dictionary:
    """Every landmark and curve, with what its family adds."""
    entry = home.entry
    places: dict[str, Entry] = entry.get("landmarks", {})
    curves: dict[str, Entry] = entry.get("curves", {})
    ends = entry.get("reference_length")
    for number, name in enumerate(ends or ()):
        if name not in places:
            at = entry.where("reference_length") / number
            linker.unknown(codes.UNKNOWN_LANDMARK, at, "landmark", name, places)
    history.known_source(linker, entry, entry.get("source"), entry)
    for family in entry.get("families", {}).values():
        _family(linker, home, family)
    linked = [_landmark(linker, home, id, place) for id, place in sorted(places.items())]
    lines = [_curve(linker, home, id, curve) for id, curve in sorted(curves.items())]
    return Dictionary(
        id=home.reference.id,
        version=home.reference.version,
        title=entry.get("title", home.reference.id),
        summary=entry.get("summary"),
        reference_length=ends,
        families=tuple(sorted(entry.get("families", {}))),
        landmarks=tuple(landmark for landmark in linked if landmark is not None),
        curves=tuple(line for line in lines if line is not None),
        sources=history.sources(entry),
        retired=history.retired(entry),
        lineage=history.lineage(linker, entry),
        waivers=history.waivers(entry),
        origin=home.origin,
    )


def _family(linker: Linker, home: Declaration, family: Entry) -> None:
    """A family is no place, so its mistakes point in directions only."""
    for mistake in family.get("mistakes", ()):
        toward = mistake.get("toward")
        if toward is not None and toward not in DIRECTIONS:
            linker.unknown(
                codes.UNKNOWN_LANDMARK, mistake.where("toward"), "direction", toward, DIRECTIONS
            )


def _bound(linker: Linker, home: Declaration, entry: Entry) -> Bound:
    family = family_of(linker, home, entry)
    said = [Said(family, home)] if family is not None else []
    bound = bind(linker, [*said, Said(entry, home)], None, filled=False)
    history.known_source(linker, home.entry, entry.get("source"), entry)
    return bound


def _landmark(linker: Linker, home: Declaration, id: str, entry: Entry) -> Landmark | None:
    bound = _bound(linker, home, entry)
    kind = bound.fields.get("kind")
    if kind is None:
        no_kind(linker, id, entry)
        return None
    return Landmark(
        id=id,
        kind=kind,
        words=words(bound, entry.get("title", id)),
        midline=entry.get("midline", False),
        like=entry.get("like"),
        origin=entry.origin,
        origins=tuple(sorted(bound.origins.items())),
    )


def _curve(linker: Linker, home: Declaration, id: str, entry: Entry) -> Curve | None:
    bound = _bound(linker, home, entry)
    landmarks = home.entry.get("landmarks", {})
    for field in ("from", "to"):
        if field in entry and entry[field] not in landmarks:
            at = entry.where(field)
            linker.unknown(codes.UNKNOWN_LANDMARK, at, "landmark", entry[field], landmarks)
    if "from" not in entry or "to" not in entry:
        return None
    return Curve(
        id=id,
        words=words(bound, entry.get("title", id)),
        start=entry["from"],
        end=entry["to"],
        midline=entry.get("midline", False),
        like=entry.get("like"),
        origin=entry.origin,
        origins=tuple(sorted(bound.origins.items())),
    )
