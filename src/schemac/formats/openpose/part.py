"""A body part of a map."""

from __future__ import annotations

from msgspec import Struct

from schemac.source import Span


class Part(Struct, frozen=True):
    """Its number, its name, and where that is written."""

    number: int
    name: str
    span: Span
