"""The account as one HTML file, to keep, to print, and to open without a network."""

from __future__ import annotations

from schemac.auditing.account import NOT_PROVEN, Account
from schemac.auditing.text import labels, people
from schemac.report.page import html_page


def render_html(account: Account) -> str:
    """A page without script or any request; its policy lets a browser use nothing but its style."""
    return html_page(
        "audit.html.j2",
        "audit.css",
        account=account,
        people=people,
        labels=labels,
        not_proven=NOT_PROVEN,
    )
