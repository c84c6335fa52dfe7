"""Where keypoints stand in arrays: moved indices, swapped sides."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from schemac.lineage import change as c
from schemac.lineage.change import Change
from schemac.lineage.pairing import (
    Declarations,
    Pairing,
    Survivor,
    Value,
    by_stem,
    points_of,
    stems,
    together,
)


def in_order(both: Pairing) -> bool:
    """Whether the keypoints that stayed kept their order among themselves."""
    before = [pair.old.index for pair in both.stayed]
    return before == sorted(before)


def moved(both: Pairing, declared: Declarations) -> Iterator[Change]:
    """Keypoints at other indices, those whose sides were swapped apart from the others."""
    moved = [pair for pair in both.stayed if pair.old.index != pair.new.index]
    if not moved:
        return
    swapped = [pair for pair in moved if _took_partners_index(pair, both)]
    rest = [pair for pair in moved if pair not in swapped]
    found = [
        *_moves(c.SidesSwapped, swapped, "left and right have changed places in {}"),
        *_moves(c.KeypointsReordered, rest, "{} moved to other indices"),
    ]
    why = next((change.why for change in declared.of("renumber")), None)
    if declared.renumbers or not declared.expected:
        yield from (replace(change, why=why) for change in found)
        return
    yield c.KeypointsReorderedSilently(
        message="indices moved, and no `renumber` says why",
        points=points_of(found),
        old=found[0].old,
        new=found[0].new,
        parts=tuple(found),
    )


def _took_partners_index(pair: Survivor, both: Pairing) -> bool:
    partner = both.old.by_id.get(both.old.partners[pair.old.id])
    other = both.new.by_id.get(both.new.partners[pair.new.id])
    return (
        partner is not None
        and other is not None
        and partner.id != pair.old.id
        and pair.new.index == partner.index
        and other.index == pair.old.index
    )


def _moves(kind: type[Change], moved: list[Survivor], message: str) -> Iterator[Change]:
    values = [
        Value(
            pair.new, str(pair.old.index), str(pair.new.index),
            pair.old.where("index"), pair.new.where("index"),
        )
        for pair in moved
    ]  # fmt: skip
    names = stems(pair.new for pair in moved)
    count = f"{len(moved)} keypoints" if len(names) > 1 else f"`{names[0] if names else ''}`"
    parts = tuple(by_stem(kind, values, "{}"))
    if len(parts) == 1:
        yield replace(parts[0], message=message.format(count))
        return
    yield from together(kind, parts, message.format(count))
