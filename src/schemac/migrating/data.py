"""What became of a data set, or would, for programs."""

from __future__ import annotations

from typing import Any

import msgspec

from schemac.migrating.outcome import Outcome

VERSION = 1


def record(outcome: Outcome) -> dict[str, Any]:
    """`{"schemac_migration": 1, "from": …, "to": …, "map": <digest>, "instances": {…}, "keypoints":
    […], "lost": […], "tiers": […], "set_aside": n, "losing": bool, "notes": […]}`."""
    said: dict[str, Any] = msgspec.to_builtins(outcome)
    return {"schemac_migration": VERSION} | said | {"losing": outcome.losing}


def render_json(outcome: Outcome) -> str:
    """The same as text."""
    data = msgspec.json.encode(record(outcome))
    return msgspec.json.format(data, indent=2).decode() + "\n"
