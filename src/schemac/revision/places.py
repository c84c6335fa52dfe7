"""The two places of a change, as people and programs read them."""

from __future__ import annotations

from msgspec import Struct

from schemac.revision.step import End, Step
from schemac.source import NOWHERE, Origin, Span


class Spot(Struct, frozen=True):
    """A file as it is shown, and where in it."""

    path: str
    span: Span | None

    def __str__(self) -> str:
        return f"{self.path}:{self.span.line}:{self.span.column}" if self.span else self.path


class Places:
    """Finds the places of a step's changes, each in its own snapshot."""

    def __init__(self, step: Step, cwd: str) -> None:
        self._step, self._cwd = step, cwd

    def old(self, origin: Origin) -> Spot | None:
        """A place in the document before."""
        return self._spot(origin, self._step.old)

    def new(self, origin: Origin) -> Spot | None:
        """A place in the document after."""
        return self._spot(origin, self._step.new)

    def _spot(self, origin: Origin, end: End | None) -> Spot | None:
        if origin == NOWHERE or end is None:
            return None
        source, span = end.snapshot.place(origin)
        return Spot(end.snapshot.shown(source.file or origin.file, self._cwd), span)
