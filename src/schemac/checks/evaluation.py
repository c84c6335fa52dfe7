"""Evaluation profiles: how results are counted."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.checks.entries import listed
from schemac.checks.rule import rule
from schemac.diagnostic import Code, Diagnostic, Note
from schemac.model import Profile, Skeleton

NEEDS = {"PCK": ("threshold", "relative_to"), "NME": ("relative_to",), "OKS": ("sigmas",)}

MEANT = {
    "sigmas": "`sigmas:` with the name of a set of this spec",
    "threshold": "`threshold:` with a share of that length, above 0 and at most 1",
    "relative_to": "`relative_to:` with a length, such as `box_diagonal`",
}


@rule("U110", "metric-incomplete")
def metric_incomplete(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """An evaluation profile does not say what its metric needs.

    OKS needs a set of sigmas, PCK a threshold and the length it is a share of, NME that length.
    Tools fill in different defaults, so numbers from two of them could not be compared.

    Write the missing field.

        evaluation:
          eyes: {metric: NME}        # add `relative_to: "distance(left_eye, right_eye)"`
    """
    for profile in skeleton.evaluation:
        missing = [f for f in NEEDS.get(profile.metric, ()) if getattr(profile, f) is None]
        if missing:
            yield code.at(
                profile.origin,
                f"the profile `{profile.id}` needs {listed(missing)} for {profile.metric}",
                help="add " + " and ".join(MEANT[field] for field in missing),
            )


@rule("U120", "oks-without-sigma", whole=True)
def oks_without_sigma(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """An OKS profile counts a keypoint that has no sigma in its set.

    Without a sigma there is no score for the keypoint, and no honest way to make one up.

    Add the value to the set, or count only `points: with_sigma`.

        evaluation:
          main: {metric: OKS, sigmas: mine, points: all}        # and `mine` lacks `tail`
    """
    for profile in skeleton.evaluation:
        if profile.metric != "OKS" or not profile.sigmas:
            continue
        lacking = [
            id for id in _counted(skeleton, profile) if _unknown(skeleton, id, profile.sigmas)
        ]
        if lacking:
            used = skeleton.sigma_set(profile.sigmas)
            yield code.at(
                profile.origin,
                f"the profile `{profile.id}` counts {listed(lacking)},"
                f" which the set `{profile.sigmas}` has no sigma for",
                *((Note("the set", used.origin),) if used else ()),
                help="add the values, or write `points: with_sigma`",
                points=tuple(lacking),
            )


@rule("U130", "threshold-out-of-range")
def threshold_out_of_range(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """A PCK threshold is not a share above 0 and at most 1.

    The threshold is multiplied by the length in `relative_to`. At 0 nothing is ever right; above
    1 a prediction may be further off than the whole head or trunk that it is measured by.

    Write a share, such as 0.2 for one fifth. A percentage or a number of pixels does not fit here.

        evaluation:
          torso: {metric: PCK, threshold: 20}             # write `threshold: 0.2`
    """
    for profile in skeleton.evaluation:
        if profile.threshold is not None and not 0 < profile.threshold <= 1:
            yield code.at(
                profile.origin / "threshold",
                f"the threshold of `{profile.id}` is {profile.threshold:g};"
                " it must lie above 0 and at most at 1",
            )


@rule("U140", "main-profile-unclear")
def main_profile_unclear(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """Of several evaluation profiles not exactly one is the main one.

    Tools take one set of numbers. Tolerances in sigmas, tool settings and the guide all go by the
    main profile, so it must be one that somebody chose.

    Write `main: true` on one of them.

        evaluation:
          coco: {metric: OKS, sigmas: coco}               # add `main: true`
          eyes: {metric: EPE}
    """
    main = [profile for profile in skeleton.evaluation if profile.main]
    if len(skeleton.evaluation) > 1 and len(main) != 1:
        said = f"{listed(p.id for p in main)} are all" if main else "none of them is"
        yield code.at(
            main[1].origin if main else skeleton.origin / "evaluation",
            f"there are {len(skeleton.evaluation)} evaluation profiles, and {said} the main one",
            help="write `main: true` on exactly one profile",
        )


@rule("U150", "oks-target-without-oks")
def oks_target_without_oks(code: Code, skeleton: Skeleton) -> Iterator[Diagnostic]:
    """The OKS that QA asks for is to be measured by a profile of another metric.

    Only a profile with `metric: OKS` gives an OKS. A share of right keypoints or a mean error
    compared with that target would pass or fail everybody.

    Name an OKS profile, or drop the target.

        evaluation:
          error: {metric: EPE}
        qa: {oks: {profile: error, at_least: 0.85}}       # name a profile with `metric: OKS`
    """
    target = skeleton.qa and skeleton.qa.oks
    if not (skeleton.qa and target):
        return
    named = next((each for each in skeleton.evaluation if each.id == target.profile), None)
    if named and named.metric != "OKS":
        fit = [each.id for each in skeleton.evaluation if each.metric == "OKS"]
        yield code.at(
            skeleton.qa.origin / "oks" / "profile",
            f"the profile `{named.id}` gives {named.metric}, not OKS",
            Note("the profile", named.origin),
            help=f"name {listed(fit)}" if fit else "add a profile with `metric: OKS`",
        )


def _counted(skeleton: Skeleton, profile: Profile) -> tuple[str, ...]:
    return profile.points or tuple(point.id for point in skeleton.keypoints)


def _unknown(skeleton: Skeleton, id: str, set: str) -> bool:
    point = skeleton.by_id.get(id)
    return point is not None and point.sigma(set) is None
