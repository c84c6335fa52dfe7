"""What `schemac explain` prints of a kind of change."""

from __future__ import annotations

from inspect import cleandoc

from schemac.lineage.breakage import AUDIENCES, TABLE, Row
from schemac.model.project import Use

_SAYS = {
    "X": "breaks it, which asks for a major step",
    "x": "breaks it when it is named with `--use`, else asks for a minor step",
    "m": "asks for a minor step",
    "p": "asks for a patch",
    "!": "must not stay so in any version: it has to be declared, or taken back",
}


def change_names() -> tuple[str, ...]:
    """The names of all kinds of change."""
    return tuple(row.name for row in TABLE)


def explain_change(name: str) -> str | None:
    """What a kind of change is and whom it concerns; None when there is no such kind."""
    row = next((row for row in TABLE if row.name == name.lower()), None)
    if row is None:
        return None
    title = f"{row.name} (a change between two versions)"
    lines = [title, "=" * len(title), "", cleandoc(row.kind.__doc__ or ""), ""]
    lines += [f"  {name:<12}{_SAYS[cell]}" for name, cell in _cells(row)]
    old = "reads" if row.backward else "does not read"
    new = "reads" if row.forward else "does not read"
    lines += ["", f"The new version {old} old data; a reader of the old version {new} new data."]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> list[tuple[str, str]]:
    letters: list[Use] = list(AUDIENCES)
    return [(AUDIENCES[a], row.cell(a)) for a in letters if row.cell(a) != "."]
