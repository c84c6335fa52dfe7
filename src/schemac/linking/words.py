"""Words meet by one rule: own words win key by key, lists add. Here they become the model's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemac.linking import codes
from schemac.linking.history import cited
from schemac.linking.linker import Linker
from schemac.model.place import Place, Reference
from schemac.model.words import (
    Advice,
    Confusion,
    Example,
    Find,
    Mistake,
    Note,
    Words,
)
from schemac.reading.declare import KEY, Declaration
from schemac.reading.grammar import DIRECTIONS, SITUATIONS
from schemac.reading.types import Entry, of_side
from schemac.source import Origin

SINGLE = ("title", "definition", "kind", "deprecated")
KEYED = ("find", "when", "confuse_with")
LISTS = ("mistakes", "notes", "self_check", "examples", "aliases", "same_as")


class Said:
    """One entry that speaks of a place. `dictionary` is where its landmark names are looked up,
    `home` the document whose sources it cites (the dictionary when left out), `keypoint` tells
    which one a word means, `lead` an own sentence that goes before its cues."""

    __slots__ = ("dictionary", "entry", "home", "keypoint", "lead")

    def __init__(
        self,
        entry: Entry,
        dictionary: Declaration | None = None,
        keypoint: Callable[[str], str | None] | None = None,
        lead: str | None = None,
        home: Declaration | None = None,
    ) -> None:
        self.entry, self.dictionary, self.keypoint, self.lead = entry, dictionary, keypoint, lead
        self.home = home or dictionary


class Bound:
    """The words of a place with the places where they were written."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}


def bind(linker: Linker, said: list[Said], side: str | None, *, filled: bool = True) -> Bound:
    """Merge entries, the last one the strongest. `filled` puts side words into the holes (a
    dictionary keeps its holes, because it has no side)."""
    bound = Bound()
    fill = _Filler(linker, side, filled)
    for one in said:
        _take_single(bound, one.entry, side, fill)
        _take_source(bound, one)
        _take_find(bound, one, fill)
        _take_when(bound, one.entry, fill)
        _take_confusions(linker, bound, one, fill)
        _take_lists(linker, bound, one, fill)
    return bound


def words(
    bound: Bound, title: str, known: Callable[[Confusion], Confusion] = lambda found: found
) -> Words:
    """The bound words as a record, under a title. `known` completes each confusion."""
    f = bound.fields
    find: dict[str, tuple[str, ...]] = f.get("find", {})
    when: dict[str, Advice] = f.get("when", {})
    confusions: dict[str, Confusion] = f.get("confuse_with", {})
    return Words(
        title=title,
        definition=f.get("definition", ""),
        find=Find(**find),
        mistakes=tuple(f.get("mistakes", ())),
        confuse_with=tuple(known(confusions[key]) for key in sorted(confusions)),
        when=tuple(when[s] for s in SITUATIONS if s in when),
        notes=tuple(f.get("notes", ())),
        self_check=tuple(f.get("self_check", ())),
        examples=tuple(f.get("examples", ())),
        aliases=tuple(dict.fromkeys(f.get("aliases", ()))),
        same_as=tuple(dict.fromkeys(f.get("same_as", ()))),
        source=f.get("source"),
    )


class _Filler:
    """Fills `<side>`, `<Side>` and `<other>`; in the midline they are reported."""

    def __init__(self, linker: Linker, side: str | None, filled: bool) -> None:
        self._linker, self._side, self._filled = linker, side, filled
        self._other = {"left": "right", "right": "left"}.get(side or "")

    def __call__(self, text: str, at: Origin) -> str:
        if "<" not in text or not self._filled:
            return text
        if self._side is None or self._other is None:
            message = "the words of a midline point speak of a side"
            help = "write the sentence without `<side>`, `<Side>` and `<other>`"
            self._linker.report(codes.ROLE_OF_SIDE, at, message, help=help)
            return text
        side, other = self._side, self._other
        text = text.replace("<side>", side).replace("<other>", other)
        return text.replace("<Side>", side.capitalize())


def _take_single(bound: Bound, entry: Entry, side: str | None, fill: _Filler) -> None:
    for field in SINGLE:
        if field not in entry:
            continue
        value = of_side(entry[field], side)
        if value is None:
            continue
        at = entry.where(field)
        bound.fields[field] = fill(value, at) if field in ("title", "definition") else value
        bound.origins[field] = at


def _take_source(bound: Bound, one: Said) -> None:
    """The work a definition comes from: the one that the entry cites, else the dictionary's own.
    A definition written anew comes from none of the works of the one that it replaces."""
    if one.home is None:
        return
    key = one.entry.get("source")
    if key is None and ("definition" in one.entry or "source" not in bound.fields):
        key = one.home.entry.get("source")
    if key is not None:
        bound.fields["source"] = cited(one.home.entry, key)
    elif "definition" in one.entry:
        bound.fields.pop("source", None)


def _take_find(bound: Bound, one: Said, fill: _Filler) -> None:
    cues: dict[str, tuple[str, ...]] = bound.fields.setdefault("find", {})
    if one.lead is not None:
        cues["construct"] = (one.lead,)
    find = one.entry.get("find")
    if find is None:
        return
    bound.origins["find"] = find.origin
    for way, texts in find.values.items():
        at = find.where(way)
        lead = (one.lead,) if one.lead is not None and way == "construct" else ()
        cues[way] = (*lead, *(fill(text, at) for text in texts))


def _take_when(bound: Bound, entry: Entry, fill: _Filler) -> None:
    advice: dict[str, Advice] = bound.fields.setdefault("when", {})
    for situation, text in entry.get("when", {}).items():
        at = entry.where("when") / situation
        advice[situation] = Advice(situation=situation, text=fill(text, at), origin=at)


def _take_lists(linker: Linker, bound: Bound, one: Said, fill: _Filler) -> None:
    for field in LISTS:
        items = one.entry.get(field)
        if items is None:
            continue
        at = one.entry.where(field)
        bound.origins[field] = at
        into: list[Any] = bound.fields.setdefault(field, [])
        for number, item in enumerate(items):
            made = _item(linker, field, item, one, fill, at / number)
            if made is not None:
                into.append(made)


def _item(linker: Linker, field: str, item: Any, one: Said, fill: _Filler, at: Origin) -> Any:
    if isinstance(item, str):
        return fill(item, at)
    if field == "mistakes":
        return _mistake(linker, item, one, fill)
    if field == "notes":
        if "for" in item and "text" in item:
            text = fill(item["text"], item.where("text"))
            return Note(subject=item["for"], text=text, origin=item.origin)
        return None
    if "image" not in item or "verdict" not in item:
        return None
    return Example(
        image=item["image"],
        verdict=item["verdict"],
        condition=item.get("condition"),
        caption=item.get("caption"),
        licence=item.get("licence"),
        origin=item.origin,
    )


def _mistake(linker: Linker, item: Entry, one: Said, fill: _Filler) -> Mistake | None:
    if "text" not in item:
        return None
    text = fill(item["text"], item.where("text"))
    toward, by = item.get("toward"), item.get("by")
    if toward is None or toward in DIRECTIONS:
        return Mistake(
            text=text, direction=toward, by=by, unit=_unit(one.dictionary) if toward else None,
            offset=item.get("offset"), origin=item.origin,
        )  # fmt: skip
    if one.keypoint is not None and (id := one.keypoint(toward)):
        offset = item.get("offset")
        return Mistake(text=text, keypoint=id, by=by, offset=offset, origin=item.origin)
    landmarks = one.dictionary.entry.get("landmarks", {}) if one.dictionary else {}
    if toward not in landmarks or one.dictionary is None:
        known = (*DIRECTIONS, *landmarks)
        at = item.where("toward")
        linker.unknown(codes.UNKNOWN_LANDMARK, at, "direction or landmark", toward, known)
        return Mistake(text=text, origin=item.origin)
    return Mistake(
        text=text,
        toward=Place(dictionary=one.dictionary.reference, name=toward),
        toward_title=landmarks[toward].get("title", toward),
        by=by,
        offset=item.get("offset"),
        origin=item.origin,
    )


def _unit(dictionary: Declaration | None) -> tuple[Place, Place] | None:
    ends = dictionary.entry.get("reference_length") if dictionary else None
    if not ends or dictionary is None:
        return None
    reference: Reference = dictionary.reference
    return (Place(dictionary=reference, name=ends[0]), Place(dictionary=reference, name=ends[1]))


def _take_confusions(linker: Linker, bound: Bound, one: Said, fill: _Filler) -> None:
    found: dict[str, Confusion] = bound.fields.setdefault("confuse_with", {})
    for name, text in one.entry.get("confuse_with", {}).items():
        at = one.entry.where("confuse_with") / name
        said = fill(text, at)
        if one.keypoint is not None and (id := one.keypoint(name)):
            found[id] = Confusion(target=id, title="", text=said, keypoint=id, origin=at / KEY)
            continue
        bare = name
        if one.dictionary is not None and "." in name:
            prefix, _, bare = name.partition(".")
            if prefix != one.dictionary.reference.id.rsplit("/", 1)[-1]:
                bare = name
        landmarks = one.dictionary.entry.get("landmarks", {}) if one.dictionary else {}
        if bare not in landmarks or one.dictionary is None:
            where = at / KEY
            linker.unknown(codes.UNKNOWN_LANDMARK, where, "landmark or keypoint", name, landmarks)
            continue
        place = Place(dictionary=one.dictionary.reference, name=bare)
        title = landmarks[bare].get("title", bare)
        found[place.key] = Confusion(target=place.key, title=title, text=said, origin=at / KEY)


def lowered(title: str) -> str:
    """A title inside a sentence: its first letter small, unless an abbreviation stands first."""
    first = title.split(" ", 1)[0]
    if len(first) > 1 and any(c.isupper() or c.isdigit() for c in first[1:]):
        return title
    return title[:1].lower() + title[1:]
