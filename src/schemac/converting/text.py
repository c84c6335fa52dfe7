"""What a conversion did, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from schemac.converting.run import Converted
from schemac.report.cells import visible, wrap

VERSION = 1
_KINDS = {
    "lost": "lost, as the format has no place for it",
    "folded": "made coarser",
    "assumed": "assumed",
    "passed_over": "not of the spec, left out",
}


def render_text(converted: Converted, *, width: int = 100) -> str:
    """A line of what was written, then what was lost, made coarser, assumed and left out."""
    account = converted.account
    aside = f", {account.set_aside:,} set aside" if account.set_aside else ""
    lines = [
        f"{converted.source} → {converted.target}: {converted.out}",
        f"{account.instances:,} instances{aside}",
    ]
    for kind, title in _KINDS.items():
        counted = getattr(account, kind)
        if counted:
            lines += ["", title]
            lines += (f"{count:>11,}  {what}" for what, count in counted.items())
    if converted.notes:
        lines += ["", "notes", *_notes(converted, width)]
    return "\n".join(visible(line) for line in lines) + "\n"


def record(converted: Converted) -> dict[str, Any]:
    """`{"schemac_conversion": 1, "from": …, "to": …, "out": …, "instances", "keypoints",
    "set_aside", "lost": {…}, "folded": {…}, "assumed": {…}, "passed_over": {…}, "notes": […]}`."""
    counts = converted.account.record()
    del counts["carried"], counts["images"]  # which not every format can count
    ends = {"from": converted.source, "to": converted.target, "out": str(converted.out)}
    return {"schemac_conversion": VERSION} | ends | counts | {"notes": list(converted.notes)}


def _notes(converted: Converted, width: int) -> Iterator[str]:
    for note in converted.notes:
        first, *rest = wrap(visible(note), max(width - 4, 40))
        yield f"  {first}"
        yield from (f"    {more}" for more in rest)
