"""The chain shows every change of a ledger but one: that all of it was written anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from releases import HOSTILE, entry
from schemac.ledger import appended, digest_of, read_ledger
from schemac.ledger.chain import lines_of
from schemac.ledger.entry import encode

LEDGER = appended(b"", [entry(f"1.{n}.0") for n in range(5)])
LINES = LEDGER.splitlines(keepends=True)


def faults(data: bytes) -> tuple[str, ...]:
    return tuple(fault.message for fault in read_ledger(data).faults)


def test_what_was_added_is_read_back() -> None:
    ledger = read_ledger(LEDGER)
    assert not ledger.faults
    assert [e.version for e in ledger.entries] == [f"1.{n}.0" for n in range(5)]
    assert [e.line for e in ledger.entries] == [1, 2, 3, 4, 5]
    assert ledger.marks == tuple(digest_of(line.rstrip(b"\n")) for line in LINES[:-1])
    for before, after in pairwise(ledger.entries):
        assert after.previous == ledger.marks[before.line - 1]


def test_adding_keeps_every_byte_of_what_was_there() -> None:
    more = appended(LEDGER, [entry("2.0.0")])
    assert more.startswith(b"".join(LINES[:-1]))
    assert lines_of(more)[:-1] == lines_of(LEDGER)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=6))
def test_adding_one_by_one_is_adding_at_once(words: list[str]) -> None:
    entries = [entry(f"{n}.0.0", word) for n, word in enumerate(words, 1)]
    one_by_one = b""
    for each in entries:
        one_by_one = appended(one_by_one, [each])
    assert one_by_one == appended(b"", entries)
    assert not read_ledger(one_by_one).faults


def test_hostile_text_is_kept_and_stays_on_its_line() -> None:
    data = appended(LEDGER, [entry("2.0.0", HOSTILE + "\n\r\x1b[31m\u2028")])
    ledger = read_ledger(data)
    assert not ledger.faults
    assert data.count(b"\n") == len(ledger.entries) + 1
    assert ledger.entries[-1].rationale == HOSTILE + "\n\r\x1b[31m\u2028"
    assert b"\x1b" not in data


def test_nothing_is_added_to_a_broken_chain() -> None:
    with pytest.raises(ValueError, match="head"):
        appended(b"".join(LINES[:-1]), [entry("2.0.0")])


# ---- tampering --------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_dropped_line_is_found(number: int) -> None:
    assert faults(b"".join(LINES[:number] + LINES[number + 1 :]))


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_doubled_line_is_found(number: int) -> None:
    assert faults(b"".join(LINES[: number + 1] + LINES[number:]))


@pytest.mark.parametrize(("first", "second"), [(a, b) for a in range(len(LINES)) for b in range(a)])
def test_swapped_lines_are_found(first: int, second: int) -> None:
    lines = list(LINES)
    lines[first], lines[second] = lines[second], lines[first]
    assert faults(b"".join(lines))


@pytest.mark.parametrize("number", range(len(LINES) - 1))
@pytest.mark.parametrize(
    ("old", "new"), [("A. Rao", "A. Roa"), ("2024-07-01", "2024-06-01"), ("Because", "becausE")]
)
def test_an_edited_line_is_found_where_it_is(number: int, old: str, new: str) -> None:
    lines = list(LINES)
    lines[number] = lines[number].replace(old.encode(), new.encode())
    found = read_ledger(b"".join(lines)).faults
    assert [fault.line for fault in found] == [number + 1]


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_line_put_in_is_found(number: int) -> None:
    forged = replace(
        entry("9.0.0"),
        line=number + 1,
        previous=digest_of(LINES[number - 1].rstrip(b"\n")) if number else None,
    )
    assert faults(b"".join([*LINES[:number], encode(forged) + b"\n", *LINES[number:]]))


def _every_byte() -> Iterator[tuple[str, bytes]]:
    for at in range(len(LEDGER)):
        yield f"{at} changed", LEDGER[:at] + bytes([LEDGER[at] ^ 1]) + LEDGER[at + 1 :]
        yield f"{at} removed", LEDGER[:at] + LEDGER[at + 1 :]
        yield f"{at} blank before", LEDGER[:at] + b" " + LEDGER[at:]
        yield f"{at} cut", LEDGER[:at]


def test_every_single_byte_counts() -> None:
    silent = [what for what, data in _every_byte() if not faults(data) and data]
    assert silent == []


@given(st.data())
def test_no_bytes_break_the_reader(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(LEDGER)))
    length = data.draw(st.integers(0, 40))
    junk = data.draw(st.binary(max_size=40))
    changed = LEDGER[:at] + junk + LEDGER[at + length :]
    assert bool(faults(changed)) == (changed != LEDGER)


def test_line_ends_of_another_system_are_found() -> None:
    assert faults(LEDGER.replace(b"\n", b"\r\n"))


def test_a_line_of_a_later_schemac_is_told_as_such() -> None:
    later = LEDGER.replace(b'{"ledger":1,', b'{"ledger":2,', 1)
    assert "format 2" in faults(later)[0]


def test_deep_nesting_is_no_line() -> None:
    assert "the line is no" in faults(b"[" * 100_000 + b"\n" + LINES[-1])[0]


# ---- two releases at once ---------------------------------------------------------------------

OURS = appended(LEDGER, [entry("2.0.0")])
THEIRS = appended(LEDGER, [entry("1.5.0")])


def test_conflict_marks_of_git_are_told_in_one_finding() -> None:
    ours, theirs = (data.removeprefix(b"".join(LINES[:-1])) for data in (OURS, THEIRS))
    conflict = b"<<<<<<< HEAD\n" + ours + b"=======\n" + theirs + b">>>>>>> other\n"
    (fault,) = read_ledger(b"".join(LINES[:-1]) + conflict).faults
    assert fault.message == "two releases were made at once"
    assert fault.line == 6


def test_two_ledgers_put_together_are_found() -> None:
    """What `merge=union` of git would leave."""
    ours, theirs = (data.removeprefix(b"".join(LINES[:-1])) for data in (OURS, THEIRS))
    assert faults(b"".join(LINES[:-1]) + ours + theirs)


def test_the_same_version_twice_is_found() -> None:
    assert "line 3 has released this version already" in faults(appended(LEDGER, [entry("1.2.0")]))


def test_a_chain_written_anew_shows_nothing() -> None:
    """The one thing a chain cannot show, and that nothing may claim it does."""
    entries = [replace(e, author="Somebody else") for e in read_ledger(LEDGER).entries]
    assert not faults(appended(b"", entries))
