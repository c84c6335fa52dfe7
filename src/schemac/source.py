"""Where things were written: origins are symbolic, spans are concrete.

An `Origin` names a place by file and route (`keypoints`, `elbow`, `at`), so that rules need no
line numbers and clean documents never pay for them. A `Span` is found only when a place has to
be shown to a person.
"""

from __future__ import annotations

from msgspec import Struct

Step = str | int


class Origin(Struct, frozen=True, order=True):
    """A place in a document: the file it stands in and the route of keys and positions to it."""

    file: str = ""
    route: tuple[Step, ...] = ()

    def __truediv__(self, step: Step) -> Origin:
        return Origin(self.file, (*self.route, step))


NOWHERE = Origin()


class Span(Struct, frozen=True, order=True):
    """A stretch of text. Lines and columns count from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Source(Struct, frozen=True):
    """One file as read: its path for people, its text."""

    file: str
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end; empty past the last one."""
        lines = self.text.split("\n")
        return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""
