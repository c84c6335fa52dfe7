"""Visibility: tier sets that decide, store and fold in one way only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from schemac.checks.entries import called, entries, ids, listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note, Severity
from schemac.model import Skeleton, Tier, TierSet

FOLDS = {2: "visible", 1: "occluded", 0: "outside"}


@rule("V010", "tier-code-repeated")
def code_repeated(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """Two tiers have the same code.

    The code is what gets stored with every label. Two tiers with one code cannot be told apart
    once they are saved.

    Give each tier a code of its own.

        visible:  {code: 1}
        occluded: {code: 1}                     # write `code: 2`, or another free number
    """
    yield from _repeated(code, tiers, "code", lambda tier: tier.code)


@rule("V020", "tier-hotkey-repeated")
def hotkey_repeated(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """Two tiers have the same hotkey.

    A key can choose one tier only. In most tools the later one wins, in silence.

    Give each tier a key of its own, or leave `hotkey` out and let the compiler choose.

        visible:  {hotkey: a}
        occluded: {hotkey: a}                   # write `hotkey: s`
    """
    yield from _repeated(code, tiers, "hotkey", lambda tier: tier.hotkey)


@rule("V030", "tier-not-decided")
def not_decided(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """No question of the decision list leads to a tier.

    Annotators choose tiers by the list. A tier that it never gives is chosen by those who make up
    a rule of their own, and agreement suffers.

    Add the question whose yes gives this tier, or retire the tier.

        decision:
          - ask: Can you see the place?
            then: visible
          - otherwise: absent                   # and `estimated`?
    """
    given = {step.then for step in tiers.decision}
    lost = [tier for tier in tiers.tiers if tier.id not in given]
    if tiers.decision and lost:
        yield code.at(
            lost[0].origin,
            f"no question leads to {listed(tier.id for tier in lost)}",
            Note("the questions", tiers.origin / "decision"),
            points=tuple(tier.id for tier in lost),
        )


@rule("V040", "decision-open")
def decision_open(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """The decision list does not end in `otherwise`, or goes on after it.

    When every question is answered with no, somebody still has to choose a tier. And a question
    after `otherwise` is never asked.

    Let the last step, and only the last, be `otherwise`.

        decision:
          - ask: Can you see the place?
            then: visible
          - ask: Is it outside the picture?
            then: absent                        # add `- otherwise: occluded`
    """
    if not tiers.decision:
        return
    early = next((step for step in tiers.decision[:-1] if step.ask is None), None)
    if early:
        yield code.at(early.origin, "questions after `otherwise` are never asked")
    if tiers.decision[-1].ask is not None:
        yield code.at(
            tiers.decision[-1].origin,
            "nothing is decided when every question is answered with no",
            help="let the last step be `- otherwise: <tier>`",
        )


@rule("V050", "tier-fold-missing", Severity.WARNING)
def fold_missing(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """No tier folds into COCO's 2, or none into its 0.

    COCO stores 2 for a visible keypoint and 0 for one without a label. Without a tier for each,
    exported labels say that nothing was ever seen, or that everything was labelled.

    Let the tier of places that can be seen fold into 2 and the one without coordinates into 0.

        visible: {code: 1, coco: 1}             # write `coco: 2`
    """
    folds = {tier.coco for tier in tiers.tiers}
    meant = {2: "a place that can be seen", 0: "a place without a label"}
    for fold in meant if tiers.tiers else ():
        if fold not in folds:
            yield code.at(
                tiers.origin / "tiers", f"no tier folds into COCO's {fold}, which is {meant[fold]}"
            )


@rule("V060", "tier-fold-contradicts")
def fold_contradicts(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """What a tier says about coordinates contradicts its COCO fold.

    COCO stores no coordinates with 0, and coordinates with 1 and 2. A tier without coordinates
    that folds into 1 would export the point (0, 0) as a label; one with coordinates that folds
    into 0 would lose them.

    Fold tiers without coordinates into 0 and tiers that require them into 1 or 2.

        absent: {code: 0, coordinates: forbidden, coco: 1}      # write `coco: 0`
    """
    for tier in tiers.tiers:
        if (tier.coordinates, tier.coco > 0) in (("forbidden", True), ("required", False)):
            yield code.at(
                tier.origin / "coco",
                f"coordinates are {tier.coordinates} at `{tier.id}`,"
                f" but COCO's {tier.coco} stands for {'a' if tier.coco else 'no'} position",
                help="write `coco: 0`" if tier.coco else "write `coco: 1` or `coco: 2`",
                points=(tier.id,),
            )


@rule("V070", "situation-undecided", Severity.WARNING)
def situation_undecided(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """Two tiers cover the same situation, and no question decides between them.

    An annotator who meets a hidden place finds two tiers that fit, and takes the one that comes to
    mind.

    Write a `decision` list, or let each situation belong to one tier.

        certain:   {situations: [hidden]}
        estimated: {situations: [hidden]}       # when which?
    """
    owner: dict[str, Tier] = {}
    for tier in tiers.tiers if not tiers.decision else ():
        for situation in tier.situations:
            other = owner.setdefault(situation, tier)
            if other is not tier:
                yield code.at(
                    tier.origin / "situations",
                    f"`{other.id}` and `{tier.id}` both cover `{situation}`",
                    Note("the other tier", other.origin / "situations"),
                    help="write the questions that choose between them under `decision`",
                    points=(other.id, tier.id),
                )


@rule("V080", "evaluated-without-coordinates")
def evaluated_without_coordinates(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """A tier counts in metrics, but may have no coordinates.

    A metric compares positions. Where there is none, it would compare with the corner of the
    picture.

    Write `evaluated: false`, or require coordinates.

        absent: {coordinates: forbidden, evaluated: true}       # write `evaluated: false`
    """
    for tier in tiers.tiers:
        if tier.evaluated and tier.coordinates == "forbidden":
            yield code.at(
                tier.origin / "evaluated",
                f"`{tier.id}` is evaluated, but has no coordinates to evaluate",
                help="write `evaluated: false`",
                points=(tier.id,),
            )


@rule("V090", "tier-fold-cvat", Severity.WARNING)
def fold_cvat(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """A tier folds into CVAT in one way and into COCO in another.

    CVAT's `visible`, `occluded` and `outside` become 2, 1 and 0 when CVAT exports COCO. Labels
    that go through CVAT would then differ from those that do not.

    Leave `cvat` out: it follows from `coco`.

        hidden: {coco: 1, cvat: visible}        # drop `cvat`, or write `occluded`
    """
    for tier in tiers.tiers:
        if tier.cvat != FOLDS[tier.coco]:
            yield code.at(
                tier.origin / "cvat",
                f"`{tier.id}` folds into CVAT's `{tier.cvat}`, which CVAT exports to COCO as"
                f" {next(k for k, v in FOLDS.items() if v == tier.cvat)}, not {tier.coco}",
                help=f"drop `cvat`, or write `cvat: {FOLDS[tier.coco]}`",
                points=(tier.id,),
            )


@rule("V100", "blur-limits-fall", Severity.WARNING)
def blur_limits_fall(code: Code, tiers: TierSet) -> Iterator[Diagnostic]:
    """A less certain tier of an ordinal set allows less blur than a more certain one.

    In an ordinal set a lower code knows less, so it bears more smear. If its limit is not larger,
    a smeared place skips the tier, or fits two.

    Let the limits rise as the codes fall.

        visible:   {code: 2, blur: 3 tolerance}
        estimated: {code: 1, blur: 1 tolerance}           # write more than `3 tolerance`
    """
    ranked = sorted((t for t in tiers.tiers if t.blur), key=lambda tier: -tier.code)
    for surer, tier in pairwise(ranked) if tiers.ordinal else ():
        one, other = surer.blur, tier.blur
        if one and other and one.unit == other.unit and other.value <= one.value:
            yield code.at(
                tier.origin / "blur",
                f"`{tier.id}` allows a smear of {other}, no more than the surer `{surer.id}`"
                f" with {one}",
                Note("the surer tier", surer.origin / "blur"),
                points=(surer.id, tier.id),
            )


@rule("V220", "tiers-never-evaluated", Severity.WARNING)
def never_evaluated(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """None of the tiers that a keypoint may have is evaluated.

    People would label the keypoint in every picture, and no metric would ever look at it.

    Allow a tier that counts as labelled, or retire the keypoint.

        asis: {index: 34, tiers: [absent]}      # add `certain`
    """
    if not skeleton.visibility:
        return
    counted = {tier.id for tier in skeleton.visibility.tiers if tier.evaluated}
    for entry in entries(skeleton):
        allowed = entry[0].tiers
        if allowed is not None and counted.isdisjoint(allowed):
            yield code.at(
                entry[0].where("tiers"),
                f"{called(entry)} may only have {listed(allowed)}, none of which is evaluated",
                points=ids(entry),
            )


def _repeated(
    code: Code, tiers: TierSet, field: str, value: Callable[[Tier], object]
) -> Iterator[Diagnostic]:
    first: dict[object, Tier] = {}
    for tier in tiers.tiers:
        if value(tier) is None:
            continue
        earlier = first.setdefault(value(tier), tier)
        if earlier is not tier:
            yield code.at(
                tier.origin / field,
                f"`{tier.id}` and `{earlier.id}` have the same {field}, `{value(tier)}`",
                Note("the other tier", earlier.origin / field),
                points=(earlier.id, tier.id),
            )
