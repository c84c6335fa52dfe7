"""What other programs know a finding by: its path and its fingerprint."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

from schemac.report.finding import Finding


def fingerprints(found: Sequence[Finding]) -> list[str]:
    """One per finding, the same as long as rule, file and message are: lines may move.

    Findings that are alike in all of these are counted, in the order given.
    """
    from hashlib import sha256

    seen: Counter[str] = Counter()
    made = []
    for one in found:
        parts = (slashed(one.place.path), one.diagnostic.rule, one.diagnostic.message)
        key = "\0".join(parts)
        text = f"{key}\0{seen[key]}"
        seen[key] += 1
        made.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return made


def slashed(path: str) -> str:
    """A path with forward slashes, on every system."""
    return path.replace(os.sep, "/")
