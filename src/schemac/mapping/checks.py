"""The checks on a map document: rules over the document and both skeletons it lies between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from schemac.checks.entries import listed, spoken
from schemac.checks.rule import Rule, rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.mapping import ways
from schemac.mapping.agreement import not_mirrored
from schemac.mapping.atlas import Atlas, Find
from schemac.mapping.documents import corrected
from schemac.mapping.ends import end_of
from schemac.mapping.fidelity import Fidelity
from schemac.mapping.landmarks import from_landmarks
from schemac.mapping.migration import MigrationMap
from schemac.model import PointMap, Reference, Skeleton, Tier

_UNUSED = "-"  # no rule asks for digests, and to compute them takes a third of the time


class Between(Struct, frozen=True):
    """A map document, the skeletons at its ends, and what it makes of them; `map` is None while
    the document contradicts itself."""

    document: PointMap
    source: Skeleton
    target: Skeleton
    map: MigrationMap | None


@rule("X010", "map-target-twice")
def target_twice(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """Two entries of a map give the same target keypoint.

    Only one of them can hold. Most often a stem, which stands for both sides, meets an entry for
    one of the sides.

    Keep one of them.

        points:
          wrist: {take: wrist}
          left_wrist: {take: left_hand_wrist}     # `wrist` gives it already
    """
    counted = Counter(take.target for take in subject.document.points)
    told = set()
    for take in subject.document.points:
        if counted[take.target] > 1 and take.target not in told:
            told.add(take.target)
            yield code.at(
                take.origin,
                f"`{take.target}` is given by two entries",
                help="keep one of them; a stem stands for both sides",
                points=(take.target,),
            )


@rule("X020", "map-not-mirrored")
def not_alike(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """A map treats left and right differently.

    Labels of a mirrored picture would then come out otherwise than the mirrored labels of the
    picture, and a model that is trained on both is told two things.

    Give the partner of a keypoint the partners of its sources; a stem does that by itself.

        points:
          left_brow:  {take: left_brow_top}
          right_brow: {take: right_brow_low}      # write `brow: {take: brow_top}` for both
    """
    alone = subject.source.subject.one_of_pair, subject.target.subject.one_of_pair
    if subject.map is None or alone[0] is not alone[1]:
        return  # mirrored, a left hand is a right one, and the other hand's map is the one to use
    own = {take.target: take for take in subject.document.points}
    broken = [point for point in not_mirrored(subject.map) if point in own]
    pairs = {tuple(sorted({point, subject.map.target.partner(point)})): point for point in broken}
    for pair, point in pairs.items():
        yield code.at(
            own[point].origin,
            f"{listed(pair)} {'is' if len(pair) == 1 else 'are'} not taken from mirror partners",
            help="write it by stem, so that both sides are treated alike",
            points=pair,
        )


@rule("X030", "map-tier-missing")
def tier_missing(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """A map says what becomes of some tiers, and is silent about others.

    A tier that is left out would be given the likest one of the target's set, beside tiers that a
    person placed with care. Nobody could tell which of the two stands in the stored labels.

    Name every tier of the source, or leave `tiers` out.

        tiers: {visible: sharp, not_labelled: absent}      # what becomes of `occluded`?
    """
    said = {old for old, _ in subject.document.tiers}
    every = subject.source.visibility.tiers if subject.source.visibility else ()
    missing = [tier.id for tier in every if tier.id not in said]
    if said and missing:
        yield code.at(
            subject.document.origin / "tiers",
            f"`tiers` does not say what becomes of {listed(missing)}",
            help=f"add {', '.join(f'`{tier}: …`' for tier in missing)}",
        )


@rule("X040", "map-tiers-cross", Severity.WARNING)
def tiers_cross(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """A better tier of the source leads to a worse tier of the target.

    The tier of a computed point is the worst of its sources. If the order of tiers turns round on
    the way, it matters whether the worst is taken before or after, and the map cannot be joined to
    another one.

    Exchange the two, or correct the codes of one of the tier sets.

        tiers: {visible: inferred, occluded: sharp, not_labelled: absent}
    """
    if subject.map is not None and subject.document.tiers and not subject.map.monotone:
        yield code.at(
            subject.document.origin / "tiers",
            "a better tier of the source becomes a worse one of the target than another does",
        )


@rule("X050", "map-reason-missing", Severity.WARNING)
def reason_missing(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """An entry of a map is not exact, and nothing says why.

    Whoever uses the labels has to know how they are wrong: to which side, by how much.

    Write `why`, or a `rationale` of the whole map, or `fidelity: exact` where it is.

        points:
          head: {take: (left_ear + right_ear) / 2, fidelity: approximate}      # why?
    """
    if subject.document.rationale:
        return
    told = set()
    for take in subject.document.points:
        if take.fidelity != "exact" and not take.why and take.origin not in told:
            told.add(take.origin)
            points = tuple(
                each.target for each in subject.document.points if each.origin == take.origin
            )
            message = f"nothing says why {spoken(points)} is not exact"
            yield code.at(take.origin, message, help="add `why: …`", points=points)


@rule("X060", "map-target-empty", Severity.WARNING)
def target_empty(code: Code, subject: Between) -> Iterator[Diagnostic]:
    """Keypoints of the target get nothing from a map.

    They stay unlabelled, as nothing is guessed. That may be right: some skeletons have no toes.
    It may also be a line that was forgotten, and both look the same in the labels.

    Add an entry, or accept it by a waiver that says why there is none.

        waivers:
          - {rule: map-target-empty, points: [heel], because: COCO has no points on the foot.}
    """
    if subject.map is None:
        return
    known = subject.target.by_id
    empty = [e.target for e in subject.map.entries if e.fidelity >= Fidelity.RELABEL]
    stems = {
        known[id].stem if subject.map.target.partner(id) in empty and known[id].side else id: None
        for id in empty
    }
    if stems:
        yield code.at(
            subject.document.origin / "points",
            f"{listed(stems)} of {subject.target.reference} {_get(len(stems))} no source",
            help="add entries, or a waiver that says why there are none",
            points=tuple(stems),
        )


RULES: tuple[Rule[Between], ...] = (
    target_twice,
    not_alike,
    tier_missing,
    tiers_cross,
    reason_missing,
    target_empty,
)
CODES: tuple[Code, ...] = (*(rule.code for rule in RULES), *ways.CODES)


def check_document(document: PointMap, find: Find) -> tuple[Diagnostic, ...]:
    """All findings on a map document that need both its ends; none when one cannot be linked."""
    ends = [_skeleton(reference, find) for reference in (document.source, document.target)]
    source, target = ends
    if source is None or target is None:
        return ()
    subject = Between(document, source, target, _made(document, source, target, Atlas(find)))
    return tuple(found for rule in RULES for found in rule(subject))


def _made(
    document: PointMap, source: Skeleton, target: Skeleton, atlas: Atlas
) -> MigrationMap | None:
    """The map of a document, without what contradicts itself or lies outside the skeletons."""
    if {old for old, _ in document.tiers} - {tier.id for tier in _tiers(source)}:
        return None
    if {new for _, new in document.tiers} - {tier.id for tier in _tiers(target)}:
        return None
    ends = end_of(source, _UNUSED), end_of(target, _UNUSED)
    return corrected(from_landmarks(source, target, atlas, ends), document, source, target)


def _tiers(skeleton: Skeleton) -> tuple[Tier, ...]:
    return skeleton.visibility.tiers if skeleton.visibility else ()


def _skeleton(reference: Reference, find: Find) -> Skeleton | None:
    made = find(reference)
    return made if isinstance(made, Skeleton) and made.kind == "spec" else None


def _get(count: int) -> str:
    return "gets" if count == 1 else "get"
