"""Edits of a text by lines and columns, all or none, never two in one place."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from itertools import accumulate

from schemac.diagnostic import Edit, Fix
from schemac.source import Span


def decoded(data: bytes) -> str | None:
    """The text that spans count in: line ends and a byte order mark are left as they are.

    None for what is not UTF-8, and for lone carriage returns, which YAML counts as line ends.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\r" in text.replace("\r\n", "") else text


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, tuple[Fix, ...]]:
    """The mended text, and the fixes in it. Each is taken whole, in the order given; one that
    touches what an earlier one changes is left out, and the same one twice counts once."""
    taken: dict[Fix, None] = {}
    edits: list[Edit] = []
    for fix in fixes:
        if fix not in taken and not any(_touches(edit, edits) for edit in fix.edits):
            taken[fix] = None
            for edit in fix.edits:
                insort(edits, edit)
    return apply_edits(text, edits), tuple(taken)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that do not touch each other."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits):
        first, last = _offsets(edit.span, starts)
        pieces += text[done:first], edit.text
        done = last
    return "".join((*pieces, text[done:]))


def _offsets(span: Span, starts: list[int]) -> tuple[int, int]:
    return (
        starts[span.line - 1] + span.column - 1,
        starts[span.end_line - 1] + span.end_column - 1,
    )


def _touches(edit: Edit, edits: list[Edit]) -> bool:
    """Whether an edit meets one of many that are sorted and apart from each other. To meet in one
    point is enough: which of the two comes first would be a guess."""
    at = bisect_left(edits, edit)
    return any(_meet(edit, other) for other in edits[max(0, at - 1) : at + 1])


def _meet(one: Edit, other: Edit) -> bool:
    a, b = one.span, other.span
    return (a.line, a.column) <= (b.end_line, b.end_column) and (b.line, b.column) <= (
        a.end_line,
        a.end_column,
    )
