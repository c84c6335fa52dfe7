"""A study as plain data for JSON, and as a table for CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from schemac.agreeing.result import Agreement, Group, PointError, SigmaEstimate, TierAgreement
from schemac.agreeing.sums import NOTHING, Estimate

EDITION = 1
_COLUMNS = ("pixels", "plan_pixels", "relative", "bias_x", "bias_y", "oks", "pck", "swaps")


def record(found: Agreement) -> dict[str, Any]:
    """All of it. An estimate is `{"value", "low", "high", "count"}`; what is unknown is null."""
    return {
        "schemac_agreement": EDITION,
        "spec": found.spec,
        "people": list(found.people),
        "gold": found.gold,
        "items": found.items,
        "labels": found.labels,
        "unmatched": found.unmatched,
        "unscaled": found.unscaled,
        "scale": found.scale,
        "spec_sigmas_times": _number(found.carried),
        "notes": list(found.notes),
        "errors": [_group(group, points) for group, points in found.errors.items()],
        "regions": [_group(group, points) for group, points in found.regions.items()],
        "sigmas": [_sigma(each) for each in found.sigmas],
        "pooled_sigmas": [_sigma(each) for each in found.pooled],
        "tiers": [
            {
                **_whose(each.group), "keypoint": each.point or None,
                "region": each.region or None, "items": each.items,
                "krippendorff_alpha": _estimate(each.alpha), "fleiss_kappa": _estimate(each.kappa),
                "people_for_kappa": each.people,
            }
            for each in found.tiers
        ],
        "verdict": found.verdict,
        "breaches": [
            {
                "limit": each.limit, "message": each.message, "person": each.person,
                "keypoint": each.point, "value": _number(each.value), "allowed": each.allowed,
                "then": each.then,
            }
            for each in found.breaches
        ],
        "not_judged": [
            {"limit": each.limit, "why": each.why, "partly": each.partly}
            for each in found.unjudged
        ],
        "sampling": [
            {"keypoint": id, "percent": rate, "why": why} for id, rate, why in found.sampling
        ],
    }  # fmt: skip


def table(found: Agreement) -> str:
    """CSV: a row for each group and keypoint, then for each group and region; an estimate in three
    columns. Cells that a spreadsheet would take for a formula begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    bounds = [f"{name}{end}" for name in (*_COLUMNS, "alpha") for end in ("", "_low", "_high")]
    writer.writerow(["group", "name", "value", "keypoint", "region", "labels", *bounds])
    agreements = found.agreements
    for parts, region in ((found.errors, False), (found.regions, True)):
        for group, points in parts.items():
            for error in points:
                part = ("", error.point) if region else (error.point, "")
                writer.writerow(_row(group, error, part, agreements.get((group, *part))))
    return out.getvalue()


def _row(
    group: Group, error: PointError, part: tuple[str, str], tiers: TierAgreement | None
) -> list[str | int]:
    cells: list[str | int] = [group.kind, _cell(group.name), _cell(group.value), *part]
    cells.append(error.labels)
    estimates: list[Estimate] = [getattr(error, name) for name in _COLUMNS]
    for each in (*estimates, tiers.alpha if tiers else NOTHING):
        cells += map(_text, (each.value, each.low, each.high))
    return cells


def _group(group: Group, points: tuple[PointError, ...]) -> dict[str, Any]:
    return {**_whose(group), "points": [_error(each) for each in points if each.labels]}


def _whose(group: Group) -> dict[str, Any]:
    return {"group": group.kind, "name": group.name or None, "value": group.value or None}


def _error(error: PointError) -> dict[str, Any]:
    said: dict[str, Any] = {"point": error.point, "labels": error.labels}
    for name in _COLUMNS:
        estimate: Estimate = getattr(error, name)
        if estimate.known:
            said[name] = _estimate(estimate)
    if error.spread:
        said["spread"] = [_number(v) for v in (error.spread.xx, error.spread.xy, error.spread.yy)]
    return said


def _sigma(found: SigmaEstimate) -> dict[str, Any]:
    return {
        "point": found.point, "points": list(found.points), "items": found.items,
        "sigma": _estimate(found.sigma), "robust": _estimate(found.robust),
        "sides_differ": found.differs,
        "other_scales": {scale: _estimate(sigma) for scale, sigma in found.others.items()},
    }  # fmt: skip


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "value": _number(found.value), "low": _number(found.low), "high": _number(found.high),
        "count": found.count,
    }  # fmt: skip


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if value == value else None


def _text(value: float) -> str:
    return "" if value != value else f"{value:.6g}"


def _cell(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
