"""Two drafts side by side: who is who, and how places in them are told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from schemac.comparing.matching import Matched
from schemac.draft import Draft
from schemac.source import Span

Aspect = Literal["names", "order", "mirror", "edges", "sigmas", "category", "weights"]

SHOWN = 6


class Place(Struct, frozen=True):
    """A place in one of the two files."""

    file: str
    span: Span | None = None


class Difference(Struct, frozen=True):
    """One thing that differs. `counts` is false for what changes nothing for tools."""

    aspect: Aspect
    message: str
    one: Place | None = None
    other: Place | None = None
    help: str | None = None
    counts: bool = True


class Both(Struct, frozen=True, dict=True):
    """Two drafts, and which keypoint of the one is which of the other."""

    one: Draft
    other: Draft
    found: Matched

    @cached_property
    def across(self) -> dict[int, int]:
        """Index in the one -> index in the other."""
        return self.found.all

    @cached_property
    def back(self) -> dict[int, int]:
        """Index in the other -> index in the one."""
        return {theirs: mine for mine, theirs in self.across.items()}

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The keypoints of both, in the order of the one."""
        return sorted(self.across.items())

    @property
    def names(self) -> tuple[list[str], list[str]]:
        """The names of each."""
        return [p.name for p in self.one.points], [p.name for p in self.other.points]

    def mine(self, index: int) -> Place:
        """Where the one lists a keypoint."""
        return Place(self.one.file, self.one.points[index].span)

    def theirs(self, index: int) -> Place:
        """Where the other does."""
        return Place(self.other.file, self.other.points[index].span)

    def at(
        self, aspect: Aspect, message: str, index: int, there: int, help: str | None = None
    ) -> Difference:
        """A difference at a keypoint of both."""
        return Difference(aspect, message, self.mine(index), self.theirs(there), help)

    def whole(self, aspect: Aspect, message: str) -> Difference:
        """A difference of the skeletons as such."""
        one, other = self.one, self.other
        return Difference(aspect, message, Place(one.file, one.span), Place(other.file, other.span))


def called(draft: Draft) -> str:
    """A draft inside a sentence: its file."""
    return f"`{draft.file}`"


def few(listed: Sequence[str]) -> str:
    """The first of many."""
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more


def several(names: Sequence[str], indices: Sequence[int]) -> str:
    """The names at some indices."""
    return few([f"`{names[index]}`" for index in indices])


def many(number: int, one: str) -> str:
    """A number and its noun."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
