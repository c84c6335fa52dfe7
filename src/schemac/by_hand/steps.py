"""What a page says about one tool."""

from __future__ import annotations

from msgspec import Struct


class Steps(Struct, frozen=True, kw_only=True):
    """What to do in a tool. `points`, `edges` and `pairs` are the sentences over those lists; one
    without pairs has no place for them in the tool. `file` is what its export is called."""

    tool: str
    start: str
    points: str
    edges: str
    pairs: str | None
    after: str
    file: str
