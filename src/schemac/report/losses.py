"""What a build's targets could not carry, for a person: a few lines per target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from schemac.report.cells import cells, visible, wrap
from schemac.report.colour import Paint, painter

MOST_ROWS = 3


class Lost(Protocol):
    """One thing a format had no place for; `schemac.format.Loss` is one."""

    @property
    def feature(self) -> str:
        """What kind of thing it is, in words."""
        ...


class Account(Struct, frozen=True):
    """What one target lost of one spec; empty when it carried everything."""

    spec: str
    target: str
    losses: tuple[Lost, ...] = ()


def render_losses(
    accounts: Iterable[Account], *, colour: bool = False, width: int = 100, full: str | None = None
) -> str:
    """Per target: what every spec lost in it, then what some of them did.

    Features stand in the order in which the losses name them. At most three rows a target; `full`
    says where the complete list is. Empty when nothing was lost.
    """
    table: dict[str, list[Account]] = {}
    for account in accounts:
        table.setdefault(account.target, []).append(account)
    if not any(a.losses for group in table.values() for a in group):
        return ""
    paint, column = painter(colour), max(cells(visible(target)) for target in table)
    rows = [paint("not carried" + (f" (all of it in {visible(full)})" if full else ""), "warning")]
    for target in sorted(table):
        name = visible(target)
        for text in _rows(table[target], max(20, width - column - 4)):
            rows.append(f"  {_padded(name, column, paint)}  {text}")
            name = ""
    return "\n".join(rows) + "\n"


def _rows(accounts: Sequence[Account], room: int) -> Iterator[str]:
    groups = _groups(accounts)
    if not groups:
        yield "nothing: it carries everything"
    for specs, features in groups:
        text = f"{_who(specs, len(accounts))}{', '.join(map(visible, features))}"
        first, *rest = wrap(text, room - 2, first=room)
        yield first
        yield from ("  " + line for line in rest)


def _groups(accounts: Sequence[Account]) -> list[tuple[list[str], list[str]]]:
    """Features lost for the same specs together, most specs first; the tail becomes one row."""
    specs_of: dict[str, list[str]] = {}
    for account in accounts:
        for feature in dict.fromkeys(str(loss.feature) for loss in account.losses):
            specs_of.setdefault(feature, []).append(account.spec)
    groups: dict[tuple[str, ...], list[str]] = {}
    for feature, specs in specs_of.items():
        groups.setdefault(tuple(specs), []).append(feature)
    ordered = sorted(groups.items(), key=lambda group: -len(group[0]))
    rows = [(list(specs), features) for specs, features in ordered]
    if len(rows) <= MOST_ROWS:
        return rows
    tail = rows[MOST_ROWS - 1 :]
    concerned = list(dict.fromkeys(spec for specs, _ in tail for spec in specs))
    return [*rows[: MOST_ROWS - 1], (concerned, [f for _, features in tail for f in features])]


def _who(specs: Sequence[str], total: int) -> str:
    if total == 1:
        return ""
    if len(specs) == total:
        return f"all {total} specs: "
    return f"{', '.join(map(visible, specs))}: " if len(specs) < 3 else f"{len(specs)} of {total}: "


def _padded(name: str, column: int, paint: Paint) -> str:
    return paint(name, "strong") + " " * (column - cells(name))
