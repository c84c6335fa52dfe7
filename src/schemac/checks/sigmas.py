"""Sigmas: numbers that metrics divide by."""

from __future__ import annotations

import math
from collections.abc import Iterator

from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Severity
from schemac.model import Keypoint, Sigma, SigmaSet, Skeleton

# The widest value in published tables is 0.179; COCO's own widest is 0.107.
WIDEST = 0.25
# https://cocodataset.org/#keypoints-eval, in sigma form
COCO = {
    "nose": 0.026, "eye": 0.025, "ear": 0.035, "shoulder": 0.079, "elbow": 0.072,
    "wrist": 0.062, "hip": 0.107, "knee": 0.087, "ankle": 0.089,
}  # fmt: skip


@rule("U010", "sigma-not-positive")
def not_positive(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A sigma is zero, negative or not a finite number.

    OKS divides by the square of sigma. With zero the score of the keypoint is undefined, and the
    mean of the whole instance with it.

    Write the spread that annotators really show, or leave the keypoint out of the set.

        values: {nose: 0}                       # write `nose: 0.026`
    """
    for point, sigma in _written(skeleton):
        if not (math.isfinite(sigma.value) and sigma.value > 0):
            yield code.at(
                sigma.origin,
                f"sigma of `{point.stem}` in `{sigma.set}` is {sigma.value:g}; it must be above 0",
                points=(point.id,),
            )


@rule("U020", "sigma-too-large", Severity.WARNING)
def too_large(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A sigma is larger than any that was ever published.

    Published values lie between 0.007 and 0.18. With ten times the sigma nearly every prediction
    scores 1, so the metric no longer tells good from bad. A slipped decimal point is the usual
    cause.

    Check the decimal point, and that the number is a share of the square root of `scale` and not
    a number of pixels.

        values: {nose: 0.26}                    # write `nose: 0.026`
    """
    for point, sigma in _written(skeleton):
        if math.isfinite(sigma.value) and sigma.value > WIDEST:
            yield code.at(
                sigma.origin,
                f"sigma of `{point.stem}` in `{sigma.set}` is {sigma.value:g},"
                f" above all published values (0.007 to 0.18)",
                help=f"is {sigma.value / 10:g} meant?" if sigma.value < 10 * WIDEST else None,
                points=(point.id,),
            )


@rule("U030", "sigma-is-kappa", Severity.WARNING)
def is_kappa(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The sigmas of a set are twice those of COCO.

    COCO's page also speaks of kappa, which is two sigma, and some tools ask for that. A table in
    kappa form read as sigma makes every score too high.

    Halve the values: sigma is half of kappa.

        values: {nose: 0.052, eye: 0.05, ear: 0.07}       # write 0.026, 0.025, 0.035
    """
    for each in skeleton.sigma_sets:
        known = [(p, s, COCO[p.stem]) for p, s in _of(skeleton, each.id) if p.stem in COCO]
        if len({p.stem for p, _, _ in known}) < 3:
            continue
        if all(abs(value - 2 * coco) <= 0.001 for _, value, coco in known):
            yield code.at(
                each.origin,
                f"the values of `{each.id}` are twice COCO's for"
                f" {listed(dict.fromkeys(p.stem for p, _, _ in known))};"
                " they look like kappa, not sigma",
                help="halve every value of the set",
                points=tuple(p.id for p, _, _ in known),
            )


@rule("U040", "sigma-missing", Severity.WARNING, whole=True)
def missing(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A set of sigmas has no value for some keypoints.

    Scores made with this set leave those keypoints out, in silence in most tools, so that two
    results that look alike were counted over different points.

    Add the values, name another set under `otherwise`, or evaluate only `points: with_sigma`.
    Computed keypoints need none.

        sigmas:
          mine: {basis: assumed, scale: box_area, values: {nose: 0.03}}   # and the other points?
    """
    lent = {each.otherwise for each in skeleton.sigma_sets}
    for each in skeleton.sigma_sets:
        users = [profile for profile in skeleton.evaluation if profile.sigmas == each.id]
        if each.id in lent or users or each.origin.file != skeleton.origin.file:
            continue  # completed by another set, judged by its profiles, or a part's own
        lacking = _lacking(skeleton, each)
        if lacking:
            yield code.at(
                each.origin,
                f"the set `{each.id}` has no sigma for {listed(p.id for p in lacking)}",
                points=tuple(point.id for point in lacking),
            )


def _written(skeleton: Skeleton) -> Iterator[tuple[Keypoint, Sigma]]:
    """Every sigma once, though a value may serve both sides and further sets."""
    seen: set[object] = set()
    for point in skeleton.keypoints:
        for sigma in point.sigmas:
            key = (point.stem, sigma.origin, sigma.value)
            if key not in seen:
                seen.add(key)
                yield point, sigma


def _of(skeleton: Skeleton, set: str) -> list[tuple[Keypoint, float]]:
    found = ((point, point.sigma(set)) for point in skeleton.keypoints)
    return [(point, value) for point, value in found if value is not None]


def _lacking(skeleton: Skeleton, each: SigmaSet) -> list[Keypoint]:
    points = [point for point in skeleton.keypoints if point.kind != "constructed"]
    return [point for point in points if point.sigma(each.id) is None]
