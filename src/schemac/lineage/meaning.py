"""What places mean: definition, kind, cited landmark, derivation; and the advice about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    Survivor,
    Told,
    Value,
    by_stem,
    listed,
    points_of,
    stems,
    together,
)
from schemac.model import Change as Declared
from schemac.model import Keypoint, Words


def meaning(both: Pairing, declared: Declarations, told: Told | None) -> Iterator[Change]:
    """Keypoints that mean another place, or the same one in other words."""
    differ = [pair for pair in both.stayed if _sense(pair.old) != _sense(pair.new)]
    groups: dict[Intent, list[Survivor]] = {}
    for stem in stems(pair.new for pair in differ):
        pairs = [pair for pair in differ if pair.new.stem == stem]
        groups.setdefault(_intent(pairs, declared, told), []).extend(pairs)
    for intent, pairs in groups.items():
        if intent.change is not None:  # one declared change is one edit, of however many points
            yield _declared(intent.kind, intent.change, pairs)
        else:
            for stem in stems(pair.new for pair in pairs):
                group = [pair for pair in pairs if pair.new.stem == stem]
                yield _one(intent.kind, stem, group, intent.tail)


def advice(both: Pairing) -> Iterator[Change]:
    """Cues, mistakes and examples that differ at places whose definition may not."""
    for kind, fields, said, differ in _ADVICE:
        parts = []
        for stem in stems(pair.new for pair in both.stayed):
            pairs = [p for p in both.stayed if p.new.stem == stem]
            other = [f for f in fields if any(_said(p.old, f) != _said(p.new, f) for p in pairs)]
            if other:
                field, pair = other[0], pairs[0]
                parts.append(
                    kind(
                        message=f"{said} of `{stem}`: {', '.join(other)}",
                        points=tuple(p.new.id for p in pairs),
                        old=pair.old.where(field),
                        new=pair.new.where(field),
                    )
                )
        yield from together(kind, parts, f"{said} of {len(parts)} keypoints {differ}")


class Intent(Struct, frozen=True):
    """Under which kind a change of meaning falls, by which declared change; a `tail` says why no
    word was needed."""

    kind: type[Change]
    change: Declared | None = None
    tail: str = ""


def _intent(pairs: list[Survivor], declared: Declarations, told: Told | None) -> Intent:
    names = (pairs[0].new.stem, *(pair.new.id for pair in pairs))
    for verb, kind in (("redefine", c.Redefined), ("editorial", c.Reworded)):
        change = declared.naming(verb, *names)
        if change is not None:
            return Intent(kind, change)
    same = all(_same_place(pair) for pair in pairs)
    if not declared.expected:
        return Intent(c.Reworded if same else c.Redefined)
    if same and told is not None and all(_told(pair, told) == "editorial" for pair in pairs):
        return Intent(c.Reworded, tail=", as its dictionary says")
    return Intent(c.MeaningUndeclared)


def _same_place(pair: Survivor) -> bool:
    """Whether both cite the same landmark, or write the place out in other words."""
    one, two = pair.old, pair.new
    if (one.place is None) != (two.place is None) or one.kind != two.kind:
        return False
    if one.place is not None and two.place is not None:
        return one.place.key == two.place.key
    return _formula(one) == _formula(two)


def _told(pair: Survivor, told: Told) -> str | None:
    one, two = pair.old.place, pair.new.place
    return told(one, two) if one is not None and two is not None else None


HOW: Mapping[type[Change], str] = {
    c.Redefined: "now means another place",
    c.Reworded: "is worded anew",
    c.MeaningUndeclared: "has another meaning or other words, and the lineage does not say which",
}
"""What has become of a place, in words."""


# ---- words for changes ------------------------------------------------------------------------


def _declared(kind: type[Change], change: Declared, pairs: list[Survivor]) -> Change:
    parts = [
        _one(kind, stem, [pair for pair in pairs if pair.new.stem == stem], "")
        for stem in stems(pair.new for pair in pairs)
    ]
    (whole,) = together(kind, parts, f"{_how(kind)}: {listed(stems(pair.new for pair in pairs))}")
    labels = f"labels: {change.labels}" if change.labels else None
    said = [word for word in (change.why, labels) if word]
    return replace(whole, why=" ".join(said) or None)


def _how(kind: type[Change]) -> str:
    return {c.Redefined: "redefined", c.Reworded: "reworded"}.get(kind, "changed")


def _one(kind: type[Change], stem: str, pairs: list[Survivor], tail: str) -> Change:
    return of_place(kind, f"`{stem}` {HOW[kind]}{tail}", list(_aspects(pairs)))


def of_place(
    kind: type[Change], message: str, aspects: list[Change], why: str | None = None
) -> Change:
    """What changed about one place: both definitions, and as parts what else tells them apart."""
    words = next((aspect for aspect in aspects if isinstance(aspect, c.Reworded)), None)
    return kind(
        message=message,
        points=points_of(aspects),
        before=words.before if words else None,
        after=words.after if words else None,
        why=why,
        old=aspects[0].old,
        new=aspects[0].new,
        parts=tuple(aspect for aspect in aspects if aspect is not words),
    )


def _aspects(pairs: list[Survivor]) -> Iterator[Change]:
    for kind, field, get, said in _ASPECTS:
        values = [
            Value(p.new, get(p.old), get(p.new), p.old.where(field), p.new.where(field))
            for p in pairs
            if get(p.old) != get(p.new)
        ]
        yield from by_stem(kind, values, f"{said} of {{}} differs")


def _definition(point: Keypoint) -> str | None:
    return point.words.definition or None


def _kind(point: Keypoint) -> str | None:
    return point.kind


def _landmark(point: Keypoint) -> str | None:
    return point.place.key if point.place else "none"


def _formula(point: Keypoint) -> str | None:
    return point.formula.text if point.formula else None


_ASPECTS = (
    (c.Reworded, "definition", _definition, "the definition"),
    (c.LandmarkChanged, "landmark", _landmark, "the cited landmark"),
    (c.KindChanged, "kind", _kind, "the kind"),
    (c.DerivationChanged, "formula", _formula, "the formula"),
)


def _sense(point: Keypoint) -> tuple[str | None, ...]:
    return tuple(get(point) for _, _, get, _ in _ASPECTS)


# ---- advice -----------------------------------------------------------------------------------

_ADVICE: tuple[tuple[type[Change], tuple[str, ...], str, str], ...] = (
    (
        c.AdviceChanged,
        ("find", "mistakes", "confuse_with", "when", "notes", "self_check", "aliases", "same_as"),
        "advice",
        "differs",
    ),
    (c.ExamplesChanged, ("examples",), "examples", "differ"),
)


def _said(point: Keypoint, field: str) -> object:
    return plain(point.words, field)


def plain(words: Words, field: str) -> object:
    """One field of words without the places where it was written."""
    from schemac.canonical import canonical

    value = getattr(words, field)
    if isinstance(value, tuple):
        return tuple(each if isinstance(each, str) else str(canonical(each)) for each in value)
    return value


def wording_fields() -> Iterable[str]:
    """The fields of words that give advice."""
    return (field for _, fields, *_ in _ADVICE for field in fields)
