"""A study as one HTML file that opens without a network."""

from __future__ import annotations

from itertools import count
from typing import Any

from schemac.agreeing.drawing import picture
from schemac.agreeing.result import Agreement, Group, PointError
from schemac.agreeing.text import folded
from schemac.model import Skeleton
from schemac.report.page import html_page

_PEOPLE = 12  # that are drawn


def render_page(found: Agreement, skeleton: Skeleton) -> str:
    """A page without script or any request; its policy lets a browser use nothing but its style."""
    return html_page(
        "agreement.html.j2",
        "report.css agreement.css",
        found=found,
        skeleton=skeleton,
        drawings=_drawings(found, skeleton),
        rows=_rows(found, skeleton),
        people=_people(found),
        limits=list(folded(found.breaches)),
        trends=_trends(found, skeleton),
    )


def _drawings(found: Agreement, skeleton: Skeleton) -> list[tuple[str, Any]]:
    """Everybody first, then each person."""
    from markupsafe import Markup

    groups = [Group("all"), *(g for g in found.errors if g.kind == "person")][: _PEOPLE + 1]
    numbers = count(1)
    made = []
    for group in groups:
        title = group.name or "Everybody"
        drawn = picture(found.errors.get(group, ()), skeleton, title, next(numbers), found.scale)
        if drawn:
            made.append((title, Markup(drawn)))  # noqa: S704 - the canvas escapes what it is given
    return made


def _rows(found: Agreement, skeleton: Skeleton) -> list[dict[str, Any]]:
    """A row for each keypoint, with everybody's numbers."""
    sigmas = {each.point: each for each in found.sigmas}
    tiers = {each.point: each for each in found.tiers}
    every = found.errors.get(Group("all"), ())
    most = max((e.relative.value for e in every if e.labels), default=1.0) or 1.0
    return [
        {
            "name": skeleton.by_id[error.point].name,
            "error": error,
            "step": round(error.relative.value / most * 20) * 5 if error.labels else 0,
            "sigma": sigmas.get(error.point),
            "tier": tiers.get(error.point),
        }
        for error in every
    ]


def _people(found: Agreement) -> list[dict[str, Any]]:
    made = []
    for group, points in found.errors.items():
        known = [error for error in points if error.labels]
        if group.kind != "person" or not known:
            continue
        labels = sum(error.labels for error in known)
        made.append(
            {
                "name": group.name,
                "labels": labels,
                "mean": sum(e.relative.value * e.labels for e in known) / labels,
                "worst": sorted(known, key=lambda e: -e.relative.value)[:3],
                "swaps": sum(e.swaps.value * e.labels for e in known) / labels,
            }
        )
    return made


def _trends(found: Agreement, skeleton: Skeleton) -> list[dict[str, Any]]:
    """Of each person the mean error of every period, as a bar."""
    made: dict[str, list[tuple[str, float, int]]] = {}
    for group, points in found.errors.items():
        if group.kind == "period":
            made.setdefault(group.name, []).append((group.value, *_mean(points)))
    top = max((mean for rows in made.values() for _, mean, _ in rows), default=1.0) or 1.0
    return [
        {
            "name": name,
            "rows": [
                (period, mean, labels, round(mean / top * 20) * 5) for period, mean, labels in rows
            ],
        }
        for name, rows in made.items()
    ]


def _mean(points: tuple[PointError, ...]) -> tuple[float, int]:
    known = [error for error in points if error.labels]
    labels = sum(error.labels for error in known)
    return sum(e.relative.value * e.labels for e in known) / max(labels, 1), labels
