"""Words of strangers in Markdown: nothing in them is markup, and they stay on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from schemac.report import visible

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
_WEB = re.compile(r"https?://[^\s\x00-\x1f\"'<>\\^`{|}]+", re.ASCII | re.IGNORECASE)


def plain(text: str) -> str:
    """The text, to be read as it is."""
    return _MARKUP.sub(r"\\\1", visible(text))


def code(text: str) -> str:
    """An id or a formula in type of one width; plain when that could not hold it."""
    shown = visible(text)
    return plain(text) if not shown.strip() or re.search(r"[`|\\]", shown) else f"`{shown}`"


def link(label: str, url: str | None) -> str:
    """A link around what is Markdown already; none unless the address leads to the web or to a
    file below the page, which is `./` and a path."""
    if url is None or not (_WEB.fullmatch(url) or re.fullmatch(r"\./[\w./@%-]+", url, re.ASCII)):
        return label
    address = url.replace("(", "%28").replace(")", "%29").replace("&", "&amp;")
    return f"[{label}]({address.removeprefix('./')})"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; `#` before a heading puts numbers to the right.
    Empty without rows."""
    lines = [_row(cells) for cells in rows]
    if not lines:
        return ""
    rules = ["--:" if heading.startswith("#") else "---" for heading in headings]
    head = _row([heading.removeprefix("#") for heading in headings])
    return "\n".join([head, f"|{'|'.join(rules)}|", *lines])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("|  |", "| |")
