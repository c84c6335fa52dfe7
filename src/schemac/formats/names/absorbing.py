"""A list of names or a table of keypoints, with the columns that its heading names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemac.absorbing import text_of, unreadable, whole, without_skeleton
from schemac.draft import Absorbed, Given
from schemac.formats.names.cells import MAX_BYTES, Cell, plain, rows, separator_of
from schemac.formats.names.codes import CODES
from schemac.formats.names.columns import columns, guessed
from schemac.formats.names.table import Table
from schemac.located import Unreadable
from schemac.located.text import decode

__all__ = ["CODES", "absorb", "recognises"]

MAX_POINTS = 4096
_name = re.compile(r"[^\W_][\w .()/'-]{0,63}").fullmatch
_binary = re.compile(rb"[\x00-\x08\x0e-\x1f]").search


def recognises(given: Given) -> bool:
    """A table whose heading names keypoints, or short lines that could all be names."""
    if not given.name.lower().endswith((".csv", ".tsv", ".txt")) or _binary(given.head):
        return False
    text = given.head.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    if given.size > len(given.head):
        text = text[: text.rfind("\n") + 1]
    try:
        found = rows(text, separator_of(text))
    except Unreadable:
        return False
    if not found:
        return False
    if columns(found[0]) is not None:
        return True
    found = plain(found)
    where = guessed(found)
    return where is not None and all(_name(row[where["name"]].text) for row in found)


def absorb(given: Given) -> Absorbed:
    """One draft, with edges of `edges.csv` beside it."""
    data = b""
    try:
        data = whole(given, MAX_BYTES)
        text = decode(data, MAX_BYTES)
        found = rows(text, separator_of(text))
    except Unreadable as error:
        return unreadable(given, error, data)
    if not found:
        return without_skeleton(given, "there are no names in this file", data)
    where = columns(found[0])
    body = found[1:] if where is not None else plain(found)
    found = found if where is not None else body
    where = where if where is not None else guessed(found)
    if where is None:
        message = "this table has no heading that says which column names the keypoints"
        help = "begin it with a line such as `name,side,partner`"
        return without_skeleton(given, message, data, found[0][0].span, help)
    if len(body) > MAX_POINTS:
        message = f"there are {len(body):,} lines; a skeleton has at most {MAX_POINTS:,} keypoints"
        return without_skeleton(given, message, data)
    if not body:
        return without_skeleton(given, "there is a heading and no line below it", data)
    table = Table(given.file, where, body, _unread(found[0], where) if body is not found else ())
    draft = table.draft(_edges_beside(given))
    return Absorbed(drafts=(draft,), problems=tuple(table.problems), sources=text_of(given, data))


def _unread(heading: tuple[Cell, ...], where: Mapping[str, int]) -> tuple[str, ...]:
    taken = set(where.values())
    return tuple(c.text[:64] for at, c in enumerate(heading) if c.text and at not in taken)


def _edges_beside(given: Given) -> tuple[tuple[int, int], ...] | None:
    """The edges that `edges.csv` lists by indices, as schemac writes them beside `keypoints.csv`;
    None where there is no such file."""
    other = given.beside("edges.csv") if given.name == "keypoints.csv" else None
    if other is None:
        return None
    try:
        text = decode(whole(other, MAX_BYTES), MAX_BYTES)
        found = rows(text, separator_of(text))
    except (Unreadable, OSError):
        return None
    where = {cell.text: at for at, cell in enumerate(found[0])} if found else {}
    if not {"source_index", "target_index"} <= where.keys():
        return None
    ends = (_ends(row, where) for row in found[1:])
    return tuple(pair for pair in ends if pair is not None)


def _ends(row: tuple[Cell, ...], where: Mapping[str, int]) -> tuple[int, int] | None:
    cells = [row[at].text if at < len(row) else "" for at in _both(where)]
    return (int(cells[0]), int(cells[1])) if all(_index(cell) for cell in cells) else None


def _both(where: Mapping[str, int]) -> tuple[int, int]:
    return where["source_index"], where["target_index"]


def _index(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9
