"""What became of a data set, or would, as one HTML file to keep and to send around."""

from __future__ import annotations

from collections.abc import Iterator

from schemac.migrating.outcome import INSTANCES, Outcome, Row
from schemac.migrating.text import WORDS, percent, summary
from schemac.report.page import html_page

KINDS = {
    "kept": "kept as labelled", "derived": "computed by the target's own definition",
    "approximate": "near its place", "label again": "must be labelled again",
    "no source": "the source has nothing for it", "unlabelled": "nobody placed its source",
}  # fmt: skip


def render_html(outcome: Outcome, *, title: str, planned: bool) -> str:
    """A page without script or any request; its policy lets a browser use nothing but its style."""
    return html_page(
        "migration.html.j2",
        "migration.css",
        outcome=outcome,
        title=title,
        planned=planned,
        summary=summary(outcome),
        kinds=KINDS,
        used={bar[0] for row in outcome.keypoints for bar in bars(row)},
        words=WORDS,
        bars=bars,
        instances=INSTANCES,
        percent=percent,
    )


def bars(row: Row) -> Iterator[tuple[str, float, float]]:
    """The parts of a keypoint's bar: kind, where it begins and how wide it is, in percent."""
    begin = 0.0
    for kind, count in ((WORDS[row.fidelity], row.done), ("unlabelled", row.unlabelled)):
        if count:
            share = 100 * count / row.of
            yield kind, round(begin, 3), round(share, 3)
            begin += share
