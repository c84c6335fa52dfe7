"""What became of a data set, or would, as one HTML file to keep and to send around."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from schemac.migrating.outcome import INSTANCES, Outcome, Row
from schemac.migrating.text import WORDS, percent, summary
from schemac.report import visible
from schemac.shipped import shipped

KINDS = {
    "kept": "kept as labelled", "derived": "computed by the target's own definition",
    "approximate": "near its place", "label again": "must be labelled again",
    "no source": "the source has nothing for it", "unlabelled": "nobody placed its source",
}  # fmt: skip


def render_html(outcome: Outcome, *, title: str, planned: bool) -> str:
    """A page without script or any request; its policy lets a browser use nothing but its style."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    style = Path(shipped("site"), "migration.css").read_text("utf-8")
    return environment.get_template("migration.html.j2").render(
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
        style=Markup(style),  # noqa: S704 - a file of this program, not of a spec
        style_hash=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    )


def bars(row: Row) -> Iterator[tuple[str, float, float]]:
    """The parts of a keypoint's bar: kind, where it begins and how wide it is, in percent."""
    begin = 0.0
    for kind, count in ((WORDS[row.fidelity], row.done), ("unlabelled", row.unlabelled)):
        if count:
            share = 100 * count / row.of
            yield kind, round(begin, 3), round(share, 3)
            begin += share


def _shown(value: object) -> object:
    """Texts of strangers without characters that steer or cannot be seen."""
    return visible(value) if type(value) is str else value
