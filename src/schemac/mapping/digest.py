"""The digest of a map: one for what it does, however its file is laid out."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import msgspec

from schemac.mapping.migration import MigrationMap


def map_digest(map: MigrationMap) -> str:
    """SHA-256 of a map's canonical form, as `sha256:<hex>`.

    It covers both ends with their digests, each entry with exact weights, the tiers, and who made
    it. What follows from these and the skeletons (sigmas, losses) is not in it. A `MigrationMap` is
    canonical, so equal maps have equal digests.
    """
    data = msgspec.json.encode(map, enc_hook=_fraction, order="deterministic")
    return f"sha256:{sha256(data).hexdigest()}"


def _fraction(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise NotImplementedError(f"a map holds no {type(value).__name__}")
