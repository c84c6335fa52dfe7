"""What the compiler has to say, as plain values. How it is printed stands in `report`."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from schemac.source import NOWHERE, Origin, Span


class Severity(StrEnum):
    """How bad a finding is. An error ends a command with exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Note(Struct, frozen=True):
    """A second place that belongs to a finding, such as where a name was used first."""

    message: str
    origin: Origin = NOWHERE
    span: Span | None = None


class Edit(Struct, frozen=True, order=True):
    """Text that takes the place of a span; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """Edits of one file, in order and apart from each other, that mend a finding.

    `safe`: no other meaning is possible. What is not safe is a guess that somebody has to read.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Diagnostic(Struct, frozen=True, kw_only=True):
    """One finding: which rule, what is wrong, where, and what to do about it.

    `span` is given when the route of `origin` cannot name the place (a key written twice, a
    character inside a value); otherwise the place is found from `origin` when it is printed.
    `points` are the ids of the keypoints concerned, for waivers. `fixes` are ways to mend the
    file of `origin`, the best one first; they are proposed by `schemac.fixes`, not by the rules.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    origin: Origin = NOWHERE
    span: Span | None = None
    notes: tuple[Note, ...] = ()
    help: str | None = None
    points: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()


class Code(Struct, frozen=True, kw_only=True):
    """A kind of finding, stable across releases: ids and names are never used again.

    `doc` is what `schemac explain` prints: one sentence that says what is wrong, then why it
    matters, what to do instead, and an example.
    """

    id: str
    name: str
    severity: Severity = Severity.ERROR
    doc: str = ""

    def at(
        self,
        origin: Origin,
        message: str,
        *notes: Note,
        span: Span | None = None,
        help: str | None = None,
        points: tuple[str, ...] = (),
        severity: Severity | None = None,
    ) -> Diagnostic:
        """This finding, at a place."""
        return Diagnostic(
            code=self.id,
            rule=self.name,
            severity=severity or self.severity,
            message=message,
            origin=origin,
            span=span,
            notes=notes,
            help=help,
            points=points,
        )
