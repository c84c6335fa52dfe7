"""Visibility: the tiers themselves, and which of them a keypoint may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.names import tombstones
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    Value,
    by_stem,
    listed,
    points_of,
    together,
)
from schemac.model import BlurRule, Keypoint, Skeleton, Tier, TierSet
from schemac.source import NOWHERE, Origin


def visibility(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Another tier set, and keypoints with other tiers or smear limits of their own."""
    yield from _another_set(both, declared)
    renamed = {old: new for change in declared.of("retier") for old, new in change.tiers}
    yield from _allowed(both, renamed)
    yield from _blur(both)


def tiers(old: TierSet, new: TierSet, declared: Declarations) -> Iterator[Change]:
    """What changed between two versions of a tier set."""
    yield from _came_and_went(old, new, declared)
    for tier in new.tiers:
        before = old.tier(tier.id)
        if before is not None:
            yield from _tier(before, tier, declared)
    yield from _of_the_whole(old, new)
    yield from tombstones(old.retired, new.retired, new.origin)


# ---- another tier set -------------------------------------------------------------------------


def _another_set(both: Pairing, declared: Declarations) -> Iterator[Change]:
    old, new = both.old.visibility, both.new.visibility
    if old is None or new is None or (old.id, old.version) == (new.id, new.version):
        if (old is None) != (new is None):
            yield c.TierSetChanged(
                message="visibility is stated now" if old is None else "no tiers are stated now",
                old=both.old.origin / "visibility", new=both.new.origin / "visibility",
            )  # fmt: skip
        elif old is not None and new is not None:  # edited in place
            yield from _of_meaning(tiers(old, new, Declarations(expected=False)))
        return
    retier = next(iter(declared.of("retier")), None)
    carried = {one: two for change in declared.of("retier") for one, two in change.tiers}
    own = Declarations([*declared.changes, *(new.lineage.changes if new.lineage else ())])
    parts = tuple(tiers(old, new, own if declared.expected else Declarations(expected=False)))
    left_out = [
        tier.id for tier in old.tiers if tier.id not in carried and new.tier(tier.id) is None
    ]
    said = _silence(retier is not None, left_out, tuple(_of_meaning(parts)))
    silent = declared.expected and said
    yield (c.TiersUndeclared if silent else c.TierSetChanged)(
        message=f"visibility is stated in other tiers{silent or ''}",
        points=points_of(parts),
        before=f"{old.id}@{old.version}",
        after=f"{new.id}@{new.version}",
        why=retier.why if retier else None,
        old=both.old.origin / "visibility",
        new=retier.origin if retier else both.new.origin / "visibility",
        parts=tuple(_spoken(part, carried) for part in parts),
    )


def _silence(retier: bool, left_out: list[str], telling: tuple[Change, ...]) -> str:
    """What the lineage leaves unsaid; empty when it says all. Other words need no `retier`."""
    if not retier:
        return ", and no `retier` says what became of the old ones" if telling else ""
    return f", and `retier` leaves out {listed(left_out)}" if left_out else ""


_TELLING = (
    c.TierRetired, c.TierDropped, c.TierCodeChanged, c.TierSituationsChanged,
    c.TierLimitChanged, c.TierAdded, c.TierSplit, c.Redefined, c.MeaningUndeclared,
    c.TierEvaluationChanged, c.TierCoordinatesChanged, c.TierFoldChanged,
)  # fmt: skip


def _of_meaning(changes: Any) -> Iterator[Change]:
    """Those that old labels do not survive untouched, or that make them say something else."""
    return (change for change in changes if isinstance(change, _TELLING))


def _spoken(part: Change, carried: Mapping[str, str]) -> Change:
    """A tier that `retier` carries over has not been dropped, though its set has no tombstone."""
    if isinstance(part, (c.TierDropped, c.TierRetired)) and set(part.points) <= set(carried):
        tier = part.points[0]
        fields = {f: getattr(part, f) for f in ("points", "old", "new", "why")}
        message = f"the tier `{tier}`, {part.before}, is gone: its labels become `{carried[tier]}`"
        return c.TierRetired(message=message, **fields)
    return part


# ---- tiers ------------------------------------------------------------------------------------


def _came_and_went(old: TierSet, new: TierSet, declared: Declarations) -> Iterator[Change]:
    stones = {stone.id: stone for stone in new.retired}
    for tier in old.tiers:
        if new.tier(tier.id) is None:
            stone = stones.get(tier.id)
            kept = stone is not None or not declared.expected or old.id != new.id
            yield (c.TierRetired if kept else c.TierDropped)(
                message=f"the tier `{tier.id}` is gone",
                points=(tier.id,),
                before=f"code {tier.code}",
                why=stone.why if stone else None,
                old=tier.origin,
                new=stone.origin if stone else new.origin / "tiers",
            )
    for tier in new.tiers:
        if old.tier(tier.id) is None:
            yield c.TierAdded(
                message=f"the tier `{tier.id}` is new",
                points=(tier.id,),
                after=f"code {tier.code}",
                new=tier.origin,
            )
    for verb in ("split", "merge"):
        for change in declared.of(verb):
            if any(old.tier(id) and not new.tier(id) for id in change.points):
                into = [fate.target for fate in change.into]
                yield c.TierSplit(
                    message=f"the tier {listed(change.points)} became {listed(into)}",
                    points=(*change.points, *into), why=change.why, new=change.origin,
                )  # fmt: skip


def _tier(old: Tier, new: Tier, declared: Declarations) -> Iterator[Change]:
    for kind, field, get, said in _TIER:
        one, two = get(old), get(new)
        if one != two:
            yield kind(
                message=f"{said} of the tier `{new.id}` differs", points=(new.id,),
                before=one, after=two, old=old.origin / field, new=new.origin / field,
            )  # fmt: skip
    if old.definition != new.definition:
        redefined = declared.naming("redefine", new.id)
        change = redefined or declared.naming("editorial", new.id)
        kind = c.MeaningUndeclared if declared.expected else c.Reworded
        kind = c.Redefined if redefined else c.Reworded if change else kind
        yield kind(
            message=f"the definition of the tier `{new.id}` differs", points=(new.id,),
            before=old.definition, after=new.definition, why=change.why if change else None,
            old=old.origin / "definition", new=new.origin / "definition",
        )  # fmt: skip


_TIER: tuple[tuple[type[Change], str, Callable[[Tier], str | None], str], ...] = (
    (c.TierCodeChanged, "code", lambda t: str(t.code), "the code"),
    (c.TierSituationsChanged, "situations", lambda t: ", ".join(t.situations), "the meaning"),
    (c.TierFoldChanged, "coco", lambda t: f"COCO {t.coco}, CVAT {t.cvat}", "the fold"),
    (c.TierEvaluationChanged, "evaluated", lambda t: str(t.evaluated).lower(), "`evaluated`"),
    (c.TierCoordinatesChanged, "coordinates", lambda t: t.coordinates, "`coordinates`"),
    (c.TierLimitChanged, "blur", lambda t: str(t.blur) if t.blur else None, "the smear limit"),
    (c.DisplayChanged, "title", lambda t: t.title, "the title"),
    (c.DisplayChanged, "hotkey", lambda t: t.hotkey, "the key"),
    (
        c.ToleranceChanged,
        "slack",
        lambda t: None if t.slack is None else f"{t.slack:g}",
        "the slack",
    ),
)


def _of_the_whole(old: TierSet, new: TierSet) -> Iterator[Change]:
    if _steps(old) != _steps(new):
        yield c.DecisionChanged(
            message="the questions that lead to a tier differ",
            old=old.origin / "decision", new=new.origin / "decision",
        )  # fmt: skip
    if old.default != new.default:
        yield c.DefaultTierChanged(
            message="tools begin with another tier", before=old.default, after=new.default,
            old=old.origin / "default", new=new.origin / "default",
        )  # fmt: skip
    if (old.blur or BlurRule()) != (new.blur or BlurRule()):
        yield c.TierLimitChanged(
            message="how a smear is measured differs",
            old=old.origin / "blur",
            new=new.origin / "blur",
        )


def _steps(set: TierSet) -> list[tuple[str | None, str]]:
    return [(step.ask, step.then) for step in set.decision]


# ---- keypoints --------------------------------------------------------------------------------


def _allowed(both: Pairing, renamed: dict[str, str]) -> Iterator[Change]:
    """Tiers that keypoints may have, as the new set calls them."""
    for kind, said in (
        (c.AllowedTiersNarrowed, "may have fewer tiers"),
        (c.AllowedTiersWidened, "may have more tiers"),
    ):
        values = []
        for pair in both.stayed:
            old, new = _tiers(pair.old, both.old), _tiers(pair.new, both.new)
            mine = pair.old.tiers, pair.new.tiers
            if mine == (None, None):
                continue  # all of the set: what changed is the set
            carried = {renamed.get(tier, tier) for tier in old}
            less, more = carried - set(new), set(new) - carried
            if less if kind is c.AllowedTiersNarrowed else more and not less:
                values.append(
                    Value(
                        pair.new, ", ".join(old), ", ".join(new),
                        pair.old.where("tiers"), pair.new.where("tiers"),
                    )
                )  # fmt: skip
        parts = list(by_stem(kind, values, f"{{}} {said}"))
        yield from together(kind, parts, f"{len(values)} keypoints {said}")


def _tiers(point: Keypoint, skeleton: Skeleton) -> tuple[str, ...]:
    every = tuple(tier.id for tier in skeleton.visibility.tiers) if skeleton.visibility else ()
    return every if point.tiers is None else point.tiers


def _blur(both: Pairing) -> Iterator[Change]:
    def said(point: Keypoint) -> str:
        return ", ".join(f"{blur.tier} {blur.limit}" for blur in point.blur) or "none"

    values = [
        Value(pair.new, said(pair.old), said(pair.new), _at(pair.old), _at(pair.new))
        for pair in both.stayed
        if said(pair.old) != said(pair.new)
    ]
    kind = c.TierLimitChanged
    parts = list(by_stem(kind, values, "the smear limits of {} differ"))
    yield from together(kind, parts, f"the smear limits of {len(parts)} keypoints differ")


def _at(point: Keypoint) -> Origin:
    return point.where("blur") if point.origin != NOWHERE else NOWHERE
