"""Tolerances and other limits with a unit: what QA accepts."""

from __future__ import annotations

import math
from collections.abc import Iterator

from msgspec import Struct

from schemac.checks.entries import called, entries, ids, listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note
from schemac.model import Quantity, Skeleton
from schemac.source import Origin


class Limit(Struct, frozen=True):
    """A length that somebody must keep to, and where it was written."""

    what: str
    quantity: Quantity
    origin: Origin
    points: tuple[str, ...] = ()
    blur: bool = False


@rule("U210", "limit-not-positive")
def not_positive(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A tolerance, error limit or blur limit is zero or negative.

    Nobody can click with no error at all, so a limit of zero rejects every label.

    Write a length above 0, or leave the field out: without it nothing is assumed.

        qa: {tolerance: 0 px}                   # write what you accept, such as `8 px`
    """
    for limit in _limits(skeleton):
        if not (math.isfinite(limit.quantity.value) and limit.quantity.value > 0):
            yield code.at(
                limit.origin,
                f"{limit.what} is {limit.quantity}; it must be above 0",
                points=limit.points,
            )


@rule("U220", "px-without-image")
def px_without_image(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A limit is given in pixels, but nothing says for which size of image.

    Eight pixels are a hand's breadth in a thumbnail and less than a fingertip in a film frame.

    Say for which image the pixel limits hold, or give them in `sigma` or `%`.

        qa:
          tolerance: 8 px
          image: [3840, 2160]                   # the line that is missing
    """
    if skeleton.qa and skeleton.qa.image:
        return
    found = [limit for limit in _limits(skeleton) if limit.quantity.unit == "px"]
    if found:
        yield code.at(
            found[0].origin,
            f"{found[0].what} is {found[0].quantity}, but `qa` gives no `image` size",
            *(Note(f"{limit.what} also", limit.origin) for limit in found[1:3]),
            help="add `image: [width, height]` to `qa`",
            points=tuple({id: None for limit in found for id in limit.points}),
        )


@rule("U230", "tolerance-without-sigma", whole=True)
def without_sigma(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A tolerance is a multiple of sigma, but there is no sigma to multiply.

    `0.5 sigma` means half the sigma of the main evaluation profile. Without such a profile, or
    without a value for the keypoint, QA could accept anything or nothing.

    Add the sigma, mark a main OKS profile, or give the tolerance in another unit.

        qa: {tolerance: 0.5 sigma}
        evaluation:
          error: {metric: EPE}                  # no OKS profile, so no sigma
    """
    main = skeleton.main_sigmas
    for limit in _limits(skeleton):
        if limit.quantity.unit != "sigma":
            continue
        if main is None:
            message = f"{limit.what} is {limit.quantity}, but no main OKS profile names the sigmas"
            yield code.at(limit.origin, message, points=limit.points)
            continue
        lacking = [id for id in limit.points if skeleton.by_id[id].sigma(main) is None]
        if lacking:
            yield code.at(
                limit.origin,
                f"{limit.what} is {limit.quantity},"
                f" but {listed(lacking)} have no sigma in `{main}`",
                points=tuple(lacking),
            )


@rule("U240", "tolerance-in-tolerances")
def in_tolerances(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A tolerance is given in tolerances.

    The unit `tolerance` is for blur limits: a smear of `3 tolerance` is three times the accepted
    error. A tolerance in its own unit says nothing.

    Use `px`, `sigma`, `%`, `mm` or `cm`.

        qa: {tolerance: 1 tolerance}            # write `8 px` or `0.5 sigma`
    """
    for limit in _limits(skeleton):
        if limit.quantity.unit == "tolerance" and not limit.blur:
            message = f"{limit.what} is {limit.quantity}, which is measured by itself"
            yield code.at(limit.origin, message, points=limit.points)


@rule("V210", "tolerance-missing", whole=True)
def missing(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The tier set limits blur in tolerances, but some keypoints have no tolerance.

    Whether a smeared place still counts as visible depends on its tolerance. Where there is none,
    annotators cannot answer the question that the tier set asks.

    Give every keypoint a tolerance, or one for all under `qa`.

        visibility: visibility/four-tier@1.0.0
        qa: {tolerance: 0.5 sigma}              # the line that is missing
    """
    tiers = skeleton.visibility.tiers if skeleton.visibility else ()
    if skeleton.qa and skeleton.qa.tolerance:
        return
    everywhere = any(tier.blur and tier.blur.unit == "tolerance" for tier in tiers)
    lacking = [
        point.id
        for point in skeleton.keypoints
        if point.tolerance is None and point.kind != "constructed"
        if everywhere or any(each.limit.unit == "tolerance" for each in point.blur)
    ]
    if lacking:
        yield code.at(
            skeleton.origin / "visibility",
            f"blur is limited in tolerances, but {listed(lacking)} have no tolerance",
            help="write `qa: {tolerance: …}`, or a `tolerance` on each keypoint",
            points=tuple(lacking),
        )


def _limits(skeleton: Skeleton) -> Iterator[Limit]:
    """Every limit of a skeleton. Across and along count once when they are the same."""
    qa = skeleton.qa
    if qa and qa.tolerance:
        rest = tuple(
            p.id for p in skeleton.keypoints if not p.tolerance and p.kind != "constructed"
        )
        for quantity in dict.fromkeys((qa.tolerance.across, qa.tolerance.along)):
            yield Limit("the tolerance of `qa`", quantity, qa.origin / "tolerance", rest)
    if qa and qa.mean_error:
        limit = qa.mean_error.limit
        yield Limit("the mean error limit", limit, qa.origin / "mean_error" / "limit")
    for entry in entries(skeleton):
        point = entry[0]
        if point.tolerance:
            what, origin = f"the tolerance of {called(entry)}", point.where("tolerance")
            for quantity in dict.fromkeys((point.tolerance.across, point.tolerance.along)):
                yield Limit(what, quantity, origin, ids(entry))
        for each in point.blur:
            what = f"the blur limit of {called(entry)} at `{each.tier}`"
            yield Limit(what, each.limit, point.where("blur") / each.tier, ids(entry), True)
    for tier in skeleton.visibility.tiers if skeleton.visibility else ():
        if tier.blur:
            yield Limit(
                f"the blur limit of the tier `{tier.id}`",
                tier.blur,
                tier.origin / "blur",
                blur=True,
            )
