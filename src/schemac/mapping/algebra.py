"""The algebra of maps: identity, one after the other, and back again."""

from __future__ import annotations

from fractions import Fraction

from schemac.mapping.ends import End
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.migration import Entry, Made, MapError, MigrationMap, Shares, TierStep
from schemac.mapping.tier_rule import substituted

_ONE = Fraction(1)


def identity(end: End) -> MigrationMap:
    """The map that changes nothing."""
    return MigrationMap(
        source=end,
        target=end,
        entries=tuple(copied(point, point) for point in end.points),
        tiers=tuple(TierStep(source=rung.id, target=rung.id) for rung in end.tiers),
    )


def copied(target: str, source: str, *why: str, fidelity: Fidelity = Fidelity.EXACT) -> Entry:
    """An entry that takes one source as it is."""
    share = ((source, _ONE),)
    return Entry(target=target, x=share, y=share, fidelity=fidelity, why=why)


def then(first: MigrationMap, second: MigrationMap) -> MigrationMap:
    """One map after another, as one map: carrying with it gives what both give in sequence.

    A point that gets nothing from either keeps the reasons of the last map that says so; apart
    from these, it does not matter which of three maps are joined first.

    Raises MapError when the first does not end where the second begins, or when a tier rule of the
    first cannot be drawn through a second map that turns the order of tiers round.
    """
    if first.target != second.source:
        raise MapError(
            f"a map to `{first.target.reference}` cannot go on"
            f" with one from `{second.source.reference}`"
        )
    if not second.monotone and any(len(entry.needs) > 1 for entry in first.entries):
        raise MapError(
            f"the tiers of `{second.source.reference}` change their order on the way"
            f" to `{second.target.reference}`, so the worst of several cannot be carried through"
        )
    return MigrationMap(
        source=first.source,
        target=second.target,
        entries=tuple(_through(first, entry) for entry in second.entries),
        tiers=tuple(_tier_through(step, second) for step in first.tiers),
        made=first.made + second.made,
    )


def _through(first: MigrationMap, entry: Entry) -> Entry:
    """An entry of the second map over the sources of the first."""
    if entry.fidelity >= Fidelity.RELABEL:
        return entry
    origins = [first.by_target[source] for source in entry.needs]
    fidelity = max([entry.fidelity, *(origin.fidelity for origin in origins)])
    why = entry.why + tuple(reason for origin in origins for reason in origin.why)
    if fidelity >= Fidelity.RELABEL:
        return Entry(target=entry.target, fidelity=fidelity, why=why)
    rules = {origin.target: origin.rule for origin in origins}
    return Entry(
        target=entry.target,
        x=_spread(entry.x, {origin.target: origin.x for origin in origins}),
        y=_spread(entry.y, {origin.target: origin.y for origin in origins}),
        fidelity=fidelity,
        why=why,
        needs=tuple({need for origin in origins for need in origin.needs}),
        rule=substituted(entry.rule, rules),
        review=entry.review or any(origin.review for origin in origins),
    )


def _spread(shares: Shares, origins: dict[str, Shares]) -> Shares:
    return tuple(
        (source, weight * part) for point, weight in shares for source, part in origins[point]
    )


def _tier_through(step: TierStep, second: MigrationMap) -> TierStep:
    next = second.tier_of[step.target]
    return TierStep(source=step.source, target=next.target, keeps=step.keeps and next.keeps)


def inverse(map: MigrationMap) -> MigrationMap:
    """The way back, as far as there is one; what cannot be brought back says why.

    A source that some target copies comes back from it, from the truest if there are several. One
    that went into a weighted sum does not: to solve for it would multiply the errors of clicks.
    A tier comes back as the one tier that led to it, or as the worst of several; one that no tier
    led to becomes the next worse tier that has one, without its coordinates if it has none.
    """
    copies: dict[str, list[Entry]] = {}
    users: dict[str, list[str]] = {}
    for entry in map.entries:
        if entry.alone:
            copies.setdefault(entry.alone, []).append(entry)
        for need in entry.needs:
            users.setdefault(need, []).append(entry.target)
    return MigrationMap(
        source=map.target,
        target=map.source,
        entries=tuple(
            _back(map, point, copies.get(point), users.get(point)) for point in map.source.points
        ),
        tiers=tuple(_tiers_back(map)),
        made=tuple(
            Made(how="inverse", of=f"{made.how} {made.of}", author=made.author,
                 rationale=made.rationale)
            if made.how != "inverse" else _forward(made)
            for made in reversed(map.made)
        ),
    )  # fmt: skip


def _forward(made: Made) -> Made:
    how, _, of = made.of.partition(" ")
    return Made(how=how, of=of, author=made.author, rationale=made.rationale)


def _back(
    map: MigrationMap, point: str, copies: list[Entry] | None, users: list[str] | None
) -> Entry:
    if copies:
        best = min(copies, key=lambda entry: entry.fidelity)
        return Entry(
            target=point, x=((best.target, _ONE),), y=((best.target, _ONE),),
            fidelity=best.fidelity, why=best.why, review=best.review,
        )  # fmt: skip
    return Entry(target=point, fidelity=Fidelity.NONE, why=(_why_not(map, point, users),))


def _why_not(map: MigrationMap, point: str, users: list[str] | None) -> str:
    if not users:
        return f"no keypoint of {map.target.reference} keeps it"
    listed = " and ".join(f"`{user}`" for user in users[:3])
    return f"it went into {listed} together with others and cannot be told from them"


def _tiers_back(map: MigrationMap) -> list[TierStep]:
    steps: list[TierStep] = []
    for rung in map.target.tiers:
        from_it = [step for step in map.tiers if step.target == rung.id]
        if from_it:
            steps.append(TierStep(source=rung.id, target=from_it[0].source))
            continue
        worse = steps[-1].target if steps else map.source.tiers[0].id
        steps.append(TierStep(source=rung.id, target=worse))
    return steps


def lossless(map: MigrationMap) -> bool:
    """Whether every label of the source comes back unchanged from the way there and back."""
    return not losses_back(map)


def losses_back(map: MigrationMap) -> tuple[str, ...]:
    """Why the map cannot be undone, in sentences; none when it can."""
    back = inverse(map)
    points = [
        f"`{entry.target}`: {'; '.join(entry.why) or f'it comes back {entry.fidelity.word}'}"
        for entry in back.entries
        if entry.fidelity > Fidelity.PERMUTED
    ]
    return (*points, *_tiers_lost(map, back))


def _tiers_lost(map: MigrationMap, back: MigrationMap) -> list[str]:
    lost = []
    for rung in map.source.tiers:
        step = map.tier_of[rung.id]
        if back.tier_of[step.target].target != rung.id:
            lost.append(f"tier `{rung.id}` became `{step.target}`, as did others")
        elif rung.placed and not step.keeps:
            lost.append(f"tier `{rung.id}` lost its coordinates in `{step.target}`")
    return lost
