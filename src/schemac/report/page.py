"""A report as one HTML file, to keep, to print, and to open without a network."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from schemac.report.cells import visible
from schemac.shipped import shipped

if TYPE_CHECKING:
    from jinja2 import Environment


def html_page(template: str, styles: str, *, more: str = "", **values: object) -> str:
    """A page without script or any request: a template of `templates/` and styles of `site/`, all
    that its policy lets a browser use; `more` is style that is made by this program. Every value is
    escaped; texts of strangers lose the characters that steer or cannot be seen."""
    from markupsafe import Markup

    css = "".join(Path(shipped("site"), name).read_text("utf-8") for name in styles.split()) + more
    page = _templates().get_template(template)
    return page.render(
        **values,
        style=Markup(css),  # noqa: S704 - of this program, not of a stranger
        style_hash=f"sha256-{b64encode(sha256(css.encode()).digest()).decode()}",
    )


@cache
def _templates() -> Environment:
    """A template is read once, however many pages are made of it."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value
