"""What text and page say in the same words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemac.agreeing.result import Agreement, Group, Kind, PointError


def counted(number: int, what: str) -> str:
    """`1 label`, `2,000 labels`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def verdict_of(found: Agreement) -> str:
    """What became of the plan's limits, in a few words."""
    match found.verdict:
        case "broken":
            broken = len({breach.limit for breach in found.breaches})
            of = f" of {found.limits}" if found.limits > 1 else ""
            return f"{broken}{of} limit{'' if max(broken, found.limits) == 1 else 's'} not kept"
        case "kept":
            return "every limit of the plan is kept"
        case "partly judged":
            return "no limit is broken, but these labels do not tell all of them"
        case "not judged":
            return "these labels tell nothing of the plan's limits"
        case _:
            return "the spec has no limits to hold them against"


def unjudged_of(found: Agreement) -> Iterator[str]:
    """A sentence for each limit that is not judged, or not wholly."""
    for each in found.unjudged:
        yield f"{'only partly judged' if each.partly else 'not judged'}: {each.why}"


def scales_of(found: Agreement) -> str:
    """By what sigmas have to be multiplied for other scales, as these labels tell; empty when they
    have no other."""
    factors: dict[str, list[float]] = {}
    for each in found.sigmas:
        for scale, sigma in each.others.items():
            if each.sigma.value > 0:
                factors.setdefault(scale, []).append(sigma.value / each.sigma.value)
    said = [
        f"{sorted(ratios)[len(ratios) // 2]:.3f} for {scale}" for scale, ratios in factors.items()
    ]
    return f"times {', '.join(said)}" if said else ""


def series_of(found: Agreement, kind: Kind) -> Iterator[tuple[Group, float, int, PointError]]:
    """Of each group of a kind its mean error over all keypoints, on how many labelled keypoints,
    and the keypoint with the largest."""
    for group, points in found.errors.items():
        known = [error for error in points if error.labels]
        if group.kind == kind and known:
            labels = sum(error.labels for error in known)
            mean = sum(error.relative.value * error.labels for error in known) / labels
            yield group, mean, labels, max(known, key=lambda error: error.relative.value)
