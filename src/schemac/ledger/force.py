"""Which version was in force on a day, and what became of each one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from schemac.ledger.entry import Entry

State = Literal["in force", "superseded", "not yet in force", "unattested"]


class Term(Struct, frozen=True, kw_only=True):
    """A version and its time: `since` the day it took effect, `until` the day the next one did.

    Both are None for an unattested version: nobody has said when it held.
    """

    entry: Entry
    state: State
    since: str | None = None
    until: str | None = None

    @property
    def late(self) -> bool:
        """Whether it was released only after the day it is said to have taken effect."""
        return self.since is not None and self.since < self.entry.recorded[:10]


def terms(entries: Sequence[Entry], on: str) -> tuple[Term, ...]:
    """The versions of one document in the order of release, as they stand on a day.

    In force is the version that took effect last; of two on the same day, the one released later.
    """
    dated = sorted((e for e in entries if e.effective), key=lambda e: (e.effective or "", e.line))
    followers = dict(zip((e.line for e in dated), dated[1:], strict=False))
    return tuple(_term(entry, followers.get(entry.line), on) for entry in entries)


def in_force(entries: Sequence[Entry], on: str) -> Term | None:
    """The version of one document in force on a day; None when none that is attested was."""
    return next((term for term in terms(entries, on) if term.state == "in force"), None)


def _term(entry: Entry, follower: Entry | None, on: str) -> Term:
    if entry.effective is None:
        return Term(entry=entry, state="unattested")
    until = follower.effective if follower else None
    state: State = "in force"
    if entry.effective > on:
        state = "not yet in force"
    elif until is not None and until <= on:
        state = "superseded"
    return Term(entry=entry, state=state, since=entry.effective, until=until)
