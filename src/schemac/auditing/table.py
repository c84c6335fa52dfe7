"""The account as a table, a row for each version, for spreadsheets."""

from __future__ import annotations

import csv
from io import StringIO

from schemac.auditing.account import Account, History, Version
from schemac.auditing.text import people
from schemac.report import visible

COLUMNS = (
    "document", "kind", "version", "status", "state", "effective_from", "effective_until",
    "recorded", "author", "approved_by", "rationale", "ticket", "parent", "step_asked",
    "step_taken", "changes", "breaking_changes", "map", "waivers", "gaps", "digest",
    "text_sha256", "form_sha256", "line", "line_sha256", "schemac",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@")


def render_csv(account: Account) -> str:
    """One row a version, by document and in the order of release, below a row of names.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for history in account.documents:
        for version in history.versions:
            writer.writerow([_cell(value) for value in _row(history, version)])
    return out.getvalue()


def _row(history: History, version: Version) -> tuple[object, ...]:
    entry, changes = version.entry, version.changes
    return (
        history.id, history.kind, entry.version, entry.status, version.state, version.since,
        version.until, entry.recorded, entry.author, people(entry.approvals), entry.rationale,
        entry.ticket, entry.parent, version.asked, version.taken,
        None if changes is None else len(changes),
        None if changes is None else sum(bool(step.breaks) for step in changes),
        version.carried.map if version.carried else None,
        "; ".join(f"{waiver.rule}: {waiver.because}" for waiver in version.waivers),
        "; ".join(version.gaps), entry.digest, entry.files.text, entry.files.form, entry.line,
        version.mark, entry.schemac,
    )  # fmt: skip


def _cell(value: object) -> str:
    text = "" if value is None else visible(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text
