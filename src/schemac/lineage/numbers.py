"""Sigmas, evaluation, tolerances, the QA plan, measures, training hints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    Survivor,
    Value,
    by_stem,
    listed,
    number,
    together,
)
from schemac.model import Keypoint, Measure, Profile, QaPlan, SigmaSet
from schemac.source import NOWHERE, Origin


def numbers(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Everything that is counted or measured."""
    yield from _sigmas(both)
    yield from _profiles(both)
    yield from _tolerances(both)
    yield from _qa(both)
    yield from _measures(both)
    for field in ("weight", "half"):
        yield from _hints(both, field)


# ---- sigmas -----------------------------------------------------------------------------------


def _sigmas(both: Pairing) -> Iterator[Change]:
    before = {each.id: each for each in both.old.sigma_sets}
    after = {each.id: each for each in both.new.sigma_sets}
    for id, old in before.items():
        if id not in after:
            at = both.new.origin / "sigmas"
            yield c.SigmaRemoved(message=f"the sigmas `{id}` are gone", old=old.origin, new=at)
    for id, new in after.items():
        if id not in before:
            yield c.SigmaAdded(message=f"there are new sigmas `{id}`", new=new.origin)
        else:
            yield from _set(before[id], new)
            yield from _values(both, id)


def _set(old: SigmaSet, new: SigmaSet) -> Iterator[Change]:
    if old.scale.text != new.scale.text:
        yield c.SigmaScaleChanged(
            message=f"the sigmas `{new.id}` refer to another size",
            before=old.scale.text, after=new.scale.text,
            old=old.origin / "scale", new=new.origin / "scale",
        )  # fmt: skip
    one, two = (_provenance(each) for each in (old, new))
    if one != two:
        yield c.SigmaSourceChanged(
            message=f"the sigmas `{new.id}` state another origin", before=one, after=two,
            old=old.origin, new=new.origin,
        )  # fmt: skip


def _provenance(set: SigmaSet) -> str:
    work = f", {set.source.title}" if set.source else ""
    rest = f", else `{set.otherwise}`" if set.otherwise else ""
    return f"{set.basis}{work}{rest}" + (f": {set.note}" if set.note else "")


def _values(both: Pairing, id: str) -> Iterator[Change]:
    for kind, wanted, said in _SIGMAS:
        values = [
            Value(
                pair.new, number(pair.old.sigma(id)), number(pair.new.sigma(id)),
                _written(pair.old, id), _written(pair.new, id),
            )
            for pair in both.stayed
            if wanted(pair.old.sigma(id), pair.new.sigma(id))
        ]  # fmt: skip
        parts = list(by_stem(kind, values, f"the sigma of {{}} in `{id}` is {said}"))
        yield from together(kind, parts, f"{len(values)} sigmas of `{id}` are {said}")


_SIGMAS: tuple[tuple[type[Change], Callable[[float | None, float | None], bool], str], ...] = (
    (c.SigmaChanged, lambda a, b: a is not None and b is not None and a != b, "another"),
    (c.SigmaRemoved, lambda a, b: a is not None and b is None, "gone"),
    (c.SigmaAdded, lambda a, b: a is None and b is not None, "new"),
)


def _written(point: Keypoint, id: str) -> Origin:
    return next((s.origin for s in point.sigmas if s.set == id), point.origin)


# ---- evaluation -------------------------------------------------------------------------------


def _profiles(both: Pairing) -> Iterator[Change]:
    before = {each.id: each for each in both.old.evaluation}
    after = {each.id: each for each in both.new.evaluation}
    for id, old in before.items():
        if id not in after:
            at = both.new.origin / "evaluation"
            message = f"the evaluation profile `{id}` is gone"
            yield c.ProfileRemoved(message=message, old=old.origin, new=at)
    for id, new in after.items():
        if id not in before:
            message = f"there is a new evaluation profile `{id}`"
            yield c.ProfileAdded(message=message, new=new.origin)
        elif (one := _profile(before[id], both)) != (two := _profile(new, both)):
            yield c.ProfileChanged(
                message=f"the evaluation profile `{id}` differs", before=one, after=two,
                old=before[id].origin, new=new.origin,
            )  # fmt: skip
    mains = both.old.main_profile, both.new.main_profile
    if mains[0] and mains[1] and mains[0].id != mains[1].id:
        yield c.MainProfileChanged(
            message="another evaluation profile is the main one",
            before=mains[0].id, after=mains[1].id, old=mains[0].origin, new=mains[1].origin,
        )  # fmt: skip


def _profile(profile: Profile, both: Pairing) -> str:
    """A profile in words; of its keypoints only those that both versions have, since one that
    came or went is told by itself."""
    shared = both.old.by_id.keys() & both.new.by_id.keys()
    points = [p for p in profile.points if p in shared]
    text: str = profile.metric
    text += f", sigmas {profile.sigmas}" if profile.sigmas else ""
    text += f", threshold {number(profile.threshold)}" if profile.threshold is not None else ""
    text += f", relative to {profile.relative_to.text}" if profile.relative_to else ""
    every = len(points) == len(shared)
    return text + (", all keypoints" if every else f", {len(points)}: {', '.join(points)}")


# ---- quality ----------------------------------------------------------------------------------


def _tolerances(both: Pairing) -> Iterator[Change]:
    def said(pair: Survivor) -> tuple[str, str]:
        one, two = pair.old.tolerance, pair.new.tolerance
        return str(one or "none"), str(two or "none")

    values = [
        Value(pair.new, *said(pair), pair.old.where("tolerance"), pair.new.where("tolerance"))
        for pair in both.stayed
        if said(pair)[0] != said(pair)[1]
    ]
    kind = c.ToleranceChanged
    parts = list(by_stem(kind, values, "the tolerance of {} differs"))
    yield from together(kind, parts, f"the tolerances of {len(parts)} keypoints differ")


def _qa(both: Pairing) -> Iterator[Change]:
    from schemac.canonical import canonical

    old, new = both.old.qa, both.new.qa
    one, two = (canonical(plan) if plan else {} for plan in (old, new))
    differ = [field for field in {**one, **two} if one.get(field) != two.get(field)]
    if differ:
        yield c.QaPlanChanged(
            message=f"the plan for QA differs: {', '.join(differ)}",
            old=_field(old, both.old.origin, differ[0]),
            new=_field(new, both.new.origin, differ[0]),
        )


def _field(plan: QaPlan | None, home: Origin, field: str) -> Origin:
    return plan.origin / field if plan and plan.origin != NOWHERE else home / "qa"


def _measures(both: Pairing) -> Iterator[Change]:
    before, after = (_by_entry(s.measures) for s in (both.old, both.new))
    for id, old in before.items():
        if id not in after:
            at, gone = both.new.origin / "measures", old[0].origin
            yield c.MeasureRemoved(message=f"the measure `{id}` is gone", old=gone, new=at)
    for id, new in after.items():
        if id not in before:
            yield c.MeasureAdded(message=f"there is a new measure `{id}`", new=new[0].origin)
            continue
        known = {measure.id: measure for measure in before[id]}
        for two in new:
            one = known.get(two.id, before[id][0])
            if one.formula.text != two.formula.text:
                yield c.MeasureChanged(
                    message=f"the measure `{id}` is computed in another way",
                    before=one.formula.text, after=two.formula.text,
                    old=one.origin / "formula", new=two.origin / "formula",
                )  # fmt: skip
                break


def _by_entry(measures: Iterable[Measure]) -> dict[str, list[Measure]]:
    """Measures by the name they were written under, those for both sides together."""
    every = {measure.id: measure for measure in measures}
    entries: dict[str, list[Measure]] = {}
    for measure in every.values():
        entries.setdefault(_entry(measure, every.keys()), []).append(measure)
    return entries


def _entry(measure: Measure, ids: Collection[str]) -> str:
    """The name a measure was written under. A frozen form does not tell; there two that differ by
    their side only were written as one."""
    if measure.origin.route:
        written = str(measure.origin.route[-1])
        return written if measure.id.endswith(written) else measure.id
    side, _, stem = measure.id.partition("_")
    paired = side in ("left", "right") and {f"left_{stem}", f"right_{stem}"} <= set(ids)
    return stem if paired else measure.id


def _hints(both: Pairing, field: str) -> Iterator[Change]:
    def text(value: Any) -> str | None:
        return number(value) if isinstance(value, float) else value

    values = [
        Value(pair.new, text(getattr(pair.old, field)), text(getattr(pair.new, field)),
              pair.old.where(field), pair.new.where(field))
        for pair in both.stayed
        if getattr(pair.old, field) != getattr(pair.new, field)
    ]  # fmt: skip
    kind = c.TrainingHintChanged
    parts = list(by_stem(kind, values, f"`{field}` of {{}} differs"))
    names = listed(part.points[0] for part in parts)
    yield from together(kind, parts, f"`{field}` differs at {names}")
