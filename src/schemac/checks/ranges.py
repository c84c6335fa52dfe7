"""Numbers that must lie in a range."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import called, entries, ids
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic
from schemac.model import Quantity, Skeleton
from schemac.source import Origin


@rule("U310", "rate-out-of-range")
def rate_out_of_range(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A sampling rate is not a percentage from 0 to 100.

    The rate is the share of labels that a reviewer looks at.

    Write a percentage with its sign.

        qa: {sampling: {rate: 0.2 %}}           # one in five is `20 %`
    """
    for quantity, origin, points in _rates(skeleton):
        if quantity.unit != "%" or not 0 <= quantity.value <= 100:
            yield code.at(
                origin,
                f"the sampling rate is {quantity}; it must be a percentage from 0 % to 100 %",
                points=points,
            )


@rule("U320", "target-out-of-range")
def target_out_of_range(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A target for OKS or for agreement does not lie between 0 and 1.

    OKS and the agreement measures reach 1 at best, so a higher target fails everybody, and a
    target of 0 passes everybody.

    Write a share, such as 0.85.

        qa: {oks: {profile: main, at_least: 85}}          # write `at_least: 0.85`
    """
    qa = skeleton.qa
    for name, target in (("oks", qa.oks), ("visibility", qa.visibility)) if qa else ():
        if qa and target and not 0 < target.at_least <= 1:
            yield code.at(
                qa.origin / name / "at_least",
                f"the target is {target.at_least:g}; it must lie above 0 and at most at 1",
            )


@rule("U330", "hue-out-of-range")
def hue_out_of_range(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The hue of a region is not an angle from 0 to 359.

    Hues go round the colour circle in degrees: 0 is red, 120 green, 240 blue.

    Write whole degrees from 0 to 359.

        regions:
          hand: {title: Hands, hue: 360}        # write `hue: 0`
    """
    for region in skeleton.regions:
        if region.hue is not None and not 0 <= region.hue <= 359:
            yield code.at(
                region.origin / "hue",
                f"the hue of `{region.id}` is {region.hue}; it must lie from 0 to 359",
                help=f"write `hue: {region.hue % 360}`",
            )


@rule("U340", "weight-negative")
def weight_negative(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The loss weight of a keypoint is negative.

    Training would then be rewarded for placing the keypoint wrongly.

    Write 0 to leave it out of the loss, 1 for the usual weight.

        tail: {index: 4, weight: -1}            # write `weight: 0`
    """
    for entry in entries(skeleton):
        weight = entry[0].weight
        if weight is not None and weight < 0:
            yield code.at(
                entry[0].where("weight"),
                f"the weight of {called(entry)} is {weight:g}; it must be 0 or more",
                points=ids(entry),
            )


@rule("U350", "more-asked-than-there-are", whole=True)
def more_asked_than_there_are(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """An instance must have more keypoints than the skeleton has.

    No instance could ever count, however well it was labelled.

    Write a number up to that of the keypoints, or leave `at_least` out.

        instance: {one: One arrow., at_least: 3}          # the arrow has 2 keypoints
    """
    rules, count = skeleton.instance, len(skeleton.keypoints)
    if rules and rules.at_least is not None and rules.at_least > count > 0:
        yield code.at(
            rules.origin / "at_least",
            f"an instance needs at least {rules.at_least} keypoints, but there are only {count}",
            help=f"write {count} or less",
        )


def _rates(skeleton: Skeleton) -> Iterator[tuple[Quantity, Origin, tuple[str, ...]]]:
    plan = skeleton.qa and skeleton.qa.sampling
    if not (skeleton.qa and plan):
        return
    origin = skeleton.qa.origin / "sampling"
    if plan.rate:
        yield plan.rate, origin / "rate", ()
    for position, more in enumerate(plan.more):
        yield more.rate, origin / "more" / position / "rate", more.points
