"""What a build's targets could not carry, for a person: a few lines per target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from schemac.report.cells import cells, visible, wrap
from schemac.report.colour import Paint, painter

MOST_ROWS = 3
_GLUE = "\u00a0"  # rows break between features, not inside one


_STAY = "\xa0"  # a space at which no row breaks


class Lost(Protocol):
    """One thing a format had no place for; `schemac.format.Loss` is one."""

    @property
    def feature(self) -> str:
        """What kind of thing it is, in words."""
        ...


class Account(Struct, frozen=True):
    """What one target lost of one spec, and the sentences about what it had to assume."""

    spec: str
    target: str
    losses: tuple[Lost, ...] = ()
    assumed: tuple[str, ...] = ()


def render_losses(
    accounts: Iterable[Account],
    *,
    colour: bool = False,
    width: int = 100,
    full: str | None = None,
    brief: bool = False,
) -> str:
    """Per target: what it has no place for, and what it had to assume, over all specs.

    A feature that only some of the specs lost stands in the second row. When `brief`, the losses
    of a target take one row, and it is said how many more there are. `full` says where the
    complete list is. Empty when nothing was lost or assumed.
    """
    table: dict[str, list[Account]] = {}
    for account in accounts:
        table.setdefault(account.target, []).append(account)
    if not any(a.losses or a.assumed for group in table.values() for a in group):
        return ""
    paint, column = painter(colour), max(cells(visible(target)) for target in table)
    rows = [paint("not carried" + (f" (each one in {visible(full)})" if full else ""), "warning")]
    for target in sorted(table):
        name = visible(target)
        for text in _rows(table[target], max(20, width - column - 4), brief):
            rows.append(f"  {_padded(name, column, paint)}  {text}")
            name = ""
    return "\n".join(rows) + "\n"


def _rows(accounts: Sequence[Account], room: int, brief: bool) -> Iterator[str]:
    everywhere, somewhere = _features(accounts)
    if not everywhere and not somewhere:
        yield "nothing: it carries everything"
    if brief:
        yield from _shortened([*map(visible, (*everywhere, *somewhere))], room)
        everywhere = somewhere = []
    for title, features in (("", everywhere), ("of some: ", somewhere)):
        if features:
            whole = [visible(feature).replace(" ", _STAY) for feature in features]
            for text in _row(title + ", ".join(whole), room):
                yield text.replace(_STAY, " ")
    said = dict.fromkeys(message for account in accounts for message in account.assumed)
    for message in said:
        who = [account.spec for account in accounts if message in account.assumed]
        where = "" if len(who) == len(accounts) else f" ({_some(who)})"
        yield from _row(f"assumed: {visible(message)}{where}", room)


def _shortened(features: list[str], room: int) -> Iterator[str]:
    """As many features as one row holds, and how many more there are."""
    if not features:
        return
    kept = list(features)
    row = ", ".join(kept)
    while len(kept) > 1 and cells(row) > room:
        kept.pop()
        row = f"{', '.join(kept)} and {len(features) - len(kept)} more"
    yield row


def _row(text: str, room: int) -> Iterator[str]:
    first, *rest = wrap(text, room - 2, first=room)
    yield first
    yield from ("  " + line for line in rest)


def _features(accounts: Sequence[Account]) -> tuple[list[str], list[str]]:
    """What every spec lost, and what only some did, in the order of the losses."""
    count: dict[str, int] = {}
    for account in accounts:
        for feature in dict.fromkeys(str(loss.feature) for loss in account.losses):
            count[feature] = count.get(feature, 0) + 1
    everywhere = [feature for feature, number in count.items() if number == len(accounts)]
    return everywhere, [feature for feature in count if feature not in everywhere]


def _some(specs: Sequence[str]) -> str:
    return ", ".join(map(visible, specs)) if len(specs) < 3 else f"{len(specs)} specs"


def _padded(name: str, column: int, paint: Paint) -> str:
    return paint(name, "strong") + " " * (column - cells(name))
