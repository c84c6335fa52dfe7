"""Where in a file a finding stands."""

from __future__ import annotations

from schemac.draft import Draft
from schemac.source import Origin, Span


def place_of(draft: Draft, span: Span | None) -> tuple[Origin, Span | None]:
    """A place in the draft's file: the span, else that of the skeleton, else its first line."""
    return Origin(draft.file), span or draft.span or Span(1, 1, 1, 1)
