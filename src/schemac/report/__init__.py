"""Diagnostics and losses as text for people and JSON for programs. Nothing here prints.

The formats of other programs (`github`, `gitlab`, `sarif`, `junit`) are loaded when asked for.
"""

from schemac.report.cells import visible
from schemac.report.colour import wants_colour
from schemac.report.finding import Finding, Locate, Mark, findings, unique
from schemac.report.json import render_json
from schemac.report.losses import Account, render_losses
from schemac.report.progress import byte_progress, progress
from schemac.report.text import by_rule, render_text, summary

__all__ = [
    "by_rule",
    "render_text",
    "render_json",
    "render_losses",
    "summary",
    "byte_progress",
    "progress",
    "wants_colour",
    "visible",
    "Account",
    "Finding",
    "Locate",
    "Mark",
    "findings",
    "unique",
]
