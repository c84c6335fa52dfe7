"""A report as one HTML file, with the worst instances drawn; it opens without a network."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from schemac.model import Skeleton
from schemac.report import visible
from schemac.report.page import html_page
from schemac.validating.missing import Rate
from schemac.validating.run import Report
from schemac.validating.text import summary

if TYPE_CHECKING:
    from markupsafe import Markup

_DRAWN = 8  # of each rule
_COLUMNS = 12  # values of attributes that the table of rates shows


def render_page(report: Report, skeleton: Skeleton) -> str:
    """A page without script or any request; its policy lets a browser use nothing but its style."""
    return html_page(
        "validation.html.j2",
        "report.css validation.css",
        report=report,
        skeleton=skeleton,
        summary=summary(report),
        marked=_marked,
        rules=_rules(report, skeleton),
        rates=_rates(report, skeleton),
    )


def _marked(text: str) -> Markup:
    """A message, with what stands between backticks as code."""
    from markupsafe import Markup

    code = Markup("<code>{}</code>")
    parts = visible(text).split("`")
    return Markup("").join(code.format(p) if at % 2 else p for at, p in enumerate(parts))


def _rules(report: Report, skeleton: Skeleton) -> list[dict[str, Any]]:
    from markupsafe import Markup

    from schemac.validating.drawing import picture

    numbers = count(1)
    return [
        {
            "tally": tally,
            "about": tally.code.doc.strip().split("\n\n")[0],
            "findings": [
                # The canvas escapes what it is given.
                (found, Markup(picture(found, skeleton, next(numbers))))  # noqa: S704
                for found in tally.worst[:_DRAWN]
            ],
            "more": tally.instances - min(len(tally.worst), _DRAWN),
        }
        for tally in report.tallies
    ]


def _rates(report: Report, skeleton: Skeleton) -> dict[str, Any]:
    """The table of rates: a column for all instances and for each value of an attribute."""
    shown = [rate for rate in report.rates if rate.instances][:_COLUMNS]
    return {
        "columns": [(_title(rate), rate.instances) for rate in shown],
        "rows": [
            (point.name, [_share(rate, point.index) for rate in shown])
            for point in skeleton.keypoints
        ],
    }


def _title(rate: Rate) -> str:
    return "all" if rate.attribute is None else f"{rate.attribute}: {rate.value}"


def _share(rate: Rate, index: int) -> tuple[str, int]:
    """In words, and in steps of five hundredths for the bar."""
    share = rate.placed[index] / rate.instances
    return f"{share:.0%}", round(share * 20) * 5
