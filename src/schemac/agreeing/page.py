"""A study as one HTML file that opens without a network."""

from __future__ import annotations

from itertools import count
from typing import Any

from schemac.agreeing.drawing import enlargement, picture
from schemac.agreeing.result import Agreement, Kind, PointError
from schemac.agreeing.text import folded
from schemac.agreeing.tiers import EVERYBODY
from schemac.agreeing.wording import counted, scales_of, series_of, unjudged_of, verdict_of
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
        regions=_regions(found, skeleton),
        people=_people(found),
        tiers=found.agreements.get((EVERYBODY, "", "")),
        limits=[(_plain(message), then) for message, then in folded(found.breaches)],
        sampling=_sampling(found, skeleton),
        signed=_signed,
        verdict=verdict_of(found),
        unjudged=list(unjudged_of(found)),
        scales=scales_of(found),
        counted=counted,
        trends=_trends(found, "period"),
        attributes=_trends(found, "attribute"),
    )


def _drawings(found: Agreement, skeleton: Skeleton) -> list[tuple[int, list[tuple[str, Any]]]]:
    """Everybody first, then each person: at true scale, and enlarged where that is too small to
    look at; with how many times."""
    groups = [EVERYBODY, *(g for g in found.errors if g.kind == "person")][: _PEOPLE + 1]
    errors = {group: found.errors.get(group, ()) for group in groups}
    times = enlargement(errors[EVERYBODY], skeleton, found.scale)
    numbers = count(1)
    rows = []
    for factor in (1, times) if times > 1 else (1,):
        figures = [
            (title, _figure(errors[group], skeleton, title, next(numbers), found.scale, factor))
            for group in groups
            for title in (group.name or "Everybody",)
        ]
        rows.append((factor, [(title, drawn) for title, drawn in figures if drawn]))
    return [row for row in rows if row[1]]


def _figure(
    errors: tuple[PointError, ...], skeleton: Skeleton, title: str, number: int, scale: str,
    times: int,
) -> Any:  # fmt: skip
    from markupsafe import Markup

    # The canvas escapes what it is given.
    return Markup(picture(errors, skeleton, title, number, scale, times))  # noqa: S704


def _rows(found: Agreement, skeleton: Skeleton) -> list[dict[str, Any]]:
    """A row for each keypoint, with everybody's numbers."""
    sigmas = {each.point: each for each in found.sigmas}
    tiers = found.agreements
    every = found.errors.get(EVERYBODY, ())
    most = max((e.relative.value for e in every if e.labels), default=1.0) or 1.0
    return [
        {
            "name": skeleton.by_id[error.point].name,
            "error": error,
            "step": _step(error.relative.value / most) if error.labels else 0,
            "sigma": sigmas.get(error.point),
            "tier": tiers.get((EVERYBODY, error.point, "")),
        }
        for error in every
    ]


def _regions(found: Agreement, skeleton: Skeleton) -> list[dict[str, Any]]:
    """A row for each region, with everybody's numbers; the largest error first."""
    tiers, titles = found.agreements, {region.id: region.title for region in skeleton.regions}
    known = [error for error in found.regions.get(EVERYBODY, ()) if error.labels]
    most = max((error.relative.value for error in known), default=1.0) or 1.0
    return [
        {
            "name": titles[error.point],
            "error": error,
            "step": _step(error.relative.value / most),
            "tier": tiers.get((EVERYBODY, "", error.point)),
        }
        for error in sorted(known, key=lambda error: -error.relative.value)
    ]


def _step(share: float) -> int:
    """The width of a bar, one of those that the styles know."""
    return round(share * 20) * 5


def _people(found: Agreement) -> list[dict[str, Any]]:
    made, tiers = [], found.agreements
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
                "tier": tiers.get((group, "", "")),
            }
        )
    return made


def _trends(found: Agreement, kind: Kind) -> list[dict[str, Any]]:
    """Of each person the mean error of every period, of each attribute that of every value: as a
    bar, and the keypoint that is worst, for one that drifts hides in a mean of many."""
    made: dict[str, list[dict[str, Any]]] = {}
    for group, mean, labels, worst in series_of(found, kind):
        row = {"period": group.value, "mean": mean, "labels": labels, "worst": worst}
        made.setdefault(group.name, []).append(row)
    top = max((row["mean"] for rows in made.values() for row in rows), default=1.0) or 1.0
    return [
        {"name": name, "rows": [row | {"step": _step(row["mean"] / top)} for row in rows]}
        for name, rows in made.items()
    ]


def _sampling(found: Agreement, skeleton: Skeleton) -> list[tuple[str, float]]:
    """Names of keypoints and percents, the largest first."""
    rates = sorted(found.sampling, key=lambda each: -each[1])
    return [(skeleton.by_id[id].name, rate) for id, rate, _ in rates]


def _plain(message: str) -> str:
    """Without the marks that tell names from words in a terminal."""
    return message.replace("`", "")


def _signed(share: float) -> str:
    """As percent with its sign, and nothing is +0.00 %."""
    return f"{round(share, 4) + 0.0:+.2%}"
