"""One mistake, one finding: what a rule says of a broken entry waits until it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemac.diagnostic import Diagnostic
from schemac.source import Origin


def without_echoes(found: Iterable[Diagnostic], faults: Iterable[Origin]) -> Iterator[Diagnostic]:
    """The findings of rules, less those about an entry in which reading or linking failed.

    A position that cannot be read is no missing position, and a misspelt field no missing one. A
    finding about a whole document is no echo: it is kept.
    """
    broken = {
        (fault.file, fault.route[:depth])
        for fault in faults
        for depth in range(1, len(fault.route) + 1)
    }
    for each in found:
        if (each.origin.file, each.origin.route) not in broken:
            yield each
