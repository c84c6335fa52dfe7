"""A report as one HTML file, to keep, to print, and to open without a network."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from schemac.report.cells import visible
from schemac.shipped import shipped


def html_page(template: str, styles: str, **values: object) -> str:
    """A page without script or any request: a template of `templates/` and styles of `site/`, all
    that its policy lets a browser use. Every value is escaped; texts of strangers lose the
    characters that steer or cannot be seen."""
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
    css = "".join(Path(shipped("site"), name).read_text("utf-8") for name in styles.split())
    return environment.get_template(template).render(
        **values,
        style=Markup(css),  # noqa: S704 - a file of this program, not of a stranger
        style_hash=f"sha256-{b64encode(sha256(css.encode()).digest()).decode()}",
    )


def _shown(value: object) -> object:
    return visible(value) if type(value) is str else value
