"""The grammar as Markdown tables: the fields part of the language reference."""

from __future__ import annotations

from schemac.reading import grammar
from schemac.reading.types import RecordOf, records_of


def tables(kind: str | None = None) -> str:
    """A table per record, in the order in which they are reached."""
    seen: dict[str, RecordOf] = {}
    for record in [grammar.KINDS[kind]] if kind else grammar.KINDS.values():
        for found in records_of(record):
            seen.setdefault(found.name, found)
    return "\n".join(table(record) for record in seen.values())


def table(record: RecordOf) -> str:
    """One record: its sentence, then a row a field."""
    rows = [
        f"| `{field.name}` | {_cell(field.type.name)} | {'yes' if field.required else ''} |"
        f" {_cell(field.doc)} |"
        for field in record.fields
    ]
    columns = ("| field | type | required | meaning |", "|---|---|---|---|")
    return "\n".join([f"### {record.name}", "", record.doc, "", *columns, *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
