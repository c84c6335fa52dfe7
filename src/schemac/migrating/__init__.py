"""Label files from one skeleton to another: planned, carried, accounted for."""

from schemac.migrating.data import record, render_json
from schemac.migrating.outcome import Outcome
from schemac.migrating.page import render_html
from schemac.migrating.run import Migrated, Way, migrate
from schemac.migrating.text import render_text, summary
from schemac.migrating.worklist import KINDS, Work, plan

__all__ = [
    "KINDS", "Migrated", "Outcome", "Way", "Work", "migrate", "plan", "record", "render_html",
    "render_json", "render_text", "summary",
]  # fmt: skip
