"""The account as one HTML file, to keep, to print, and to open without a network."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from schemac.auditing.account import NOT_PROVEN, Account
from schemac.auditing.text import labels, people
from schemac.report import visible
from schemac.shipped import shipped


def render_html(account: Account) -> str:
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
    style = Path(shipped("site"), "audit.css").read_text("utf-8")
    return environment.get_template("audit.html.j2").render(
        account=account,
        people=people,
        labels=labels,
        not_proven=NOT_PROVEN,
        style=Markup(style),  # noqa: S704 - a file of this program, not of a spec
        style_hash=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    )


def _shown(value: object) -> object:
    """Texts of strangers without characters that steer or cannot be seen."""
    return visible(value) if type(value) is str else value
