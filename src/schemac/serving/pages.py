"""What the server puts into pages: how to hear of changes, and what is wrong with the spec.

Nothing of it is in the pages that are built. Everything a spec says is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from schemac.serving.preview import Preview, Report
from schemac.shipped import shipped

OWN = "-"
"""The first part of the paths of the server itself; no id of a spec begins so."""

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>\s*')
_PLACE = re.compile(r"^(\s*--&gt;\s)(.*)$", re.M)
_HEAD = re.compile(r"^(error|warning|note)(\[.*)$", re.M)


def own_file(name: str) -> bytes | None:
    """A file of the server's own: its script and its style."""
    if name not in ("live.js", "live.css"):
        return None
    return Path(shipped("site"), "serving", name).read_bytes()


def live(page: bytes, name: str, mark: str, reports: Iterable[Report], kept: str = "") -> bytes:
    """A page that hears of changes of the preview `name` and shows what is wrong. `mark` is what
    the page was made of; `kept` says what is shown in spite of errors."""
    page = _POLICY.sub(b"", page, count=1)  # the server sends a policy that lets its script run
    head, _, rest = page.partition(b"</head>")
    body, _, end = rest.rpartition(b"</body>")
    return b"".join(
        (
            head,
            _links(name, mark),
            b"</head>",
            body,
            _banner(reports, kept).encode(),
            b"</body>",
            end,
        )
    )


def bare(title: str, text: str = "") -> bytes:
    """A page of the server's own, where there is none of a guide. `text` is markup of ours."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head>"
        f'<body class="schemac-bare"><h1>{escape(title)}</h1>{text}</body></html>\n'
    ).encode()


def start_link(preview: Preview) -> str:
    """A link to the first page of a guide."""
    return f'<p><a href="/{escape(preview.name)}/index.html">{escape(preview.name)}</a></p>'


def _links(name: str, mark: str) -> bytes:
    return (
        f'<link rel="stylesheet" href="/{OWN}/live.css">'
        f'<script src="/{OWN}/live.js" defer data-of="{escape(name)}" data-seen="{escape(mark)}">'
        "</script>"
    ).encode()


def _banner(reports: Iterable[Report], kept: str) -> str:
    """Findings over the foot of the page: errors unfolded, warnings folded."""
    found = [report for report in reports if report.text]
    if not found:
        return ""
    failed = [report for report in found if report.failed]
    kind = "errors" if failed else "warnings"
    shown = failed or found
    title = "; ".join(dict.fromkeys(report.summary for report in shown))
    more = f" {escape(kept)}" if failed else ""
    text = "\n".join(_marked(report.text) for report in shown)
    return (
        f'<aside class="schemac-findings schemac-findings--{kind}" role="status"'
        f' aria-label="Findings of schemac"><details{" open" if failed else ""}>'
        f"<summary><strong>{escape(title)}.</strong>{more}</summary>"
        f'<pre tabindex="0">{text}</pre></details></aside>'
    )


def _marked(text: str) -> str:
    """A report with its headings and places marked; all else is plain text."""
    marked = _HEAD.sub(r"<strong>\1\2</strong>", escape(text))
    return _PLACE.sub(r"\1<b>\2</b>", marked)
