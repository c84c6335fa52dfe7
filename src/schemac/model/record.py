"""The one base of every record of the model: frozen, keyword-only, plain data."""

from __future__ import annotations

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Settings only. Defaults are left out of the canonical form, so that a field added later
    does not change the digest of a document that does not use it.

    Each record repeats `frozen` and `kw_only`: the first for type checkers, the second because it
    holds for a class's own fields only."""
