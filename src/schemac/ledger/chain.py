"""The ledger as a chain: each line holds the SHA-256 of the one before, the last one that of all.

A chain shows that lines were changed, lost, doubled or moved. It cannot show that somebody wrote
all of it anew; that takes an anchor outside of it (see `schemac.auditing.history`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from schemac.ledger.entry import FORMAT, Entry, Head, encode

MAX_BYTES = 64 * 1024 * 1024
_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
_AGAIN = (
    "keep the ledger of one side (`git checkout --ours` or `--theirs` of this file), then release"
    " what the other side had released again"
)
_RESTORE = "bring back the file as it was committed: `git checkout -- ledger.jsonl` in its folder"


class Fault(Struct, frozen=True):
    """What is wrong with a line, counted from 1, and what to do about it."""

    line: int
    message: str
    help: str = _RESTORE


class Ledger(Struct, frozen=True):
    """The lines of a ledger that could be read, in order; the SHA-256 of every line; the faults."""

    entries: tuple[Entry, ...] = ()
    marks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def find(self, id: str, version: str) -> Entry | None:
        """The line of a version."""
        return next((e for e in self.entries if e.id == id and e.version == version), None)

    def of(self, id: str) -> tuple[Entry, ...]:
        """The lines of all versions of a document, in the order of their release."""
        return tuple(entry for entry in self.entries if entry.id == id)


def digest_of(data: bytes) -> str:
    """`sha256:<hex>` of bytes."""
    return f"sha256:{sha256(data).hexdigest()}"


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a ledger but for its head, as bytes."""
    lines = data.split(b"\n")
    return [line for line in lines[:-1] if not line.startswith(b'{"head"')]


def read_ledger(data: bytes) -> Ledger:
    """What a ledger says, and everything that shows it was not only added to."""
    if len(data) > MAX_BYTES:
        return Ledger(faults=(Fault(1, "the ledger is larger than 64 MiB"),))
    lines = data.split(b"\n")
    clash = next((n for n, line in enumerate(lines, 1) if line.startswith(_CONFLICT)), None)
    if clash is not None:
        return Ledger(faults=(Fault(clash, "two releases were made at once", _AGAIN),))
    faults: list[Fault] = []
    if lines[-1] != b"":
        faults.append(Fault(len(lines), "the last line has no end: something was cut off"))
    else:
        lines.pop()
    body, head = (lines[:-1], lines[-1]) if lines and _is_head(lines[-1]) else (lines, None)
    marks = tuple(map(digest_of, body))
    read = [_entry(line) for line in body]
    faults += _line_faults(read, body, marks)
    faults += _head_faults(head, marks, len(lines))
    entries = tuple(entry for entry in read if isinstance(entry, Entry))
    faults += _doubled(read)
    return Ledger(entries, marks, tuple(sorted(faults, key=lambda fault: fault.line)))


def appended(data: bytes, entries: Iterable[Entry]) -> bytes:
    """The ledger with more lines and a new head. `line` and `previous` of entries are set here.

    Raises ValueError when the ledger has faults: nothing is added to a broken chain.
    """
    ledger = read_ledger(data) if data else Ledger()
    if ledger.faults:
        raise ValueError(ledger.faults[0].message)
    lines = lines_of(data)
    for entry in entries:
        previous = digest_of(lines[-1]) if lines else None
        lines.append(encode(replace(entry, line=len(lines) + 1, previous=previous)))
    head = Head(head=digest_of(lines[-1]), lines=len(lines))
    return b"\n".join([*lines, encode(head), b""])


def _is_head(line: bytes) -> bool:
    return line.startswith(b'{"head"')


def _entry(line: bytes) -> Entry | str:
    """A line's entry, or why it is none."""
    if not line:
        return "the line is empty"
    if _is_head(line):
        return "a head stands inside the ledger: lines of two ledgers were put together"
    try:
        entry = msgspec.json.decode(line, type=Entry)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _unreadable(line)
    if entry.ledger != FORMAT:
        return _newer(entry.ledger)
    if encode(entry) != line:
        return "the line is not written as schemac writes it"
    return entry


def _unreadable(line: bytes) -> str:
    try:
        found: Any = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "the line is no JSON"
    format = found.get("ledger") if isinstance(found, dict) else None
    if isinstance(format, int) and format != FORMAT:
        return _newer(format)
    return "the line is no line of a ledger"


def _newer(format: int) -> str:
    return f"the line has format {format}, which this schemac does not know"


def _line_faults(
    read: list[Entry | str], body: list[bytes], marks: tuple[str, ...]
) -> Iterator[Fault]:
    for number, entry in enumerate(read, 1):
        if isinstance(entry, str):
            yield Fault(number, entry)
            continue
        before = marks[number - 2] if number > 1 else None
        if entry.line != number:
            said = f"line {number} says it is line {entry.line}"
            yield Fault(number, f"{said}: lines were removed, added, doubled or moved")
        elif entry.previous != before and before is None:
            yield Fault(1, "the first line follows another one: lines before it were removed")
        elif entry.previous != before:
            said = f"line {number - 1} is not the one that line {number} was written after"
            yield Fault(number - 1, f"{said}: it was changed, or exchanged")


def _head_faults(head: bytes | None, marks: tuple[str, ...], last: int) -> Iterator[Fault]:
    if head is None:
        yield Fault(max(last, 1), "the head, which every ledger ends with, is missing")
        return
    try:
        found = msgspec.json.decode(head, type=Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        yield Fault(last, "the head cannot be read")
        return
    if encode(found) != head:
        yield Fault(last, "the head is not written as schemac writes it")
    if not marks:
        yield Fault(last, "the ledger has a head and no lines")
    elif found.lines != len(marks):
        said = f"the head counts {found.lines} lines, there are {len(marks)}"
        lost = found.lines > len(marks)
        yield Fault(last, f"{said}: {'lines were removed' if lost else 'lines were added'}")
    elif found.head != marks[-1]:
        yield Fault(len(marks), "the last line is not the one the head was written after")


def _doubled(read: list[Entry | str]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for number, entry in enumerate(read, 1):
        if isinstance(entry, str):
            continue
        first = seen.setdefault(entry.document, number)
        if first != number:
            yield Fault(number, f"line {first} has released this version already")
